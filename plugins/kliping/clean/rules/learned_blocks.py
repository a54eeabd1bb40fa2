"""Learned boilerplate: blocks that recur in several articles of one outlet are boilerplate.

``clean`` stays a pure function: it takes a ``Snapshot`` of what the warehouse has counted. The warehouse keeps, per
outlet and block, the distinct articles that held it; ``split_blocks`` lists what there is to count in a text.

A *fragment* (no full stop, or hardly a word) may be boilerplate anywhere if its share of the outlet's articles is high
enough; a *sentence* only behind the story, and only if half of the articles have it. So a quoted law, a disclaimer
inside the story and a lead that several stories share are kept, however often they recur.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kliping.clean.folded_text import FoldedText
from kliping.clean.rules.findings import Findings

LEAST_ARTICLES = 4
"""A block is boilerplate when at least this many distinct articles of its outlet hold it, and at least this share:"""
SHARE_AT_EDGE = 0.05
"""of a fragment before or behind the story;"""
SHARE_INSIDE = 0.25
"""of a fragment that is a line of its own between paragraphs of the story;"""
SHARE_SENTENCE = 0.5
"""of a sentence behind the story."""
LONGEST_LEARNED = 400
"""Longer blocks (characters) are never counted."""

_BLOCK = re.compile(r"[^\s.!?][^.!?\n]*(?:[.!?]+(?![\s\"”’)]|$|[A-Z“\"])[^.!?\n]*)*[.!?]*[\"”’)]*")
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
    shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Outlet to block hash to the share of the outlet's articles that hold it; blocks of too few articles left out."""

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, int, int]]) -> Snapshot:
        """Return the snapshot of rows (outlet, block_hash, distinct_articles, total_articles), in any order.

        ``total_articles`` are the outlet's distinct articles since the block was first seen, so that boilerplate that
        changed today is measured against today's articles.
        """
        shares: dict[str, dict[str, float]] = {}
        digest = hashlib.sha256()
        for outlet, block, distinct, total in sorted(set(rows)):
            digest.update(f"{outlet}\t{block}\t{distinct}\t{total}\n".encode("utf-8", "surrogatepass"))
            if distinct >= LEAST_ARTICLES:
                shares.setdefault(outlet, {})[block] = distinct / max(total, distinct)
        return cls(digest.hexdigest()[:16], shares)


def block_hash(block: str) -> str:
    """Return 16 hex digits of SHA-256 over the words of a block, in lower case, without figures and punctuation."""
    normal = " ".join(_WORD.findall(block.lower()))
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def split_blocks(text: str) -> tuple[Block, ...]:
    """Return the lines and sentences that can be counted, in order: those of 1 to 400 characters with a word."""
    found = []
    for match in _BLOCK.finditer(text):
        start, body = match.start(), match.group().rstrip()
        if len(body) <= LONGEST_LEARNED and _WORD.search(body):
            found.append(Block(start, start + len(body), block_hash(body)))
    return tuple(found)


def find_learned(snapshot: Snapshot, outlet: str, reading: FoldedText, found: Findings) -> None:
    """Add the learned boilerplate of ``outlet`` to ``found``, whose spans are free of overlaps before and after."""
    shares = snapshot.shares.get(outlet)
    if not shares:
        return
    text = reading.text
    here = [block for block in split_blocks(text) if not found.covers(block.start)]
    known = [shares.get(block.hash, 0.0) for block in here]
    first = next((i for i, share in enumerate(known) if share < SHARE_AT_EDGE), len(here))
    last = next((i for i in range(len(here) - 1, -1, -1) if known[i] < SHARE_AT_EDGE), -1)
    for index, (block, share) in enumerate(zip(here, known, strict=True)):
        behind, before = index > last, index < first
        if is_sentence(text[block.start : block.end]):
            boilerplate = behind and not before and share >= SHARE_SENTENCE
        elif behind or before:
            boilerplate = share >= SHARE_AT_EDGE
        else:
            alone = reading.is_line(block.start, block.end)
            boilerplate = share >= SHARE_INSIDE and alone and text[block.end - 1] != ":"
        if boilerplate:
            found.add(block.start, block.end, "other", "learned")
    found.resolve_spans()


def is_sentence(block: str) -> bool:
    """Tell whether a block may be a sentence of the story: five words with a full stop, or a quotation."""
    return (len(block.split()) >= 5 and block.rstrip('"”’) ')[-1:] in (".", "?", "!")) or block[0] in '"“'
