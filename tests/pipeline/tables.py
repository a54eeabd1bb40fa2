"""The content tables of a warehouse, as plain rows: what law 3 says is a function of the archived pages."""

from __future__ import annotations

from typing import Any, TypeAlias

from kliping import warehouse
from kliping.settings import Settings

Tables: TypeAlias = dict[str, list[tuple[Any, ...]]]
CLOCKS = {
    "articles": "load_id, fetched_at, first_fetched_at, last_fetched_at, archive",
    "article_revisions": "load_id, fetched_at, first_fetched_at, last_fetched_at, archive",
    "removed_spans": "load_id",
    "related_links": "load_id",
    "mentions": "load_id, first_fetched_at",
    "quotes": "load_id, first_fetched_at",
}
"""Columns that say when and where, not what."""


def read_content(settings: Settings) -> Tables:
    """Every content table, ordered, without its clock columns."""
    with warehouse.reader(settings) as connection:
        assert connection is not None, "nothing was published"
        return {
            table: sorted(connection.execute(f"SELECT * EXCLUDE ({clocks}) FROM {table}").fetchall(), key=repr)
            for table, clocks in CLOCKS.items()
        }


def find_differences(found: Tables, expected: Tables) -> dict[str, list[str]]:
    """Return by table the rows that only one of the two has: what a failed comparison shows whole."""
    differing = {}
    for table in expected:
        one, other = set(map(repr, found[table])), set(map(repr, expected[table]))
        rows = [f"too many: {row}" for row in sorted(one - other)] + [f"missing: {row}" for row in sorted(other - one)]
        if found[table] != expected[table]:
            differing[table] = rows or ["rows more than once"]
    return differing


def query(settings: Settings, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """What analysts would get."""
    with warehouse.reader(settings) as connection:
        assert connection is not None, "nothing was published"
        return connection.execute(sql, list(parameters)).fetchall()
