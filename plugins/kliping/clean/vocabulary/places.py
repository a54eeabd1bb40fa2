"""Which names are places: provinces, regencies, cities and districts, and what datelines call them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from kliping.clean.folded_text import fold_text

PLACES_FILE = Path(__file__).with_name("places.txt")
DISTRICTS_FILE = Path(__file__).with_name("districts.txt")

_PARTS = re.compile(r"\s*[,/(]\s*")
_PROVINCE = re.compile(
    r"(?<=\w) (?:jabar|jateng|jatim|diy|sumut|sumbar|sumsel|babel|kepri|kalbar|kalteng|kalsel|kaltim|kaltara|sulut"
    r"|sulteng|sulbar|sulsel|sultra|malut|ntb|ntt)$"
)
"""The short name of a province after a place: "Kotabaru Kalsel"."""
_REGENCY = re.compile(r"^(?:kota|kab\.|kabupaten) ")
_SEAT = re.compile(
    r"^(?:pol(?:da|res|resta|restabes|sek)|kodim|koramil|korem|kodam|lanal|lapas|rutan|kejari|pemkab|pemkot)\b ?"
)
"""The office of a place, which its own pages give in the dateline: "Polres Kotabaru -"."""
LONGEST_AREA = 14
"""Characters of such a word, with the space after it and a letter before it."""
_BEFORE_PLACE = re.compile(
    r"\b(?:desa|dusun|kampung|kelurahan|nagari|gampong|distrik|kapanewon|kec\.|kecamatan|kab\.|kabupaten|kota|pulau|camat|lurah"
    r"|bupati|wali ?kota|(?:ka)?pol(?:res|resta|sek)|(?:dan)?ramil|koramil|kodim|dandim|puskesmas|pasar) $"
)
"""What the name of a place follows."""


@cache
def place_names() -> frozenset[str]:
    """Return the known places, in lower case."""
    lines = PLACES_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(name.strip() for line in lines if not line.startswith("#") for name in line.split(","))


@lru_cache(maxsize=4096)
def is_place(name: str) -> bool:
    """Return whether a name is a known place, or each part of it is ("Bekasi, Jawa Barat", "Bandung (Jabar)")."""
    parts = _PARTS.split(fold_text(name).strip(" .)"))
    return all(_REGENCY.sub("", _PROVINCE.sub("", part.strip(" .)"))) in place_names() for part in parts if part)


def is_seat(name: str) -> bool:
    """Return whether a name is that of an office in a known place: "Polres Kotabaru"."""
    place, offices = _SEAT.subn("", fold_text(name).strip(" ."))
    return bool(offices and place) and is_place(place)


def is_called_place(name: str, text: str) -> bool:
    """Return whether ``text`` says of a name that it is a place's: "Kecamatan Senori", "Polsek Senori"."""
    said, place = fold_text(text), fold_text(name).strip(" .")
    at = said.find(place) if len(place) > 2 else -1
    while at >= 0:
        end = at + len(place)
        if _BEFORE_PLACE.search(said, max(0, at - LONGEST_AREA), at) and not said[end : end + 1].isalnum():
            return True
        at = said.find(place, end)
    return False


@cache
def _districts() -> frozenset[str]:
    lines = DISTRICTS_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(name.strip() for line in lines if not line.startswith("#") for name in line.split(","))


def is_district(name: str) -> bool:
    """Return whether a name is that of a district (kecamatan)."""
    return fold_text(name).strip(" .") in _districts()
