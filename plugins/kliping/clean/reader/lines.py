"""Read the pieces of a text line by line."""

from __future__ import annotations

from collections.abc import Sequence

from kliping.clean.folded_text import FoldedText
from kliping.clean.reader.piece import Piece
from kliping.model import RemovedKind

_DATELINE_ENDS = frozenset("-–—|")
LONGEST_DATELINE_PIECE = 60
"""Characters of a dateline that the model finds."""
UNLIKELY_STORY = 0.5
"""A line that other signs speak against is cut if the model takes it for story with less than this chance."""
QUOTATION_MARKS = frozenset('"“”')
PROSE_ENDS = frozenset('.!?"”…,:;')
"""Ends of lines that are sentences or belong to what follows them."""


def group_lines(reading: FoldedText, pieces: Sequence[Piece]) -> list[range]:
    """Return the pieces of each line."""
    lines: list[range] = []
    first = 0
    while first < len(pieces):
        end = reading.line_end(pieces[first].start)
        last = first + 1
        while last < len(pieces) and pieces[last].start < end:
            last += 1
        lines.append(range(first, last))
        first = last
    return lines


def read_piece_line(reading: FoldedText, pieces: Sequence[Piece], line: Sequence[int]) -> str:
    """Return the text from the first to the last of the pieces of a line."""
    return reading.text[pieces[line[0]].start : pieces[line[-1]].end]


def is_kind(piece: Piece, kind: RemovedKind) -> bool:
    """Return whether a rule cuts a piece as boilerplate of a kind."""
    return piece.rule is not None and piece.rule.kind == kind


def begins_with_dateline(pieces: Sequence[Piece], cut: Sequence[bool], line: range) -> bool:
    """Return whether a line begins with a dateline: by a rule, or as the model cuts it up to a dash or bar."""
    first = pieces[line.start]
    if is_kind(first, "dateline"):
        return True
    is_short = first.end - first.start <= LONGEST_DATELINE_PIECE
    return is_short and cut[line.start] and not cut[line[-1]] and first.last in _DATELINE_ENDS
