"""Texts as the pages show them: removed spans marked where they stood, and two versions compared word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class MarkedPiece(NamedTuple):
    """A piece of a text. ``kind`` is empty for what was kept; ``rule`` says what decided."""

    text: str
    kind: str = ""
    rule: str = ""


def mark_removed(text: str, removed: Sequence[Mapping[str, Any]]) -> list[MarkedPiece]:
    """Return the text in pieces, kept and removed in turn; together they are the text, to the character."""
    pieces, at = [], 0
    for span in sorted(removed, key=lambda span: int(span["start"])):
        start, end = max(at, span["start"]), min(len(text), span["end"])
        if end <= start:
            continue
        if start > at:
            pieces.append(MarkedPiece(text[at:start]))
        pieces.append(MarkedPiece(text[start:end], span["kind"], span["rule"]))
        at = end
    if at < len(text):
        pieces.append(MarkedPiece(text[at:]))
    return pieces


MOST_COMPARED = 20_000
"""Words of both versions together; longer ones are compared by paragraph."""


def compare_words(old: str, new: str) -> list[MarkedPiece]:
    """Return the new version in pieces with what went and what came: of kind ``gone``, ``new`` or kept."""
    before, after = re.findall(r"\s+|[^\s]+", old), re.findall(r"\s+|[^\s]+", new)
    if len(before) + len(after) > MOST_COMPARED:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for does, i, j, k, m in matcher.get_opcodes():
        if does == "equal":
            pieces.append(MarkedPiece("".join(after[k:m])))
            continue
        if j > i:
            pieces.append(MarkedPiece("".join(before[i:j]), "gone"))
        if m > k:
            pieces.append(MarkedPiece("".join(after[k:m]), "new"))
    return pieces
