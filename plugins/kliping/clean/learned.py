"""Learned boilerplate: blocks that recur in several articles of one outlet are furniture.

``clean`` stays a pure function: it takes a ``Snapshot`` of what the warehouse has counted. The warehouse keeps, per
outlet and block, the distinct articles that held it; ``blocks`` lists what there is to count in a text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LEAST_ARTICLES = 4
"""A block is furniture when at least this many distinct articles of its outlet hold it ..."""
LEAST_SHARE = 0.05
"""... and at least this share of the outlet's articles, counted since the block was first seen ..."""
LEAST_SHARE_SENTENCE = 0.5
"""... or this share, where the block is a whole sentence: a law, a disclaimer, a lead may stand in several stories."""
LONGEST = 400
"""Longer blocks (characters) are never counted."""

_BLOCK = re.compile(r"[^\n]+?(?:[.!?][\"”’)]*(?=\s|[A-Z“\"]|$)|(?=\n)|$)")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A line or sentence that can be counted: ``text[start:end]`` and the hash of its normal form."""

    start: int
    end: int
    hash: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was known of recurring blocks at one moment. ``version`` is a digest of the rows, pinned by every run."""

    version: str = "none"
    furniture: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Outlet to the hashes of its furniture."""
    sentences: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Outlet to the hashes that recur so often that even a whole sentence is furniture."""

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, int, int]]) -> Snapshot:
        """A snapshot of rows (outlet, block_hash, distinct_articles, total_articles), in any order.

        ``total_articles`` are the distinct articles of the outlet since the block was first seen, so that furniture
        that changed today is measured against today's articles.
        """
        furniture: dict[str, set[str]] = {}
        sentences: dict[str, set[str]] = {}
        digest = hashlib.sha256()
        for outlet, block, distinct, total in sorted(set(rows)):
            digest.update(f"{outlet}\t{block}\t{distinct}\t{total}\n".encode("utf-8", "surrogatepass"))
            if distinct < LEAST_ARTICLES or distinct < total * LEAST_SHARE:
                continue
            furniture.setdefault(outlet, set()).add(block)
            if distinct >= total * LEAST_SHARE_SENTENCE:
                sentences.setdefault(outlet, set()).add(block)
        return cls(
            digest.hexdigest()[:16],
            {outlet: frozenset(hashes) for outlet, hashes in furniture.items()},
            {outlet: frozenset(hashes) for outlet, hashes in sentences.items()},
        )


def block_hash(block: str) -> str:
    """128 bits of SHA-256 over the normal form: words only, lower case, digits and punctuation dropped; as 32 hex digits."""
    normal = " ".join(_WORD.findall(block.lower()))
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def blocks(text: str) -> tuple[Block, ...]:
    """The lines and sentences of ``text`` that can be counted, in order: 1 to 400 characters with a word in them."""
    found = []
    for match in _BLOCK.finditer(text):
        body = match.group().strip()
        if body and len(body) <= LONGEST and _WORD.search(body):
            start = match.start() + match.group().index(body[0])
            found.append(Block(start, start + len(body), block_hash(body)))
    return tuple(found)
