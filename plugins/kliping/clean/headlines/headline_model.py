"""The weights of the two headline models, written by ``training/headline.py`` to ``headline.json``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HEADLINE_WEIGHTS_FILE = Path(__file__).with_name("headline.json")

Features = list[tuple[str, float]]
"""Named features with their values."""


@dataclass(frozen=True, slots=True)
class HeadlineWeights:
    """The shipped weights."""

    end: dict[str, float]
    bare: dict[str, float]
    starters: dict[str, float]
    """Log-odds of a capitalised word to begin a sentence rather than to stand inside a headline."""
    enders: dict[str, float]
    """Log-odds of a word to end a headline rather than to stand inside one; figures as zeros."""
    verbs: dict[str, float]
    """Log-odds of a capitalised word to stand in a headline rather than in a name inside a sentence."""
    terse: dict[str, float]
    """Log-odds of a word to stand in a headline rather than anywhere in a story: "Minta", where the story says
    "meminta". Names and offices are no terser than the story."""


@cache
def headline_weights() -> HeadlineWeights:
    """Return the model of ``headline.json``."""
    return HeadlineWeights(**json.loads(HEADLINE_WEIGHTS_FILE.read_text(encoding="utf-8")))


def sum_weights(features: Iterable[tuple[str, float]], weights: dict[str, float]) -> float:
    """Return the linear score of named features."""
    total = 0.0
    for name, value in features:
        total += weights.get(name, 0.0) * value
    return total


LENGTH_BUCKETS = (
    (2, "words:1-2"), (4, "words:3-4"), (6, "words:5-6"), (8, "words:7-8"),
    (13, "words:9-13"), (17, "words:14-17"), (22, "words:18-22"), (999, "words:23+"),
)  # fmt: skip


_NAMES = [next(name for limit, name in LENGTH_BUCKETS if count <= limit) for count in range(LENGTH_BUCKETS[-2][0] + 2)]


def name_length(words: int) -> str:
    """Return the name of the feature for a headline of so many words."""
    return _NAMES[min(words, len(_NAMES) - 1)]
