"""Cut what a page prints above the article's title: menus, widgets with figures, forms to sign in."""

from __future__ import annotations

from collections.abc import Sequence

from kliping.clean.folded_text import FoldedText
from kliping.clean.reader.lines import QUOTATION_MARKS, UNLIKELY_STORY, begins_with_dateline, read_piece_line
from kliping.clean.reader.piece import Piece
from kliping.clean.rules.own_title import TITLE_LINE_RULE

MOST_LINES_ABOVE, MOST_CHARS_ABOVE, LONGEST_LINE_ABOVE = 60, 1500, 160
"""Lines, and characters, above a title, and characters of one such line that is cut: more may be another story."""
LEAST_CUT_ABOVE = 0.5
"""Share of the lines above the title that is cut already, so that the rest goes, too."""


def cut_page_top(
    reading: FoldedText, pieces: Sequence[Piece], lines: Sequence[range], cut: Sequence[bool], story: Sequence[float]
) -> list[bool]:
    """Return the decisions with cuts of the lines that are left above the title.

    ``lines``: the pieces of each line; ``story``: each piece's chance of being story.
    """
    decided = list(cut)
    above = lines[: _find_title_line(pieces, lines, cut)]
    left = [line for line in above if not all(cut[index] for index in line)]
    if not left or not all(_may_be_page(read_piece_line(reading, pieces, line)) for line in left):
        return decided
    is_page = len(above) - len(left) >= LEAST_CUT_ABOVE * len(above)
    if is_page or all(story[index] < UNLIKELY_STORY for line in left for index in line):
        for line in left:
            decided[line.start : line.stop] = [True] * len(line)
    return decided


def _find_title_line(pieces: Sequence[Piece], lines: Sequence[range], cut: Sequence[bool]) -> int:
    """Return the number of the first line that is the title; 0 where none is near the beginning.

    Rules know it, or it is in Title Case, cut, and right above the dateline.
    """
    for number, line in enumerate(lines[: MOST_LINES_ABOVE + 1]):
        if pieces[line.start].start > MOST_CHARS_ABOVE:
            break
        if all(_is_title_line(pieces[index]) for index in line):
            return number
        following = lines[number + 1] if number + 1 < len(lines) else None
        is_cut_title = len(line) == 1 and cut[line.start] and pieces[line.start].key == "title"
        if is_cut_title and following and begins_with_dateline(pieces, cut, following):
            return number
    return 0


def _is_title_line(piece: Piece) -> bool:
    return piece.rule is not None and piece.rule.rule == TITLE_LINE_RULE


def _may_be_page(line: str) -> bool:
    return len(line) <= LONGEST_LINE_ABOVE and QUOTATION_MARKS.isdisjoint(line)
