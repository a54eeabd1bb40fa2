"""Keep the parts of a sentence that is not cut: links, names and beginnings that became pieces of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.clean.folded_text import FoldedText
from kliping.clean.reader.lines import PROSE_ENDS
from kliping.clean.reader.piece import Piece
from kliping.clean.vocabulary.words import is_abbreviation, is_capitalised

FEWEST_BEGUN = 5
"""Words of the beginning of a sentence, of which fewer may be a caption or a section."""
_CONTINUES = re.compile(r"[a-z,;)]|\.\s|\([^()\n]{1,30}\)\s?[a-z,]")
"""The beginning of what goes on with a sentence."""
_SHORT_FORM = re.compile(r"\((?P<inner>[A-Z]\w{1,9})\)\s?\w")
"""An abbreviation after the name that it stands for."""


def keep_fragments(reading: FoldedText, pieces: Sequence[Piece], cut: Sequence[bool]) -> list[bool]:
    """Return the decisions without cuts from the middle of a sentence: a piece goes only with what it goes on from."""
    decided = list(cut)
    for index in range(1, len(pieces)):
        if decided[index] and not decided[index - 1] and pieces[index].rule is None and pieces[index].border[0] == "M":
            decided[index] = False
    _keep_abbreviated(reading, pieces, decided)
    head = decided.index(False) if False in decided else len(decided)
    for index in range(len(pieces) - 2, -1, -1):
        goes = decided[index] and not decided[index + 1] and pieces[index].rule is None
        if goes and (
            _goes_on(pieces[index], is_dateline=index < head and reading.text[pieces[index].end - 2].isspace())
            or _is_inside_sentence(reading, pieces[index], pieces[index + 1])
            or (len(reading.lines) > 1 and _begins_sentence(reading, pieces[index], pieces[index + 1]))
        ):
            decided[index] = False
    return decided


def _keep_abbreviated(reading: FoldedText, pieces: Sequence[Piece], decided: list[bool]) -> None:
    """Keep the name that the abbreviation after it in brackets stands for, if the sentence is kept from there on."""
    for index in range(1, len(pieces)):
        start = pieces[index].start
        short = None if decided[index] else _SHORT_FORM.match(reading.text, start, pieces[index].end)
        if not (short and is_abbreviation(short["inner"], reading.text, start)):
            continue
        before = index - 1
        while before >= 0 and decided[before] and _is_part_of_name(pieces[before]):
            decided[before] = False
            before -= 1


def _is_part_of_name(piece: Piece) -> bool:
    return piece.rule is None and piece.border[1] in "GMm" and piece.last.isalnum()


def _goes_on(piece: Piece, *, is_dateline: bool) -> bool:
    """Return whether a sentence continues after a piece: a small letter follows, or the piece ends in comma or dash.

    ``is_dateline``: all that stands in front of it is cut, so that a dash after a space may end a dateline.
    """
    after = piece.border[1]
    if after == "M":
        return True
    is_dash = piece.last == "-" and piece.border[0] != "L" and not is_dateline
    return (after == "m" and piece.last == ",") or (after in "mG" and is_dash)


def _is_inside_sentence(reading: FoldedText, piece: Piece, following: Piece) -> bool:
    """Return whether a piece is a link in a sentence that lost its spaces or got breaks: "Harga", "Bitcoin", "(BTC)".

    What speaks for boilerplate by itself is none: it may stand in the middle of a sentence.
    """
    return not piece.is_cue and _CONTINUES.match(reading.text, following.start, following.end) is not None


def _begins_sentence(reading: FoldedText, piece: Piece, following: Piece) -> bool:
    """Return whether a line begins with a piece that a name goes on with: "Tampak hadir mendampingi" and "Bupati"."""
    is_open = piece.border[0] == "L" and piece.border[1] in "mG" and piece.last.isalnum()
    if not (is_open and following.last in PROSE_ENDS and len(piece.words) >= FEWEST_BEGUN) or piece.is_cue:
        return False
    return not is_capitalised(reading.text[piece.start : piece.end])
