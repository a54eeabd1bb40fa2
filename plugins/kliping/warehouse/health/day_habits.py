"""What is usual of an outlet in part: what each of its routes shows, in which sections its rules fit."""

from __future__ import annotations

import duckdb

from kliping.resources import read_sql

GOOD_LOADS = 7
"""Loads that went well by which the usual is known."""

BODY_MISSED = "rule_missed:body"
"""Note on a page on which the rule for the body found nothing."""


def read_routes_usual(connection: duckdb.DuckDBPyConnection, key: dict[str, object]) -> dict[str, int]:
    """Return the fewest articles of its own day that each route showed in the last good loads before the day."""
    asked = key | {"most": GOOD_LOADS}
    rows = connection.execute(read_sql("health/routes_usual"), asked).fetchall()
    return dict(rows)


def read_sections_missed(
    connection: duckdb.DuckDBPyConnection, mine: dict[str, object]
) -> tuple[tuple[str, int, int, str], ...]:
    """Return the sections of a load with pages that the rule for the body missed, the most pages first.

    Left out are sections in which it missed as much before: galleries have never had such a body.
    """
    asked = mine | {"note": BODY_MISSED, "most": GOOD_LOADS}
    rows = connection.execute(read_sql("health/sections_missed"), asked).fetchall()
    return tuple(rows)
