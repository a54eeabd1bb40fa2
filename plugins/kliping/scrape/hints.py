"""What class names, ids, roles and tag names say about the text inside an element: a set of bits.

The words are data (``data/hints.toml``). The bits of a name are computed once and cached: pages of one
outlet repeat them.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

from kliping.model import RemovedKind

TABLE = Path(__file__).parent / "data" / "hints.toml"

KINDS: tuple[RemovedKind, ...] = (
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
BIT = {kind: 1 << n for n, kind in enumerate(KINDS)}
ANY_KIND = (1 << len(KINDS)) - 1
BODY = 1 << 10
FIGURE = 1 << 11
QUOTE = 1 << 12
LIST = 1 << 13
TABLE_CELL = 1 << 14
HEADER = 1 << 15
ASIDE = 1 << 16
FORM = 1 << 17
HIDDEN = 1 << 18
RULE = 1 << 19
"""Dropped by a rule of the outlet."""
BOX = 1 << 20
"""Part of a box beside the story (``side_boxes``)."""

TAGS = {
    "figure": FIGURE, "figcaption": FIGURE | BIT["caption"], "caption": BIT["caption"],
    "blockquote": QUOTE, "q": QUOTE, "ul": LIST, "ol": LIST, "dl": LIST, "menu": LIST, "table": TABLE_CELL,
    "header": HEADER, "hgroup": HEADER, "aside": ASIDE, "form": FORM, "fieldset": FORM,
    "nav": BIT["nav"], "footer": BIT["nav"], "address": BIT["credit"], "dialog": BIT["nav"],
    "article": BODY, "main": BODY, "amp-ad": BIT["ad"], "amp-sidebar": BIT["nav"],
    "amp-social-share": BIT["share"], "details": 0,
}  # fmt: skip
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")
_Phrases = tuple[tuple[tuple[str, ...], int], ...]


@cache
def _table() -> dict[str, tuple[int, _Phrases]]:
    """What each word says by itself, and the phrases that it begins."""
    single: dict[str, int] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for kind, words in tomllib.loads(TABLE.read_text("utf-8")).items():
        bit = BODY if kind == "body" else BIT[cast("RemovedKind", kind)]
        for entry in words.split():
            parts = tuple(_WORD.findall(entry))
            if len(parts) == 1:
                single[parts[0]] = single.get(parts[0], 0) | bit
            else:
                phrases.setdefault(parts[0], []).append((parts, bit))
    return {word: (single.get(word, 0), tuple(phrases.get(word, ()))) for word in single.keys() | phrases.keys()}


@lru_cache(maxsize=32_768)
def of_names(names: str) -> int:
    """The bits of a class, id or role attribute."""
    bits = 0
    for name in names.split():
        bits |= _of_name(name)
    return bits


def split_words(names: str) -> list[str]:
    """The words of an attribute, in lower case: ``relatedNews`` is related and news."""
    return _WORD.findall(names if names.islower() else _CAMEL.sub("-", names).lower())


@lru_cache(maxsize=32_768)
def _of_name(name: str) -> int:
    telling = _table().get
    bits = 0
    words = split_words(name)
    for at, word in enumerate(words):
        if found := telling(word):
            bits |= found[0]
            for phrase, bit in found[1]:
                if tuple(words[at : at + len(phrase)]) == phrase:
                    bits |= bit
    return bits


def kind_of(bits: int) -> RemovedKind:
    """The kind of a removal whose element carries ``bits``: the first in the order of ``KINDS``."""
    return next((kind for kind in KINDS if bits & BIT[kind]), "other")
