"""A piece of a text with what is known of it, and names of features for numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from kliping.model import Removed

COMMON_CLASSES = frozenset({"function", "say"})
"""Classes of words that any text is full of."""
_CUES = frozenset({"cpr", "init", "url"})
"""Marks that speak for boilerplate on their own."""
CUE_DENSITY = 0.34
"""A piece speaks for boilerplate on its own if so large a share of its words does."""


class Buckets:
    """Names of features for a number: ``name=limit`` for the first limit that it does not exceed, or ``name=+``."""

    def __init__(self, name: str, *limits: float) -> None:
        self.limits = limits
        self.names = [f"{name}={limit}" for limit in (*limits, "+")]
        self.above = int(limits[-1]) + 1
        """The least whole number above all limits: larger ones are named as it is."""

    def __call__(self, value: float) -> str:
        """Return the feature for ``value``."""
        return self.names[bisect_left(self.limits, value)]


@dataclass(slots=True)
class Piece:
    """One piece of a text and what is known of it."""

    start: int
    end: int
    key: str
    """What it looks like: ``sent``, ``title``, ``short``, ``num`` or ``mid``; ``rule`` if a rule cuts it."""
    border: str
    """What parts it from its neighbours: two letters of ``find_borders``."""
    last: str
    """Its last character."""
    features: list[int]
    """Numbers of its features and of bundles of them (``weights.py``), at least one."""
    words: Sequence[str] = ()
    classes: Sequence[str] = ()
    """Classes of its words, each once and sorted, but for the commonest."""
    density: float = 0.0
    """Share of words that are of a class other than the commonest."""
    digits: int = 0
    """How many of its words are figures."""
    shapes: frozenset[str] = frozenset()
    """The shapes of its tokens, if it is not long: lines of one list have the same."""
    marks: list[str] = field(default_factory=list)
    rule: Removed | None = None
    """The rule's span that covers all of it."""
    prose: bool = False
    deep: bool = False
    """Is it several plain sentences?"""
    closed: bool = False
    """Is it the signature of the story, or after it?"""
    after: str = ""
    """How much of the story stands after it."""

    @property
    def is_cue(self) -> bool:
        """Does it speak for boilerplate on its own?"""
        return self.rule is not None or self.density >= CUE_DENSITY or not _CUES.isdisjoint(self.marks)
