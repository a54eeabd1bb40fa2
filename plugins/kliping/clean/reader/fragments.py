"""Correct the decisions on pieces by their neighbours: a sentence, a short line and a list are cut or kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kliping.clean.facts.title_words import is_capitalised
from kliping.clean.folded_text import FoldedText
from kliping.clean.reader.piece import Piece

MOST_WORDS_CUT_ALONG, LONGEST_REST = 6, 60
"""Words, and characters, of the rest of a line that goes with what is cut in front of it."""
MOST_CALL_WORDS, CALL_WORDS, LIKELY_CALL = 14, 0.2, 0.3
"""Words of a sentence that sounds like a call, the least share of them that speaks for boilerplate, and the chance of
being story below which it is one."""
SPOKEN_OF = 0.6
"""Share of a heading's words that the sentence below it has, at least."""
FEWEST_BEGUN = 5
"""Words of the beginning of a sentence, of which fewer may be a caption or a section."""
_NUMBER = re.compile(r"\d{1,2}[.)]")
_CALL_KINDS = frozenset({"follow", "ad", "share", "media"})
_CONTINUES = re.compile(r"[a-z,;)]|\.\s|\([^()\n]{1,30}\)\s?[a-z,]")
"""The beginning of what goes on with a sentence."""
_PROSE_ENDS = frozenset('.!?"”…,:;')


def keep_fragments(
    reading: FoldedText, pieces: Sequence[Piece], lines: Sequence[range], cut: Sequence[bool]
) -> list[bool]:
    """Return the decisions without cuts from the middle of a sentence: a piece goes only with what it goes on from.

    ``lines``: the pieces of each line.
    """
    kept = list(cut)
    for index in range(1, len(pieces)):
        if kept[index] and not kept[index - 1] and pieces[index].rule is None and pieces[index].border[0] == "M":
            kept[index] = False
    for line in lines:
        if not kept[line.start] and _is_number(reading, pieces[line.start]):
            for index in line:
                kept[index] = kept[index] and pieces[index].rule is not None
    head = kept.index(False) if False in kept else len(kept)
    for index in range(len(pieces) - 2, -1, -1):
        goes = kept[index] and not kept[index + 1] and pieces[index].rule is None
        if goes and (
            _goes_on(pieces[index], is_dateline=index < head and reading.text[pieces[index].end - 2].isspace())
            or _is_inside_sentence(reading, pieces[index], pieces[index + 1])
            or (len(reading.lines) > 1 and _begins_sentence(reading, pieces[index], pieces[index + 1]))
        ):
            kept[index] = False
    return kept


def _goes_on(piece: Piece, *, is_dateline: bool) -> bool:
    """Tell whether a sentence continues after a piece: a small letter follows, or the piece ends in comma or dash.

    ``is_dateline``: all that stands in front of it is cut, so that a dash behind a space may end a dateline.
    """
    behind = piece.border[1]
    if behind == "M":
        return True
    is_dash = piece.last == "-" and piece.border[0] != "L" and not is_dateline
    return (behind == "m" and piece.last == ",") or (behind in "mG" and is_dash)


def _is_inside_sentence(reading: FoldedText, piece: Piece, following: Piece) -> bool:
    """Tell whether a piece is a link in a sentence that lost its spaces or got breaks: "Harga", "Bitcoin", "(BTC)".

    What speaks for boilerplate by itself is none: it may stand in the middle of a sentence.
    """
    return not piece.is_cue and _CONTINUES.match(reading.text, following.start, following.end) is not None


def _is_number(reading: FoldedText, piece: Piece) -> bool:
    """Tell whether a piece is the number in front of an item of a list: "1."."""
    return _NUMBER.fullmatch(reading.text, piece.start, piece.end) is not None


def _begins_sentence(reading: FoldedText, piece: Piece, following: Piece) -> bool:
    """Tell whether a line begins with a piece that a name goes on with: "Tampak hadir mendampingi", "Bupati."."""
    is_open = piece.border[0] == "L" and piece.border[1] in "mG" and piece.last.isalnum()
    if not (is_open and following.last in _PROSE_ENDS and len(piece.words) >= FEWEST_BEGUN) or piece.is_cue:
        return False
    return not is_capitalised(reading.text[piece.start : piece.end])


def keep_lists(pieces: Sequence[Piece], cut: Sequence[bool]) -> list[bool]:
    """Return the decisions without cuts of the lines that the story announces: "Pemenangnya adalah:", "... berikut.".

    A list goes on up to a line that speaks for boilerplate by itself.
    """
    kept = list(cut)
    is_announced = False
    for index, piece in enumerate(pieces):
        if is_announced and piece.border == "LL" and not (piece.is_cue or piece.prose):
            kept[index] = False
        else:
            is_announced = not cut[index] and piece.border[1] == "L" and _announces_list(piece)
    return kept


def keep_headings(reading: FoldedText, pieces: Sequence[Piece], cut: Sequence[bool]) -> list[bool]:
    """Return the decisions without cuts of headings: lines in Title Case that the paragraph below them speaks of."""
    kept = list(cut)
    for index in range(1, len(pieces) - 1):
        piece, below = pieces[index], pieces[index + 1]
        stands_alone = piece.rule is None and piece.border == "LL" and not kept[index + 1]
        if not (kept[index] and stands_alone) or (kept[index - 1] and _announces_links(pieces[index - 1])):
            continue
        if is_capitalised(reading.text[piece.start : piece.end]) and below.border[0] == "L" and below.prose:
            said = [word for word in piece.words if len(word) > 3]
            spoken = sum(word in below.words for word in said)
            kept[index] = spoken < SPOKEN_OF * len(said)
    return kept


def _announces_links(piece: Piece) -> bool:
    """Tell whether what is cut above a line makes it a link: the model's own cut, or "Baca juga:"."""
    return piece.rule is None or piece.rule.kind == "related"


def _announces_list(piece: Piece) -> bool:
    return piece.last == ":" or "berikut" in piece.words[-2:]


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
        if end - start <= LONGEST_REST and len(rest.split()) <= MOST_WORDS_CUT_ALONG and rest[-1] not in _PROSE_ENDS:
            decided[begin : last + 1] = [True] * (last + 1 - begin)
    return decided


def cut_call_rests(
    pieces: Sequence[Piece], lines: Sequence[range], cut: Sequence[bool], story: Sequence[float]
) -> list[bool]:
    """Return the decisions with cuts of the sentences that share a line with calls that are cut, and sound like them.

    "Mari gabung saluran kami." behind "Dapatkan berita pilihan langsung di ponselmu." ``lines``: the pieces of each
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
    """Tell whether what is cut is a call by its rule, or by its words."""
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
