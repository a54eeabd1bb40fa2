"""Names of people after a byline label, and initials in brackets."""

from __future__ import annotations

import re

from kliping.clean.folded_text import FoldedText
from kliping.clean.rules import dateline
from kliping.dates.words import LOCAL_WEEKDAY, LOCAL_ZONE
from kliping.lexicon import role_words

LONGEST_PEOPLE = 90
"""A list of names is at most this many characters."""

_CAPITAL = r"[A-ZÀ-Ý]"
ROLE_LABEL = "|".join(word.capitalize() for word in role_words())
_LABELS = rf"(?:{ROLE_LABEL}|Foto|Sumber|Laporan|Baca|Oleh|Video Editor)"
_OTHER = (
    r"(?:Tags?|Topik|Bagikan|Share|Sebarkan|Copyright|COPYRIGHT|Follow|Ikuti|Artikel|Berita|Cek|Simak|Halaman|Komentar|"
    r"Related|WhatsApp|Google|Catatan|Kategori|Disclaimer|Tinggalkan)"
)
"""What may stand after a list of names and is no name."""
_NO_NAME = rf"(?!(?:{_LABELS}|{_OTHER})\b)"
_PART = rf"{_NO_NAME}(?:{_CAPITAL}(?:[a-zà-ÿ'’]+|\.|[A-Z]{{0,11}}(?![a-z]))|bin|binti|van|de|der|al|el|nst)"
NAME = rf"{_NO_NAME}{_CAPITAL}(?:[a-zà-ÿ'’]+|\.|[A-Z]{{0,11}}(?![a-z]))(?:[ \u00a0.-]{{1,2}}{_PART}){{0,4}}"
_SITE = r"@?[A-Za-z][\w-]*(?:\.[a-z]{2,6})+"
_NAMES = re.compile(
    rf"[ \u00a0]{{0,3}}(?:{_SITE}(?=[ ]?(?:[|\n]|$))|(?:{_SITE}(?:/[ ]?|,[ ]?))?{NAME}"
    rf"(?:[ \u00a0]?(?:[,/&;+]|dan)[ \u00a0]?{NAME}){{0,3}}(?:[ ]?\([^()\n]{{1,40}}\))?)"
)
_NEXT_LABEL = re.compile(
    rf"[ \u00a0]{{0,3}}(?:[|,;/-][ \u00a0]{{0,3}})?{_LABELS}[ \u00a0]?[:;][ \u00a0]?", re.IGNORECASE
)
LABEL = re.compile(rf"(?i)^\W*({ROLE_LABEL}|laporan|oleh|foto|sumber|by)")

_NEXT_WORD = re.compile(r"(?<=[ \u00a0])\S|(?<=[a-z])[A-Z](?=[A-Z]{3})")


def end_of_names(reading: FoldedText, at: int, stop: int) -> int | None:
    """Return the offset where the names that begin at ``at`` end; None where no name stands there.

    Names end at a lost break, at a dateline, and at the end of the line.
    """
    text = reading.text
    limit = min(stop, at + LONGEST_PEOPLE)
    found = _NAMES.match(text, at, limit)
    if not found:
        return None
    end = found.end()
    while (label := _NEXT_LABEL.match(text, end, stop)) and (
        more := _NAMES.match(text, label.end(), min(stop, label.end() + LONGEST_PEOPLE))
    ):
        found, end = more, more.end()
    for word in _NEXT_WORD.finditer(text[found.start() : end]):  # "Editor: Handoyo KONTAN.CO.ID - JAKARTA."
        if dateline.match_dateline(text, found.start() + word.start()):
            return found.start() + len(text[found.start() : found.start() + word.start()].rstrip())
    return end


_STAMP = re.compile(
    rf"(?i)(?:{LOCAL_WEEKDAY}),? \d{{1,2}}[ /-]\w{{1,10}}[ /-]\d{{2,4}}"
    rf"(?:[ ,|-]{{1,4}}(?:pukul |jam )?\d{{1,2}}[:.]\d{{2}}(?: ?(?:{LOCAL_ZONE}))?)?"
)


def time_stamp(text: str) -> str | None:
    """Return the page's time stamp in a removed byline ("Kamis, 27 Des 2018 15:01 WIB"), as it stands."""
    found = _STAMP.search(text)
    return found.group() if found else None
