"""What a story's own words say about when it happened or was published."""

from __future__ import annotations

import re

from kliping.dates.reading import Moment, parse_date
from kliping.dates.words import LOCAL_WEEKDAY, MONTH_NAME

LEAD_CHARACTERS = 1_500
"""Characters at the beginning of a story in which it says when it happened."""
LONGEST_DATE_LINE = 60
"""Characters of a first line that is a date and little else."""
_STATED = re.compile(
    rf"""(?:\b(?:{LOCAL_WEEKDAY})[ ,]{{1,2}})?
    (?:\(\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\) | \(?\b\d{{1,2}}\ (?:{MONTH_NAME})\b(?:\ \d{{4}}\b)?\)?)""",
    re.VERBOSE | re.IGNORECASE,
)
_TODAY = re.compile(
    rf"\bhari ini,? \((\d{{1,2}} (?:{MONTH_NAME}) \d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}})\)", re.IGNORECASE
)


def find_published_date(date_text: str | None, text: str = "") -> Moment | None:
    """Read the date that an imported text states: ``date_text`` (what clean lifted out), else none.

    Dates in the story itself are dates of events, so ``text`` is looked at only in its first line, and only where that
    line is a date and little else.
    """
    if date_text and (moment := parse_date(date_text)):
        return moment
    first = text.lstrip().split("\n", 1)[0]
    if len(first) > LONGEST_DATE_LINE:
        return None
    return parse_date(first)


def find_stated_date(story: str) -> str | None:
    """Find the first date in a story's lead, verbatim: "Selasa (3/12)". It dates the event, not the article."""
    match = _STATED.search(story[:LEAD_CHARACTERS])
    if match is None:
        return None
    return match.group().strip()


def find_today_date(story: str) -> Moment | None:
    """Read the day on which a story was written, where its lead says so itself: "hari ini (26 November 2024)"."""
    match = _TODAY.search(story[:LEAD_CHARACTERS])
    if match is None:
        return None
    return parse_date(match[1])
