"""Whether a name is that of an outlet, an office, or a person, as credits and datelines in removed text ask."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from kliping.clean.folded_text import fold_text
from kliping.clean.vocabulary.word_lists import any_of, entries

OUTLETS_FILE = Path(__file__).with_name("outlets.txt")
_DOMAIN = re.compile(
    r"(?i)@?(?:[a-z0-9-]{2,20}\.){0,2}[a-z0-9][\w-]*(?:\s?\.\s?(?:com|co|id|net|org|tv|news|go|ac|info|media|test|asia|or|sch|biz|my|web|desa|mil|xyz|site|online|press))+"
)
_BEGINS = re.compile(rf"{any_of('outlet_begins')}[a-z0-9]{{4,}}")
_ENDS = re.compile(rf"[a-z0-9-]{{3,}}{any_of('outlet_ends')}")
_CAMEL = re.compile(r"[A-Z][a-z]+(?:[A-Z][A-Za-z]+)+|[a-z]{2,}[A-Z]\w+")
_TOP_LEVEL = re.compile(r"\.(?:com|co\.id|go\.id|biz\.id|my\.id|web\.id|id|net|tv|co|org|news|test)$")
_WORD = re.compile(r"[\w'’]+")
_OFFICES = ("diskominfo", "kominfo", "humas", "kementerian", "universitas", "pemprov", "pemkab", "pemkot")


@cache
def _named() -> re.Pattern[str]:
    lines = OUTLETS_FILE.read_text(encoding="utf-8").splitlines()
    names = "|".join(f"(?:{line})" for line in lines if line and not line.startswith("#"))
    return re.compile(names, re.IGNORECASE)


def plain_name(name: str) -> str:
    """Return a name without letter case, spaces, marks and top-level domain."""
    return re.sub(r"[\W_]+", "", _TOP_LEVEL.sub("", name.strip().lower()))


@lru_cache(maxsize=4096)
def is_address(name: str) -> bool:
    """Return whether the name is an address: "kabarkita.co.id"."""
    return bool(_DOMAIN.fullmatch(name.strip()))


@lru_cache(maxsize=4096)
def is_site(name: str) -> bool:
    """Return whether the name is that of a known outlet, or an address."""
    name = name.strip()
    return bool(is_address(name) or _named().fullmatch(name) or is_own(name, "detiknews"))


def is_own(name: str, outlet: str | None) -> bool:
    """Return whether the name is that of the outlet (an id, a name or a host) itself, or of one of its editions."""
    if not outlet:
        return False
    one, other = plain_name(name), plain_name(outlet)
    return bool(one) and (one == other or (len(one) > 4 and len(other) > 4 and (one in other or other in one)))


@lru_cache(maxsize=4096)
def sounds_like_outlet(name: str) -> bool:
    """Return whether the name has a word or a form that outlets have: "Kabar Jawa", "Metrobanten", "IndoAviation"."""
    if is_site(name):
        return True
    words = _WORD.findall(fold_text(name))
    if any(word in entries("outlet") for word in words):
        return True
    if len(words) > 2:
        return False
    return any(_BEGINS.fullmatch(word) or _ENDS.fullmatch(word) for word in words) or bool(_CAMEL.fullmatch(name))


@lru_cache(maxsize=4096)
def is_nobody(name: str) -> bool:
    """Return whether the name stands for a desk, an office, an agency or a thing rather than a person."""
    plain = " ".join(_WORD.findall(fold_text(name)))
    if not plain or any(plain in entries(names) for names in ("no_person", "published", "changed")):
        return True
    words = plain.split()
    if any(word in entries("organisation") or word.startswith(_OFFICES) for word in words):
        return True
    return all(word in entries("no_person") for word in words)
