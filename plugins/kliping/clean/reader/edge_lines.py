"""Cut lines above and below the story that no other sign gives away: a section, a name, a caption, initials.

In the labelled texts nearly all short lines without an end mark are boilerplate there: 137 of 147 above the story, of
which the others are wrapped or long, and 66 of 68 below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.clean.folded_text import FoldedText, fold_text
from kliping.clean.reader.cutting import STAMP
from kliping.clean.reader.lines import PROSE_ENDS, UNLIKELY_STORY, begins_with_dateline, is_kind, read_piece_line
from kliping.clean.reader.piece import Piece
from kliping.clean.vocabulary.words import is_capitalised

MOST_LINES, MOST_EDGE_LINES = 9, 3
"""The story begins within so many lines. So many above it, and below it, are cut at most: a poem or a list of the
story may stand there, too."""
LONGEST_EDGE_LINE, LONGEST_BELOW_TITLE, LONGEST_ABOVE_BYLINE, LONGEST_DATED_CAPTION = 60, 120, 200, 300
"""Characters of a line that is cut; of one below a title, where a caption or a standfirst may be longer; of one above a
byline or a dateline, where a title may be; and of one there that says when its photo was taken."""
_WHEN_TAKEN = re.compile(r"\b(?:saat|ketika|usai|seusai|sebelum|sesaat)\b")
SHORTEST_OPENING, SHORTEST_END = 60, 30
"""Characters of the line that opens the story, and of the one that ends it."""
LIKELY_STORY = 0.9
"""A line below the story stays if the model takes it for story with at least this chance: a heading may end a text."""
_OPENING_MARKS = frozenset('"“‘(')
_SENTENCE_ENDS = frozenset('.!?"”')
_ITEM = re.compile(r"\d{1,2}[.)]|[-–•*·]\s|[^:]{2,40}:\s")
"""The beginning of a line of a list: numbered, with a bullet, with a label."""
_ADDRESS = re.compile(
    r"(?i)(?:assalam|shalom|salam sejahtera|om swasti|hadirin|ja?ma'?ah|saudara|sidang|kaum muslim|ma'?a?sy?i?r"
    r"|bapak[- ]ibu|yth\b|[\u0600-\u06ff])"
)
"""What a speech or a sermon begins with: "Saudara-Saudara yang Budiman", also in Arabic script."""
_HEADING = re.compile(
    r"(?i)(?:(?:[a-e]|[ivx]{1,4}|\d)[.)] )?(?:pendahuluan|(?:kata )?pengantar|latar belakang|abstrak|mukadimah|prolog"
    r"|de(?:skripsi|finisi)(?: masalah)?|pertanyaan|jawaban?|penutup|kesimpulan|pengertian|kh[ou]tbah pertama)\s?:?"
)
"""The first heading of an essay, a sermon or an answer."""
_SENTENCE = re.compile(r"[.!?][\"”)]?(?:\s|$)")


def cut_edge_lines(
    reading: FoldedText, pieces: Sequence[Piece], lines: Sequence[range], cut: Sequence[bool], story: Sequence[float]
) -> list[bool]:
    """Return the decisions with cuts of the short lines without an end mark around the story.

    ``lines``: the pieces of each line; ``story``: each piece's chance of being story.
    """
    decided = list(cut)
    foot = _find_foot_lines(reading, pieces, cut, lines)
    unlike_story = [
        line
        for line in foot
        if story[line.start] < LIKELY_STORY or not any(map(str.isalnum, read_piece_line(reading, pieces, line)))
    ]
    for line in (*_find_head_lines(reading, pieces, cut, lines, story), *unlike_story):
        decided[line.start : line.stop] = [True] * len(line)
    return decided


def _find_head_lines(
    reading: FoldedText, pieces: Sequence[Piece], cut: Sequence[bool], lines: Sequence[range], story: Sequence[float]
) -> list[range]:
    head: list[range] = []
    below_title = False
    last_named = _last_named_line(pieces, cut, lines[:MOST_LINES])
    for number, line in enumerate(lines[:MOST_LINES]):
        kept = [index for index in line if not cut[index]]
        below_title = below_title or any(is_kind(pieces[index], "title") for index in line)
        if not kept:
            if is_kind(pieces[line[-1]], "dateline"):
                return head
            continue
        longest = LONGEST_BELOW_TITLE if below_title else LONGEST_EDGE_LINE
        said = read_piece_line(reading, pieces, line)
        if number < last_named:
            longest = _longest_above_byline(said)
        if len(kept) == len(line) and (_begins_story(said) or _is_said_below(reading, pieces[line[-1]].end, said)):
            return head
        is_whole = len(kept) == len(line) and _is_edge_line(said, longest)
        is_half_title = len(kept) < len(line) and _may_be_title(said, [story[index] for index in kept])
        if not (is_whole or is_half_title):
            return head if _opens_story(read_piece_line(reading, pieces, kept)) else []
        if said[0].islower() or said[0] == "." or len(head) == MOST_EDGE_LINES:
            return []  # the rest of a sentence, or a poem
        head.append(line)
    return []


def _may_be_title(said: str, story: Sequence[float]) -> bool:
    """Return whether a line, part of which is cut, is in Title Case: "Enam Daerah Dilanda Banjir. Di Mana Saja?".

    ``story``: the chance of being story of each piece that is left of it.
    """
    return len(said) <= LONGEST_ABOVE_BYLINE and is_capitalised(said) and max(story) < UNLIKELY_STORY


def _longest_above_byline(line: str) -> int:
    return LONGEST_DATED_CAPTION if _WHEN_TAKEN.search(line) else LONGEST_ABOVE_BYLINE


def _last_named_line(pieces: Sequence[Piece], cut: Sequence[bool], lines: Sequence[range]) -> int:
    """Return the number of the last line that begins with a byline or a dateline; -1 where none does."""
    named = [
        number
        for number, line in enumerate(lines)
        if is_kind(pieces[line.start], "credit") or begins_with_dateline(pieces, cut, line)
    ]
    return max(named, default=-1)


def _find_foot_lines(
    reading: FoldedText, pieces: Sequence[Piece], cut: Sequence[bool], lines: Sequence[range]
) -> list[range]:
    foot: list[range] = []
    for line in reversed(lines):
        kept = [index for index in line if not cut[index]]
        if not kept:
            continue
        if len(kept) < len(line) or not _is_edge_line(read_piece_line(reading, pieces, line), LONGEST_EDGE_LINE):
            return foot if _ends_story(read_piece_line(reading, pieces, kept)) else []
        if len(foot) == MOST_EDGE_LINES:
            return []
        foot.append(line)
    return []


def _is_edge_line(line: str, longest: int) -> bool:
    """Return whether a line is too short for a sentence, does not end like one, and is of no list."""
    return len(line) <= longest and line[-1] not in PROSE_ENDS and not _is_item(line) and not _begins_story(line)


def _is_said_below(reading: FoldedText, end: int, line: str) -> bool:
    """Return whether a sentence below the line that ends at ``end`` holds it: it is a standfirst, which is story."""
    if len(line) < SHORTEST_OPENING or is_capitalised(line):
        return False
    again = reading.folded.find(fold_text(line), end)
    return again > 0 and reading.line_end(again) - again > len(line) + 1


def _begins_story(line: str) -> bool:
    """Return whether a short line belongs to the story below it: a salutation, the heading of its first part."""
    return _ADDRESS.match(line) is not None or _HEADING.fullmatch(line) is not None


def _is_item(line: str) -> bool:
    """Return whether a line is of a list; "- 12 Maret 2023, 08:14 WIB" is a page's time stamp."""
    item = _ITEM.match(line)
    return item is not None and not STAMP.match(fold_text(line), item.end())


def _opens_story(line: str) -> bool:
    """Return whether a line is the first of the story: it begins like a sentence, and holds the end of one."""
    begins = line[0].isupper() or line[0].isdigit() or line[0] in _OPENING_MARKS
    return len(line) >= SHORTEST_OPENING and begins and _SENTENCE.search(line) is not None


def _ends_story(line: str) -> bool:
    return len(line) >= SHORTEST_END and line[-1] in _SENTENCE_ENDS
