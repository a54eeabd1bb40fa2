"""Articles as files, of a range of days or since a load, from the published copy."""

from __future__ import annotations

import codecs
import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import duckdb

from kliping.drafts import replace_when_done
from kliping.settings import Settings
from kliping.warehouse.access.connection import explain_errors, quote_literal
from kliping.warehouse.access.reading import reader
from kliping.warehouse.errors import NothingPublished, WarehouseError
from kliping.warehouse.exports.citing import CITATION_FORMATS, write_citations
from kliping.warehouse.exports.spreadsheet import write_workbook
from kliping.warehouse.times import render_clock, render_iso_columns

ExportFormat = Literal["parquet", "csv", "jsonl", "xlsx", "bib", "ris"]

EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)

COPY_OPTIONS: dict[ExportFormat, str] = {
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "csv": "FORMAT csv, HEADER",
    "jsonl": "FORMAT json",
}
"""The formats that DuckDB writes; the others are written row by row."""

MACHINE_COLUMNS = ("signature", "blocks")
"""Columns that only Kliping reads."""

SPREADSHEET_SAFE = """
    CASE WHEN regexp_matches({column}, '^['' \\n]*[=+\\-@\\t\\r\uff1d\uff0b\uff0d\uff20]')
        THEN '''' || {column} ELSE {column} END
"""
"""A text that a spreadsheet would run, with an apostrophe before it; an import takes it off again."""

FROM_START = "start"
"""What ``since`` is for a reader that has nothing yet."""

CHOSEN = """
    FROM articles
    WHERE (getvariable('first') IS NULL
            OR jakarta_day(coalesce(published_at, first_fetched_at)) >= getvariable('first'))
        AND (getvariable('last') IS NULL
            OR jakarta_day(coalesce(published_at, first_fetched_at)) <= getvariable('last'))
        AND (getvariable('outlets') IS NULL OR list_contains(getvariable('outlets'), outlet))
    ORDER BY articles.published_at, article_id
"""

FOUND = """
    FROM articles WHERE article_id IN (SELECT unnest(getvariable('ids')))
    ORDER BY articles.published_at, article_id
"""

CHANGED = """
    FROM changes(getvariable('since'))
    WHERE getvariable('outlets') IS NULL OR list_contains(getvariable('outlets'), outlet)
    ORDER BY load_id, article_id
"""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """How many articles a file has, and the last load that it knows: what the next ``since`` is. ``cut``: texts that
    were longer than the format can hold."""

    articles: int
    last_load: str
    cut: int = 0


def export_articles(
    settings: Settings,
    path: Path,
    *,
    format: ExportFormat = "parquet",  # noqa: A002  # what every tool calls it
    first: dt.date | None = None,
    last: dt.date | None = None,
    outlets: Sequence[str] = (),
    since: str | None = None,
    ids: Sequence[str] | None = None,
    timezone: str = "UTC",
    bom: bool = False,
) -> ExportReport:
    """Write the articles of the days ``first`` to ``last`` (Jakarta, both inclusive) to ``path``.

    ``since`` a load (``start``: the beginning) the file has what happened to articles after it, each once, with a
    column ``change``; ``ids`` chooses articles by their id instead. The file appears whole or not at all. In CSV and
    JSON lines times are ISO 8601 by the clock of ``timezone``, in a workbook they are that clock's; Parquet holds
    instants. In CSV and in a workbook lists are JSON; ``bom`` puts a byte order mark first, and a field of CSV that a
    spreadsheet would run begins with an apostrophe.
    Raises ``WarehouseError``.
    """
    _check_choice(path, format, first, last, since=since, bom=bom)
    with explain_errors(path), reader(settings) as connection:
        if connection is None:
            raise NothingPublished()
        connection.execute(render_clock(timezone))
        connection.begin()  # one state of a DuckLake for all that is asked
        last_load = _set_selection(connection, first, last, outlets, since)
        chosen = CHOSEN if since is None else CHANGED
        if ids is not None:
            connection.execute("SET VARIABLE ids = ?::VARCHAR[]", [list(ids)])
            chosen = FOUND
        with replace_when_done(path) as draft:
            written, cut = _write_rows(connection, chosen, draft, format)
            if bom:
                _prefix_byte_order_mark(draft)
    return ExportReport(written, last_load, cut)


