"""Cut repetitions: lines above the story that were cut there once already, and links that the story has, too."""

from __future__ import annotations

from collections.abc import Sequence

from kliping.clean.folded_text import FoldedText
from kliping.clean.reader.lines import PROSE_ENDS, read_piece_line
from kliping.clean.reader.piece import Piece

FEWEST_LINK_WORDS = 5
"""A headline that is known by its repetition has at least so many words."""
_SENTENCE_MARKS = frozenset('.!?"”')
_BULLETS = "-–—•*·▪►»> "


def cut_repeated_links(
    reading: FoldedText, pieces: Sequence[Piece], lines: Sequence[range], cut: Sequence[bool]
) -> list[bool]:
    """Return the decisions with cuts of the lines that repeat a line after the story that is cut whole.

    ``lines``: the pieces of each line. Some pages print "Baca Juga" below its headlines, where the model sees no list.
    """
    decided = list(cut)
    after: set[str] = set()
    for line in reversed(lines):
        if not all(cut[index] for index in line if pieces[index].words):
            break
        said = _say_link(reading, pieces, line)
        if said:
            after.add(said)
    if not after:
        return decided
    for line in lines:
        if not all(decided[index] for index in line) and _say_link(reading, pieces, line) in after:
            decided[line.start : line.stop] = [True] * len(line)
    return decided


def _say_link(reading: FoldedText, pieces: Sequence[Piece], line: range) -> str:
    """Return the headline on a line without its bullet; empty where the line is short or ends like a sentence."""
    said = read_piece_line(reading, pieces, line).strip(_BULLETS)
    if not said or said[-1] in PROSE_ENDS or len(said.split()) < FEWEST_LINK_WORDS:
        return ""
    return said


def cut_repeated_heads(pieces: Sequence[Piece], cut: Sequence[bool]) -> list[bool]:
    """Return the decisions with cuts of what says the same, above the first sentence, as a piece that is cut there.

    Pages show a title twice, above and below the time stamp, and "A A A" for sizes of letters.
    """
    decided = list(cut)
    said: set[tuple[str, ...]] = set()
    for index, piece in enumerate(pieces):
        words = tuple(piece.words)
        if cut[index]:
            said.add(words)
        elif words and words in said and "M" not in piece.border and not _abbreviates(piece):
            decided[index] = True
        elif piece.last in _SENTENCE_MARKS:
            break
    return decided


def _abbreviates(piece: Piece) -> bool:
    """Return whether a piece is a title that begins a name in the same line: "Dr. Faheem"."""
    return piece.last == "." and len(piece.words) == 1 and not piece.border.endswith("L")
