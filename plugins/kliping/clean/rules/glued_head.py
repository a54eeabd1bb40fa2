"""The title and the byline that a text without line breaks has in front of its dateline."""

from __future__ import annotations

import re

from kliping.clean.folded_text import FoldedText
from kliping.clean.rules import bylines, dateline
from kliping.clean.rules.findings import Findings
from kliping.clean.vocabulary.places import is_place
from kliping.clean.vocabulary.words import is_capitalised
from kliping.model import Dateline

LONGEST_GLUED_HEAD, FEWEST_HEAD_WORDS = 300, 4
"""Characters in front of a dateline that follows them in one line, and least words of them."""
SHORTEST_STORY_HEAD = 40
"""A text that is not in Title Case up to here, in characters, begins with its story."""
_WORD = re.compile(r"(?<=[\w.)!?\"”] )[A-Z]")
_BYLINE = re.compile(rf"\b(?:Laporan|Oleh|{bylines.ROLE_LABEL})\b")


def find_glued_head(reading: FoldedText, opening: int, found: Findings) -> None:
    """Add what stands in Title Case in front of a dateline in the first line, and that dateline, to ``found``.

    "Warga Panen Jagung Laporan Dewi Lestari BREBES, KabarKita.com - Warga ...". A text whose dateline is known
    already stays as it is.
    """
    if found.dateline is not None or not reading.lines:
        return
    text = reading.text
    end = min(reading.line_end(opening), opening + LONGEST_GLUED_HEAD)
    for word in _WORD.finditer(text, opening, end):
        at = word.start()
        if at - opening >= SHORTEST_STORY_HEAD and not is_capitalised(text[opening:at]):
            return  # as most stories
        line = dateline.match_dateline(text, at)
        if line is None or text[line[0] - 1] not in "-–—" or not _is_sure_dateline(line[1]):
            continue
        if is_capitalised(text[opening:at], fewest=FEWEST_HEAD_WORDS):
            _add_title_and_byline(reading, opening, at, found)
            found.add(at, reading.trim(at, line[0]), "dateline", "dateline")
            found.dateline = line[1]
        return


def _is_sure_dateline(said: Dateline) -> bool:
    """Return whether a dateline names an outlet's address or one in brackets, or a known place in capitals."""
    if said.outlet:
        return is_place(said.place or "") and ("." in said.outlet or "(" in said.text or said.outlet.isupper())
    return said.place is not None and said.place.isupper() and is_place(said.place)


def _add_title_and_byline(reading: FoldedText, start: int, end: int, found: Findings) -> None:
    """Add the title between two offsets, and the byline that it may end in, to ``found``."""
    byline = _BYLINE.search(reading.text, start, end)
    named = byline.start() if byline else end
    if start < named:
        found.add(start, reading.trim(start, named), "title", "title-glued")
    if named < end:
        found.add(named, reading.trim(named, end), "credit", "byline-above-dateline")