def _check_choice(
    path: Path,
    format: ExportFormat,  # noqa: A002  # as the caller names it
    first: dt.date | None,
    last: dt.date | None,
    *,
    since: str | None,
    bom: bool,
) -> None:
    """Raise ``WarehouseError`` for what cannot be asked together."""
    if format not in EXPORT_FORMATS:
        raise WarehouseError(f"There is no format {format}.", f"Choose one of: {', '.join(EXPORT_FORMATS)}.")
    if bom and format != "csv":
        raise WarehouseError("A byte order mark is for CSV.", "Leave --bom out, or write CSV.")
    if not path.parent.is_dir():
        raise WarehouseError(f"There is no folder {path.parent}.", "Make it, or name another file.")
    if first and last and first > last:
        raise WarehouseError(f"The range ends before it begins: {first} to {last}.", "Exchange the two dates.")
    if since is not None and (first or last):
        raise WarehouseError("Changes since a load are of all days.", "Leave --from and --to out, or --since.")
    if since is not None and format in CITATION_FORMATS:
        raise WarehouseError("A list of citations has no changes.", "Leave --since out, or write another format.")


def _set_selection(
    connection: duckdb.DuckDBPyConnection,
    first: dt.date | None,
    last: dt.date | None,
    outlets: Sequence[str],
    since: str | None,
) -> str:
    """Set the variables that the query reads; return the last load that there is.

    Raises ``WarehouseError`` for an outlet or a load that is not there.
    """
    known = {row[0] for row in connection.execute("SELECT outlet FROM sources").fetchall()}
    if unknown := [outlet for outlet in outlets if outlet not in known]:
        raise WarehouseError(
            f"Nothing of {', '.join(unknown)} was ever loaded.", f"Choose of: {', '.join(sorted(known))}."
        )
    loads = [row[0] for row in connection.execute("SELECT DISTINCT load_id FROM loads ORDER BY 1").fetchall()]
    if since not in (None, FROM_START, *loads):
        raise WarehouseError(
            f"There is no load {since}.", f"Give one that an export named, or `{FROM_START}` for everything."
        )
    if since == FROM_START:
        since = ""
    for name, kind, value in (
        ("first", "DATE", first),
        ("last", "DATE", last),
        ("outlets", "VARCHAR[]", list(outlets) or None),
        ("since", "VARCHAR", since),
    ):
        connection.execute(f"SET VARIABLE {name} = ?::{kind}", [value])
    return loads[-1] if loads else ""


def _write_rows(
    connection: duckdb.DuckDBPyConnection,
    chosen: str,
    draft: Path,
    format: ExportFormat,  # noqa: A002
) -> tuple[int, int]:
    """Write what was chosen; return the number of rows, and of texts that had to be cut."""
    if format in CITATION_FORMATS:
        return write_citations(connection, chosen, draft, format), 0
    columns = _list_columns(connection, chosen, format)
    if format == "xlsx":
        return write_workbook(connection.execute(f"SELECT {columns} {chosen}"), draft)  # as below
    written = connection.execute(
        f"COPY (SELECT {columns} {chosen}) TO {quote_literal(draft)} ({COPY_OPTIONS[format]})"  # our own names
    ).fetchone()
    return int(written[0]) if written else 0, 0


def _list_columns(connection: duckdb.DuckDBPyConnection, chosen: str, format: ExportFormat) -> str:  # noqa: A002
    """Return the select list: every column but those for machines, each in a form that the format can hold."""
    kept = f"* EXCLUDE ({', '.join(MACHINE_COLUMNS)})"
    if format == "parquet":
        return kept
    relation = f"(SELECT * {chosen})"
    changed = {}
    if format != "xlsx":
        changed = dict(render_iso_columns(connection, relation))
    for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * {chosen}").fetchall():
        column = f'"{name}"'
        if name in MACHINE_COLUMNS or format == "jsonl":
            continue
        if kind.endswith("[]"):
            changed[column] = f"to_json({column})"
        elif kind == "VARCHAR" and format == "csv":
            changed[column] = SPREADSHEET_SAFE.format(column=column)
        elif kind == "TIMESTAMP WITH TIME ZONE" and format == "xlsx":
            changed[column] = f"{column}::TIMESTAMP"
    if changed:
        kept += f" REPLACE ({', '.join(f'{written} AS {column}' for column, written in changed.items())})"
    return kept


def _prefix_byte_order_mark(path: Path) -> None:
    """Put a byte order mark before what a file holds."""
    with replace_when_done(path) as marked, path.open("rb") as old, marked.open("wb") as new:
        new.write(codecs.BOM_UTF8)
        shutil.copyfileobj(old, new)
