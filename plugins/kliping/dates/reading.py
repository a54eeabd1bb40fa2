"""One string read as a date.

ISO 8601, RFC 2822, ``Selasa, 26 Nov 2024 14:05 WIB``, ``26/11/2024, 14.05 WITA``, ``Jum'at``, ``Ahad``, seconds since
1970, ``3 jam lalu`` (which needs the fetch time); ``forms`` lists them all. Zero dates (years 0 and 1, the first day of
1970 and the like) are what software writes where it knows no date, so they are none.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kliping.dates import forms
from kliping.dates.words import MONTHS, WEEKDAY, WEEKDAY_NUMBERS, ZONE_HOURS
from kliping.model import JAKARTA, Precision

EARLIEST_DATE = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
"""No page and no feed is older."""
MAX_DATE_CHARACTERS = 2_000
"""Characters that are looked at."""
_FIRST_YEAR, _LAST_YEAR = 1901, 2099
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_ZEROS = tuple(_EPOCH + dt.timedelta(seconds=seconds) for seconds in (0, 2**31 - 1, -(2**31)))
_DAY = dt.timedelta(days=1)
_FARTHEST_ZONE = dt.timedelta(hours=14)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_YEARS_BACK = 2
"""How long before the fetch a date without a year may lie."""
_YEAR = re.compile(r"\d\d")
"""Every date holds a year, of two digits at least: most headlines hold none and need no closer look."""
_ISO = re.compile(r"\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_SECONDS = {
    "minggu": 604_800, "pekan": 604_800, "week": 604_800, "hari": 86_400, "day": 86_400,
    "jam": 3_600, "hour": 3_600, "menit": 60, "min": 60, "detik": 1, "sec": 1,
}  # fmt: skip
"""By the beginning of a unit's name; the first that fits counts ("minggu" before "min")."""

_SECOND_HALF = {"siang": range(1, 5), "sore": range(2, 8), "petang": range(4, 8), "malam": range(6, 12)}
"""Hours of the second half of the day as words after the clock name them: "pukul 1.05 siang"."""


class Moment(NamedTuple):
    """An instant with its original offset, how exact it is, whether its zone was stated; ``counted`` from the fetch."""

    at: dt.datetime
    precision: Precision
    zoned: bool = True
    counted: bool = False

    @property
    def clock(self) -> dt.datetime:
        """Return the local date and time, without the zone."""
        return self.at.replace(tzinfo=None)


def parse_date(text: str, *, fetched_at: dt.datetime | None = None, zone: dt.tzinfo = JAKARTA) -> Moment | None:
    """Read the first date in ``text``; None where it holds none. ``zone`` is meant where the text names no zone.

    Relative forms (``3 jam lalu``) need ``fetched_at``. Never raises on any text.
    """
    text = text[:MAX_DATE_CHARACTERS]
    if not text.isascii():
        text = _INVISIBLE.sub("", text).replace("\uff1a", ":")
    if _ISO.match(text) and (moment := _read_iso(text, zone)):
        return _drop_zero(moment)
    if match := forms.EPOCH.fullmatch(text):
        return _drop_zero(Moment(_EPOCH + dt.timedelta(seconds=int(match["seconds"])), "minute"))
    if match := forms.COMPACT.fullmatch(text):
        return _make_moment(match.groupdict(), zone)
    if moment := _find_first(text, zone):
        return moment
    if fetched_at is None:
        return None
    return _read_relative(text, fetched_at, zone)


def _find_first(text: str, zone: dt.tzinfo) -> Moment | None:
    """Find the date that stands first in the text, in any form."""
    if not _YEAR.search(text):
        return None
    candidates: list[re.Pattern[str]] = []
    if forms.ANY_FIGURES.search(text):
        candidates += forms.IN_FIGURES
    if forms.ANY_MONTH_NAME.search(text):
        candidates += forms.WITH_MONTH_NAME
    first: Moment | None = None
    start = len(text)
    for form in candidates:
        for match in form.finditer(text):
            if match.start() >= start:
                break
            if moment := _read_match(match, text, zone):
                start, first = match.start(), moment
                break
    return first


