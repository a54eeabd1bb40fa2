"""Articles as files: Parquet, CSV or JSON lines, of a range of days, from the published copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from kliping.settings import Settings
from kliping.warehouse.connection import quoted, told
from kliping.warehouse.errors import WarehouseError
from kliping.warehouse.reading import reader

Format = Literal["parquet", "csv", "jsonl"]

OPTIONS: dict[Format, str] = {
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "csv": "FORMAT csv, HEADER",
    "jsonl": "FORMAT json",
}


def export(
    settings: Settings,
    path: Path,
    *,
    format: Format = "parquet",  # noqa: A002  # what every tool calls it
    first: dt.date | None = None,
    last: dt.date | None = None,
    outlets: Sequence[str] = (),
) -> int:
    """Write the articles of the days ``first`` to ``last`` (Jakarta, both inclusive) to ``path``; gives their number.

    The file appears whole or not at all. Lists are JSON in CSV. Raises ``WarehouseError``.
    """
    if format not in OPTIONS:
        raise WarehouseError(f"There is no format {format}.", f"Choose one of: {', '.join(OPTIONS)}.")
    if not path.parent.is_dir():
        raise WarehouseError(f"There is no folder {path.parent}.", "Make it, or name another file.")
    if first and last and first > last:
        raise WarehouseError(f"The range ends before it begins: {first} to {last}.", "Turn it round.")
    draft = path.with_name(f".{path.name}.part")
    with told(path), reader(settings) as connection:
        if connection is None:
            raise WarehouseError("Nothing is published yet.", "Run the pipeline first: make run.")
        known = {row[0] for row in connection.execute("SELECT outlet FROM sources").fetchall()}
        if unknown := [outlet for outlet in outlets if outlet not in known]:
            raise WarehouseError(
                f"Nothing of {', '.join(unknown)} was ever loaded.", f"Choose of: {', '.join(sorted(known))}."
            )
        for name, value in (("first", first), ("last", last), ("outlets", list(outlets) or None)):
            connection.execute(f"SET VARIABLE {name} = ?", [value])
        lists = ", ".join(
            f'to_json("{name}") AS "{name}"'
            for name, kind, *_ in connection.execute("DESCRIBE articles").fetchall()
            if kind.endswith("[]") and name not in ("signature", "blocks")
        )
        columns = (
            f"* EXCLUDE (signature, blocks) REPLACE ({lists})" if format == "csv" else "* EXCLUDE (signature, blocks)"
        )
        try:
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
                    ORDER BY published_at, article_id
                ) TO {quoted(draft)} ({OPTIONS[format]})
                """  # noqa: S608  # our own column names; every given value is a variable
            ).fetchone()
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    return int(written[0]) if written else 0
