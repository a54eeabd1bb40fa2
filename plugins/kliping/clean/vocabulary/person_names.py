"""Whether words are written like a person's name."""

from __future__ import annotations

import re
from functools import lru_cache

from kliping.clean.folded_text import fold_text
from kliping.clean.vocabulary.outlet_names import is_nobody, is_site, sounds_like_outlet
from kliping.clean.vocabulary.places import is_place
from kliping.clean.vocabulary.word_lists import any_of, entries
from kliping.clean.vocabulary.words import FUNCTION_WORDS
from kliping.lexicon import word_classes

_NO_NAMES = FUNCTION_WORDS - {"al", "de", "la", "von", "van", "bin", "dr", "sang", "si", "para", "nya", "a"}
_NAMELESS_CLASSES = frozenset({"function", "say", "reader", "related", "share", "page"})
"""Classes of words that no person's name has: "Bagaimana Menurut Anda" in Title Case is none."""
_MENU_WORDS = entries("no_names")
_DERIVED = re.compile(r"(?:pe|ke)[a-z]{5,}an|(?:di|me|ter)[a-z]{3,}kan")
"""A noun or verb made of another word, in lower case: "pelantikan", "diperlukan"."""
_WORD = r"(?:[A-ZÀ-Ý][\w'’.`-]*|[A-Z]\.|bin|binti|van|von|de|der|den|al|el|la|di|nur)"
PERSON = re.compile(rf"[A-ZÀ-Ý][\w'’.`-]*(?:[ \t\u00a0]{{1,2}}{_WORD}){{0,5}}")
"""A name of a person, by its letters alone."""
_NAME_WORD = re.compile(r"\w+")
DEGREES = re.compile(rf"(?i)(?:,?\s{any_of('degrees')}\.?(?!\w))+$")
"""Academic degrees after a name."""
_GLUED = re.compile(r"[a-z]{3}[A-Z]")
_DOUBLED = re.compile(r"\b([A-Z])(\w+)-(?i:\1)\2\b")


@lru_cache(maxsize=4096)
def is_person(name: str) -> bool:
    """Return whether words are written like a person's name, and name no place, outlet, office or section."""
    name = DEGREES.sub("", name.strip())
    if not (2 < len(name) <= 45 and PERSON.fullmatch(name)) or any(c.isdigit() for c in name) or _GLUED.search(name):
        return False
    if max(map(len, _NAME_WORD.findall(name))) < 3 or _DOUBLED.search(name):
        return False  # "A- A+", "Siap-siap"
    if fold_text(name).split()[0] in _NO_NAMES or any(word.lower() in _NO_NAMES for word in name.split()[1:]):
        return False  # "Agar Harga Tak Ambrol"
    words = fold_text(name).split()
    if any(map(_DERIVED.fullmatch, words)):
        return False
    if any(not _NAMELESS_CLASSES.isdisjoint(word_classes().get(word, ())) for word in words):
        return False
    if not _MENU_WORDS.isdisjoint(words):
        return False  # "Editor Picks", "More from Author"
    if any("role" in word_classes().get(word, ()) for word in words):
        return False  # "Penulis Dewi Lestari", "Peringkat Penulis"
    if all(word in word_classes() for word in words):
        return False  # "Photo Author"
    return not (is_nobody(name) or is_site(name) or is_place(name) or sounds_like_outlet(name))
