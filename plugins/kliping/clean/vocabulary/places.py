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


@cache
def _districts() -> frozenset[str]:
    lines = DISTRICTS_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(name.strip() for line in lines if not line.startswith("#") for name in line.split(","))


def is_district(name: str) -> bool:
    """Return whether a name is that of a district (kecamatan)."""
    return fold_text(name).strip(" .") in _districts()
