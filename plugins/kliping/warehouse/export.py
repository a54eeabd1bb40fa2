"""Articles as files: Parquet, CSV or JSON lines, of a range of days, from the published copy."""

from __future__ import annotations

import codecs
import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import duckdb

from kliping.drafts import replace_when_done
from kliping.settings import Settings
from kliping.warehouse.connection import explain_errors, quote_literal
from kliping.warehouse.errors import WarehouseError
from kliping.warehouse.reading import reader
from kliping.warehouse.times import render_clock, render_iso_columns

ExportFormat = Literal["parquet", "csv", "jsonl"]

COPY_OPTIONS: dict[ExportFormat, str] = {
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "csv": "FORMAT csv, HEADER",
    "jsonl": "FORMAT json",
}

MACHINE_COLUMNS = ("signature", "blocks")
"""Columns that only Kliping reads."""

SPREADSHEET_SAFE = """
    CASE WHEN regexp_matches({column}, '^['' \\n]*[=+\\-@\\t\\r\uff1d\uff0b\uff0d\uff20]')
        THEN '''' || {column} ELSE {column} END
"""
"""A text that a spreadsheet would run, with an apostrophe before it; an import takes it off again."""


def export_articles(
    settings: Settings,
    path: Path,
    *,
    format: ExportFormat = "parquet",  # noqa: A002  # what every tool calls it
    first: dt.date | None = None,
    last: dt.date | None = None,
    outlets: Sequence[str] = (),
    timezone: str = "UTC",
    bom: bool = False,
) -> int:
    """Write the articles of the days ``first`` to ``last`` (Jakarta, both inclusive) to ``path``; return their number.

    The file appears whole or not at all. In CSV and JSON lines times are ISO 8601 by the clock of ``timezone``; Parquet
    holds instants. In CSV lists are JSON, ``bom`` puts a byte order mark first, and a field that a spreadsheet would
    run begins with an apostrophe. Raises ``WarehouseError``.
    """
    if format not in COPY_OPTIONS:
        raise WarehouseError(f"There is no format {format}.", f"Choose one of: {', '.join(COPY_OPTIONS)}.")
    if bom and format != "csv":
        raise WarehouseError("A byte order mark is for CSV.", "Leave --bom out, or write CSV.")
    if not path.parent.is_dir():
        raise WarehouseError(f"There is no folder {path.parent}.", "Make it, or name another file.")
    if first and last and first > last:
        raise WarehouseError(f"The range ends before it begins: {first} to {last}.", "Exchange the two dates.")
    with explain_errors(path), reader(settings) as connection:
        if connection is None:
            raise WarehouseError("Nothing is published yet.", "Run the pipeline first: make run.")
        _set_selection(connection, first, last, outlets)
        connection.execute(render_clock(timezone))
        columns = _list_columns(connection, format)
        with replace_when_done(path) as draft:
            written = connection.execute(
                f"""
                COPY (
                    SELECT {columns} FROM articles
                    WHERE (getvariable('first') IS NULL
                            OR jakarta_day(coalesce(published_at, first_fetched_at)) >= getvariable('first')::DATE)
                        AND (getvariable('last') IS NULL
                            OR jakarta_day(coalesce(published_at, first_fetched_at)) <= getvariable('last')::DATE)
                        AND (getvariable('outlets') IS NULL
                            OR list_contains(getvariable('outlets')::VARCHAR[], outlet))
                    ORDER BY articles.published_at, article_id
                ) TO {quote_literal(draft)} ({COPY_OPTIONS[format]})
                """  # noqa: S608  # our own column names; every given value is a variable
            ).fetchone()
            if bom:
                _prefix_byte_order_mark(draft)
    return int(written[0]) if written else 0


def _set_selection(
    connection: duckdb.DuckDBPyConnection, first: dt.date | None, last: dt.date | None, outlets: Sequence[str]
) -> None:
    """Set the variables that the query reads. Raises ``WarehouseError`` for an outlet that was never loaded."""
    known = {row[0] for row in connection.execute("SELECT outlet FROM sources").fetchall()}
    if unknown := [outlet for outlet in outlets if outlet not in known]:
        raise WarehouseError(
            f"Nothing of {', '.join(unknown)} was ever loaded.", f"Choose of: {', '.join(sorted(known))}."
        )
    for name, value in (("first", first), ("last", last), ("outlets", list(outlets) or None)):
        connection.execute(f"SET VARIABLE {name} = ?", [value])


def _list_columns(connection: duckdb.DuckDBPyConnection, format: ExportFormat) -> str:  # noqa: A002
    """Return the select list: every column but those for machines, each in a form that the format can hold."""
    if format == "parquet":
        return f"* EXCLUDE ({', '.join(MACHINE_COLUMNS)})"
    changed = [f"{written} AS {column}" for column, written in render_iso_columns(connection, "articles").items()]
    for name, kind, *_ in connection.execute("DESCRIBE articles").fetchall():
        column = f'"{name}"'
        if name in MACHINE_COLUMNS or format != "csv":
            continue
        if kind.endswith("[]"):
            changed.append(f"to_json({column}) AS {column}")
        elif kind == "VARCHAR":
            changed.append(f"{SPREADSHEET_SAFE.format(column=column)} AS {column}")
    selected = f"* EXCLUDE ({', '.join(MACHINE_COLUMNS)})"
    if changed:
        selected += f" REPLACE ({', '.join(changed)})"
    return selected


def _prefix_byte_order_mark(path: Path) -> None:
    """Put a byte order mark before what a file holds."""
    with replace_when_done(path) as marked, path.open("rb") as old, marked.open("wb") as new:
        new.write(codecs.BOM_UTF8)
        shutil.copyfileobj(old, new)
