"""Learned boilerplate: blocks that recur in several articles of one outlet are boilerplate.

``clean`` stays a pure function: it takes a ``Snapshot`` of what the warehouse has counted. The warehouse keeps, per
outlet and block, the distinct articles that held it; ``split_blocks`` lists what there is to count in a text.

A *fragment* (no full stop, or one word) may be boilerplate anywhere if its share of the outlet's articles is high
enough; a *sentence* only after the story, as lines of its own, and only if half of the outlet's articles have it, of
which there must be enough that chance does not explain it. So a quoted law, a disclaimer inside the story, a lead that
several stories share and a short sentence that ends many of them are kept, however often they recur.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kliping.clean.folded_text import FoldedText
from kliping.clean.rules.findings import Findings

FORMAT = 2
"""Raised where the same counts lead to other cuts, so that a snapshot has another version."""
LEAST_ARTICLES = 4
"""A block is boilerplate when at least this many distinct articles of its outlet hold it, and at least this share:"""
SHARE_AT_EDGE = 0.05
"""of a fragment before or after the story;"""
SHARE_INSIDE = 0.25
"""of a fragment that is a line of its own between paragraphs of the story;"""
SHARE_SENTENCE = 0.5
"""of a sentence after the story, as the least share that the articles counted make likely;"""
LEAST_ARTICLES_OF_A_SENTENCE = 12
"""and a sentence needs so many articles: made-up or translated stories share some by chance."""
LEAST_WORDS_OF_A_SENTENCE = 2
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
    sure: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Outlet to the blocks that most of its articles have beyond chance, so that they may be whole sentences."""

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, int, int]]) -> Snapshot:
        """Return the snapshot of rows (outlet, block_hash, distinct_articles, total_articles), in any order.

        ``total_articles`` are the outlet's distinct articles since the block was first seen, so that boilerplate that
        changed today is measured against today's articles.
        """
        shares: dict[str, dict[str, float]] = {}
        sure: dict[str, set[str]] = {}
        digest = hashlib.sha256(f"{FORMAT}\n".encode())
        for outlet, block, distinct, total in sorted(set(rows)):
            digest.update(f"{outlet}\t{block}\t{distinct}\t{total}\n".encode("utf-8", "surrogatepass"))
            if distinct >= LEAST_ARTICLES:
                shares.setdefault(outlet, {})[block] = distinct / max(total, distinct)
            if distinct >= LEAST_ARTICLES_OF_A_SENTENCE and least_share(distinct, total) >= SHARE_SENTENCE:
                sure.setdefault(outlet, set()).add(block)
        return cls(digest.hexdigest()[:16], shares, {outlet: frozenset(found) for outlet, found in sure.items()})


def least_share(distinct: int, total: int) -> float:
    """Return the lower bound of a share (Wilson, 95 of 100 cases): 8 of 10 articles may be 55 % in the long run."""
    whole, z = max(total, distinct), 1.645
    share = distinct / whole
    spread = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return (share + z * z / (2 * whole) - spread) / (1 + z * z / whole)


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
    sure, cut = snapshot.sure.get(outlet, frozenset()), set[str]()
    for index, (block, share) in enumerate(zip(here, known, strict=True)):
        after, before = index > last, index < first
        if is_sentence(text[block.start : block.end]):
            alone = index == 0 or reading.line_of(here[index - 1].start) != reading.line_of(block.start)
            follows = index > 0 and here[index - 1].hash in cut
            boilerplate = after and not before and block.hash in sure and (alone or follows)
        elif after or before:
            boilerplate = share >= SHARE_AT_EDGE
        else:
            alone = reading.is_line(block.start, block.end)
            boilerplate = share >= SHARE_INSIDE and alone and text[block.end - 1] != ":"
        if boilerplate:
            cut.add(block.hash)
            found.add(block.start, block.end, "other", "learned")
    found.resolve_spans()


def is_sentence(block: str) -> bool:
    """Return whether a block may be a sentence of the story: two words with a full stop, or a quotation."""
    ended = block.rstrip('"”’) ')[-1:] in (".", "?", "!")
    return (ended and len(block.split()) >= LEAST_WORDS_OF_A_SENTENCE) or block[0] in '"“'
