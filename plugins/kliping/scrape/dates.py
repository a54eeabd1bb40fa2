"""Dates as Indonesian news pages write them.

``parse`` reads one string: ISO 8601, RFC 2822, ``Selasa, 26 Nov 2024 14:05 WIB``, ``26/11/2024, 14.05 WITA``,
``Jum'at``, ``Ahad``, ``3 jam lalu`` (needs the fetch time). Which of a page's dates to believe: ``settle``.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from kliping.model import JAKARTA, Precision

EARLIEST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)


class Moment(NamedTuple):
    """An instant with its original offset, how exact it is, and whether the text stated the zone."""

    at: dt.datetime
    precision: Precision
    zoned: bool = True

    @property
    def clock(self) -> dt.datetime:
        """What the hands of the clock show, without the zone."""
        return self.at.replace(tzinfo=None)


_MONTHS = {
    1: "januari january jan",
    2: "februari february pebruari peb feb",
    3: "maret march mar mrt",
    4: "april apr",
    5: "mei may",
    6: "juni june jun",
    7: "juli july jul",
    8: "agustus august agust agst agt ags agu aug",
    9: "september sept sep",
    10: "oktober october okt oct",
    11: "november nopember nov nop",
    12: "desember december des dec",
}
_MONTH = {name: number for number, names in _MONTHS.items() for name in names.split()}
_ZONES = {"wib": 7, "wita": 8, "wit": 9, "z": 0, "gmt": 0, "utc": 0}
MONTH_NAME = "|".join(sorted(_MONTH, key=len, reverse=True))
_TIME = (
    r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d)(?:\.\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
)
_ZONE = r"(?:\s*\(?(?P<zone>wib|wita|wit|gmt|utc|z)\b)?(?:\s*(?P<sign>[+-])(?P<off_h>\d{1,2}):?(?P<off_m>\d\d)?(?!\d))?"
_GAP = r"(?:[\s,|•·.\-–—−/()]|pukul|jam|pkl?\b|at\b|T(?=\d)|@){1,12}"
_AFTER = rf"(?:{_GAP}{_TIME}{_ZONE})?"
_FIGURES = re.compile(r"\d[-/.]\d{1,2}[-/.]\d")
"""What every date in figures holds."""
_IN_FIGURES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})(?!\d){_AFTER}",
        rf"(?<![\d/.-])(?P<day>\d{{1,2}})(?P<cut>[/.-])(?P<month>\d{{1,2}})(?P=cut)(?P<year>\d{{4}})(?!\d){_AFTER}",
        # a year of two digits needs the clock beside it: "26/1/16" alone is a score, a fraction, a verse
        rf"(?<![\d/.-])(?P<day>\d{{1,2}})(?P<cut>[/.-])(?P<month>\d{{1,2}})(?P=cut)(?P<year>\d\d)(?!\d){_GAP}{_TIME}{_ZONE}",
    )
)
_NAMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d/.])(?P<day>\d{{1,2}})[\s\-/.]{{0,3}}(?P<name>{MONTH_NAME})\b[\s\-/.,']{{0,3}}(?P<year>\d{{4}})(?!\d){_AFTER}",
        rf"\b(?P<name>{MONTH_NAME})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d){_AFTER}",
        rf"(?<![\d/.])(?P<day>\d{{1,2}})[\s\-/.]{{0,3}}(?P<name>{MONTH_NAME})\b\.?[\s\-/]{{1,3}}['’]?(?P<year>\d\d)(?![\d:.]){_GAP}{_TIME}{_ZONE}",
    )
)
_TIME_FIRST = re.compile(rf"(?<![\d:.]){_TIME}{_ZONE}[\s,|•·\-–—−/]{{1,5}}(?:[a-z']{{3,9}},?\s+)?$", re.IGNORECASE)
_RELATIVE = re.compile(
    r"(?<!\w)(?P<count>\d{1,3}|se|a|an)\s*(?P<unit>detik|seconds?|secs?|menit|minutes?|mins?|jam|hours?|hari"
    r"|days?|minggu|pekan|weeks?)"
    r"\s*(?:yang\s+|yg\s+)?(?:lalu|ago)\b",
    re.IGNORECASE,
)
_NAMED_DAY = re.compile(
    r"(?<!\w)(?P<word>kemarin|hari ini|baru saja|yesterday|today|just now)\b(?:" + _GAP + _TIME + _ZONE + ")?",
    re.IGNORECASE,
)
_UNITS = {
    "d": 1,
    "s": 1,
    "me": 60,
    "mi": 60,
    "j": 3600,
    "ho": 3600,
    "ha": 86400,
    "da": 86400,
    "we": 604800,
    "pe": 604800,
}
_ISO = re.compile(r"\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_EPOCH = re.compile(r"\s*(\d{10}|\d{13})\s*")


def parse(text: str, *, fetched_at: dt.datetime | None = None, zone: dt.tzinfo = JAKARTA) -> Moment | None:
    """The first date in ``text``; None where it holds none. ``zone`` is meant where the text names no zone.

    Relative forms (``3 jam lalu``) need ``fetched_at``. Never raises on any text.
    """
    if len(text) > 2_000:
        text = text[:2_000]
    if _ISO.match(text) and (moment := _iso(text, zone)):
        return moment
    if match := _EPOCH.fullmatch(text):
        seconds = int(match[1]) / (1000 if len(match[1]) == 13 else 1)
        return Moment(dt.datetime.fromtimestamp(seconds, dt.UTC), "minute")
    found: tuple[int, Moment] | None = None
    for form in (*_IN_FIGURES, *_NAMED) if _FIGURES.search(text) else _NAMED:
        for match in form.finditer(text):
            moment = _absolute(match, text, zone)
            if moment and (found is None or match.start() < found[0]):
                found = match.start(), moment
            if moment:
                break
    if found:
        return found[1]
    return _relative(text, fetched_at, zone) if fetched_at is not None else None


@lru_cache(maxsize=256)
def _iso(text: str, zone: dt.tzinfo) -> Moment | None:
    """What most metadata say, by the interpreter's own reader; None where it is not quite ISO 8601."""
    try:
        at = dt.datetime.fromisoformat(text.strip()).replace(microsecond=0)
        (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    stated = at.tzinfo
    if stated is not None and abs(at.utcoffset() or dt.timedelta()) > dt.timedelta(hours=14):
        return None
    return Moment(at if stated else at.replace(tzinfo=zone), "minute", stated is not None)


def _absolute(match: re.Match[str], text: str, zone: dt.tzinfo) -> Moment | None:
    parts = match.groupdict()
    day, year = int(parts["day"]), int(parts["year"])
    if year < 100:
        year += 2000 if year < EARLIEST.year - 1900 else 1900
    month = _MONTH[parts["name"].lower()] if parts.get("name") else int(parts["month"])
    if month > 12 >= day and parts.get("cut"):  # 11/26/2024: the order of the month and the day is not in doubt
        day, month = month, day
    if parts["hour"] is None and (before := _TIME_FIRST.search(text, max(0, match.start() - 40), match.start())):
        parts |= before.groupdict()
    return _moment(year, month, day, parts, zone)


def _moment(year: int, month: int, day: int, parts: dict[str, str | None], zone: dt.tzinfo) -> Moment | None:
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    if half := parts.get("half"):
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    stated = _stated_zone(parts)
    try:
        at = dt.datetime(year, month, day, hour, minute, second, tzinfo=stated or zone)
        at.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(at, "minute" if parts.get("hour") is not None else "day", stated is not None)


def _stated_zone(parts: dict[str, str | None]) -> dt.tzinfo | None:
    name, sign = parts.get("zone"), parts.get("sign")
    if name is None and sign is None:
        return None
    delta = dt.timedelta(hours=_ZONES[name.lower()] if name else 0)
    if sign and not (name and delta):  # "GMT+7", "UTC +07:00"; never "WIB +7" twice
        delta = dt.timedelta(hours=int(parts.get("off_h") or 0), minutes=int(parts.get("off_m") or 0))
        delta = -delta if sign == "-" else delta
    return dt.timezone(delta) if abs(delta) <= dt.timedelta(hours=14) else None


def _relative(text: str, fetched_at: dt.datetime, zone: dt.tzinfo) -> Moment | None:
    now = fetched_at.astimezone(zone)
    if match := _RELATIVE.search(text):
        unit, count = match["unit"].lower(), match["count"]
        seconds = 604800 if unit.startswith("minggu") else next(v for k, v in _UNITS.items() if unit.startswith(k))
        at = now - dt.timedelta(seconds=seconds * (int(count) if count.isdigit() else 1))
        return Moment(at.replace(second=0, microsecond=0), "minute" if seconds <= 60 else "day", zoned=False)
    if match := _NAMED_DAY.search(text):
        word = match["word"].lower()
        day = now - dt.timedelta(days=1) if word in ("kemarin", "yesterday") else now
        if word in ("baru saja", "just now"):
            return Moment(now.replace(second=0, microsecond=0), "minute", zoned=False)
        return _moment(day.year, day.month, day.day, match.groupdict(), zone)
    return None


def published_in(date_text: str | None, text: str = "") -> Moment | None:
    """The date that an imported text states: ``date_text`` (what clean lifted out), else none.

    Dates in the story itself are dates of events, so ``text`` is looked at only in its first line, and only where that
    line is a date and little else.
    """
    if date_text and (moment := parse(date_text)):
        return moment
    first = text.lstrip().split("\n", 1)[0]
    return parse(first) if len(first) <= 60 else None


_STATED = re.compile(
    rf"""(?:\b(?:Senin|Selasa|Rabu|Kamis|Jum['’]?at|Sabtu|Minggu|Ahad)[ ,]{{1,2}})?
    (?:\(\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\) | \(?\b\d{{1,2}}\ (?:{MONTH_NAME})\b(?:\ \d{{4}}\b)?\)?)""",
    re.VERBOSE | re.IGNORECASE,
)
_TODAY = re.compile(
    rf"\bhari ini,? \((\d{{1,2}} (?:{MONTH_NAME}) \d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}})\)", re.IGNORECASE
)
LEAD = 1_500
"""Characters at the beginning of a story in which it says when it happened."""


def stated_in(story: str) -> str | None:
    """The first date in a story's lead, verbatim: "Selasa (3/12)". It dates what is told, not the telling."""
    match = _STATED.search(story[:LEAD])
    return match.group().strip() if match else None


def told_today(story: str) -> Moment | None:
    """The day on which a story was told, where its lead says so itself: "hari ini (26 November 2024)"."""
    match = _TODAY.search(story[:LEAD])
    return parse(match[1]) if match else None
