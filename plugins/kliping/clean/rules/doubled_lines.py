"""Lines in front of the story that a page prints twice: a picture's text and its caption, a teaser and its link."""

from __future__ import annotations

from kliping.clean.folded_text import FoldedText
from kliping.clean.rules.findings import Findings

MOST_HEAD_LINES, LONGEST_HEAD_TEXT = 14, 2000
"""The story begins within so many lines and characters."""
SHORTEST_DOUBLED, LONGEST_DOUBLED = 24, 320
"""Characters of a line that is printed twice, which may be wrapped the first time."""
SHORTEST_STORY_LINE = 40
"""A line of so many characters that ends like a sentence is the story, unless it is printed twice."""
_SENTENCE_ENDS = frozenset('.!?"”')
TEASER_LABELS = frozenset({"headline", "headlines", "terkini", "trending", "breaking news", "berita utama", "sorotan"})


def find_doubled_lines(reading: FoldedText, found: Findings) -> None:
    """Add the lines above the story that say the same, one right below the other, to ``found``.

    A story may repeat a line on purpose. So only lines are taken that have a line without a full stop above them, more
    text below them, and no third copy.
    """
    text, lines = reading.text, [*reading.lines[:MOST_HEAD_LINES]]
    at = 0
    label = ""
    while at + 2 < len(lines) and lines[at][0] < LONGEST_HEAD_TEXT:
        start, end = lines[at]
        height = _height_of_copy(text, lines, at)
        if height and (at == 0 or text.count(text[slice(*lines[at + height])]) > 2):
            return
        if height:
            last = lines[at + height][1]
            if not found.covers(start):
                found.add(start, last, "related" if label in TEASER_LABELS else "caption", "caption-twice")
            at += height + 1
            continue
        if end - start >= SHORTEST_STORY_LINE and text[end - 1] in _SENTENCE_ENDS:
            return
        label = reading.folded[start:end]
        at += 1


def _height_of_copy(text: str, lines: list[tuple[int, int]], at: int) -> int:
    """Return after how many lines the one at ``at`` is said again, wrapped or not; 0 if it is not."""
    for height in (1, 2):
        if at + height + 1 >= len(lines):  # something follows
            return 0
        first = " ".join(text[slice(*line)] for line in lines[at : at + height]).split()
        again = text[slice(*lines[at + height])].split()
        if first == again and SHORTEST_DOUBLED <= len(" ".join(again)) <= LONGEST_DOUBLED:
            return height
    return 0
