"""Judge how complete the days of a load are, and write it down: the table ``completeness``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
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
    first, last = min(days), max(days)
    found = warehouse.read_found_before(connection, outlets, first - dt.timedelta(days=HISTORY_DAYS), last)
    rows = []
    for seen in warehouse.read_sighted_days(connection, outlets, sorted(days)):
        before = found.setdefault(seen.outlet, {})
        row = _judge_row(seen, before, load_id)
        rows.append(row)
        if row["found"] and row["state"] != "incomplete":
            before[seen.day] = row["found"]
    warehouse.record_completeness(connection, rows)


def _judge_row(seen: SightedDay, before: dict[dt.date, int], load_id: str) -> dict[str, Any]:
    judged = judge_day(
        seen.day,
        seen.histories,
        seen.walks,
        held=seen.held,
        quarantined=seen.quarantined,
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
