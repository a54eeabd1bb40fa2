"""``matches('QUERY')`` in SQL: the articles that a query finds, by the grammar and the index of ``kliping search``.

A session of Python asks the search engine when the query runs. A DuckDB shell cannot call Python, so the queries that
stand in the statement as literals are answered before the shell starts.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kliping.settings import Settings
from kliping.warehouse.connection import NO_DOWNLOADS, explain_errors, quote_literal
from kliping.warehouse.search import list_session_statements
from kliping.warehouse.search_asking import list_matches

MOST_MATCHES = 1_000_000
"""One query finds no more articles than this."""

MATCHES_CALL = re.compile(r"(?i)\bmatches\s*\(\s*'((?:[^']|'')*)'\s*\)")

NEEDS_A_QUERY = (
    "CREATE OR REPLACE TEMP MACRO matches(query) AS TABLE SELECT error("
    "'matches() needs its query as a literal in the statement: kliping sql \"FROM matches(''banjir'')\". The "
    "interactive shell cannot ask the search engine; Python can: warehouse.open_session().') AS article_id"
)
READ_FOUND = "CREATE TEMP TABLE found_matches AS FROM read_parquet({path})"
LOOK_UP_FOUND = """
    CREATE OR REPLACE TEMP MACRO matches(query) AS TABLE
    SELECT unnest(found_ids) AS article_id FROM temp.found_matches
    WHERE CASE WHEN query IN (SELECT asked FROM temp.found_matches) THEN asked = query
        ELSE error('matches() needs its query as a literal: matches(''banjir'')') END
"""


def open_session(settings: Settings) -> duckdb.DuckDBPyConnection:
    """Return a connection for a notebook: the published copy, read only, with ``search()`` and ``matches()``.

    The caller closes it.
    """
    with explain_errors(settings.published_path):
        connection = duckdb.connect(config=dict(NO_DOWNLOADS))
        for statement in list_session_statements(settings):
            connection.execute(statement)

        def find_matches(query: str) -> list[str]:
            return list_matches(settings, query, limit=MOST_MATCHES)

        connection.create_function("find_matches", find_matches, [duckdb.sqltype("VARCHAR")], "VARCHAR[]")
        connection.execute(
            "CREATE OR REPLACE TEMP MACRO matches(query) AS TABLE SELECT unnest(find_matches(query)) AS article_id"
        )
        return connection


def list_matches_statements(settings: Settings, statement: str | None, folder: Path) -> list[str]:
    """Return what a DuckDB shell is given so that ``matches('...')`` works for the literals of ``statement``.

    ``statement``: None for an interactive shell. What was found is a file in ``folder``, which the caller keeps until
    the shell has ended. Raises ``InputError`` for a query that cannot be understood, ``WarehouseError`` where there is
    no index.
    """
    asked = sorted({found.replace("''", "'") for found in MATCHES_CALL.findall(statement or "")})
    if not asked:
        return [NEEDS_A_QUERY]
    found = [list_matches(settings, query, limit=MOST_MATCHES) for query in asked]
    path = folder / "matches.parquet"
    columns = {"asked": pa.array(asked, pa.string()), "found_ids": pa.array(found, pa.list_(pa.string()))}
    pq.write_table(pa.table(columns), path)
    return [READ_FOUND.format(path=quote_literal(path)), LOOK_UP_FOUND.strip()]
