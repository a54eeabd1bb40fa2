"""Who published a story first: "Sumber: X", "Artikel ini telah tayang di X"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from kliping.clean.facts.announcements import holds_announcement
from kliping.clean.vocabulary.places import place_names
from kliping.clean.vocabulary.words import word_list

_SOURCE = re.compile(
    r"(?i)(?:\bsumber|\bsource|(?<=[a-z])(?-i:S)umber)\s?[:\-]{1,2}\s?([^|\n]{2,60})"
    r"|\b(?:tayang|terbit|dimuat|ditayangkan|diterbitkan) (?:sebelumnya |pertama kali |lebih dulu )?"
    r"di (?:laman |situs )?([\w.\- ]{3,40}?)(?= dengan| berjudul|,|$)"
    r"|\b(?:berita|artikel) ini bersumber dari ([\w.\- ]{3,40})"
)
_NO_SOURCE = re.compile(
    r"(?i)ist(?:imewa)?|(?:ber)?bagai (?:sumber|media)|dok(?:umentasi)?\b.*|https?:.*|\S+\.go\.id\b.*|ilustrasi\b.*"
    r"|.*\b(?:freepik|pixabay|pexels|unsplash|shutterstock|canva|istock|getty)\b.*"
)
_EDITION = re.compile(r"(?<=\w{4})(?:news|network|online|com|tv)$")
COMMON_BRANDS = word_list("common_brands")
NO_PUBLISHER = word_list("no_publisher")
_FIRST_WORD = re.compile(r"[^\W_]+")
_TOP_LEVEL = re.compile(r"\.(?:com|co\.id|id|net|tv|co|org|news|test)$")


def read_wire_source(text: str, outlets: Iterable[str] = ()) -> str | None:
    """Return who published the story first ("Sumber: X", "Artikel ini telah tayang di X").

    None where nobody is named, one of ``outlets`` is, or an office that sends press releases ("Humas Polres").
    ``outlets`` are names of the outlet that shows the story: "Kabar Kita", "kabarkita", "kabarkita.id" are all one.
    """
    found = _SOURCE.search(text)
    if found is None:
        return None
    name = next(filter(None, found.groups())).strip(" .,;()[]\u00a0")
    if not name or _NO_SOURCE.fullmatch(name) or _is_office(name) or holds_announcement(name, 0, len(name)):
        return None
    own = any(_is_same_publisher(_plain_name(name), _plain_name(outlet)) for outlet in outlets)
    return None if own else name


def _is_office(name: str) -> bool:
    """Return whether a name is no agency's and no outlet's: "Humas Pemkab Buru", "Instagram @warga"."""
    first = _FIRST_WORD.search(name.lower())
    return first is not None and first.group() in NO_PUBLISHER


def _is_same_publisher(one: str, other: str) -> bool:
    """Return whether two plain names belong to one publisher: "tribunjabar" and "tribunnews", "suarajogja" and "suara".

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
    return frozenset(place.replace(" ", "") for place in place_names())


def _plain_name(outlet: str) -> str:
    """Return an outlet's name in lower case, without spaces and top-level domain."""
    return re.sub(r"[\W_]+", "", _TOP_LEVEL.sub("", outlet.strip().lower()))
