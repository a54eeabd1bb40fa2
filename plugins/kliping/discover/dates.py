"""Dates that routes state or that addresses hold, against the days asked for."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from kliping.model import JAKARTA

_MONTHS = {
    "januari": "Jan", "februari": "Feb", "maret": "Mar", "april": "Apr", "mei": "May", "juni": "Jun",
    "juli": "Jul", "agustus": "Aug", "agu": "Aug", "ags": "Aug", "september": "Sep", "oktober": "Oct", "okt": "Oct",
    "november": "Nov", "nopember": "Nov", "desember": "Dec", "des": "Dec",
}  # fmt: skip
_ZONES = {"WIB": "+0700", "WITA": "+0800", "WIT": "+0900"}
_WORD = re.compile(r"[A-Za-z]+")
_WEEKDAY = re.compile(r"^\s*[^\W\d]+\s*,\s*")
_IN_PATH = re.compile(r"(?<!\d)(20\d\d)([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=(?:\d\d){0,3}(?!\d))")
_MONTH_IN_PATH = re.compile(r"(?<!\d)(20\d\d)[/_-]?(0[1-9]|1[0-2])(?!\d)")
_SLACK = dt.timedelta(days=1)
_LATE = dt.timedelta(days=2)
"""A page that was last changed up to so long after a day may have appeared on it."""


def parse(value: str | None, timezone: str) -> dt.datetime | None:
    """A feed's or sitemap's date (RFC 822, ISO 8601, also with Indonesian names), aware; None where it is none.

    A date without an hour is the day's first minute; one without a zone is in ``timezone``.
    """
    value = (value or "").strip()
    if not value:
        return None
    moment: dt.datetime | None = None
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        try:
            moment = parsedate_to_datetime(_WORD.sub(_english, _WEEKDAY.sub("", value)))
        except (ValueError, IndexError, TypeError, OverflowError):
            return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(timezone))).astimezone(JAKARTA)
    except OverflowError:
        return None


def _english(word: re.Match[str]) -> str:
    return _ZONES.get(word[0]) or _MONTHS.get(word[0].lower()) or word[0]


def in_address(url: str) -> dt.date | None:
    """The day that stands in a path (``/2024/11/26/``, ``-20241126``); None where none does."""
    path = url.partition("?")[0].partition("://")[2].partition("/")[2]
    for match in _IN_PATH.finditer(path):
        try:
            return dt.date(int(match[1]), int(match[3]), int(match[4]))
        except ValueError:
            continue
    return None


class Days:
    """The days asked for, in Asia/Jakarta."""

    def __init__(self, days: tuple[dt.date, ...], now: dt.datetime) -> None:
        self.days = days
        self.first, self.last = days[0], days[-1]
        self.start = dt.datetime.combine(self.first, dt.time(), JAKARTA)
        self.today = now.astimezone(JAKARTA).date()

    @property
    def recent(self) -> bool:
        """Would what an outlet shows as its newest be of these days?"""
        return self.last >= self.today - _SLACK

    def published(self, moment: dt.datetime) -> bool:
        return moment.astimezone(JAKARTA).date() in self.days

    def changed(self, moment: dt.datetime) -> bool:
        """May an article that was last changed at ``moment`` be of these days?"""
        return self.first <= moment.astimezone(JAKARTA).date() <= self.last + _LATE

    def around(self, day: dt.date) -> bool:
        """Is ``day``, as an address states it, one of these, give or take one (midnight, other zones)?"""
        return self.first - _SLACK <= day <= self.last + _SLACK

    def file(self, url: str) -> bool:
        """May a sitemap at this address hold these days, going by a day or month in its name?"""
        if day := in_address(url):
            return self.around(day)
        months = {(d.year, d.month) for d in (self.first - _SLACK, *self.days, self.last + _SLACK)}
        stated = _MONTH_IN_PATH.search(url.partition("://")[2])
        return not stated or (int(stated[1]), int(stated[2])) in months
