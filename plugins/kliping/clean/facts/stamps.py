"""Time stamps of a page in its text: "Senin, 28 Juli 2025, 21:34 WIB", "24 - Oct - 2020, 04:01"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kliping.clean.vocabulary.word_lists import any_of
from kliping.dates.words import LOCAL_WEEKDAY, LOCAL_ZONE, LOCAL_ZONES, MONTH_NAME, MONTHS, ZONE_HOURS
from kliping.model import Precision

_WEEKDAY = (
    rf"(?:{LOCAL_WEEKDAY}|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?"
    r"|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_SPACE = r"[ \t\u00a0]"
_AT = rf"(?:(?:pukul|jam|pkl|at){_SPACE}{{0,3}}[.:]?{_SPACE}{{0,3}})?"
_GAP = rf"(?:[ \t\u00a0,|•·.\-–—−/()@;?]{{1,40}}{_AT}|T(?=\d))"
_OFFSET = rf"(?:{_SPACE}?[+]0?(?P<offset>\d{{1,2}})(?::?00)?)?"
_ZONE = rf"(?:{_SPACE}{{0,20}}\(?(?P<zone>(?:{LOCAL_ZONE})(?:\b|(?-i:(?=[A-Z])))|(?:gmt|utc|z)\b)\)?{_OFFSET})?"
_CLOCK = r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:[:.][0-5]\d)?(?!\d)(?:[ ]?(?P<half>[ap])\.?m\b)?"
_CLOCK_FIRST = rf"(?P<hour_1>[01]?\d|2[0-3])[:.](?P<minute_1>[0-5]\d)(?::[0-5]\d)?(?:[ ]?(?P<zone_1>{LOCAL_ZONE}))?"
_DAY_MONTH = rf"(?P<d1>\d{{1,2}}){_SPACE}?[\-/. ]?{_SPACE}?(?P<m1>{MONTH_NAME})\b\.?"
_DATE = "|".join(
    (
        rf"{_DAY_MONTH}{_SPACE}?[\-/.,' ]?{_SPACE}?(?P<y1>\d{{4}})",
        rf"(?P<m2>{MONTH_NAME})\.?[ ](?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?[ ](?P<y2>\d{{4}})",
        r"(?P<d3>\d{1,2})(?P<cut>[/.\-])(?P<m3>\d{1,2})(?P=cut)(?P<y3>\d{4})",
        r"(?P<y4>\d{4})-(?P<m4>\d{1,2})-(?P<d4>\d{1,2})",
        # a year of two digits needs the clock beside it
        rf"(?P<d5>\d{{1,2}})(?:[/\-](?P<m5>\d{{1,2}})[/\-]|[ \-](?P<n5>{MONTH_NAME})[ \-]'?)(?P<y5>\d\d)"
        r"(?=[ ,|\-]{1,4}\d{1,2}[:.]\d\d)",
    )
)
_WORD_BEGINS = r"(?:(?<![^\W\d_])|(?-i:(?<=[a-z0-9)])(?=[SRKJMA])))"
"""Also where a lost break glued a weekday to the word before it: "kabarKitaSenin"."""
_STAMP = re.compile(
    rf"(?:(?<![\d:.]){_CLOCK_FIRST}[ ,|•·\-–—]{{1,4}})?(?:{_WORD_BEGINS}{_WEEKDAY}\.?[ \t\u00a0,|/]{{1,4}})?"
    rf"(?<![\d/.])(?:tanggal[ ])?\(?(?:{_DATE})(?![\d/])\)?(?:{_GAP}{_CLOCK}{_ZONE})?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_MONTH_BEGINS = "|".join(sorted({name[:3] for name in MONTHS}))
_DATE_LIKE = re.compile(
    rf"(?i)\d{{1,2}}[ \t\u00a0/.-]{{0,3}}(?:{_MONTH_BEGINS})|(?:{_MONTH_BEGINS})[a-z]{{0,7}}\.?[ ]\d"
    r"|\d[/.-]\d{1,2}[/.-]\d"
)
"""Day and month as every stamp has them: most lines have none, and ``_STAMP`` need not be tried on them."""
_RELATIVE = re.compile(
    r"(?i)(?<!\d)\d{1,3}\s(?:detik|menit|jam|hari|minggu|pekan|bulan|tahun)\s(?:yang\s|yg\s)?(?:lalu|ago)\b"
    r"|\b\d{1,3}\s(?:second|minute|hour|day|week|month|year)s?\sago\b|\bkemarin\b"
)
LABEL_CHARS = 30
"""A label, and what may stand between it and its stamp, is at most this many characters."""
_LABEL = re.compile(
    rf"(?i)(?:^|(?<=\W))(?:(?P<changed>{any_of('changed')})|{any_of('published')})"
    r"(?: pada| on| at)?\s?[:\-|,]?\s{0,3}$"
)
_LETTERS = re.compile(r"[^\W\d_]")
_HOURS = {zone: int(ZONE_HOURS[zone]) for zone in (*LOCAL_ZONES, "gmt", "utc", "z")}


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp of a text: where it stands, what it says."""

    start: int
    end: int
    at: dt.datetime
    """Aware where the stamp names a zone, otherwise naive."""
    precision: Precision
    changed: bool = False
    """Does a label say that the page was changed then, not published?"""
    labelled: bool = False
    """Does a label say that the page was published then?"""


