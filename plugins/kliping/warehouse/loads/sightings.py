"""What routes showed of an outlet's days, and what was judged of it: the tables that completeness stands in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import duckdb

from kliping.batch import Batch, RouteDay
from kliping.resources import read_sql


@dataclass(frozen=True, slots=True)
class SightedDay:
    """One outlet's day as the warehouse has it."""

    outlet: str
    day: dt.date
    histories: Mapping[tuple[str, ...], int]
    """Addresses of routes, sorted -> number of articles that exactly these routes showed."""
    held: int
    """Of the articles shown, those that are loaded."""
    quarantined: int
    """Of them, those that are in quarantine and may be articles."""
    no_articles: int
    """Further posts of the day that hold no article: galleries, videos, pages that are gone or were dropped."""
    walks: tuple[RouteDay, ...]
    """Of each route of the outlet's file, the walk that saw most of the day."""
    error: str
    """Why the last load of the day failed; empty where it did not, or none was tried."""


def record_route_days(connection: duckdb.DuckDBPyConnection, batch: Batch, load_id: str) -> None:
    """Write what each route of the batch's outlets saw of each day, whether or not the outlet loads."""
    rows = [
        asdict(walked) | {"load_id": load_id, "run": batch.run, "outlet": outlet.outlet, "blind": list(walked.blind)}
        for outlet in batch.outlets
        for walked in outlet.route_days
    ]
    _insert_rows(connection, "route_days", rows)


def record_completeness(connection: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of ``completeness`` in place of those of the same outlet and day."""
    _replace_rows(connection, "completeness", rows)


def record_diagnoses(connection: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of ``diagnoses`` in place of those of the same outlet and day."""
    _replace_rows(connection, "diagnoses", rows)


def record_dismissal(connection: duckdb.DuckDBPyConnection, outlet: str, day: dt.date, by: str, why: str) -> None:
    """Write that a person has taken an outlet's day off the list of what is missing."""
    now = dt.datetime.now(dt.UTC)
    row = {"outlet": outlet, "day": day, "dismissed_by": by, "why": why, "dismissed_at": now}
    _replace_rows(connection, "dismissals", [row])


def _replace_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    keys = {"outlets": [row["outlet"] for row in rows], "days": [row["day"] for row in rows]}
    connection.execute(
        f"""
        DELETE FROM {table}
        USING (SELECT unnest($outlets::VARCHAR[]) AS outlet, unnest($days::DATE[]) AS "day") AS k
        WHERE {table}.outlet = k.outlet AND {table}."day" = k."day"
        """,  # noqa: S608  # our own tables
        keys,
    )
    _insert_rows(connection, table, rows)


def _insert_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, all in one statement: one for each would cost a millisecond a row."""
    if not rows:
        return
    names = list(rows[0])
    values = ", ".join(f'unnest($rows)."{name}" AS "{name}"' for name in names)
    connection.execute(
        f"INSERT INTO {table} BY NAME SELECT {values}",  # our own column names
        {"rows": [dict(row) for row in rows]},
    )


def read_sighted_days(
    connection: duckdb.DuckDBPyConnection, outlets: Iterable[str], days: Sequence[dt.date]
) -> list[SightedDay]:
    """Return each of the outlets' days that a route showed anything of or that a load failed for."""
    sql = read_sql("completeness/sighted_days")
    rows = connection.execute(sql, {"outlets": sorted(outlets), "first": min(days), "last": max(days)}).fetchall()
    found = []
    for outlet, day, histories, held, quarantined, no_articles, walks, error in rows:
        counts = {tuple(entry["routes"]): entry["articles"] for entry in histories or ()}
        walked = tuple(RouteDay(**walk | {"blind": tuple(walk["blind"] or ())}) for walk in walks or ())
        found.append(
            SightedDay(outlet, day, counts, held or 0, quarantined or 0, no_articles or 0, walked, error or "")
        )
    return found


def read_found_before(
    connection: duckdb.DuckDBPyConnection, outlets: Iterable[str], first: dt.date, day: dt.date
) -> dict[str, dict[dt.date, int]]:
    """Return how many articles were found of the outlets' days from ``first`` until before ``day``.

    Only days that show what is usual are returned.
    """
    sql = read_sql("completeness/found_before")
    rows = connection.execute(sql, {"first": first, "day": day, "outlets": sorted(outlets)}).fetchall()
    found: dict[str, dict[dt.date, int]] = {}
    for outlet, earlier, count in rows:
        found.setdefault(outlet, {})[earlier] = count
    return found


def find_days_of_pages(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> list[tuple[str, dt.date]]:
    """Return the outlets and days that quarantined pages (full ids) count for, of which a person has decided."""
    sql = read_sql("completeness/days_of_pages")
    return connection.execute(sql, {"ids": list(ids)}).fetchall()
