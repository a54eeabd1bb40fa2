"""Capture and recapture against figures worked out by hand, and against random newsrooms; the baseline by weekday."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest
from kliping.completeness import estimate_recapture, expect_usual, find_holiday

MONDAY = dt.date(2024, 11, 4)
TABLE = [line.split("\t") for line in Path(__file__).with_name("recaptures.tsv").read_text().splitlines()[1:]]


@pytest.mark.parametrize(
    ("both", "only_first", "only_second", "elsewhere", "articles", "low", "high", "about"), TABLE, ids=lambda cell: cell
)
def test_recaptures(
    both: str, only_first: str, only_second: str, elsewhere: str, articles: str, low: str, high: str, about: str
) -> None:
    histories = {("a", "b"): int(both), ("a",): int(only_first), ("b",): int(only_second), ("c",): int(elsewhere)}
    found = estimate_recapture(histories, "a", "b")
    if not articles:
        assert found is None, about
        return
    assert found is not None
    assert (found.articles, found.low, found.high) == (int(articles), int(low), int(high)), about
    assert found.low >= sum(histories.values()), "what was found is there"


def test_the_bounds_hold_in_nineteen_of_twenty_newsrooms() -> None:
    """1,000 newsrooms of known size whose routes miss articles by chance, each its own."""
    dice = random.Random(15)
    held = small = 0
    for _ in range(1_000):
        size, first, second = dice.randint(40, 300), dice.uniform(0.5, 0.95), dice.uniform(0.3, 0.95)
        histories: dict[tuple[str, ...], int] = {}
        for _ in range(size):
            seen = tuple(name for name, share in (("a", first), ("b", second)) if dice.random() < share)
            if seen:
                histories[seen] = histories.get(seen, 0) + 1
        found = estimate_recapture(histories, "a", "b")
        if found is None:  # seven articles in common are not many to ask for
            small += 1
            assert size < 80
            continue
        held += found.low <= size <= found.high
    assert small < 50
    assert held >= 0.93 * (1_000 - small), "95 % is what the interval promises; chance may take 2 % of it"


def make_weeks(workday: int, saturday: int, sunday: int, days: int = 28) -> dict[dt.date, int]:
    counts = [workday] * 5 + [saturday, sunday]
    every = [MONDAY + dt.timedelta(days=n) for n in range(days)]
    return {day: counts[day.weekday()] for day in every}


def test_a_sunday_is_held_to_sundays() -> None:
    weeks = make_weeks(100, 60, 40)
    after = MONDAY + dt.timedelta(days=28)
    usual = expect_usual(weeks, after)
    assert usual is not None
    assert usual.articles == 100
    assert usual.low > 60, "a Monday with a Saturday's number is unusual"
    sunday = expect_usual(weeks, after + dt.timedelta(days=6))
    assert sunday is not None
    assert sunday.low <= 40 <= sunday.high < 100


def test_a_holiday_is_held_to_sundays() -> None:
    christmas = dt.date(2024, 12, 25)  # a Wednesday
    assert find_holiday(christmas) == "Christmas Day"
    first = dt.date(2024, 11, 27)
    weeks = {first + dt.timedelta(days=n): 0 for n in range(28)}
    weeks = {day: 40 if day.weekday() == 6 or find_holiday(day) else 100 for day in weeks}
    usual = expect_usual(weeks, christmas)
    assert usual is not None
    assert usual.articles == 40


def test_a_short_history_is_none() -> None:
    assert expect_usual(make_weeks(100, 60, 40, days=13), MONDAY + dt.timedelta(days=13)) is None
    assert expect_usual({}, MONDAY) is None
    old = {day - dt.timedelta(days=60): count for day, count in make_weeks(100, 60, 40).items()}
    assert expect_usual(old, MONDAY + dt.timedelta(days=28)) is None
