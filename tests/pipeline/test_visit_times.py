"""When `watch` visits an outlet: between two bounds, more often while it publishes, less often at night."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kliping.model import JAKARTA
from kliping.pipeline.watch.visit_times import (
    LONGEST_AT_NIGHT,
    LONGEST_BY_DAY,
    NIGHT_HOURS,
    SHORTEST,
    choose_interval,
    is_due,
    is_unusually_quiet,
)

NOON = dt.datetime(2024, 11, 26, 12, tzinfo=JAKARTA)
MINUTE = dt.timedelta(minutes=1)
ages = st.lists(st.integers(-60, 10 * 24 * 60).map(lambda minutes: minutes * MINUTE), max_size=60)
hours = st.integers(0, 23).map(lambda hour: NOON.replace(hour=hour))


@given(ages, hours)
def test_an_interval_is_within_its_bounds(before: list[dt.timedelta], now: dt.datetime) -> None:
    interval = choose_interval([now - age for age in before], now)
    longest = LONGEST_AT_NIGHT if now.hour in NIGHT_HOURS else LONGEST_BY_DAY
    assert SHORTEST <= interval <= longest


@given(ages, ages, hours)
def test_more_publications_never_make_it_longer(
    before: list[dt.timedelta], more: list[dt.timedelta], now: dt.datetime
) -> None:
    fewer = [now - age for age in before]
    assert choose_interval(fewer + [now - age for age in more], now) <= choose_interval(fewer, now)


@given(ages, hours, st.integers(1, 8), st.integers(1, 8))
def test_an_interval_is_as_many_times_longer_as_requests_are_made(
    before: list[dt.timedelta], now: dt.datetime, requests: int, times: int
) -> None:
    published = [now - age for age in before]
    few, many = choose_interval(published, now, requests), choose_interval(published, now, requests * times)
    longest = choose_interval([], now)
    assert few <= many <= longest
    if few > SHORTEST and many < longest:
        assert abs(many - few * times) <= dt.timedelta(milliseconds=1)  # rounded to microseconds


@given(ages)
def test_a_night_is_never_shorter_than_a_day_with_as_many_publications(before: list[dt.timedelta]) -> None:
    night = NOON.replace(hour=2)
    by_day = choose_interval([NOON - age for age in before], NOON)
    assert choose_interval([night - age for age in before], night) >= by_day


@given(ages, hours)
def test_the_zone_of_the_times_does_not_matter(before: list[dt.timedelta], now: dt.datetime) -> None:
    published = [now - age for age in before]
    in_utc = [moment.astimezone(dt.UTC) for moment in published]
    assert choose_interval(in_utc, now.astimezone(dt.UTC)) == choose_interval(published, now)


def publish_daily(*times: dt.time) -> list[dt.datetime]:
    """Return publications at these times of day, on each of the seven days before `NOON`'s."""
    days = [NOON.date() - dt.timedelta(days=n) for n in range(1, 8)]
    return [dt.datetime.combine(day, time, JAKARTA) for day in days for time in times]


ABOUT_NOON = [dt.time(11, minute) for minute in (0, 20, 40)] + [dt.time(12, minute) for minute in (0, 20, 40)]


@pytest.mark.parametrize(
    ("published", "now", "minutes"),
    [
        ([], NOON, 30),
        ([], NOON.replace(hour=3), 120),
        (publish_daily(*ABOUT_NOON), NOON, 18),  # six in three hours: two an hour
        (publish_daily(*ABOUT_NOON), NOON.replace(hour=20), 30),  # nothing is published at that hour
        ([NOON - n * MINUTE for n in range(0, 120, 5)], NOON, 3),  # a day with much news: twelve an hour
        ([NOON - n * MINUTE for n in range(120)], NOON, 1),
        ([NOON + 5 * MINUTE], NOON, 30),  # a time in the future is an error of the page
    ],
)
def test_an_interval_follows_what_is_published(published: list[dt.datetime], now: dt.datetime, minutes: int) -> None:
    assert choose_interval(published, now) == minutes * MINUTE


@pytest.mark.parametrize(
    ("last_visit", "due"),
    [(None, True), (NOON, False), (NOON - 29 * MINUTE, False), (NOON - 30 * MINUTE, True), (NOON + MINUTE, True)],
)
def test_an_outlet_is_due_after_its_interval(last_visit: dt.datetime | None, due: bool) -> None:
    assert is_due([], last_visit, NOON) is due


HOUR = 60 * MINUTE
A_DAY = 24 * HOUR


def publish_hourly(times_a_day: int, days: int, until: dt.datetime) -> list[dt.datetime]:
    """Return the times of an outlet that publishes evenly, on ``days`` days before ``until``."""
    return [until - n * A_DAY / times_a_day for n in range(days * times_a_day)]


@pytest.mark.parametrize(
    ("times_a_day", "days", "silent", "checked", "unusual"),
    [
        (48, 7, 2 * HOUR, None, False),  # four articles are missing, which may be chance
        (48, 7, 3 * HOUR, None, True),
        (48, 7, 6 * HOUR, 2 * HOUR, False),  # its other lists were asked two hours ago
        (48, 7, 6 * HOUR, 3 * HOUR, True),
        (4, 7, 20 * HOUR, None, False),
        (240, 7, 31 * MINUTE, None, True),
        (240, 0, 31 * MINUTE, None, False),  # nothing is known of it
        (240, 1, 31 * MINUTE, None, True),  # yesterday says what is usual
    ],
)
def test_an_outlet_is_unusually_quiet_when_five_articles_are_missing(
    times_a_day: int, days: int, silent: dt.timedelta, checked: dt.timedelta | None, unusual: bool
) -> None:
    published = publish_hourly(times_a_day, days, NOON - silent)
    checked_at = None if checked is None else NOON - checked
    assert is_unusually_quiet(published, checked_at, NOON) is unusual


def test_an_outlet_that_is_silent_each_night_is_not_unusually_quiet() -> None:
    early = NOON.replace(hour=6)
    published = [early - n * A_DAY - 8 * HOUR - k * 10 * MINUTE for n in range(7) for k in range(60)]
    assert not is_unusually_quiet(published, None, early)
