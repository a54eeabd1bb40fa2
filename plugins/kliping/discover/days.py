"""The days asked for, against the dates that routes state and the days that addresses hold."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kliping.dates import EARLIEST_DATE, parse_date
from kliping.model import JAKARTA

_IN_PATH = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?P<mark>[/_-]?)(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?=(?:\d\d){0,3}(?!\d))"  # perhaps with the hour, minute and second after it
)
_MONTH_IN_PATH = re.compile(r"(?<!\d)(?P<year>20\d\d)[/_-]?(?P<month>0[1-9]|1[0-2])(?!\d)")
_WORDS_BEFORE = re.compile(r"[^\W\d_]{2,}[-_](?:\w+[-_])*$")
_SLACK = dt.timedelta(days=1)
_LATE = dt.timedelta(days=2)
"""A page that was last changed this long after a day, or sooner, may have appeared on it."""


class UrlDay(NamedTuple):
    """A day that stands in an address. In the slug (``jadwal-bioskop-20241201``) it may be the story's, not its own."""

    day: dt.date
    in_slug: bool


def read_moment(text: str | None, timezone: str) -> dt.datetime | None:
    """Read a date that a route states, in Asia/Jakarta; None where it is none, or older than any page.

    A date without an hour is the day's first minute in Jakarta, whatever the outlet's zone; an hour without a zone is
    in ``timezone``.
    """
    if not text:
        return None
    moment = parse_date(text, zone=ZoneInfo(timezone))
    if moment is None or moment.at < EARLIEST_DATE:
        return None
    if moment.precision == "day" and not moment.zoned:
        return moment.at.replace(tzinfo=JAKARTA)
    return moment.at.astimezone(JAKARTA)


def find_url_day(url: str) -> UrlDay | None:
    """Find the day that stands in a path (``/2024/11/26/``, ``-20241126``); None where none does."""
    path = url.partition("?")[0].partition("://")[2].partition("/")[2]
    found = None
    for match in _IN_PATH.finditer(path):
        try:
            day = dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        in_slug = _WORDS_BEFORE.search(path[: match.start()].rpartition("/")[2]) is not None
        if not in_slug:
            return UrlDay(day, in_slug)
        found = found or UrlDay(day, in_slug)
    return found


class RequestedDays:
    """The days asked for, in Asia/Jakarta."""

    def __init__(self, days: tuple[dt.date, ...], now: dt.datetime) -> None:
        self.days = days
        self.first, self.last = days[0], days[-1]
        self.start = dt.datetime.combine(self.first, dt.time(), JAKARTA)
        self.today = now.astimezone(JAKARTA).date()

    @property
    def are_recent(self) -> bool:
        """Return whether what an outlet shows as its newest would be of these days."""
        return self.last >= self.today - _SLACK

    def include(self, moment: dt.datetime) -> bool:
        """Return whether ``moment`` is on one of these days."""
        return moment.astimezone(JAKARTA).date() in self.days

    def may_include_change(self, moment: dt.datetime) -> bool:
        """Return whether an article that was last changed at ``moment`` may be of these days."""
        return self.first <= moment.astimezone(JAKARTA).date() <= self.last + _LATE

    def are_near(self, day: dt.date) -> bool:
        """Return whether ``day``, as an address states it, is among these, give or take one (midnight, other zones)."""
        return self.first - _SLACK <= day <= self.last + _SLACK

    def is_future(self, moment: dt.datetime) -> bool:
        """Return whether ``moment`` lies too far ahead for anything to have appeared then."""
        return moment.astimezone(JAKARTA).date() > self.today + _SLACK

    def may_be_in_file(self, url: str) -> bool:
        """Return whether a sitemap at this address may hold these days, going by a day or month in its name."""
        if stands := find_url_day(url):
            return self.are_near(stands.day)
        months = {(d.year, d.month) for d in (self.first - _SLACK, *self.days, self.last + _SLACK)}
        stated = _MONTH_IN_PATH.search(url.partition("://")[2])
        return not stated or (int(stated["year"]), int(stated["month"])) in months
