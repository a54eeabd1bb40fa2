"""A piece of a text with what is known of it, and names of features for numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

from kliping.model import Removed

COMMON_CLASSES = frozenset({"function", "say"})
"""Classes of words that any text is full of."""


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


class Bundles:
    """Features that come together, numbered: a bundle is named and weighed once, however many pieces have it.

    Only for features of few values; a bundle is never forgotten. Number 0 is the bundle of none.
    """

    def __init__(self) -> None:
        self.features: list[tuple[str, ...]] = [()]
        self._adding = Lock()

    def __call__(self, *features: str) -> int:
        """Return the number of a new bundle; the caller is cached, so that it asks once for each."""
        with self._adding:
            self.features.append(features)
            return len(self.features) - 1


bundle = Bundles()


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
    closed: bool = False
    """Is it the signature of the story, or behind it?"""
    behind: str = ""
    """How much of the story stands behind it."""
    alone: list[str] = field(default_factory=list)
    """Features that weigh on itself only, at least one; those in ``near`` do so, too."""
    bundles: list[int] = field(default_factory=lambda: [0])
    """Numbers of bundles of such features."""
    near: list[str] = field(default_factory=list)
    far: list[str] = field(default_factory=list)

    @property
    def own(self) -> list[str]:
        """All features that weigh on itself."""
        bundled = [feature for number in self.bundles for feature in bundle.features[number]]
        return self.alone + bundled + self.near

    @property
    def is_cue(self) -> bool:
        """Does it speak for boilerplate on its own?"""
        return self.rule is not None or self.density >= 0.34 or not {"cpr", "init", "url"}.isdisjoint(self.marks)
