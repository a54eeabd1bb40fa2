"""Articles as a folder of Parquet files by outlet and month, with a manifest: for lakes, notebooks and dbt."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import yaml

from kliping.settings import Settings
from kliping.warehouse.access.connection import explain_errors, quote_literal
from kliping.warehouse.access.reading import reader
from kliping.warehouse.errors import NothingPublished, WarehouseError
from kliping.warehouse.exports.export import COPY_OPTIONS, FROM_START, MACHINE_COLUMNS, ExportReport

MANIFEST = "manifest.json"

PARTS_FORMAT = 1
"""Of the manifest: raised where a reader of the older form would go wrong."""


def export_parts(settings: Settings, folder: Path) -> ExportReport:
    """Write all articles to ``folder``/outlet=.../month=.../*.parquet; a folder that this wrote before is replaced.

    The manifest, written last, names the schema (the last migration, every column with its type and meaning), the load
    and every file with its rows, bytes and digest. Raises ``WarehouseError`` for a folder that holds something else.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).exists():
        raise WarehouseError(f"{folder} holds something else.", "Name a new folder, or one that such an export wrote.")
    draft = folder.with_name(f".{folder.name}.part")
    with explain_errors(folder), reader(settings) as connection:
        if connection is None:
            raise NothingPublished()
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        connection.begin()  # one state of a DuckLake for all that is asked
        connection.execute(
            f"""
            COPY (
                SELECT
                    * EXCLUDE ({", ".join(MACHINE_COLUMNS)}),
                    strftime(jakarta_day(coalesce(published_at, first_fetched_at)), '%Y-%m') AS "month"
                FROM articles ORDER BY outlet, "month", published_at, article_id
            ) TO {quote_literal(draft)}
            ({COPY_OPTIONS["parquet"]}, PARTITION_BY (outlet, "month"), WRITE_PARTITION_COLUMNS, OVERWRITE_OR_IGNORE)
            """  # noqa: S608  # our own names
        )
        manifest = _describe_parts(connection, draft)
        (draft / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False), "utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
    return ExportReport(manifest["articles"], manifest["load_id"])


def _describe_parts(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Any]:
    """Return what the manifest says of the files in a folder."""
    files = []
    for path in sorted(folder.rglob("*.parquet")):
        row = connection.execute("SELECT num_rows FROM parquet_file_metadata(?)", [str(path)]).fetchone()
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
        name = path.relative_to(folder).as_posix()
        files.append({"file": name, "rows": row[0] if row else 0, "bytes": size, "sha256": digest})
    schema, load_id = connection.execute(
        "SELECT (SELECT max(version) FROM schema_migrations), (SELECT max(load_id) FROM loads)"
    ).fetchone() or (0, "")
    meanings = _read_meanings(connection).get("articles", {})
    columns = [
        {"name": name, "type": kind, "meaning": meanings.get(name, "")}
        for name, kind, *_ in connection.execute("DESCRIBE articles").fetchall()
        if name not in MACHINE_COLUMNS
    ]
    return {
        "format": PARTS_FORMAT,
        "schema_version": schema,
        "load_id": load_id or FROM_START,
        "articles": sum(each["rows"] for each in files),
        "partitions": ["outlet", "month"],
        "columns": columns,
        "files": files,
    }


def render_sources(settings: Settings) -> str:
    """Return a dbt ``sources.yml`` of every published table and view, with its comments. Raises ``WarehouseError``."""
    with explain_errors(settings.published_path), reader(settings) as connection:
        if connection is None:
            raise NothingPublished()
        tables = [
            {
                "name": name,
                "description": meanings.pop("", ""),
                "columns": [{"name": column, "description": meaning} for column, meaning in meanings.items()],
            }
            for name, meanings in _read_meanings(connection).items()
        ]
    source = {"name": "kliping", "database": "kliping", "schema": "main", "tables": tables}
    return str(yaml.safe_dump({"version": 2, "sources": [source]}, sort_keys=False, allow_unicode=True, width=110))


def _read_meanings(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Return the comments of tables and views: by name, then by column; of the whole under the empty name."""
    found = connection.execute(
        "SELECT name, coalesce(column_name, ''), meaning FROM dictionary WHERE kind IN ('table', 'view') "
        "ORDER BY kind, name, column_name"
    )
    meanings: dict[str, dict[str, str]] = {}
    for name, column, meaning in found.fetchall():
        meanings.setdefault(name, {})[column] = meaning or ""
    return meanings
