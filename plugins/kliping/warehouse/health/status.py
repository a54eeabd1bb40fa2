"""What the command line shows of past work: last runs, how their links ended, days without a load."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from kliping.model import JAKARTA, RESULTS
from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.access.reading import reader

PAUSE_DAYS = 28
"""Days: a longer gap between two loaded days is a pause that somebody chose, not days that were missed."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """One outlet of one load."""

    load_id: str
    run: str
    job: str
    day: dt.date | None
    outlet: str
    status: str
    error: str
    discovered: int
    known: int
    counts: Mapping[str, int]
    notes: tuple[str, ...]
    finished_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Freshness:
    """Minutes from publication to a copy that could be queried, of articles of the last ``FRESHNESS_DAYS`` days."""

    articles: int
    median_minutes: int
    p95_minutes: int


FRESHNESS_DAYS = 7


@dataclass(frozen=True, slots=True)
class WatchCoverage:
    """Articles of watched outlets of the last ``FRESHNESS_DAYS`` days; ``missed``: only the day's run found them."""

    articles: int
    missed: int
    requests_per_article: float | None = None
    """Requests of ``watch`` for each article that it found; None where neither is counted."""


@dataclass(frozen=True, slots=True)
class WarehouseStatus:
    """``missed`` are days between the first loaded day and ``today`` (Jakarta, exclusive) that no run loaded."""

    published_at: dt.datetime | None
    articles: int
    quarantined: int
    runs: tuple[RunLine, ...]
    missed: tuple[dt.date, ...]
    freshness: Freshness | None = None
    """None where no daily run brought an article of the last days: a backfill says nothing of freshness."""
    watch: WatchCoverage | None = None
    """None where ``watch`` found nothing in the last days."""


EMPTY_STATUS = WarehouseStatus(None, 0, 0, (), ())


def read_status(
    settings: Settings, *, runs: int = 10, run: str | None = None, today: dt.date | None = None
) -> WarehouseStatus:
    """Return the last ``runs`` loads (of ``run`` only, where given), newest first, and the days that are missing.

    Read from the published copy; ``EMPTY_STATUS`` where there is none.
    """
    with reader(settings) as connection:
        if connection is None:
            return EMPTY_STATUS
        counts = connection.execute(
            "SELECT (SELECT max(published_at) FROM publication), (SELECT count(*) FROM articles), "
            "(SELECT count(*) FROM quarantine)"
        ).fetchone()
        assert counts is not None
        published_at, articles, quarantined = counts
        lines = read_last_loads(connection, runs, run)
        today = today or dt.datetime.now(JAKARTA).date()
        missed = find_missed(connection, today)
        fresh = _read_freshness(connection, today)
        watch = _read_watch_coverage(connection, today)
    return WarehouseStatus(published_at, articles, quarantined, lines, missed, fresh, watch)


def _read_freshness(connection: duckdb.DuckDBPyConnection, today: dt.date) -> Freshness | None:
    """Return how fast articles of the last days could be queried; None where there are none."""
    row = connection.execute(
        read_sql("health/freshness"),
        {"today": today, "days": FRESHNESS_DAYS},
    ).fetchone()
    if not row or not row[0]:
        return None
    return Freshness(*row)


def _read_watch_coverage(connection: duckdb.DuckDBPyConnection, today: dt.date) -> WatchCoverage | None:
    """Return how much of the last days ``watch`` found; None where it loaded nothing."""
    try:
        row = connection.execute(
            read_sql("health/watch_coverage"),
            {"today": today, "days": FRESHNESS_DAYS},
        ).fetchone()
    except (duckdb.CatalogException, duckdb.BinderException):  # an older version's copy lacks the view, or a column
        return None
    if not row or not row[0]:
        return None
    return WatchCoverage(*row)


def find_missed_days(settings: Settings, *, until: dt.date | None = None) -> tuple[dt.date, ...]:
    """Return days before ``until`` (default: today in Jakarta) that no run loaded, between days that were loaded.

    Read from the published copy; a day counts as loaded when a daily run loaded any outlet for it. Gaps longer than
    ``PAUSE_DAYS`` days are not counted.
    """
    with reader(settings) as connection:
        if connection is None:
            return ()
        return find_missed(connection, until or dt.datetime.now(JAKARTA).date())


def read_last_loads(connection: duckdb.DuckDBPyConnection, runs: int, run: str | None = None) -> tuple[RunLine, ...]:
    """Return every outlet of the newest ``runs`` loads, newest load first, outlets by name."""
    rows = connection.execute(read_sql("health/last_loads"), {"runs": runs, "run": run}).fetchall()
    return tuple(_read_line(row) for row in rows)


def _read_line(row: tuple[Any, ...]) -> RunLine:
    load_id, run, job, day, outlet, state, error, discovered, known, notes, finished_at, *counts = row
    by_result = dict(zip(RESULTS, counts, strict=True))
    return RunLine(
        load_id, run, job, day, outlet, state, error, discovered, known, by_result, tuple(notes or ()), finished_at
    )


def find_missed(connection: duckdb.DuckDBPyConnection, until: dt.date) -> tuple[dt.date, ...]:
    """Return the days between loaded ones that no daily run loaded, unless the gap is a pause."""
    rows = connection.execute(
        read_sql("health/missed_days"),
        {"until": until, "pause": PAUSE_DAYS},
    ).fetchall()
    return tuple(row[0] for row in rows)
