"""What class names, ids, roles and tag names say about the text inside an element: a set of bits.

The words are data (``data/hints.toml``). The bits of a name are computed once and cached: pages of one
outlet repeat them.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from kliping.model import RemovedKind

HINTS_FILE = Path(__file__).parents[1] / "data" / "hints.toml"

HINT_KINDS: tuple[RemovedKind, ...] = (
    "related",
    "ad",
    "media",
    "nav",
    "share",
    "follow",
    "credit",
    "caption",
    "tags",
    "other",
)
KIND_BITS = {kind: 1 << n for n, kind in enumerate(HINT_KINDS)}
ANY_KIND_BITS = (1 << len(HINT_KINDS)) - 1

# bits 0 to 9 are those of the kinds
BODY_BIT = 1 << len(HINT_KINDS)
FIGURE_BIT = 1 << 11
QUOTE_BIT = 1 << 12
LIST_BIT = 1 << 13
TABLE_BIT = 1 << 14
HEADER_BIT = 1 << 15
ASIDE_BIT = 1 << 16
FORM_BIT = 1 << 17
HIDDEN_BIT = 1 << 18
RULE_BIT = 1 << 19
"""Dropped by a rule in the outlet's file."""
BOX_BIT = 1 << 20
"""Inside a box beside the story, which ``decide/side_boxes.py`` finds."""
UNSEEN_BIT = 1 << 21
"""Said by its attributes not to be shown: ``decide/unseen_blocks.py`` decides whether that is so."""

TAG_BITS = {
    "figure": FIGURE_BIT, "figcaption": FIGURE_BIT | KIND_BITS["caption"], "caption": KIND_BITS["caption"],
    "blockquote": QUOTE_BIT, "q": QUOTE_BIT, "ul": LIST_BIT, "ol": LIST_BIT, "dl": LIST_BIT, "menu": LIST_BIT,
    "table": TABLE_BIT, "header": HEADER_BIT, "hgroup": HEADER_BIT, "aside": ASIDE_BIT, "form": FORM_BIT,
    "fieldset": FORM_BIT, "nav": KIND_BITS["nav"], "footer": KIND_BITS["nav"],
    "address": KIND_BITS["credit"], "dialog": KIND_BITS["nav"],
    "article": BODY_BIT, "main": BODY_BIT, "amp-ad": KIND_BITS["ad"], "amp-sidebar": KIND_BITS["nav"],
    "amp-social-share": KIND_BITS["share"],
}  # fmt: skip
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")
_PAGE_BUILDER = re.compile(r"\belementor-widget(?:-(?:container|wrap)\b)?|\bso-panel widget(?: widget_\S+)?")
"""Elementor and SiteOrigin, page builders, call each part of a page a widget: the headline and the story, too."""
_Phrase = tuple[tuple[str, ...], int]
"""The words of a phrase, and its bits."""


@cache
def _load_table() -> dict[str, tuple[int, tuple[_Phrase, ...]]]:
    """Return, for each word, its own bits and the phrases that start with it."""
    single: dict[str, int] = {}
    phrases: dict[str, list[_Phrase]] = {}
    bits: dict[str, int] = {"body": BODY_BIT}
    bits.update(KIND_BITS.items())
    for kind, words in tomllib.loads(HINTS_FILE.read_text("utf-8")).items():
        bit = bits[kind]
        for entry in words.split():
            parts = tuple(_WORD.findall(entry))
            if len(parts) == 1:
                single[parts[0]] = single.get(parts[0], 0) | bit
            else:
                phrases.setdefault(parts[0], []).append((parts, bit))
    return {word: (single.get(word, 0), tuple(phrases.get(word, ()))) for word in single.keys() | phrases.keys()}


@lru_cache(maxsize=32_768)
def find_hint_bits(names: str) -> int:
    """Return the bits of a class, id or role attribute."""
    bits = 0
    if "widget" in names:
        names = _PAGE_BUILDER.sub(" ", names)
    for name in names.split():
        bits |= _find_name_bits(name)
    return bits


def split_words(names: str) -> list[str]:
    """Return the words of an attribute, in lower case: ``relatedNews`` gives ``related`` and ``news``."""
    if not names.islower():
        names = _CAMEL.sub("-", names).lower()
    return _WORD.findall(names)


@lru_cache(maxsize=32_768)
def _find_name_bits(name: str) -> int:
    """Return the bits of one class name or id: those of its words and of the phrases in it."""
    lookup = _load_table().get
    bits = 0
    words = split_words(name)
    for at, word in enumerate(words):
        if found := lookup(word):
            own_bits, phrases = found
            bits |= own_bits
            for phrase, bit in phrases:
                if tuple(words[at : at + len(phrase)]) == phrase:
                    bits |= bit
    return bits


def combine_kinds(*kinds: RemovedKind) -> int:
    """Return the bits of all of these kinds."""
    bits = 0
    for kind in kinds:
        bits |= KIND_BITS[kind]
    return bits


def choose_kind(bits: int) -> RemovedKind:
    """Return the kind of a removal whose element carries ``bits``: the first in the order of ``HINT_KINDS``."""
    return next((kind for kind in HINT_KINDS if bits & KIND_BITS[kind]), "other")