@lru_cache(maxsize=256)
def _read_iso(text: str, zone: dt.tzinfo) -> Moment | None:
    """Read ISO 8601, which most metadata use, with the standard library; None where the text is not quite that."""
    try:
        at = dt.datetime.fromisoformat(text.strip()).replace(microsecond=0)
    except ValueError:
        return None
    if at.tzinfo is None:
        return Moment(at.replace(tzinfo=zone), "minute", zoned=False)
    if abs(at.utcoffset() or dt.timedelta()) > _FARTHEST_ZONE:
        return None
    return Moment(at, "minute")


def _drop_zero(moment: Moment) -> Moment | None:
    """Return the moment; None where it is what software writes when it knows no date."""
    if not _FIRST_YEAR <= moment.at.year <= _LAST_YEAR:
        return None
    if any(abs(moment.at - zero) <= _DAY for zero in _ZEROS):
        return None
    return moment


_WEEKDAY_BEFORE = re.compile(rf"(?i)(?<![a-z])({WEEKDAY}),?\s*$")


def _read_match(match: re.Match[str], text: str, zone: dt.tzinfo) -> Moment | None:
    """Return the moment of one match; a clock that stands before the day counts."""
    parts = match.groupdict()
    if parts.get("hour") is None:
        clock = forms.CLOCK_FIRST.search(text, max(0, match.start() - 48), match.start())
        if clock:
            parts |= clock.groupdict()
    moment = _make_moment(parts, zone)
    if parts.get("month") is None or match.start("day") > match.start("month"):
        return moment  # the order is not in doubt
    return _heed_weekday(moment, text[max(0, match.start() - 14) : match.start()])


def _heed_weekday(moment: Moment | None, before: str) -> Moment | None:
    """Return the moment with day and month exchanged where only so the weekday before it is right: Tue, 03/11/2025."""
    named = _WEEKDAY_BEFORE.search(before)
    if moment is None or named is None or moment.at.day > 12:
        return moment
    weekday = WEEKDAY_NUMBERS.get(named[1][:3].casefold())
    exchanged = moment.at.replace(day=moment.at.month, month=moment.at.day)
    if moment.at.weekday() != weekday and exchanged.weekday() == weekday:
        return moment._replace(at=exchanged)
    return moment


def _make_moment(parts: dict[str, str | None], zone: dt.tzinfo) -> Moment | None:
    """Return the moment that a form's groups state; None for a day that does not exist and for zero dates."""
    day, month = _read_day_and_month(parts)
    hour, minute, second = (int(parts.get(unit) or 0) for unit in ("hour", "minute", "second"))
    if (half := parts.get("half")) and hour <= 12:
        hour %= 12
        if half in "pP":
            hour += 12
    elif hour in _SECOND_HALF.get((parts.get("time") or "").casefold(), ()):
        hour += 12
    year = _complete_year(int(parts["year"] or 0))
    stated = _read_zone(parts)
    try:
        at = dt.datetime(year, month, day, hour, minute, second, tzinfo=stated or zone)
    except ValueError:
        return None
    precision: Precision = "day"
    if parts.get("hour") is not None:
        precision = "minute"
    return _drop_zero(Moment(at, precision, stated is not None))


def _read_day_and_month(parts: dict[str, str | None]) -> tuple[int, int]:
    """Return the numbers of the day and the month, 0 for a month of an unknown name."""
    day = int(parts["day"] or 0)
    if (name := parts.get("name")) is not None:
        return day, MONTHS.get(name.casefold(), 0)
    month = int(parts["month"] or 0)
    if month > 12 >= day:  # 11/26/2024: the order of the month and the day is not in doubt
        return month, day
    return day, month


