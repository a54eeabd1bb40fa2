"""Cut the rest of a line with the boilerplate on it: the last words of a byline, the second sentence of a call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kliping.clean.folded_text import FoldedText
from kliping.clean.reader.lines import PROSE_ENDS
from kliping.clean.reader.piece import Piece

MOST_WORDS_CUT_ALONG, LONGEST_REST = 6, 60
"""Words, and characters, of the rest of a line that goes with what is cut in front of it."""
MOST_CALL_WORDS, CALL_WORDS, LIKELY_CALL = 14, 0.2, 0.3
"""Words of a sentence that sounds like a call, the least share of them that speaks for boilerplate, and the chance of
being story below which it is one."""
_CALL_KINDS = frozenset({"follow", "ad", "share", "media"})


def cut_line_rests(reading: FoldedText, pieces: Sequence[Piece], cut: Sequence[bool]) -> list[bool]:
    """Return the decisions with cuts of the last words of a line whose beginning is cut, if they are no sentence.

    "kabarkita.id - Dewi Lestari" is a byline whose model knows the outlet only, "Ikuti KabarKita" a call.
    """
    decided = list(cut)
    for first, last in _find_cut_lines(reading, pieces, cut):
        begin = last
        while begin > first and not cut[begin - 1]:
            begin -= 1
        start, end = pieces[begin].start, pieces[last].end
        rest = reading.text[start:end]
        if end - start <= LONGEST_REST and len(rest.split()) <= MOST_WORDS_CUT_ALONG and rest[-1] not in PROSE_ENDS:
            decided[begin : last + 1] = [True] * (last + 1 - begin)
    return decided


def cut_call_rests(
    pieces: Sequence[Piece], lines: Sequence[range], cut: Sequence[bool], story: Sequence[float]
) -> list[bool]:
    """Return the decisions with cuts of the sentences that share a line with calls that are cut, and sound like them.

    "Mari gabung saluran kami." after "Dapatkan berita pilihan langsung di ponselmu." ``lines``: the pieces of each
    line; ``story``: each piece's chance of being story.
    """
    decided = list(cut)
    for line in lines:
        kept = [index for index in line if not cut[index]]
        calls = [index for index in line if cut[index] and _is_call(pieces[index])]
        if kept and calls and all(_sounds_like_call(pieces[index], story[index]) for index in kept):
            decided[line.start : line.stop] = [True] * len(line)
    return decided


def _is_call(piece: Piece) -> bool:
    """Return whether what is cut is a call by its rule, or by its words."""
    if piece.rule is not None:
        return piece.rule.kind in _CALL_KINDS
    return len(piece.words) > 1 and piece.density >= CALL_WORDS


def _sounds_like_call(piece: Piece, story: float) -> bool:
    is_short = 1 < len(piece.words) <= MOST_CALL_WORDS
    return is_short and piece.density >= CALL_WORDS and story < LIKELY_CALL and piece.border[0] in "LS"


def _find_cut_lines(reading: FoldedText, pieces: Sequence[Piece], cut: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last piece of each line of which only the last pieces are kept."""
    first = 0
    for last, piece in enumerate(pieces):
        following = pieces[last + 1] if last + 1 < len(pieces) else None
        if following and reading.line_of(following.start) == reading.line_of(piece.start):
            continue
        goes_on = following is not None and reading.text[following.start].islower()
        if first < last and not cut[last] and not goes_on and any(cut[first:last]):
            yield first, last
        first = last + 1
