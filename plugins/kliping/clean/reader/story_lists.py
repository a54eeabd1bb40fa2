"""Keep the lists and the headings of the story, whose short lines look like those of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kliping.clean.folded_text import FoldedText
from kliping.clean.reader.piece import Piece
from kliping.clean.vocabulary.words import is_capitalised

FEWEST_HEADING_WORDS = 2
"""Words of a heading, at least."""
SPOKEN_OF_PLAIN, FEWEST_PLAIN_WORDS = 0.75, 4
"""The share below for a heading in sentence case inside the story, and its words of four letters or more, at least."""
SPOKEN_OF = 0.6
"""Share of a heading's words that the sentence below it and the paragraph above it have, at least."""
_NUMBER = re.compile(r"\d{1,2}[.)]")
"""The number in front of an item: "1."."""


def keep_lists(pieces: Sequence[Piece], cut: Sequence[bool]) -> list[bool]:
    """Return the decisions without cuts of the lines that the story announces: "Pemenangnya adalah:", "... berikut.".

    A list goes on up to a line that speaks for boilerplate by itself.
    """
    decided = list(cut)
    is_announced = False
    for index, piece in enumerate(pieces):
        if is_announced and piece.border == "LL" and not (piece.is_cue or piece.prose):
            decided[index] = False
        else:
            is_announced = not cut[index] and piece.border[1] == "L" and _announces_list(piece)
    return decided


def keep_items(reading: FoldedText, pieces: Sequence[Piece], lines: Sequence[range], cut: Sequence[bool]) -> list[bool]:
    """Return the decisions without cuts from the items of a numbered list; ``lines``: the pieces of each line."""
    decided = list(cut)
    for line in lines:
        first = pieces[line.start]
        if not cut[line.start] and _NUMBER.fullmatch(reading.text, first.start, first.end):
            for index in line:
                decided[index] = cut[index] and pieces[index].rule is not None
    return decided


def keep_headings(reading: FoldedText, pieces: Sequence[Piece], cut: Sequence[bool]) -> list[bool]:
    """Return the decisions without cuts of headings: lines in Title Case that the paragraphs around them speak of."""
    decided = list(cut)
    begun = False
    for index in range(1, len(pieces) - 1):
        piece, below = pieces[index], pieces[index + 1]
        begun = begun or (pieces[index - 1].prose and not decided[index - 1])
        stands_alone = piece.rule is None and piece.border == "LL" and not decided[index + 1]
        if not (decided[index] and stands_alone) or (decided[index - 1] and _announces_links(pieces[index - 1])):
            continue
        said_in_capitals = is_capitalised(reading.text[piece.start : piece.end], fewest=FEWEST_HEADING_WORDS)
        least = SPOKEN_OF if said_in_capitals else SPOKEN_OF_PLAIN
        if (said_in_capitals or begun) and below.border[0] == "L" and below.prose:
            said = [word for word in piece.words if len(word) > 3]
            beside = {*below.words, *_words_above(pieces, decided, index)}
            spoken = sum(word in beside for word in said)
            is_heading = spoken >= least * len(said) and (said_in_capitals or len(said) >= FEWEST_PLAIN_WORDS)
            decided[index] = not is_heading
    return decided


def _words_above(pieces: Sequence[Piece], cut: Sequence[bool], index: int) -> Iterator[str]:
    """Yield the words of the paragraph above a piece, without what is cut of it."""
    for above in range(index - 1, -1, -1):
        if not cut[above]:
            yield from pieces[above].words
        if pieces[above].border[0] == "L":
            return


def _announces_links(piece: Piece) -> bool:
    """Return whether what is cut above a line makes it a link: the model's own cut, or "Baca juga:"."""
    return piece.rule is None or piece.rule.kind == "related"


def _announces_list(piece: Piece) -> bool:
    return piece.last == ":" or "berikut" in piece.words[-2:]
