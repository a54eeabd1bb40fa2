"""The removed text cut into lines, each with its place in the text: before the story, in it, behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kliping.model import Removed, RemovedKind

Zone = Literal["head", "inside", "foot"]

MOST = 400
"""Lines that are read of one text, at each end,"""
LONGEST = 2000
"""and characters of each line."""
FEW = 80
"""So many characters of kept text, or fewer, are no story: a line that was missed."""
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


def read_units(text: str, removed: Sequence[Removed]) -> list[Unit]:
    """The lines of the removed spans, in order. ``removed`` is sorted and free of overlaps."""
    total = _kept(text, removed)
    before = at = region = 0
    found: list[Unit] = []
    for span in removed if len(removed) <= 2 * MOST else [*removed[:MOST], *removed[-MOST:]]:
        between = span.start - at if text[at : span.start].strip() else 0
        before += between
        region += bool(between) and at > 0
        at = span.end
        zone: Zone = "inside"
        if before <= FEW:
            zone = "head"
        elif total - before <= FEW:
            zone = "foot"
        if between and found:
            found[-1] = _ending(found[-1])
        for line in _LINE.finditer(text, span.start, min(span.end, span.start + LONGEST * 8)):
            stop = min(line.end(), line.start() + LONGEST)
            found.append(Unit(line.start(), stop, text[line.start() : stop], span.kind, zone, region))
            if len(found) >= 4 * MOST:
                return found
    if found and text[at:].strip():
        found[-1] = _ending(found[-1])
    return found


def _ending(unit: Unit) -> Unit:
    return Unit(unit.start, unit.end, unit.text, unit.kind, unit.zone, unit.region, ends_region=True)


def _kept(text: str, removed: Sequence[Removed]) -> int:
    """Characters that are kept, blank stretches between removed spans aside."""
    kept, at = 0, 0
    for span in removed:
        kept += span.start - at if text[at : span.start].strip() else 0
        at = span.end
    return kept + (len(text) - at if text[at:].strip() else 0)
