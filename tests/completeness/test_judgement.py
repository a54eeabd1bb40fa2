"""Days of which routes showed this and that, and how complete they are judged: ``days.toml``."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from kliping.batch import RouteDay
from kliping.completeness import judge_day

DAY = dt.date(2024, 11, 26)
DAYS = tomllib.loads(Path(__file__).with_name("days.toml").read_text())["day"]


def make_walk(given: dict[str, Any], shown: dict[str, int]) -> RouteDay:
    url = given.get("url", given["kind"])
    found = sum(count for routes, count in shown.items() if url in routes.split(","))
    reaches_to = dt.datetime(2024, 11, 26, 11, tzinfo=dt.UTC) if given.get("partial") else None
    blind = tuple(given.get("blind", ()))
    return RouteDay(given["kind"], url, DAY, found, given.get("stated"), reaches_to, blind, given.get("failed", False))


@pytest.mark.parametrize("case", DAYS, ids=lambda case: case["about"])
def test_days(case: dict[str, Any]) -> None:
    shown = case["shown"]
    found = sum(shown.values())
    usual = case.get("usual")
    before = {DAY - dt.timedelta(days=n): usual for n in range(1, 29)} if usual else {}
    judged = judge_day(
        DAY,
        {tuple(routes.split(",")): count for routes, count in shown.items()},
        [make_walk(walk, shown) for walk in case["walks"]],
        held=case.get("held", found),
        error=case.get("error", ""),
        before=before,
    )
    assert judged.state == case["state"], judged.why
    assert (judged.estimate.method if judged.estimate else None) == case.get("method")
    assert judged.missed == case.get("missed")
    assert judged.found == found
    assert sum(judged.found_by) == found
    blind = [reason for walk in case["walks"] for reason in walk.get("blind", ())]
    assert all(reason in judged.why for reason in blind), "what was not seen is reported"
