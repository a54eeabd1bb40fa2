"""Times as text in what leaves the warehouse: ISO 8601 with the offset, by a chosen clock."""

from __future__ import annotations

from zoneinfo import available_timezones

import duckdb

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
    """Return the columns of a table that hold times, or lists of times, each quoted, with what writes it as text."""
    written = {}
    for name, kind, *_ in connection.execute(f"DESCRIBE {table}").fetchall():
        column = '"' + name.replace('"', '""') + '"'
        if kind in ISO_FORMATS:
            written[column] = _ISO_TIME.format(value=column, format=ISO_FORMATS[kind])
        elif (of := kind.removesuffix("[]")) in ISO_FORMATS:
            each = _ISO_TIME.format(value="one", format=ISO_FORMATS[of])
            written[column] = f"list_transform({column}, lambda one: {each})"
    return written


def rewrite_times(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """Return the query with the times that it finds written as ISO 8601.

    What cannot be read as statements, or not run on ``connection``, stays as it is: who runs it next says why.
    """
    try:
        texts = [(statement.type, statement.query) for statement in duckdb.extract_statements(query)]
    except (duckdb.Error, IndexError):  # IndexError: DuckDB's own, for a PIVOT among several
        return query
    if not all(text.strip() for _, text in texts):  # a PIVOT is two statements, and neither has its text
        return query
    return "\n".join(_rewrite_statement(connection, kind, text, n) for n, (kind, text) in enumerate(texts))


def _rewrite_statement(
    connection: duckdb.DuckDBPyConnection, kind: duckdb.StatementType, text: str, number: int
) -> str:
    """Return the statement, ended; one that finds times as a view with a query of it."""
    ended = f"{text}\n;"
    found = f"temp.main.found_{number}"
    view = f"CREATE TEMP VIEW found_{number} AS {ended}"
    try:
        if kind != duckdb.StatementType.SELECT:
            if kind in (duckdb.StatementType.SET, duckdb.StatementType.CREATE):
                connection.execute(text)  # what comes behind may need it
            return ended
        connection.execute(view)
        times = render_iso_columns(connection, found)
    except duckdb.Error:
        return ended
    replaced = ", ".join(f"{written} AS {column}" for column, written in times.items())
    return f"{view}\nSELECT * REPLACE ({replaced}) FROM {found};" if times else ended  # the analyst's own
