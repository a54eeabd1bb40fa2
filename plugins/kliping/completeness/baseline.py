"""How many articles an outlet usually has on such a day: by weekday, with Indonesian holidays, from its last weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from statistics import median

from kliping.completeness.estimate import Estimate

HISTORY_DAYS = 28
LEAST_DAYS = 14
"""Days of the last 28 whose number is known; fewer are no history."""
LEAST_ALIKE = 2
"""Days of the same kind among them."""
_SPREAD = 3.0
"""Times the usual deviation that a day may differ and still be usual."""
_DEVIATION = 1.4826
"""Standard deviations in a median absolute deviation, of a normal distribution."""
_LEAST_DEVIATION = 0.08
"""Share by which days differ at least, however alike the last ones were."""
_SATURDAY = 5


@lru_cache(maxsize=16)
def _read_holidays(year: int) -> Mapping[dt.date, str]:
    import holidays  # a second to load, and most commands need none

    found = holidays.country_holidays("ID", years=year, categories=("public", "government"))
    return {day: str(name) for day, name in found.items()}


def find_holiday(day: dt.date) -> str:
    """Return the name of the Indonesian public holiday or joint leave on ``day``; empty where it is neither."""
    return _read_holidays(day.year).get(day, "")


def name_day_kind(day: dt.date) -> str:
    """Return what kind of day it is for a newsroom: ``holiday``, else its weekday."""
    if find_holiday(day):
        return "holiday"
    return f"{day:%A}"


def expect_usual(found: Mapping[dt.date, int], day: dt.date) -> Estimate | None:
    """Estimate how many articles the outlet has on ``day`` from what was found of each day before it.

    A day without an article counts like any other; leave out days of which nobody knows whether there were any.

    The usual number is that of like days: of the same weekday, or of holidays and Sundays for a holiday. Where these
    are too few it is that of all working days, or of all weekends and holidays. How far days differ is learned from
    all days, each beside the median of its like. None where the history is too short.
    """
    first = day - dt.timedelta(days=HISTORY_DAYS)
    history = {one: count for one, count in found.items() if first <= one < day}
    if len(history) < LEAST_DAYS:
        return None
    alike = [count for one, count in history.items() if name_day_kind(one) == name_day_kind(day)]
    if name_day_kind(day) == "holiday":
        alike += [count for one, count in history.items() if f"{one:%A}" == "Sunday" and not find_holiday(one)]
    if len(alike) < LEAST_ALIKE:
        alike = [count for one, count in history.items() if _is_free(one) == _is_free(day)]
    if len(alike) < LEAST_ALIKE:
        return None
    usual = float(median(alike))
    spread = max(_LEAST_DEVIATION, _DEVIATION * _deviate(history))
    # a number of articles also varies by chance, as the root of what is expected
    margin = _SPREAD * max(spread * usual, max(usual, 1.0) ** 0.5 / 2)
    return Estimate(round(usual), max(0, round(usual - margin)), round(usual + margin), "baseline")


def _deviate(history: Mapping[dt.date, int]) -> float:
    """Return by what share days differ from the median of their kind, as a median.

    Days of kinds whose median is zero are left out.
    """
    kinds: dict[str, list[int]] = {}
    for one, count in history.items():
        kinds.setdefault(name_day_kind(one), []).append(count)
    usual = {kind: median(counts) for kind, counts in kinds.items()}
    pairs = [(count, usual[name_day_kind(one)]) for one, count in history.items()]
    shares = [abs(count / middle - 1) for count, middle in pairs if middle]
    return float(median(shares)) if shares else 0.0


def _is_free(day: dt.date) -> bool:
    """Return whether most newsrooms are at half strength: on weekends and holidays."""
    return day.weekday() >= _SATURDAY or bool(find_holiday(day))
