"""The clock of a date that something stands between: an icon, an author's name, the end of a line."""

from __future__ import annotations

import re

from kliping.dates.words import LOCAL_ZONE

_TIME = r"(?:[01]?\d|2[0-3])[:.][0-5]\d"
_CLOCK = re.compile(
    rf"(?i)(?P<label>\b(?:pukul|jam|pkl)\b[. ]{{0,3}})?(?<![\d:.,/-])(?P<time>{_TIME})(?![:.,]?\d)"
    rf"(?P<zone>[ ]?\b(?:{LOCAL_ZONE})\b)?"
)
_GLUED = re.compile(rf"(?<!\d)((?:19|20)\d\d)(?={_TIME}(?!\d))")
"""A year whose clock follows at once, because only an icon was between them."""
_ENDS = re.compile(r"^[\W_]+|[\W_]+$")
_DURATION = re.compile(r"(?i)\b(?:durasi|menit|min(?:ute)?s?|baca|read|duration)\b")
MAX_WORDS = 10
"""Of a line that shows a date, perhaps a name, and a clock; a longer one may tell when something happened."""


def part_year_from_clock(text: str) -> str:
    """Return the text with a space between a year and the clock that is glued to it."""
    return _GLUED.sub(r"\1 ", text)


def find_clock(line: str) -> str:
    """Return the only clock of a line that shows a date, with its zone; empty where there is none or more than one."""
    found = list(_CLOCK.finditer(line))
    if len(found) != 1 or len(line.split()) > MAX_WORDS or _DURATION.search(line):
        return ""
    return _write_clock(found[0])


def read_clock_line(line: str, *, beside_date: bool = False) -> str:
    """Return the clock of a line that is nothing else; empty where it is, or may be the length of a video.

    A clock has a word before it ("pukul") or a zone after it, or is the item after the date's in one list.
    """
    found = _CLOCK.fullmatch(_ENDS.sub("", line))
    if found is None or not (beside_date or found["label"] or found["zone"]):
        return ""
    return _write_clock(found)


def _write_clock(found: re.Match[str]) -> str:
    return found["time"].replace(".", ":") + (found["zone"] or "")
