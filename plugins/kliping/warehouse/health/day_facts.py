"""What the warehouse knows of an outlet's day as its newest run saw it: what a diagnosis is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

import duckdb

from kliping.batch import RouteDay
from kliping.resources import read_sql
from kliping.warehouse.health.day_habits import BODY_MISSED, GOOD_LOADS, read_routes_usual, read_sections_missed

LOOKED_AT_PAGES = 5

Steps = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class DayFacts:
    """One outlet's day. The tuples of ``steps`` are found, known, fetched, scraped, accepted, loaded."""

    run: str
    load_id: str
    error: str
    route_messages: tuple[str, ...]
    """What the run had to say of routes and pages."""
    steps: tuple[int, ...]
    usual: tuple[int, ...] | None
    routes: tuple[RouteDay, ...]
    endings: tuple[tuple[str, str, int, str, str], ...]
    """Result, reason, number of links, detail and address of one."""
    notes: Mapping[str, int]
    dated: float
    dated_before: float | None
    records: tuple[tuple[str, str], ...]
    """Address and archive record of some of the pages, refused ones first."""
    found_before: int
    state: str
    why: str
    missed: int
    """Of ``completeness``; unknown and 0 where nothing was judged."""
    routes_usual: Mapping[str, int] = field(default_factory=dict)
    """Address of a route -> the fewest articles of the day itself that it showed in the last good loads."""
    sections_missed: tuple[tuple[str, int, int, str], ...] = ()
    """Section, pages on which the body's rule found nothing, all of its pages, address of one."""
    common_title: tuple[str, int] = ("", 0)
    """The title that most articles of the load have, and how many have it."""


def read_day_facts(connection: duckdb.DuckDBPyConnection, outlet: str, day: dt.date) -> DayFacts | None:
    """Return what is known of an outlet's day; None where no daily run tried it."""
    key = {"outlet": outlet, "day": day}
    load = connection.execute(
        read_sql("health/day_load"),
        key,
    ).fetchone()
    if load is None:
        return None
    load_id, run, error, route_messages = load
    mine = {"outlet": outlet, "load_id": load_id}
    judged = connection.execute(
        'SELECT state, why, coalesce(missed, 0) FROM completeness WHERE outlet = $outlet AND "day" = $day', key
    ).fetchone()
    state, why, missed = judged or ("unknown", "", 0)
    dated, dated_before = _read_dated(connection, mine)
    notes = _read_notes(connection, mine)
    # the sections cost as much as all else, and most loads have no such page
    sections_missed = read_sections_missed(connection, mine) if notes.get(BODY_MISSED) else ()
    return DayFacts(
        run,
        load_id,
        error,
        tuple(route_messages or ()),
        _round_steps(_read_steps(connection, outlet, [load_id])[0]),
        _read_usual(connection, key),
        _read_routes(connection, mine | key),
        tuple(_read_endings(connection, mine)),
        notes,
        dated,
        dated_before,
        tuple(_sample_records(connection, mine)),
        _count_found_before(connection, mine | key),
        state,
        why,
        missed,
        read_routes_usual(connection, key),
        sections_missed,
        _read_common_title(connection, mine),
    )


def _read_usual(connection: duckdb.DuckDBPyConnection, key: dict[str, object]) -> tuple[int, ...] | None:
    """Return the medians of the last loads before the day that brought something."""
    good = connection.execute(read_sql("health/good_loads"), key | {"most": GOOD_LOADS}).fetchall()
    if not good:
        return None
    loads = _read_steps(connection, key["outlet"], [load_id for (load_id,) in good])
    counted = [[count for count in step if count is not None] for step in zip(*loads, strict=True)]
    return _round_steps([median(counts) if counts else None for counts in counted])


def _read_steps(connection: duckdb.DuckDBPyConnection, outlet: object, load_ids: list[str]) -> Sequence[Steps]:
    """Return the numbers of ``DayFacts.steps`` of each load; None for those of a load in which no link ended."""
    asked = {"outlet": outlet, "load_ids": load_ids}
    return connection.execute(read_sql("health/load_steps"), asked).fetchall()


def _round_steps(steps: Steps) -> tuple[int, ...]:
    return tuple(round(count or 0) for count in steps)


def _read_routes(connection: duckdb.DuckDBPyConnection, key: dict[str, object]) -> tuple[RouteDay, ...]:
    rows = connection.execute(
        read_sql("health/day_routes"),
        key,
    ).fetchall()
    return tuple(
        RouteDay(kind, url, day, found, stated, reaches_to, tuple(blind or ()), failed)
        for kind, url, day, found, stated, reaches_to, blind, failed in rows
    )


def _count_found_before(connection: duckdb.DuckDBPyConnection, key: dict[str, object]) -> int:
    row = connection.execute(
        read_sql("health/found_before"),
        key,
    ).fetchone()
    return int(row[0] or 0) if row else 0


def _read_endings(
    connection: duckdb.DuckDBPyConnection, mine: dict[str, object]
) -> list[tuple[str, str, int, str, str]]:
    return connection.execute(
        read_sql("health/link_ends"),
        mine,
    ).fetchall()


def _read_common_title(connection: duckdb.DuckDBPyConnection, mine: dict[str, object]) -> tuple[str, int]:
    """Return the title that most of the load's articles have, and how many; copies of one text count once."""
    row = connection.execute(
        read_sql("health/common_title"),
        mine,
    ).fetchone()
    return (row[0], row[1]) if row else ("", 0)


def _read_notes(connection: duckdb.DuckDBPyConnection, mine: dict[str, object]) -> dict[str, int]:
    """Return how many of the load's pages have a note, whether they were accepted or not."""
    rows = connection.execute(
        read_sql("health/page_notes"),
        mine,
    ).fetchall()
    return dict(rows)


def _read_dated(connection: duckdb.DuckDBPyConnection, mine: dict[str, object]) -> tuple[float, float | None]:
    """Return the share of pages with a date: of the load's, and of the last 200 articles before it."""
    row = connection.execute(
        read_sql("health/dated_shares"),
        mine,
    ).fetchone()
    if row is None or row[0] is None:
        return 1.0, None
    return float(row[0]), row[1]


def _sample_records(connection: duckdb.DuckDBPyConnection, mine: dict[str, object]) -> list[tuple[str, str]]:
    asked = mine | {"most": LOOKED_AT_PAGES}
    return connection.execute(read_sql("health/sample_records"), asked).fetchall()


def find_newest_day(connection: duckdb.DuckDBPyConnection, outlet: str) -> dt.date | None:
    """Return the newest day that a daily run tried for an outlet; None where none did."""
    row = connection.execute(
        """SELECT max("day") FROM loads WHERE outlet = $outlet AND job = 'ingest'""", {"outlet": outlet}
    ).fetchone()
    if row is None:
        return None
    newest: dt.date | None = row[0]
    return newest
