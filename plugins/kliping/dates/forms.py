"""The forms of a date as regular expressions. Every form is written down here, once.

Each has the groups ``day``, ``year`` and ``month`` (a number) or ``name`` (a word), and where a clock stands beside the
date ``hour``, ``minute``, ``second``, ``half`` and those of the zone.
"""

from __future__ import annotations

import re

from kliping.dates.words import MONTH_NAME, WEEKDAY, ZONE_NAME

CLOCK_PATTERN = (
    r"(?P<hour>[01]?\d|2[0-3])\s?[:.h]\s?(?P<minute>[0-5]\d)(?!\d)(?:\s?[:.]\s?(?P<second>[0-5]\d)(?!\d)(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?(?:\s*(?P<time>siang|sore|petang|malam)\b)?"
)
ZONE_PATTERN = (
    rf"(?:[\s,|·•(]{{0,4}}(?P<zone>{ZONE_NAME})\b)?"
    # never the second half of "08:00-10:00 WIB"
    r"(?:\s*\(?(?P<sign>\+|-(?!\d{1,2}[:.]\d\d\s*wi))(?P<off_h>\d{1,2})[:.]?(?P<off_m>\d\d)?(?!\d))?"
    r"(?:\s(?P<bare>0[789]):?00$)?"  # "+07:00" whose plus sign was lost in an address
    r"(?:[\s,(\[]{0,3}(?P<place>(?:asia|australia|america|europe|africa|pacific|etc)/[a-z_+\-\d/]{2,30}))?"
)
_GAP = rf"(?:[\s,;|•·.:\-–—−/()\[\]~@]|pukul|jam|pkl?\b|at\b|T(?=\d)|\bm(?:asehi)?\b|{WEEKDAY}){{1,12}}"
_AFTER = rf"(?:{_GAP}{CLOCK_PATTERN}{ZONE_PATTERN})?"
_BESIDE = rf"{_GAP}{CLOCK_PATTERN}{ZONE_PATTERN}"

_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_SHORT_YEAR = r"(?P<year>\d\d)(?![\d:.])"
_DAY = r"(?P<day>\d{1,2})"
_DAY_FIRST = rf"(?<![\d/.-]){_DAY}\s?(?P<cut>[/.\-–−])\s?(?P<month>\d{{1,2}})\s?(?P=cut)\s?"
_MONTH = r"(?P<name>[a-z]{3,9})(?![a-z])"
_DAY_OF_MONTH = rf"(?<![\d/.]){_DAY}(?:st|nd|rd|th)?(?:\s+of\b)?[\s\-/.,]{{0,3}}{_MONTH}"

ANY_FIGURES = re.compile(r"\d\s?[-/.:–−年]\s?\d{1,2}\s?[-/.:–−月]\s?\d")
"""What every date in figures holds; a clock with seconds does, too."""
ANY_MONTH_NAME = re.compile(rf"(?<![a-z])(?:{MONTH_NAME})(?![a-z])", re.IGNORECASE)
"""What every date with a word in it holds."""

IN_FIGURES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)(?P<year>(?:19|20)\d\d)\s?(?P<cut>[-/.:])\s?(?P<month>\d{{1,2}})\s?(?P=cut)\s?{_DAY}(?!\d){_AFTER}",
        rf"{_DAY_FIRST}{_YEAR}{_AFTER}",
        rf"(?P<year>(?:19|20)\d\d)\s?年\s?(?P<month>\d{{1,2}})\s?月\s?{_DAY}\s?日{_AFTER}",  # of Chinese papers
        # a year of two digits needs the clock or the weekday beside it: "26/1/16" alone is a score, a fraction, a verse
        rf"{_DAY_FIRST}{_SHORT_YEAR}{_BESIDE}",
        rf"{WEEKDAY},?\s+{_DAY_FIRST}{_SHORT_YEAR}",
    )
)
WITH_MONTH_NAME = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_DAY_OF_MONTH}[\s\-/.,']{{0,3}}{_YEAR}{_AFTER}",
        rf"(?<![a-z]){_MONTH}\.?[\s\-/]{{1,2}}{_DAY}(?:st|nd|rd|th)?[\s,\-/]{{1,3}}{_YEAR}{_AFTER}",
        rf"(?<!\d)(?P<year>(?:19|20)\d\d)[\s\-/.,]{{1,3}}{_MONTH}[\s\-/.,]{{1,3}}{_DAY}(?!\d){_AFTER}",
        # the year after the clock, as Java, JavaScript and C print it
        rf"(?<![a-z]){_MONTH}\s+{_DAY},?\s+{CLOCK_PATTERN}{ZONE_PATTERN},?\s+{_YEAR}",
        rf"(?<!\d){_DAY}\s+{_MONTH},?\s+{CLOCK_PATTERN}{ZONE_PATTERN},?\s+{_YEAR}",
        rf"{_DAY_OF_MONTH}\.?[\s\-/]{{1,3}}['’]?{_SHORT_YEAR}{_BESIDE}",
        rf"^\s*(?:{WEEKDAY},?\s*)?{_DAY_OF_MONTH}\.?[\s\-/]{{1,3}}['’]?{_SHORT_YEAR}\s*$",
    )
)
CLOCK_FIRST = re.compile(
    rf"(?<![\d:.]){CLOCK_PATTERN}{ZONE_PATTERN}[\s,|•·\-–—−/]{{1,5}}(?:{WEEKDAY}[\s,]{{1,3}})?(?:(?:tanggal|tgl\.?|on)\s+)?$",
    re.IGNORECASE,
)
"""A clock that ends where the date begins."""
COMPACT = re.compile(
    r"\s*(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:[T\s]?(?P<hour>[01]\d|2[0-3]):?(?P<minute>[0-5]\d)(?::?(?P<second>[0-5]\d)(?:[.,]\d+)?)?"
    rf"(?:\s?(?P<zone>{ZONE_NAME}))?(?:(?P<sign>[+-])(?P<off_h>\d\d):?(?P<off_m>\d\d)?)?)?\s*",
    re.IGNORECASE,
)
EPOCH = re.compile(
    r"\s*(?:/Date\()?(?P<seconds>[1-9]\d{9})(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?(?:(?:[+-]\d{4})?\)/)?\s*", re.IGNORECASE
)
"""Seconds since 1970, or thousandths, millionths, milliardths of them; also as .NET wraps them."""

_COUNT = (
    r"(?P<{0}>\d{{1,3}}|se|an?)\s*"
    r"(?P<{1}>detik|seconds?|secs?|menit|minutes?|mins?|jam|hours?|hari|days?|minggu|pekan|weeks?)"
)
TIME_AGO = re.compile(
    rf"(?<!\w){_COUNT.format('count', 'unit')}"
    rf"(?:[\s,]+(?:dan\s+|and\s+)?{_COUNT.format('more', 'part')})?\s*(?:yang\s+|yg\s+)?(?:lalu|ago)\b",
    re.IGNORECASE,
)
WITHOUT_YEAR = re.compile(
    rf"\W*(?P<weekday>{WEEKDAY})[\s,(]{{1,3}}{_DAY}(?:\s?/\s?(?P<month>\d{{1,2}})|\s+{_MONTH})\)?{_AFTER}\W*",
    re.IGNORECASE,
)
"""``Senin (25/11)``: its weekday tells the year, as far as the fetch's own time is known."""
NAMED_DAY = re.compile(
    rf"(?<!\w)(?P<word>kemarin|hari ini|baru saja|yesterday|today|just now)\b(?:{_BESIDE})?", re.IGNORECASE
)
