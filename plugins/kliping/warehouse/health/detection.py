"""Find what an operator must know, in the published copy and on the disk; ``problems`` has the words for it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable

import duckdb

from kliping.errors import DAMAGED_RECORD, GONE_REASONS, INTERNAL_ERROR
from kliping.model import JAKARTA
from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.access.connection import find_holder
from kliping.warehouse.access.lake import find_lake
from kliping.warehouse.health.gaps import (
    STOPPED_PREFIX,
    Gap,
    find_gaps,
    group_days,
    name_outlets,
    name_usual_sources,
    read_dismissed,
)
from kliping.warehouse.health.open_days import find_diagnosed, find_incomplete, list_names
from kliping.warehouse.health.problems import PROBLEMS, Problem, make_problem
from kliping.warehouse.health.status import PAUSE_DAYS, find_missed

FREE_SHARE = 0.1
"""Share of the disk that should be free."""

OF_LAST_DAY = ("failing", "silent", "low")
"""States of an outlet that say what its last day lacks; a person who dismissed the day knows of them."""

FEW_LINKS = 3
"""Fewer links that failed are no problem of the outlet, whatever their share."""


def find_present(settings: Settings, connection: duckdb.DuckDBPyConnection | None) -> list[Problem]:
    """Return the problems that no copy shows: of the disk, and of the copy itself; it may be None."""
    found = [*_check_disk(settings), *_find_held_open(settings)]
    return [*found, *_find_unpublished(settings, connection)] if connection else found


def find_recorded(settings: Settings, connection: duckdb.DuckDBPyConnection, today: dt.date) -> list[Problem]:
    """Return the problems that the published copy shows, through a connection from ``reader()``."""
    return [*find_missing_days(settings, connection, today), *find_faults(settings, connection)]


def find_missing_days(settings: Settings, connection: duckdb.DuckDBPyConnection, today: dt.date) -> list[Problem]:
    """Return the days before ``today`` that no run, or not for every outlet, has loaded."""
    missed = find_missed(connection, today)
    return [*_find_missed_days(settings, connection, missed), *_find_gaps(settings, connection, missed)]


def find_faults(settings: Settings, connection: duckdb.DuckDBPyConnection) -> list[Problem]:
    """Return what is wrong with what was loaded; it is the same on every day."""
    failed = [*_find_failed_links(connection)]
    stopped = [*_find_stopped_batches(connection)]
    return [
        *_find_internal_errors(connection),
        *_find_damaged_records(connection),
        *failed,
        *stopped,
        *find_diagnosed(connection),
        *find_incomplete(settings, connection, failed),
        *_find_outlet_problems(connection, stopped),
        *_find_frequent_notes(connection),
    ]


def _find_missed_days(
    settings: Settings, connection: duckdb.DuckDBPyConnection, days: Iterable[dt.date]
) -> Iterable[Problem]:
    """Yield one problem for days in a row: they have one cause, which is posted once."""
    rows = group_days(days)
    sources = name_usual_sources(settings, connection) if rows else ""
    for first, last in rows:
        gap = Gap(first, last, ())
        yield make_problem("missed", first, last=last, days=gap.days, command=gap.command(sources))


def _find_gaps(
    settings: Settings, connection: duckdb.DuckDBPyConnection, missed: Iterable[dt.date]
) -> Iterable[Problem]:
    """Yield what single outlets lack, until a later run has filled it, however well the days after went."""
    for gap in find_gaps(connection, missed):
        yield make_problem(
            "gap",
            gap.first,
            ",".join(gap.outlets),
            among=gap.outlets,
            first=gap.first,
            last=gap.last,
            outlets=list_names(gap.outlets),
            lack="lack" if len(gap.outlets) > 1 else "lacks",
            days=gap.days,
            why=f": {gap.error}" if gap.error else "",
            error=gap.error,
            command=gap.command(name_outlets(settings, gap.outlets)),
        )


def _find_internal_errors(connection: duckdb.DuckDBPyConnection) -> Iterable[Problem]:
    """Yield bugs of ours that ended a link or a route, each outlet and exception once, until a later load succeeds."""
    rows = connection.execute(
        read_sql("health/internal_errors"),
        {"reason": INTERNAL_ERROR},
    ).fetchall()
    for outlet, exception, links, url, detail, first, last in rows:
        facts = {"outlet": outlet, "links": links, "url": url, "detail": detail, "first": first, "last": last}
        yield make_problem("internal_error", outlet, exception, **facts)
    notes = connection.execute(
        read_sql("health/internal_error_notes"),
        {"reason": f" {INTERNAL_ERROR}: "},  # notes on pages begin with it, and their outcomes tell more
    ).fetchall()
    for outlet, note, day in notes:
        cause = f"{INTERNAL_ERROR}:{outlet}:{note[:60]}"
        yield make_problem("internal_error_of_route", cause=cause, outlet=outlet, note=note, first=day, last=day)


def _find_damaged_records(connection: duckdb.DuckDBPyConnection) -> Iterable[Problem]:
    """Yield one problem for each outlet whose archived pages cannot be read, until a later load reads them."""
    rows = connection.execute(
        read_sql("health/damaged_records"),
        {"reason": DAMAGED_RECORD},
    ).fetchall()
    for outlet, records, detail, first, last in rows:
        facts = {"outlet": outlet, "records": records, "detail": detail, "first": first, "last": last}
        yield make_problem("damaged_record", outlet, **facts)


def _find_failed_links(connection: duckdb.DuckDBPyConnection) -> Iterable[Problem]:
    """Yield outlets that loaded, but without more than a fifth of what was due, until a later run has fetched it."""
    rows = connection.execute(
        read_sql("health/failed_links"),
        {"settled": [INTERNAL_ERROR, DAMAGED_RECORD, *sorted(GONE_REASONS)], "pause": PAUSE_DAYS, "few": FEW_LINKS},
    ).fetchall()
    for outlet, first, last, links, reason in rows:
        days = Gap(first, last, (outlet,)).days
        facts = {"outlet": outlet, "links": links, "days": days, "reason": reason, "first": first, "last": last}
        yield make_problem("failed_links", outlet, first, **facts)


def _find_outlet_problems(connection: duckdb.DuckDBPyConnection, stopped: Iterable[Problem]) -> Iterable[Problem]:
    """Yield outlets whose state in ``source_health`` is a problem; ``stopped`` are those whose batches were."""
    rows = connection.execute(
        "SELECT outlet, state, last_day, last_articles, usual_articles, last_error FROM source_health ORDER BY outlet"
    ).fetchall()
    held_back = {outlet for problem in stopped for outlet in problem.outlets}
    tried = connection.execute(
        """SELECT outlet, max("day") FROM loads WHERE job = 'ingest' GROUP BY outlet"""
    ).fetchall()
    dismissed = {outlet for outlet, _ in read_dismissed(connection).intersection(tried)}
    for outlet, state, day, articles, usual, error in rows:
        if state not in PROBLEMS or (state == "failing" and outlet in held_back):
            continue
        if state in OF_LAST_DAY and outlet in dismissed:
            continue
        facts = {"outlet": outlet, "day": day, "articles": articles or 0, "usual": usual or 0, "error": error}
        yield make_problem(state, outlet, **facts)  # whatever the day: it is the same as long as it lasts


def _find_stopped_batches(connection: duckdb.DuckDBPyConnection) -> Iterable[Problem]:
    """Yield batches that were refused, or that a batch rule stopped, until a later load of the day and outlet."""
    rows = connection.execute(
        read_sql("health/stopped_batches"),
        {"stopped": STOPPED_PREFIX},
    ).fetchall()
    for run, outlet, day, status, error in rows:
        name = "refused" if status == "refused" else "stopped"
        facts = {"outlet": outlet, "day": day, "error": error.removeprefix(STOPPED_PREFIX), "run": run}
        yield make_problem(name, cause=f"{status}:{outlet}:{day}", **facts)


def _find_frequent_notes(connection: duckdb.DuckDBPyConnection) -> Iterable[Problem]:
    """Yield notes that more than a fifth of an outlet's articles probably have, judged by its last load.

    They are rules that found nothing and canonical URLs that name another article.
    """
    rows = connection.execute(read_sql("health/frequent_notes")).fetchall()
    for outlet, note, articles in rows:
        yield make_problem("noted", cause=f"{note}:{outlet}", outlet=outlet, note=note, articles=articles)


def _find_unpublished(settings: Settings, connection: duckdb.DuckDBPyConnection) -> Iterable[Problem]:
    """Yield a problem where the warehouse was written after the copy was made, and not just now."""
    if find_lake(settings) or not settings.warehouse_path.exists():
        return  # a DuckLake is published by its loads
    written = settings.warehouse_path.stat().st_mtime
    row = connection.execute("SELECT max(published_at) FROM publication").fetchone()
    if row and row[0] and written - row[0].timestamp() > max(3600.0, 120 * settings.publish_every):
        yield make_unpublished(dt.datetime.fromtimestamp(written, JAKARTA))


def make_unpublished(loaded: dt.datetime) -> Problem:
    """Return the problem of a published copy that lacks what was loaded then."""
    return make_problem("unpublished", loaded=f"{loaded.astimezone(JAKARTA):%Y-%m-%d %H:%M} WIB")


def _check_disk(settings: Settings) -> Iterable[Problem]:
    if settings.data_path.exists():
        usage = shutil.disk_usage(settings.data_path)
        if usage.free < FREE_SHARE * usage.total:
            yield make_problem("disk", free=usage.free / 1e9)


def _find_held_open(settings: Settings) -> Iterable[Problem]:
    """Yield a problem where somebody has the published copy open for writing: until then nothing can be published."""
    if find_lake(settings):
        return
    if holder := find_holder(settings.published_path):
        yield make_problem("held_open", path=settings.published_path, holder=holder)
