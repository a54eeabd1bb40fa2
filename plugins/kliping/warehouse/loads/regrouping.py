"""Group the copies of what is loaded anew: after a change of the rule, the groups of older loads follow it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import duckdb

from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.access.connection import transaction
from kliping.warehouse.access.writing import writer
from kliping.warehouse.loads.duplicates import find_candidate_pairs, join_duplicate_groups

DAYS_AT_ONCE = 30
"""Days whose articles are compared in one transaction."""


def regroup_duplicates(settings: Settings) -> int:
    """Find the duplicate groups of all articles anew; return how many articles are in another group than before.

    What was done before a kill stays, and doing it again does the rest. Raises ``WarehouseError``.
    """
    with writer(settings) as connection:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE groups_before AS SELECT article_id, duplicate_group_id FROM articles"
        )
        statements = f"{read_sql('load/duplicates_again')}\n{read_sql('load/duplicates')}"
        for first, last in _list_stretches(connection):
            with transaction(connection):
                connection.execute("SET VARIABLE load_id = (SELECT max(load_id) FROM loads)")
                connection.execute("SET VARIABLE days_from = ?::TIMESTAMPTZ", [first])
                connection.execute("SET VARIABLE days_to = ?::TIMESTAMPTZ", [last])
                find_candidate_pairs(connection, statements)
                join_duplicate_groups(connection)
        moved = connection.execute(
            "SELECT count(*) FROM articles AS a JOIN groups_before AS b USING (article_id) "
            "WHERE a.duplicate_group_id <> b.duplicate_group_id"
        ).fetchone()
    return int(moved[0]) if moved else 0


def _list_stretches(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Yield stretches of days that hold all articles, each end exclusive."""
    row = connection.execute(
        "SELECT min(coalesce(published_at, first_fetched_at)), max(coalesce(published_at, first_fetched_at)) "
        "FROM articles"
    ).fetchone()
    if row is None or row[0] is None:
        return
    first, newest = row
    while first <= newest:
        last = first + dt.timedelta(days=DAYS_AT_ONCE)
        yield first, last
        first = last
