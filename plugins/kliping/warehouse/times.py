"""Times as text in what leaves the warehouse: ISO 8601 with the offset, by a chosen clock."""

from __future__ import annotations

from contextlib import suppress
from zoneinfo import available_timezones

import duckdb
from duckdb.sqltypes import DuckDBPyType

from kliping.warehouse.access.connection import quote_literal
from kliping.warehouse.errors import WarehouseError

ISO_FORMATS = {
    "TIMESTAMP WITH TIME ZONE": "%Y-%m-%dT%H:%M:%S.%f%z",
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"), "%Y-%m-%dT%H:%M:%S.%f"),
}
"""How each of DuckDB's types of times is written; one without a zone has no offset."""
_ISO_TIME = r"""
    regexp_replace(
        regexp_replace(strftime({value}, '{format}'), '[.]0+([+-]|$)', '\1'), '([+-]\d\d)$', '\1:00'
    )
"""
"""The offset with minutes, so that JavaScript reads it, too."""


def render_clock(timezone: str) -> str:
    """Return the statement that sets a session's clock. Raises ``WarehouseError`` where there is no such zone."""
    if timezone not in available_timezones():
        raise WarehouseError(f"There is no time zone {timezone}.", "Give one such as Asia/Jakarta.")
    return f"SET TimeZone = '{timezone}'"


def render_iso_columns(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Return the columns of a table that hold times, also inside lists and structs, quoted, with what writes each."""
    written = {}
    found = connection.sql(f"FROM {table}")
    for name, kind in zip(found.columns, found.types, strict=True):
        column = _quote_name(name)
        if text := _write_times(column, kind):
            written[column] = text
    return written


def _write_times(value: str, kind: DuckDBPyType, depth: int = 0) -> str:
    """Return the expression that gives a value with its times as text; empty for a type that holds none."""
    if str(kind) in ISO_FORMATS:
        return _ISO_TIME.format(value=value, format=ISO_FORMATS[str(kind)])
    if kind.id == "list":
        each = _write_times(f"one_{depth}", _list_parts(kind)[0][1], depth + 1)
        return each and f"list_transform({value}, lambda one_{depth}: {each})"
    if kind.id == "struct":
        written = (
            (name, _write_times(f"struct_extract({value}, {quote_literal(name)})", of, depth))
            for name, of in _list_parts(kind)
        )
        fields = ", ".join(f"{_quote_name(name)} := {text}" for name, text in written if text)
        return fields and f"CASE WHEN {value} IS NOT NULL THEN struct_update({value}, {fields}) END"
    return ""


def _list_parts(kind: DuckDBPyType) -> list[tuple[str, DuckDBPyType]]:
    """Return the parts of a type of lists or structs: name and type."""
    return [(name, of) for name, of in kind.children if isinstance(of, DuckDBPyType)]


def _quote_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def rewrite_times(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """Return the query with the times that it finds written as ISO 8601.

    What cannot be read as statements, or not run on ``connection``, stays as it is: who runs it next says why.
    """
    try:
        texts = [(statement.type, statement.query) for statement in duckdb.extract_statements(query)]
    except (duckdb.Error, IndexError):  # IndexError: DuckDB's own, for a PIVOT among several
        return query
    if not all(text.strip() for _, text in texts):  # a PIVOT is two statements, and neither has its text
        return _rewrite_query(connection, query.strip().rstrip(";"), "TABLE", 0)
    return "\n".join(_rewrite_statement(connection, kind, text, n) for n, (kind, text) in enumerate(texts))


def _rewrite_statement(
    connection: duckdb.DuckDBPyConnection, kind: duckdb.StatementType, text: str, number: int
) -> str:
    """Return the statement, ended; one that finds times as a view with a query of it."""
    if kind == duckdb.StatementType.SELECT:
        return _rewrite_query(connection, text, "VIEW", number)
    if kind in (duckdb.StatementType.SET, duckdb.StatementType.CREATE):
        with suppress(duckdb.Error):
            connection.execute(text)  # what comes after may need it
    return f"{text}\n;"


def _rewrite_query(connection: duckdb.DuckDBPyConnection, text: str, kind: str, number: int) -> str:
    """Return a query, ended; one that finds times as a ``kind`` of temporary relation with a query of it."""
    ended = f"{text}\n;"
    found = f"temp.main.found_{number}"
    view = f"CREATE TEMP {kind} found_{number} AS {ended}"
    try:
        connection.execute(view)
        times = render_iso_columns(connection, found)
    except duckdb.Error:
        return ended
    replaced = ", ".join(f"{written} AS {column}" for column, written in times.items())
    return f"{view}\nSELECT * REPLACE ({replaced}) FROM {found};" if times else ended  # the analyst's own
