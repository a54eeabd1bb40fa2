"""What the warehouse knows of an outlet's day as its newest run saw it: what a diagnosis is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from kliping.batch import RouteDay
from kliping.warehouse.health.day_habits import BODY_MISSED, GOOD_LOADS, read_routes_usual, read_sections_missed

LOOKED_AT_PAGES = 5
_STEPS = """
    count(*) FILTER (WHERE result IN ('loaded', 'revised', 'unchanged', 'quarantined')
        OR reason = 'page_names_same_canonical_url') AS fetched,
    count(*) FILTER (WHERE result IN ('loaded', 'revised', 'unchanged')
        OR (result = 'quarantined' AND NOT starts_with(reason, 'page_is_'))
        OR reason = 'page_names_same_canonical_url') AS scraped,
    count(*) FILTER (WHERE result IN ('loaded', 'revised', 'unchanged')
        OR reason = 'page_names_same_canonical_url') AS accepted,
    count(*) FILTER (WHERE result IN ('loaded', 'revised', 'unchanged')) AS loaded
"""


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
        """
        SELECT load_id, run, error, discovered, known, notes FROM loads
        WHERE outlet = $outlet AND "day" = $day AND job = 'ingest' ORDER BY load_id DESC LIMIT 1
        """,
        key,
    ).fetchone()
    if load is None:
        return None
    load_id, run, error, discovered, known, route_messages = load
    mine = {"outlet": outlet, "load_id": load_id}
    ended = connection.execute(
        f"SELECT {_STEPS} FROM outcomes WHERE outlet = $outlet AND load_id = $load_id",  # noqa: S608  # our own names
        mine,
    ).fetchone()
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
        (discovered, known, *(ended or (0, 0, 0, 0))),
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
    row = connection.execute(
        f"""
        WITH good AS (
            SELECT load_id, discovered, known FROM loads
            WHERE outlet = $outlet AND "day" < $day AND job = 'ingest' AND status = 'ok'
                AND loaded + revised + unchanged + known > 0
            ORDER BY load_id DESC LIMIT {GOOD_LOADS}
        ), each AS (
            SELECT load_id, {_STEPS} FROM outcomes SEMI JOIN good USING (load_id)
            WHERE outlet = $outlet GROUP BY load_id
        )
        SELECT median(discovered), median(known), median(fetched), median(scraped), median(accepted), median(loaded)
        FROM good LEFT JOIN each USING (load_id)
        """,  # noqa: S608  # our own names
        key,
    ).fetchone()
    if row is None or row[0] is None:
        return None
    return tuple(round(value or 0) for value in row)


def _read_routes(connection: duckdb.DuckDBPyConnection, key: dict[str, object]) -> tuple[RouteDay, ...]:
    rows = connection.execute(
        """
        SELECT kind, route_url, "day", found, stated, reaches_to, blind, failed FROM route_days
        WHERE outlet = $outlet AND load_id = $load_id AND "day" = $day ORDER BY kind, route_url
        """,
        key,
    ).fetchall()
    return tuple(
        RouteDay(kind, url, day, found, stated, reaches_to, tuple(blind or ()), failed)
        for kind, url, day, found, stated, reaches_to, blind, failed in rows
    )


def _count_found_before(connection: duckdb.DuckDBPyConnection, key: dict[str, object]) -> int:
    row = connection.execute(
        """
        SELECT max(found) FROM route_days
        WHERE outlet = $outlet AND load_id = $load_id AND "day" = $day::DATE - 1
        """,
        key,
    ).fetchone()
    return int(row[0] or 0) if row else 0


def _read_endings(
    connection: duckdb.DuckDBPyConnection, mine: dict[str, object]
) -> list[tuple[str, str, int, str, str]]:
    return connection.execute(
        """
        SELECT result, coalesce(reason, ''), count(*), min(coalesce(detail, '')), min(coalesce(url, '')) FROM outcomes
        WHERE outlet = $outlet AND load_id = $load_id GROUP BY ALL ORDER BY 3 DESC, 1, 2
        """,
        mine,
    ).fetchall()


def _read_common_title(connection: duckdb.DuckDBPyConnection, mine: dict[str, object]) -> tuple[str, int]:
    """Return the title that most of the load's articles have, and how many; copies of one text count once."""
    row = connection.execute(
        """
        SELECT title, count(DISTINCT duplicate_group_id) FROM articles
        WHERE outlet = $outlet AND load_id = $load_id AND title <> '' GROUP BY title ORDER BY 2 DESC, 1 LIMIT 1
        """,
        mine,
    ).fetchone()
    return (row[0], row[1]) if row else ("", 0)


def _read_notes(connection: duckdb.DuckDBPyConnection, mine: dict[str, object]) -> dict[str, int]:
    """Return how many of the load's pages have a note, whether they were accepted or not."""
    rows = connection.execute(
        """
        SELECT note, count(*) FROM (
            SELECT unnest(notes) AS note FROM articles WHERE outlet = $outlet AND load_id = $load_id
            UNION ALL
            SELECT unnest(CAST(payload->'notes' AS VARCHAR[])) FROM quarantine
            WHERE outlet = $outlet AND load_id = $load_id
        ) GROUP BY note
        """,
        mine,
    ).fetchall()
    return dict(rows)


def _read_dated(connection: duckdb.DuckDBPyConnection, mine: dict[str, object]) -> tuple[float, float | None]:
    """Return the share of pages with a date: of the load's, and of the last 200 articles before it."""
    row = connection.execute(
        """
        WITH now AS (
            SELECT published_at IS NOT NULL AS dated FROM articles WHERE outlet = $outlet AND load_id = $load_id
            UNION ALL
            SELECT payload->>'published_at' IS NOT NULL FROM quarantine
            WHERE outlet = $outlet AND load_id = $load_id AND stage = 'validate'
        ), before AS (
            SELECT published_at IS NOT NULL AS dated FROM articles
            WHERE outlet = $outlet AND load_id < $load_id ORDER BY load_id DESC LIMIT 200
        )
        SELECT (SELECT avg(dated::INTEGER) FROM now), (SELECT avg(dated::INTEGER) FROM before)
        """,
        mine,
    ).fetchone()
    if row is None or row[0] is None:
        return 1.0, None
    return float(row[0]), row[1]


def _sample_records(connection: duckdb.DuckDBPyConnection, mine: dict[str, object]) -> list[tuple[str, str]]:
    return connection.execute(
        f"""
        SELECT url, archive FROM (
            SELECT url, archive, 1 AS turn FROM quarantine WHERE outlet = $outlet AND load_id = $load_id
            UNION ALL
            SELECT coalesce(fetched_url, url), archive, 2 FROM articles WHERE outlet = $outlet AND load_id = $load_id
        ) WHERE archive <> '' ORDER BY turn, url LIMIT {LOOKED_AT_PAGES}
        """,  # noqa: S608  # our own number
        mine,
    ).fetchall()


def find_newest_day(connection: duckdb.DuckDBPyConnection, outlet: str) -> dt.date | None:
    """Return the newest day that a daily run tried for an outlet; None where none did."""
    row = connection.execute(
        """SELECT max("day") FROM loads WHERE outlet = $outlet AND job = 'ingest'""", {"outlet": outlet}
    ).fetchone()
    if row is None:
        return None
    newest: dt.date | None = row[0]
    return newest
