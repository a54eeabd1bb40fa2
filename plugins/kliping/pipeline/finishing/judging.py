"""Judge how complete the days of a load are, and write it down: the table ``completeness``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from kliping import warehouse
from kliping.completeness import HISTORY_DAYS, judge_day
from kliping.warehouse import SightedDay


def judge_days(
    connection: duckdb.DuckDBPyConnection, outlets: Sequence[str], days: Sequence[dt.date], load_id: str
) -> None:
    """Judge the outlets' days again, through a connection from ``writer()``; a second call writes the same.

    Oldest first, for each day is also held to those before it.
    """
    seen_days = warehouse.read_sighted_days(connection, outlets, sorted(days))
    for day in sorted(days):
        before = warehouse.read_found_before(connection, outlets, day - dt.timedelta(days=HISTORY_DAYS), day)
        rows = [_judge_row(seen, before.get(seen.outlet, {}), load_id) for seen in seen_days if seen.day == day]
        warehouse.record_completeness(connection, rows)


def judge_decided_pages(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> None:
    """Judge the days again that quarantined pages (full ids) count for, after a person has released or dropped them."""
    found = warehouse.find_days_of_pages(connection, ids)
    load = connection.execute("SELECT max(load_id) FROM loads").fetchone()
    if found and load:
        judge_days(connection, sorted({outlet for outlet, _ in found}), sorted({day for _, day in found}), load[0])


def _judge_row(seen: SightedDay, before: Mapping[dt.date, int], load_id: str) -> dict[str, Any]:
    judged = judge_day(
        seen.day,
        seen.histories,
        seen.walks,
        held=seen.held,
        quarantined=seen.quarantined,
        no_articles=seen.no_articles,
        error=seen.error,
        before=before,
    )
    row: dict[str, Any] = {
        "outlet": seen.outlet,
        "day": seen.day,
        "state": judged.state,
        "found": judged.found,
        "found_by": list(judged.found_by),
        "held": judged.held,
        "quarantined": judged.quarantined,
        "expected": None,
        "expected_low": None,
        "expected_high": None,
        "method": None,
        "missed": judged.missed,
        "why": judged.why,
        "holiday": judged.holiday or None,
        "load_id": load_id,
    }
    if estimate := judged.estimate:
        row |= {
            "expected": estimate.articles,
            "expected_low": estimate.low,
            "expected_high": estimate.high,
            "method": estimate.method,
        }
    return row
