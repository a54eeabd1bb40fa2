"""A piece of a text with what is known of it, and names of features for numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from kliping.model import Removed

COMMON = frozenset({"function", "say"})
"""Classes of words that any text is full of."""


class Buckets:
    """Names of features for a number: ``name=limit`` for the first limit that it does not exceed, or ``name=+``."""

    def __init__(self, name: str, *limits: float) -> None:
        self.limits = limits
        self.names = [f"{name}={limit}" for limit in (*limits, "+")]

    def __call__(self, value: float) -> str:
        """Return the feature for ``value``."""
        return self.names[bisect_left(self.limits, value)]


@dataclass(slots=True)
class Piece:
    """One piece of a text and what is known of it."""

    start: int
    end: int
    key: str
    """What it looks like: ``sent``, ``title``, ``short``, ``num`` or ``mid``."""
    words: list[str]
    classes: Counter[str]
    density: float
    """Share of words that are of a class other than the commonest."""
    digits: int
    signature: str
    """The shapes of its tokens, as a set: lines of one list have the same."""
    last: str
    marks: list[str]
    rule: Removed | None
    """The rule's span that covers all of it."""
    prose: bool
    border: str
    """What parts it from its neighbours: two letters of ``_borders``."""
    deep: bool = False
    behind: str = ""
    """How much of the story stands behind it."""
    alone: list[str] = field(default_factory=list)
    """Features that weigh on itself only; those in ``near`` do so, too."""
    near: list[str] = field(default_factory=list)
    far: list[str] = field(default_factory=list)

    @property
    def own(self) -> list[str]:
        """All features that weigh on itself."""
        return self.alone + self.near

    @property
    def is_cue(self) -> bool:
        """Does it speak for boilerplate on its own?"""
        return self.rule is not None or self.density >= 0.34 or not {"cpr", "init", "url"}.isdisjoint(self.marks)
