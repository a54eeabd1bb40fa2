"""The removed text cut into lines, each with its place in the text: before the story, in it, after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from kliping.clean.facts.origin import read_origin
from kliping.clean.facts.stamps import is_stamp
from kliping.clean.vocabulary.word_lists import entries
from kliping.dates.words import LOCAL_ZONES
from kliping.model import Removed, RemovedKind

Zone = Literal["head", "inside", "foot"]

MOST_UNITS = 400
"""Lines that are read of one text, at each end,"""
LONGEST_UNIT = 2000
"""and characters of each line."""
FEWEST_STORY_CHARS = 80
"""So many characters of kept text, or fewer, are no story: a line that was missed."""
UNIT_HEAD, SHORT_UNIT = 1200, 16
"""What stands above the story has at most so many characters, and so many lines that were kept."""
MOST_WORDS_HALF = 6
"""Where a headline was cut in two, its end has at most so many words."""
LONG_UNIT = 250
"""A longer line is a paragraph, whatever it ends in."""
_SENTENCE_ENDS = re.compile(r"\.[\"”’)]{0,2}(?:\s|$)|[!?][\"”’)]{0,2}(?:\s+[a-z]|$)")
"""A call or question in front of capitals does not end a sentence: "Ngeri! Tiga Truk Bertabrakan"."""
_LINE = re.compile(r"[^\s\ufeff](?:[^\n\r\u2028]*[^\s\ufeff])?")


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of one removed span: ``text[start:end]``."""

    start: int
    end: int
    text: str
    kind: RemovedKind
    zone: Zone
    region: int
    """Units of one region have no kept text between them."""
    ends_region: bool = False
    """Is it the last of its region, so that the story follows?"""
    kept: bool = False
    """Was the line left in the text, above the story?"""


def read_units(text: str, removed: Sequence[Removed], story: int) -> list[Unit]:
    """Return the lines of the removed spans, and those that were kept above the story, in order.

    ``removed`` is sorted and free of overlaps; ``story`` is where the story begins.
    """
    found: list[Unit] = []
    for unit in islice(_removed_lines(text, removed, story), 4 * MOST_UNITS):
        last = found[-1] if found else None
        beside = last and (unit.kept or not last.ends_region) and not text[last.end : unit.start].strip(" \t\u00a0")
        if last and beside and _goes_on(last, unit):
            listed = unit.kind == "related" and not is_stamp(unit.text)
            kind = last.kind
            if listed or _is_byline(last, unit):
                kind = unit.kind
            said = text[last.start : unit.end]
            found[-1] = replace(last, end=unit.end, text=said, kind=kind, ends_region=unit.ends_region)
        else:
            found.append(unit)
    return found


def find_story(text: str, removed: Sequence[Removed]) -> int:
    """Return where the story begins: at its first kept paragraph, or after the dateline that follows a kept head."""
    begins = None
    lines = (line for start, end in _kept_stretches(text, removed) for line in _LINE.finditer(text, start, end))
    for line in islice(lines, SHORT_UNIT):
        if _is_paragraph(line.group()):
            begins = line.start()
        if begins is not None or line.start() > UNIT_HEAD:
            break
    if begins is None:
        return 0
    for span in removed[:MOST_UNITS]:
        if span.start > UNIT_HEAD:
            break
        if span.kind == "dateline" and span.end > begins:
            return span.end
    return begins


def _is_paragraph(line: str) -> bool:
    return len(line) > LONG_UNIT or (len(line) > FEWEST_STORY_CHARS and bool(_SENTENCE_ENDS.search(line)))


def _kept_stretches(text: str, removed: Sequence[Removed]) -> Iterator[tuple[int, int]]:
    at = 0
    for span in removed[:MOST_UNITS]:
        if text[at : span.start].strip():
            yield at, span.start
        at = span.end
    if text[at : at + UNIT_HEAD].strip():
        yield at, len(text)


def _goes_on(left: Unit, right: Unit) -> bool:
    """Return whether ``right`` goes on with the line that ``left`` begins, cut in two for no reason."""
    if "dateline" in (left.kind, right.kind) and left.zone != "foot":
        return left.kind == "dateline" and (_is_byline(left, right) or not any(map(str.isalpha, left.text)))
    if left.kind == "share":
        return False
    if left.kind == right.kind == "title" and left.text[-1] in "?!":
        return True
    if left.text[-1].isdigit() and right.text.lower() in LOCAL_ZONES:
        return True
    if left.text[-1] in ":,/&(" or (left.kind == right.kind == "related" and _is_half(right.text)):
        return True
    if left.text[-1] in "-–—":
        return right.kind != "title"
    return right.text[0] in ").,:;/" or (right.text[0].islower() and right.kind in (left.kind, "other"))


def _is_byline(left: Unit, right: Unit) -> bool:
    """Return whether the first half of a byline was cut as a dateline: "Dewi Lestari |" and "Kabar Kita".

    A name in capitals before nothing but a date is the outlet's: "KABAR KITA, 2 Mei 2026".
    """
    if left.text.isupper() and is_stamp(right.text):
        return False
    return left.kind == "dateline" and right.kind == "credit" and read_origin(left.text) is None


def _is_half(said: str) -> bool:
    """Return whether a few words are the end of the headline in front of them, rather than an announcement."""
    found = said.split()
    return len(found) <= MOST_WORDS_HALF and found[0].lower().strip("(>[") not in entries("see_verbs")


def _removed_lines(text: str, removed: Sequence[Removed], story: int) -> Iterator[Unit]:
    total = _kept(text, removed)
    before = at = region = 0
    last: Unit | None = None
    if len(removed) > 2 * MOST_UNITS:
        removed = [*removed[:MOST_UNITS], *removed[-MOST_UNITS:]]
    for span in removed:
        between = _count_kept(text, at, span.start)
        before += between
        region += bool(between) and at > 0 and span.start >= story
        if last:
            yield replace(last, ends_region=between > 0)
            last = None
        if between and at < story:
            yield from _kept_lines(text, at, min(span.start, story), region)
        at = span.end
        zone = _name_zone(before, total, above=span.start < story)
        for line in _LINE.finditer(text, span.start, min(span.end, span.start + LONGEST_UNIT * 8)):
            if last:
                yield last
            stop = min(line.end(), line.start() + LONGEST_UNIT)
            last = Unit(line.start(), stop, text[line.start() : stop], span.kind, zone, region)
    if last:
        yield replace(last, ends_region=bool(text[at:].strip()))
    if at < story:
        yield from _kept_lines(text, at, story, region)


def _name_zone(before: int, total: int, *, above: bool) -> Zone:
    if above or before <= FEWEST_STORY_CHARS:
        return "head"
    if total - before <= FEWEST_STORY_CHARS:
        return "foot"
    return "inside"


def _kept_lines(text: str, start: int, end: int, region: int) -> Iterator[Unit]:
    for line in _LINE.finditer(text, start, end):
        yield Unit(line.start(), line.end(), line.group(), "other", "head", region, kept=True)


def _kept(text: str, removed: Sequence[Removed]) -> int:
    """Return how many characters are kept, blank stretches between removed spans aside."""
    kept, at = 0, 0
    for span in removed:
        kept += _count_kept(text, at, span.start)
        at = span.end
    return kept + _count_kept(text, at, len(text))


def _count_kept(text: str, start: int, end: int) -> int:
    """Return the length of a stretch between removed spans; 0 for a blank one."""
    if not text[start:end].strip():
        return 0
    return end - start
