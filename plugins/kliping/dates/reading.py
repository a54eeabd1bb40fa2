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
from kliping.dates.words import MONTHS, ZONE_HOURS
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
_YEAR = re.compile(r"\d\d")
"""Every date holds a year, of two digits at least: most headlines hold none and need no closer look."""
_ISO = re.compile(r"\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_SECONDS = {
    "minggu": 604_800, "pekan": 604_800, "week": 604_800, "hari": 86_400, "day": 86_400,
    "jam": 3_600, "hour": 3_600, "menit": 60, "min": 60, "detik": 1, "sec": 1,
}  # fmt: skip
"""By how a unit begins; the first that fits counts ("minggu" before "min")."""


class Moment(NamedTuple):
    """An instant with its original offset, how exact it is, and whether the text stated the zone."""

    at: dt.datetime
    precision: Precision
    zoned: bool = True

    @property
    def clock(self) -> dt.datetime:
        """Return the local date and time, without the zone."""
        return self.at.replace(tzinfo=None)


def parse_date(text: str, *, fetched_at: dt.datetime | None = None, zone: dt.tzinfo = JAKARTA) -> Moment | None:
    """Read the first date in ``text``; None where it holds none. ``zone`` is meant where the text names no zone.

    Relative forms (``3 jam lalu``) need ``fetched_at``. Never raises on any text.
    """
    text = text[:MAX_DATE_CHARACTERS]
    if _ISO.match(text) and (moment := _read_iso(text, zone)):
        return moment if _is_real(moment) else None
    if match := forms.EPOCH.fullmatch(text):
        return _since_epoch(match)
    if match := forms.COMPACT.fullmatch(text):
        return _make_moment(match.groupdict(), zone)
    if moment := _find_first(text, zone):
        return moment
    return _read_relative(text, fetched_at, zone) if fetched_at is not None else None


def _find_first(text: str, zone: dt.tzinfo) -> Moment | None:
    """Find the date that stands first in the text, in any form."""
    if not _YEAR.search(text):
        return None
    figures = forms.IN_FIGURES if forms.ANY_FIGURES.search(text) else ()
    named = forms.WITH_MONTH_NAME if forms.ANY_MONTH_NAME.search(text) else ()
    found: tuple[int, Moment] | None = None
    for form in (*figures, *named):
        for match in form.finditer(text):
            if found is not None and match.start() >= found[0]:
                break
            if moment := _read_match(match, text, zone):
                found = match.start(), moment
                break
    return found[1] if found else None


@lru_cache(maxsize=256)
def _read_iso(text: str, zone: dt.tzinfo) -> Moment | None:
    """Read ISO 8601, which most metadata use, with the standard library; None where the text is not quite that."""
    try:
        at = dt.datetime.fromisoformat(text.strip()).replace(microsecond=0)
    except ValueError:
        return None
    if at.tzinfo is None:
        return Moment(at.replace(tzinfo=zone), "minute", zoned=False)
    return Moment(at, "minute") if abs(at.utcoffset() or dt.timedelta()) <= _FARTHEST_ZONE else None


def _is_real(moment: Moment) -> bool:
    """Tell a date from what software writes where it knows none."""
    if not _FIRST_YEAR <= moment.at.year <= _LAST_YEAR:
        return False
    return not any(abs(moment.at - zero) <= _DAY for zero in _ZEROS)


def _since_epoch(match: re.Match[str]) -> Moment | None:
    moment = Moment(_EPOCH + dt.timedelta(seconds=int(match["seconds"])), "minute")
    return moment if _is_real(moment) else None


def _read_match(match: re.Match[str], text: str, zone: dt.tzinfo) -> Moment | None:
    parts = match.groupdict()
    if parts.get("hour") is None:
        before = forms.CLOCK_FIRST.search(text, max(0, match.start() - 48), match.start())
        parts |= before.groupdict() if before else {}
    return _make_moment(parts, zone)


def _make_moment(parts: dict[str, str | None], zone: dt.tzinfo) -> Moment | None:
    """Return the moment that a form's groups state; None for a day that does not exist and for zero dates."""
    year, day = int(parts["year"] or 0), int(parts["day"] or 0)
    name = parts.get("name")
    month = MONTHS.get(name.casefold(), 0) if name else int(parts["month"] or 0)
    if year < 100:
        year += 2000 if year < EARLIEST_DATE.year - 1900 else 1900
    if name is None and month > 12 >= day:  # 11/26/2024: the order of the month and the day is not in doubt
        day, month = month, day
    hour, minute, second = (int(parts.get(unit) or 0) for unit in ("hour", "minute", "second"))
    if (half := parts.get("half")) and hour <= 12:
        hour = hour % 12 + (12 if half in "pP" else 0)
    stated = _stated_zone(parts)
    try:
        at = dt.datetime(year, month, day, hour, minute, second, tzinfo=stated or zone)
    except ValueError:
        return None
    moment = Moment(at, "minute" if parts.get("hour") is not None else "day", stated is not None)
    return moment if _is_real(moment) else None


def _stated_zone(parts: dict[str, str | None]) -> dt.tzinfo | None:
    name, sign, bare, place = (parts.get(part) for part in ("zone", "sign", "bare", "place"))
    if sign is None and place:
        return _zone_of(place)
    hours = ZONE_HOURS.get(name.casefold(), 0.0) if name else 0.0
    delta = dt.timedelta(hours=hours)
    if sign and not hours:  # "GMT+7", "UTC +07:00"; never "WIB +7" twice
        delta = dt.timedelta(hours=int(parts.get("off_h") or 0), minutes=int(parts.get("off_m") or 0))
        delta = -delta if sign == "-" else delta
    elif bare and parts.get("second") and not name:
        delta = dt.timedelta(hours=int(bare))
    elif name is None:
        return None
    return dt.timezone(delta) if abs(delta) <= _FARTHEST_ZONE else None


@lru_cache(maxsize=64)
def _zone_of(place: str) -> dt.tzinfo | None:
    """Return the time zone of a name such as ``Asia/Jakarta``, in any letter case; None where there is none."""
    area, _, city = place.partition("/")
    try:
        return ZoneInfo(f"{area.title()}/{city if area.lower() == 'etc' else city.title()}")
    except (KeyError, ValueError, OSError):
        return None


def _read_relative(text: str, fetched_at: dt.datetime, zone: dt.tzinfo) -> Moment | None:
    now = fetched_at.astimezone(zone).replace(second=0, microsecond=0)
    if match := forms.TIME_AGO.search(text):
        unit = _unit_seconds(match["part"] or match["unit"])
        ago = _read_count(match["count"]) * _unit_seconds(match["unit"])
        if match["part"]:
            ago += _read_count(match["more"]) * unit
        return Moment(now - dt.timedelta(seconds=ago), "minute" if unit <= 60 else "day", zoned=False)
    if match := forms.NAMED_DAY.search(text):
        word = match["word"].casefold()
        if word in ("baru saja", "just now"):
            return Moment(now, "minute", zoned=False)
        day = now - _DAY if word in ("kemarin", "yesterday") else now
        stated = {"year": str(day.year), "month": str(day.month), "day": str(day.day)}
        return _make_moment(match.groupdict() | stated, zone)
    return None


def _read_count(word: str) -> int:
    return int(word) if word.isdigit() else 1


def _unit_seconds(unit: str) -> int:
    return next((seconds for name, seconds in _SECONDS.items() if unit.casefold().startswith(name)), 1)