def find_stamps(text: str) -> Iterator[Stamp]:
    """Yield the time stamps of ``text``, in order. Dates without a year are none."""
    return iter(_read_stamps(text))


@lru_cache(maxsize=1024)
def _read_stamps(text: str) -> tuple[Stamp, ...]:
    """Return the time stamps of a line, which several readers ask for in turn."""
    if not (_DIGIT.search(text) and _DATE_LIKE.search(text)):
        return ()
    return tuple(_each_stamp(text))


def _each_stamp(text: str) -> Iterator[Stamp]:
    for match in _STAMP.finditer(text):
        at = _moment(match)
        if at is None:
            continue
        label = _find_label(text, match.start())
        clock = match["hour"] or match["hour_1"]
        start, end = match.span()
        if text[start : start + 1] == "(" and text[end - 1] != ")":
            start += 1
        yield Stamp(
            start,
            end - (text[end - 1] == ")" and "(" not in match.group()),
            at,
            "minute" if clock else "day",
            changed=bool(label and label["changed"]),
            labelled=bool(label and not label["changed"]),
        )


def _find_label(text: str, at: int) -> re.Match[str] | None:
    """Find the label in front of offset ``at``; the verb of "Film Itu Tayang 28 April 2016" is none."""
    label = _LABEL.search(text, max(0, at - LABEL_CHARS), at)
    if label is None or ":" in label.group():
        return label
    if text[: label.start()].rstrip()[-1:].isalnum():
        return None
    return label


def read_stamp(text: str) -> Stamp | None:
    """Return the first time stamp of ``text``; None where it has none."""
    return next(find_stamps(text), None)


def is_stamp(text: str) -> bool:
    """Return whether the text is a time stamp and nothing else."""
    stamp = read_stamp(text)
    return stamp is not None and not _LETTERS.search(text[: stamp.start] + text[stamp.end :])


def is_relative(text: str) -> bool:
    """Return whether the text says "3 jam lalu", which only the time of reading makes a date of."""
    return bool(_RELATIVE.search(text))


def _moment(match: re.Match[str]) -> dt.datetime | None:
    parts = match.groupdict()
    day, month, year = (
        next((parts[f"{name}{form}"] for form in range(1, 6) if parts.get(f"{name}{form}")), "") for name in "dmy"
    )
    month = month or parts["n5"] or ""
    number = int(month) if month.isdigit() else MONTHS[month.lower()]
    zone = parts["zone"] or parts["zone_1"]
    hour = int(parts["hour"] or parts["hour_1"] or 0)
    if parts["half"]:
        hour = hour % 12 + (12 if parts["half"].lower() == "p" else 0)
    hours = int(parts["offset"] or 0) + _HOURS[zone.lower()] if zone else 0
    try:
        at = dt.datetime(
            int(year) if len(year) == 4 else 2000 + int(year),
            number,
            int(day),
            hour,
            int(parts["minute"] or parts["minute_1"] or 0),
            tzinfo=dt.timezone(dt.timedelta(hours=hours)) if zone else None,
        )
    except ValueError:
        return None
    if not 1990 <= at.year <= 2100:
        return None
    return at
