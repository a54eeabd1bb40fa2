"""Names of people behind a byline label, and initials in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from kliping.clean.folded_text import FoldedText
from kliping.clean.rules import dateline
from kliping.clean.words import word_list
from kliping.dates.words import LOCAL_WEEKDAY, LOCAL_ZONE
from kliping.lexicon import role_words

LONGEST_PEOPLE = 90
"""A list of names is at most this many characters."""

_CAPITAL = r"[A-ZÀ-Ý]"
ROLE_LABEL = "|".join(word.capitalize() for word in role_words())
_LABELS = rf"(?:{ROLE_LABEL}|Foto|Sumber|Laporan|Baca|Oleh|Video Editor)"
_OTHER = (
    r"(?:Tags?|Topik|Bagikan|Share|Sebarkan|Copyright|COPYRIGHT|Follow|Ikuti|Artikel|Berita|Cek|Simak|Halaman|Komentar|"
    r"Related|WhatsApp|Google)"
)
"""What may stand behind a list of names and is no name."""
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
_SOURCE = re.compile(
    r"(?i)(?:\bsumber|\bsource|(?<=[a-z])(?-i:S)umber)\s?[:\-]\s?([^|\n]{2,60})"
    r"|\b(?:tayang|terbit|dimuat|ditayangkan|diterbitkan) (?:sebelumnya |pertama kali |lebih dulu )?"
    r"di (?:laman |situs )?([\w.\- ]{3,40}?)(?= dengan| berjudul|,|$)"
    r"|\b(?:berita|artikel) ini bersumber dari ([\w.\- ]{3,40})"
)
_NO_SOURCE = re.compile(
    r"(?i)ist(?:imewa)?|(?:ber)?bagai (?:sumber|media)|dok(?:umentasi)?\b.*|https?:.*|\S+\.go\.id\b.*"
)
_EDITION = re.compile(r"(?<=\w{4})(?:news|network|online|com|tv)$")
COMMON_BRANDS = word_list("common_brands")
NO_PUBLISHER = word_list("no_publisher")
_FIRST_WORD = re.compile(r"[^\W_]+")
_TOP_LEVEL = re.compile(r"\.(?:com|co\.id|id|net|tv|co|org|news|test)$")


def time_stamp(text: str) -> str | None:
    """Return the page's time stamp in a removed byline ("Kamis, 27 Des 2018 15:01 WIB"), as it stands."""
    found = _STAMP.search(text)
    return found.group() if found else None


def wire_source(text: str, outlets: Iterable[str] = ()) -> str | None:
    """Return who published the story first ("Sumber: X", "Artikel ini telah tayang di X").

    None where nobody is named, one of ``outlets`` is, or an office that sends press releases ("Humas Polres").
    ``outlets`` are names of the outlet that shows the story: "Kabar Kita", "kabarkita", "kabarkita.id" are all one.
    """
    found = _SOURCE.search(text)
    if found is None:
        return None
    name = next(filter(None, found.groups())).strip(" .,;()[]\u00a0")
    if not name or _NO_SOURCE.fullmatch(name) or _is_office(name):
        return None
    own = any(_is_same_publisher(_plain_name(name), _plain_name(outlet)) for outlet in outlets)
    return None if own else name


def _is_office(name: str) -> bool:
    """Tell whether a name is no agency's and no outlet's: "Humas Pemkab Buru", "Instagram @warga"."""
    first = _FIRST_WORD.search(name.lower())
    return first is not None and first.group() in NO_PUBLISHER


def _is_same_publisher(one: str, other: str) -> bool:
    """Tell whether two plain names belong to one publisher: "tribunjabar" and "tribunnews", "suarajogja" and "suara".

    A word that many publishers begin their names with ("kabarbanten", "kabarjabar") does not make them one.
    """
    brand = _publisher_name(one)
    return one == other or (brand == _publisher_name(other) and (brand not in COMMON_BRANDS or brand in (one, other)))


@lru_cache(maxsize=1024)
def _publisher_name(name: str) -> str:
    """Return a plain name without the place, or the "news", that an edition adds to its publisher's name."""
    name = _EDITION.sub("", name)
    return next((name[:at] for at in range(4, len(name) - 2) if name[at:] in _plain_places()), name)


@cache
def _plain_places() -> frozenset[str]:
    return frozenset(place.replace(" ", "") for place in dateline.place_names())


def _plain_name(outlet: str) -> str:
    """Return an outlet's name in lower case, without spaces and top-level domain."""
    return re.sub(r"[\W_]+", "", _TOP_LEVEL.sub("", outlet.strip().lower()))
