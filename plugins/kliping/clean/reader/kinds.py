"""Name the kind of what the model cuts, by its features, its looks and what stands in front of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.clean.folded_text import FoldedText
from kliping.clean.reader import sequence
from kliping.clean.reader.piece import Piece
from kliping.clean.reader.weights import Weights
from kliping.clean.vocabulary.person_names import is_person
from kliping.model import Removed, RemovedKind

MOST_NAME_WORDS = 4
"""Words of a person's name on a line of its own."""
_END_MARK = re.compile(r"[*()\[\]]{2,}")
_NAME_IN_CAPITALS = re.compile(r"[A-Z][A-Z.']+(?: [A-Z][A-Z.']*){1,3}")
_SIGNATURE = re.compile(r"[(\[][^()\[\]\n]{2,60}[)\]]")
_BESIDE_NAMES = frozenset({"title", "credit"})
"""Kinds of lines below which the author's name stands."""


def settle_kind(
    reading: FoldedText, piece: Piece, model: Weights, before: Sequence[Removed], *, has_story: bool
) -> RemovedKind:
    """Return the kind of a piece that the model cuts.

    ``before``: what is cut in front of it; ``has_story``: whether any of the story stands in front of it.
    """
    said = reading.text[piece.start : piece.end]
    if _END_MARK.fullmatch(said):
        return "other"
    if _NAME_IN_CAPITALS.fullmatch(said):
        return "credit"
    kind = sequence.name_kind(piece, model)
    last = before[-1].kind if before else None
    if kind == "related" and not has_story and last != "related":
        return "title"  # nothing else is announced above the story
    if kind == "caption" and has_story and piece.border[0] == "S" and _signs_story(reading, piece, said):
        return "credit"
    if kind == "nav" and piece.key == "title" and last == "related":
        return "related"
    if not has_story and last in _BESIDE_NAMES and piece.border == "LL" and _names_author(reading, said):
        return "credit"
    return kind


def _names_author(reading: FoldedText, said: str) -> bool:
    """Return whether a line is a person's name: no outlet's or section's, whose words the story has in lower case."""
    words = said.split()
    if not (1 < len(words) <= MOST_NAME_WORDS and is_person(said)):
        return False
    return not any(re.search(rf"\b{re.escape(word.lower())}\b", reading.text) for word in words)


def _signs_story(reading: FoldedText, piece: Piece, said: str) -> bool:
    """Return whether a bracket ends the text after a sentence: "... bulan depan. (Dewi - Humas)"."""
    return _SIGNATURE.fullmatch(said) is not None and not reading.text[piece.end :].strip()
