"""The sentences that names are learned from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

TRAIN = Path(__file__).resolve().parents[2] / "shared" / "data" / "names" / "train.txt"

Marked = tuple[str, list[tuple[int, int, str]]]
"""A text, and start, end and kind of the names in it."""


def read_marked(path: Path) -> Iterator[Marked]:
    """Yield the sentences of a file of token, part of speech and IOB tag, the tokens joined by spaces."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        text, spans = "", []
        inside = ""
        for line in filter(None, block.split("\n")):
            *words, _, label = line.split()
            text += " " if text else ""
            start, (place, _, kind) = len(text), label.partition("-")
            text += " ".join(words)
            if place == "I" and inside == kind:
                spans[-1] = (spans[-1][0], len(text), kind)
            elif place != "O":
                spans.append((start, len(text), kind))
            inside = kind
        if text:
            yield text, spans