def _complete_year(year: int) -> int:
    """Return a year of two digits in its century."""
    if year >= 100:
        return year
    if year < EARLIEST_DATE.year - 1900:
        return year + 2000
    return year + 1900


def _read_zone(parts: dict[str, str | None]) -> dt.tzinfo | None:
    """Return the zone that a form's groups state, by name, by offset or by place; None where they state none."""
    name, sign, bare, place = (parts.get(part) for part in ("zone", "sign", "bare", "place"))
    if sign is None and place:
        return _find_zone(place)
    hours = ZONE_HOURS.get((name or "").casefold(), 0.0)
    offset = dt.timedelta(hours=hours)
    if sign and not hours:  # "GMT+7", "UTC +07:00"; never "WIB +7" twice
        offset = dt.timedelta(hours=int(parts.get("off_h") or 0), minutes=int(parts.get("off_m") or 0))
        if sign == "-":
            offset = -offset
    elif bare and parts.get("second") and not name:
        offset = dt.timedelta(hours=int(bare))
    elif name is None:
        return None
    if abs(offset) > _FARTHEST_ZONE:
        return None
    return dt.timezone(offset)


@lru_cache(maxsize=64)
def _find_zone(place: str) -> dt.tzinfo | None:
    """Return the time zone of a name such as ``Asia/Jakarta``, in any letter case; None where there is none."""
    area, _, city = place.title().partition("/")
    if area == "Etc":
        city = place.partition("/")[2]
    try:
        return ZoneInfo(f"{area}/{city}")
    except (KeyError, ValueError, OSError):
        return None


def _read_relative(text: str, fetched_at: dt.datetime, zone: dt.tzinfo) -> Moment | None:
    """Read ``3 jam lalu``, ``kemarin 10.00``, ``baru saja``, counted from the fetch."""
    now = fetched_at.astimezone(zone).replace(second=0, microsecond=0)
    if match := forms.TIME_AGO.search(text):
        unit = _unit_seconds(match["part"] or match["unit"])
        ago = _read_count(match["count"]) * _unit_seconds(match["unit"])
        if match["part"]:
            ago += _read_count(match["more"]) * unit
        precision: Precision = "day"
        if unit <= 60:
            precision = "minute"
        return Moment(now - dt.timedelta(seconds=ago), precision, zoned=False, counted=True)
    if match := forms.WITHOUT_YEAR.fullmatch(text):
        return _find_year(match.groupdict(), now, zone)
    if match := forms.NAMED_DAY.search(text):
        word = match["word"].casefold()
        if word in ("baru saja", "just now"):
            return Moment(now, "minute", zoned=False, counted=True)
        day = now
        if word in ("kemarin", "yesterday"):
            day = now - _DAY
        stated = {"year": str(day.year), "month": str(day.month), "day": str(day.day)}
        moment = _make_moment(match.groupdict() | stated, zone)
        if moment is None or moment.precision == "minute":
            return moment
        return moment._replace(counted=True)
    return None


def _find_year(parts: dict[str, str | None], now: dt.datetime, zone: dt.tzinfo) -> Moment | None:
    """Return the last such day before ``now`` that falls on the weekday it names; None where none does."""
    weekday = WEEKDAY_NUMBERS.get((parts["weekday"] or "")[:3].casefold())
    for year in range(now.year, now.year - _YEARS_BACK - 1, -1):
        moment = _make_moment(parts | {"year": str(year)}, zone)
        if moment and moment.at <= now and moment.at.weekday() == weekday:
            return moment
    return None


def _read_count(word: str) -> int:
    """Return the number; 1 for a word, which says "one" or "an"."""
    if word.isdigit():
        return int(word)
    return 1


def _unit_seconds(unit: str) -> int:
    return next((seconds for name, seconds in _SECONDS.items() if unit.casefold().startswith(name)), 1)
