"""Days of which routes showed this and that, and how complete they are judged: ``days.toml``."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from kliping.batch import RouteDay
from kliping.completeness import find_holiday, judge_day

DAY = dt.date(2024, 11, 26)
DAYS = tomllib.loads(Path(__file__).with_name("days.toml").read_text())["day"]


def make_walk(given: dict[str, Any], shown: dict[str, int]) -> RouteDay:
    url = given.get("url", given["kind"])
    found = sum(count for routes, count in shown.items() if url in routes.split(","))
    if given.get("undated"):
        found = 0
    reaches_to = dt.datetime(2024, 11, 26, 11, tzinfo=dt.UTC) if given.get("partial") else None
    blind = tuple(given.get("blind", ()))
    return RouteDay(given["kind"], url, DAY, found, given.get("stated"), reaches_to, blind, given.get("failed", False))


def make_history(case: dict[str, Any], day: dt.date) -> dict[dt.date, int]:
    """What was found of the days before: the same number each day, or one by weekday, from Monday."""
    days = [day - dt.timedelta(days=n) for n in range(1, case.get("history", 28) + 1)]
    if weekdays := case.get("weekdays"):
        return {one: weekdays[6 if find_holiday(one) else one.weekday()] for one in days}
    return dict.fromkeys(days, case["usual"]) if "usual" in case else {}


@pytest.mark.parametrize("case", DAYS, ids=lambda case: case["about"])
def test_days(case: dict[str, Any]) -> None:
    shown = case["shown"]
    found = sum(shown.values())
    day = case.get("date", DAY)
    judged = judge_day(
        day,
        {tuple(routes.split(",")): count for routes, count in shown.items()},
        [make_walk(walk, shown) for walk in case["walks"]],
        held=case.get("held", found),
        no_articles=case.get("no_articles", 0),
        error=case.get("error", ""),
        before=make_history(case, day),
    )
    assert judged.state == case["state"], judged.why
    assert (judged.estimate.method if judged.estimate else None) == case.get("method")
    assert judged.missed == case.get("missed")
    assert judged.found == found
    assert sum(judged.found_by) == found
    blind = [reason for walk in case["walks"] for reason in walk.get("blind", ())]
    assert all(reason in judged.why for reason in blind), "what was not seen is reported"
