"""Lines that date an article: a time stamp alone, or a line that says when the article appeared and when it changed."""

from __future__ import annotations

import re

from kliping import dates
from kliping.dates.words import LOCAL_WEEKDAY, LOCAL_ZONE
from kliping.scrape.lines.plain import fold_words

_DATE_LIKE = re.compile(
    r"(?i)(?<!\d)(?:19|20)\d\d(?:\d{4})?(?!\d)|(?:[/'’ ]|[a-z]-)\d\d\b"
    r"|\b(?:lalu|ago|kemarin|yesterday|hari ini|today|baru saja)\b"
)
_DIGITS = re.compile(r"\d\d")
_RELATIVE = frozenset({"lalu", "ago", "kemarin", "yesterday", "ini", "today", "saja"})
"""A word of each date that has no digits: most lines have neither and need no closer look."""
_UPDATED = re.compile(
    r"(?i)\b(?:diperbarui|diperbaharui|pembaruan|update[d]?|last update[d]?|modified|diubah|revisi)\b"
)
_PUBLISHED = re.compile(
    r"(?i)\b(?:di)?(?:terbitkan|publikasikan|unggah|posting|tayangkan|buat)\b|\b(?:terbit|tayang|published|posted|created)\b"
)
_DATE_ONLY = re.compile(
    rf"(?i)(?:[\W\d_]|\b(?:{dates.MONTH_NAME}|{LOCAL_WEEKDAY}|sun|mon|tue|wed|thu|fri|sat"
    rf"|(?:sun|mon|tues|wednes|thurs|fri|satur)day|{LOCAL_ZONE}|gmt|utc|am|pm|a\.m|p\.m|pukul|jam|pkl?|at|on|pada|last|th|st|nd|rd"
    r"|(?:di)?(?:perbarui|terbitkan|publikasikan|unggah|posting|tayangkan)|terbit|tayang|published|posted|updated?"
    r"|(?:waktu |menit |min(?:ute)?s? )(?:baca|read)|(?:kali )?di(?:baca|lihat)(?: kali)?|kali|views?)\b)+"
)


def is_date(line: str) -> bool:
    """Return whether the line is a time stamp and nothing else, perhaps with its label."""
    return len(line) < 120 and _DATE_ONLY.fullmatch(line) is not None and _DATE_LIKE.search(line) is not None


def may_date(line: str) -> bool:
    """Return whether the line holds what may be a date."""
    telling = _DIGITS.search(line) or not _RELATIVE.isdisjoint(fold_words(line))
    return bool(telling) and _DATE_LIKE.search(line) is not None


def split_date_line(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return where in a line its publication may be dated, and where its change, best place first."""
    label = _UPDATED.search(text)
    if label is None:
        return (text,), ()
    before = text[: label.start()]
    first_said = _PUBLISHED.search(text, label.end())
    if first_said is None:
        return (before,), (text[label.end() :],)
    return (before, text[first_said.end() :]), (text[label.end() : first_said.start()],)
