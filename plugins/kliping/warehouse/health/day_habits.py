"""What is usual of an outlet in part: what each of its routes shows, in which sections its rules fit."""

from __future__ import annotations

import duckdb

GOOD_LOADS = 7
"""Loads that went well by which the usual is known."""

BODY_MISSED = "rule_missed:body"
"""Note on a page on which the rule for the body found nothing."""


def read_routes_usual(connection: duckdb.DuckDBPyConnection, key: dict[str, object]) -> dict[str, int]:
    """Return the fewest articles of its own day that each route showed in the last good loads before the day."""
    rows = connection.execute(
        f"""
        WITH good AS (
            SELECT load_id, "day" FROM loads
            WHERE outlet = $outlet AND "day" < $day AND job = 'ingest' AND status = 'ok'
            ORDER BY load_id DESC LIMIT {GOOD_LOADS}
        )
        SELECT route_url, min(found) FROM route_days JOIN good USING (load_id, "day")
        WHERE outlet = $outlet AND kind <> 'total' GROUP BY route_url
        """,  # noqa: S608  # our own number
        key,
    ).fetchall()
    return dict(rows)


def read_sections_missed(
    connection: duckdb.DuckDBPyConnection, mine: dict[str, object]
) -> tuple[tuple[str, int, int, str], ...]:
    """Return the sections of a load with pages that the rule for the body missed, the most pages first.

    Left out are sections in which it missed as much before: galleries have never had such a body.
    """
    rows = connection.execute(
        f"""
        WITH before AS (
            SELECT DISTINCT load_id FROM loads
            WHERE outlet = $outlet AND load_id < $load_id AND job = 'ingest' AND status = 'ok'
            ORDER BY load_id DESC LIMIT {GOOD_LOADS}
        ), pages AS (
            SELECT load_id, section, url, list_contains(notes, $note) AS missed FROM articles
            WHERE outlet = $outlet AND (load_id = $load_id OR load_id IN (FROM before))
            UNION ALL
            SELECT load_id, payload->>'section', url,
                list_contains(CAST(payload->'notes' AS VARCHAR[]), $note)
            FROM quarantine WHERE outlet = $outlet AND (load_id = $load_id OR load_id IN (FROM before))
        ), usual AS (
            SELECT section, avg(missed::INTEGER) AS missed FROM pages WHERE load_id < $load_id GROUP BY section
        )
        SELECT section, count(*) FILTER (pages.missed), count(*), min(url) FILTER (pages.missed)
        FROM pages JOIN usual USING (section)
        WHERE load_id = $load_id AND section <> '' AND usual.missed < 0.5
        GROUP BY section HAVING count(*) FILTER (pages.missed) > 0 ORDER BY 2 DESC, 1
        """,  # noqa: S608  # our own number
        mine | {"note": BODY_MISSED},
    ).fetchall()
    return tuple(rows)
