"""``matches('QUERY')`` and ``search('QUERY')`` in SQL, by the grammar and the index of ``kliping search``.

A session of Python asks the search engine when the query runs. A DuckDB shell cannot call Python, so the queries that
the statement has as literals are answered before the shell starts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.access.connection import NO_DOWNLOADS, explain_errors, quote_literal
from kliping.warehouse.fulltext.search import list_session_statements
from kliping.warehouse.fulltext.search_asking import list_matches, rank_matches

MOST_MATCHES = 1_000_000
"""``matches()`` finds no more articles than this."""

MOST_RANKED = 10_000
"""``search()`` finds no more articles than this, the best."""

IDS_TYPE = "VARCHAR[]"
RANKED_TYPE = "STRUCT(needles VARCHAR[], hits STRUCT(article_id VARCHAR, score DOUBLE)[])"

NEEDS_A_QUERY = (
    "CREATE OR REPLACE TEMP MACRO {name}(query) AS TABLE SELECT error("
    "'{name}() needs its query as a literal in the statement: kliping sql \"FROM {name}(''banjir'')\". The "
    "interactive shell cannot ask the search engine; Python can: warehouse.open_session().') AS article_id"
)
READ_FOUND = "CREATE TEMP TABLE found_{name} AS FROM read_parquet({path})"
LOOK_UP_FOUND = """
    SELECT answer FROM temp.found_{name}
    WHERE CASE WHEN query IN (SELECT asked FROM temp.found_{name}) THEN asked = query
        ELSE error('{name}() needs its query as a literal: {name}(''banjir'')') END
"""


def open_session(settings: Settings) -> duckdb.DuckDBPyConnection:
    """Return a connection for a notebook: the published copy, read only, with ``search()`` and ``matches()``.

    The caller closes it.
    """
    asking: dict[str, tuple[Callable[[str], Any], str]] = {
        "matches": (lambda query: _find_ids(settings, query), IDS_TYPE),
        "search": (lambda query: _find_ranked(settings, query), RANKED_TYPE),
    }
    with explain_errors(settings.published_path):
        connection = duckdb.connect(config=dict(NO_DOWNLOADS))
        for statement in list_session_statements(settings):
            connection.execute(statement)
        for name, (ask, returned) in asking.items():
            connection.create_function(f"find_{name}", ask, [duckdb.sqltype("VARCHAR")], returned)
            connection.execute(_render_macro(name, f"SELECT find_{name}(query) AS answer"))
        return connection


def list_matches_statements(settings: Settings, statement: str | None, folder: Path) -> list[str]:
    """Return what a DuckDB shell is given so that both macros work for the literals of ``statement``.

    ``statement``: None for an interactive shell. What was found is a file in ``folder``, which the caller keeps until
    the shell has ended. Raises ``InputError`` for a query that cannot be understood, ``WarehouseError`` where there is
    no index.
    """
    statements = []
    for name, find, returned in (
        ("matches", _find_ids, pa.list_(pa.string())),
        ("search", _find_ranked, _make_ranked_type()),
    ):
        asked = _list_literals(name, statement or "")
        if not asked:
            statements.append(NEEDS_A_QUERY.format(name=name))
            continue
        path = folder / f"{name}.parquet"
        answers = pa.array([find(settings, query) for query in asked], returned)
        pq.write_table(pa.table({"asked": pa.array(asked, pa.string()), "answer": answers}), path)
        statements.append(READ_FOUND.format(name=name, path=quote_literal(path)))
        statements.append(_render_macro(name, LOOK_UP_FOUND.format(name=name)))
    return statements


def _list_literals(name: str, statement: str) -> list[str]:
    """Return the queries that a statement calls a macro with, each once."""
    calls = re.findall(rf"(?i)\b{name}\s*\(\s*'((?:[^']|'')*)'\s*\)", statement)
    return sorted({found.replace("''", "'") for found in calls})


def _render_macro(name: str, answer: str) -> str:
    """Return the statement that makes a macro of ``sql/search/``; ``answer``: the SELECT of the engine's answer."""
    text = read_sql(f"search/{name}")
    return text.replace("{answer}", answer.strip()).strip()


def _find_ids(settings: Settings, query: str) -> list[str]:
    return list_matches(settings, query, limit=MOST_MATCHES)


def _find_ranked(settings: Settings, query: str) -> dict[str, Any]:
    """Return the best matches of a query as ``RANKED_TYPE`` has them."""
    ranked = rank_matches(settings, query, MOST_RANKED)
    return {
        "needles": list(ranked.needles),
        "hits": [{"article_id": article_id, "score": score} for article_id, score in ranked.hits],
    }


def _make_ranked_type() -> pa.StructType:
    """Return ``RANKED_TYPE`` for Parquet."""
    hit = pa.struct([("article_id", pa.string()), ("score", pa.float64())])
    return pa.struct([("needles", pa.list_(pa.string())), ("hits", pa.list_(hit))])
