"""Find the open cause that a problem continues: the days of a lasting problem change from check to check.

A problem's cause holds its first day (``host_gone:kompas:2024-11-26``). While an outage lasts, days are added at its
end; days at its beginning are filled, dismissed, or too old to be listed. It stays the same cause.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

from kliping.alerts.memory import Alert

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NEXT = dt.timedelta(days=1)


def continue_cause(alert: Alert, opened: Iterable[Alert]) -> Alert:
    """Return the alert under the open cause that it continues: the same but for its first day, its days next to it.

    The alert as it is where there is none.
    """
    span = _find_span(alert)
    if span is None:
        return alert
    first, last = span
    for one in opened:
        before = _find_span(one)
        if before is None or _without_day(one.cause) != _without_day(alert.cause):
            continue
        if first <= before[1] + _NEXT and before[0] <= last + _NEXT:
            return replace(alert, cause=one.cause)
    return alert


def _find_span(alert: Alert) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of an alert; None for one without days."""
    first = _DAY.search(alert.cause)
    if first is None or not alert.day:
        return None
    try:
        return dt.date.fromisoformat(first[0]), dt.date.fromisoformat(alert.day)
    except ValueError:
        return None


def _without_day(cause: str) -> str:
    return _DAY.sub("", cause, count=1)
