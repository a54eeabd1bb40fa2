"""The article's own title at the head of a text, known by its form and because the story speaks of what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.clean.facts.glued_title import read_glued_title
from kliping.clean.facts.title_words import LONGEST_TITLE, find_given, share_words
from kliping.clean.facts.titles import find_title_lines
from kliping.clean.folded_text import FoldedText, fold_text
from kliping.clean.rules.findings import Findings
from kliping.clean.vocabulary.words import is_content

TITLE_LINE_RULE = "title-line"
"""The rule for a line of the head that shares its words with the story."""


LEAST_KNOWN = 0.75
"""Least share of the words of a found title that the known title has."""
FEWEST_COPIED_WORDS = 5
"""Words of the shortest title whose other copies are looked for, each on a line of its own."""
LONGEST_BETWEEN = 160
"""Characters between two copies of a title in one line."""
MOST_PROSE_BETWEEN = 1
"""Words between them that Title Case would have capitalised: more are a sentence that speaks of the title."""
LONGEST_MENU = 120
"""Characters in front of such a title."""
_WORDS = re.compile(r"(?<!\S)(?=([A-Z0-9\"“‘'](?:\S{0,30} ){5}\S{2,30}))")
"""Where the first six words of a title may begin."""
_SENTENCE_STOP = re.compile(r"[a-z)\"”]\.(?: |[A-Z][a-z]|[A-Z]{3})")
"""The end of a sentence, also where a call in capitals is joined to it: "setempat.BACA JUGA"."""


def find_own_title(reading: FoldedText, found: Findings, title: str | None) -> None:
    """Add the lines above the story that hold its title, or the title that the story follows in one line, to ``found``.

    The spans of ``found`` are sorted. ``title``: what is known from elsewhere, so that what the first sentence begins
    with is not taken for it.
    """
    text = reading.text
    lines = find_title_lines(text, found.spans) if len(reading.lines) > 1 else []
    lines = [line for line in lines if _may_be(text[slice(*line)], title)]
    if lines:
        for line in (*lines, *_find_copies(reading, lines)):
            found.add(*line, "title", TITLE_LINE_RULE)
        found.resolve_spans()
        return
    twice = _find_repeated_title(reading)
    if twice:
        for copy in twice:
            found.add(*copy, "title", "title-glued")
        found.resolve_spans()
        return
    glued = _find_glued_title(reading)
    if glued and not found.covers(glued[0]) and _may_be(text[slice(*glued)], title):
        found.add(*glued, "title", "title-glued")
        found.resolve_spans()


def _find_copies(reading: FoldedText, titles: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the lines below that say what a title does: the text of a picture in the story, a link to the top."""
    folded = reading.folded
    said = {folded[start:end].strip() for start, end in titles if len(folded[start:end].split()) >= FEWEST_COPIED_WORDS}
    last = titles[-1][1]
    return [line for line in reading.first_lines if line[0] > last and folded[slice(*line)].strip() in said]


def _may_be(said: str, title: str | None) -> bool:
    """Return whether a found title may be the one that is known: most of its words are in that, all of a sentence."""
    if not title:
        return True
    is_sentence = said.endswith(".") and not title.rstrip().endswith(".")
    return share_words(said, fold_text(title))[0] >= (1.0 if is_sentence else LEAST_KNOWN)


def has_own_title(reading: FoldedText) -> bool:
    """Return whether a text that was cleaned before begins with another title."""
    return bool(find_title_lines(reading.text, ())) or _find_glued_title(reading) is not None


def _find_repeated_title(reading: FoldedText) -> list[tuple[int, int]]:
    """Return (start, end) of both copies of a title that stands twice at the beginning of a text of one line.

    A few words of a menu may be in front of it; a byline, a time stamp or a section may be between the two.
    """
    if len(reading.lines) != 1:
        return []
    start, end = reading.lines[0]
    head = reading.text[start : min(end, start + LONGEST_MENU + 2 * LONGEST_TITLE + LONGEST_BETWEEN)]
    for first in _WORDS.finditer(head):
        if first.start() > LONGEST_MENU:
            break
        again = head.find(first[1], first.end(1), first.end(1) + LONGEST_TITLE + LONGEST_BETWEEN)
        if again > 0:
            length = _measure_title(head, first.start(), again)
            goes_on = end - start > again + 2 * length
            copies = (start + first.start(), start + again)
            return [(copy, copy + length) for copy in copies] if length and goes_on else []
    return []


def _measure_title(head: str, first: int, again: int) -> int:
    """Return how many characters the copies of a title have that begin at ``first`` and ``again``; 0 for no title."""
    gap = again - first
    length = next((at for at in range(gap) if head[first + at] != head[again + at : again + at + 1]), gap)
    said = head[first : first + length].rstrip()
    ended = head[first + len(said)]
    goes_on = head[again + length :].lstrip()[:1].islower()  # the first sentence begins with words of the title
    is_title = (
        len(said) <= LONGEST_TITLE and ended.isspace() and not goes_on and not _SENTENCE_STOP.search(head[:again])
    )
    prose = sum(map(is_content, head[first + len(said) : again].split()))
    return len(said) if is_title and prose <= MOST_PROSE_BETWEEN else 0


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
