"""The article's own title at the head of a text, known by its form and because the story speaks of what it says."""

from __future__ import annotations

from kliping.clean.facts.glued_title import read_glued_title
from kliping.clean.facts.title_words import LONGEST_TITLE, find_given
from kliping.clean.facts.titles import find_title_lines
from kliping.clean.folded_text import FoldedText
from kliping.clean.rules.findings import Findings

TITLE_LINE_RULE = "title-line"
"""The rule for a line of the head that shares its words with the story."""


def find_own_title(reading: FoldedText, found: Findings) -> None:
    """Add the lines above the story that hold its title, or the title that the story follows in one line, to ``found``.

    The spans of ``found`` are sorted.
    """
    lines = find_title_lines(reading.text, found.spans) if len(reading.lines) > 1 else []
    if lines:
        for line in lines:
            found.add(*line, "title", TITLE_LINE_RULE)
        found.resolve_spans()
        return
    glued = _find_glued_title(reading)
    if glued and not found.covers(glued[0]):
        found.add(*glued, "title", "title-glued")
        found.resolve_spans()


def has_own_title(reading: FoldedText) -> bool:
    """Tell whether a text that was cleaned before begins with another title."""
    return bool(find_title_lines(reading.text, ())) or _find_glued_title(reading) is not None


def _find_glued_title(reading: FoldedText) -> tuple[int, int] | None:
    """Return (start, end) of the title that begins the text and that the story follows in one line."""
    if not reading.lines:
        return None
    text, opening = reading.text, reading.lines[0][0]
    said = read_glued_title(text[opening:], None)
    at = find_given(text[opening : opening + LONGEST_TITLE], said) if said else None
    if at is None or at[0] > 0:
        return None
    end = opening + at[1]
    if text[end : end + 1] == ".":
        end += 1
    goes_on = end < reading.line_end(opening)
    return (opening, end) if goes_on else None
