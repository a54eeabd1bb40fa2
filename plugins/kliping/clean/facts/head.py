"""The block above the story taken apart: lines, the pieces of a line whose breaks are lost, the dateline at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kliping.clean.facts.origin import LONGEST_OPENING, Origin, read_opening, read_origin
from kliping.clean.facts.published import is_page_stamp
from kliping.clean.facts.stamps import find_stamps
from kliping.clean.facts.titles import find_given
from kliping.clean.facts.units import Unit
from kliping.clean.facts.word_lists import any_of
from kliping.clean.rules.dateline import is_place
from kliping.model import Removed

DATELINE_REACH = 3000
"""A dateline without a label of its own begins at most this many characters behind the first one."""
DATELINE_REACH_BACK = 50
"""Where a dateline was cut off in the middle of a word, it begins at most this many characters before."""
_LABEL = re.compile(rf"(?i)(?<!\w){any_of('head_labels')}\s{{0,3}}:")
_SURNAME = re.compile(r"[A-Z][a-z]+ (?=[A-Z]{4,}\.[A-Z]{2,3}\b)")
"""The end of a reporter's name that was cut together with the dateline: "Lestari KABARKITA.COM, JAKARTA"."""
_HALF = re.compile(r"[A-Z][\w.]*(?: [A-Z][\w.]*){0,2} ?")
"""The first half of a name that was cut apart: "Kabar" and "Kita –", "PALANGKA" and "RAYA –"."""
_WORD = re.compile(r"(?:(?<=[\s.)|])|(?<=[a-z]))(?:[(\[]?[A-Z0-9]|[a-z][\w-]*\.[a-z]{2,4}\b)")


@dataclass(frozen=True, slots=True)
class Head:
    """The units of the text without its dateline, those of the head in pieces; and the dateline."""

    units: tuple[Unit, ...]
    origin: Origin | None


def read_head(
    text: str, removed: Sequence[Removed], units: Sequence[Unit], story: int, *, title: str | None, outlet: str | None
) -> Head:
    """Find the dateline, and cut what stands on one line in front of it into its pieces; ``story`` begins there."""
    origin, start, end = _find_origin(text, removed, units, outlet)
    if origin is None:
        origin = read_opening(text[story : story + LONGEST_OPENING], outlet)
    pieces: list[Unit] = []
    for unit in units:
        if origin and start <= unit.start and unit.end <= end:
            continue
        if origin and unit.kind == "credit" and unit.end < start and text[unit.end : start].istitle():
            unit = replace(unit, end=start, text=text[unit.start : start].rstrip())  # noqa: PLW2901
        if origin and unit.start < start < unit.end:
            unit = replace(unit, end=start, text=text[unit.start : start].rstrip())  # noqa: PLW2901
        pieces += _pieces(unit, title) if unit.zone == "head" else [unit]
    return Head(tuple(pieces), origin)


def _find_origin(
    text: str, removed: Sequence[Removed], units: Sequence[Unit], outlet: str | None
) -> tuple[Origin | None, int, int]:
    first: tuple[Origin, int, int] | None = None
    starts = {span.start for span in removed[:200]}
    for span, following in zip(removed[:200], [*removed[1:200], None], strict=False):
        if span.kind != "dateline" or not (found := _read_dateline(text, span, following, outlet)):
            continue
        first = first or found
        behind = text[found[2] : found[2] + DATELINE_REACH].split("\n", 1)[0]
        if behind.strip() and not starts & {found[2], found[2] + 1}:
            return found  # the story follows
    if first:
        return first
    for index, unit in enumerate(units):
        if unit.start > DATELINE_REACH:
            break
        if unit.ends_region and unit.zone != "foot" and unit.kind != "related":
            above = units[index - 1] if index and not unit.text.strip(" -–—") else None
            start = above.start if above else unit.start
            if found := _origin_at_end(text, start, unit.end, outlet):
                return found
    return None, 0, 0


def _read_dateline(
    text: str, span: Removed, following: Removed | None, outlet: str | None
) -> tuple[Origin, int, int] | None:
    """Return what a span that was cut as a dateline says: with one right behind it, and without what is none."""
    end = span.end
    if following and following.kind == "dateline" and not text[end : following.start].strip():
        end = following.end  # "KOTA CIREBON |" and "KABAR –"
    halved = text[max(0, span.start - 1) : span.start].isalnum()
    if halved and (found := _origin_at_end(text, max(0, span.start - DATELINE_REACH_BACK), end, outlet)):
        return found
    surname = _SURNAME.match(text, span.start, end)
    if surname and (origin := read_origin(text[surname.end() : end], outlet)):
        return origin, surname.end(), end
    whole = text.rfind("\n", max(0, span.start - DATELINE_REACH_BACK), span.start) + 1
    if _HALF.fullmatch(text, whole, span.start):
        origin = read_origin(text[whole:end], outlet)
        if origin and origin.likely and (origin.exact or is_place(origin.dateline.place or "")):
            return origin, whole, end
    origin = read_origin(text[span.start : end], outlet) or read_origin(text[span.start : span.end], outlet)
    return (origin, span.start, end) if origin else None


def _origin_at_end(text: str, start: int, end: int, outlet: str | None) -> tuple[Origin, int, int] | None:
    """The dateline that ``text[start:end]`` is, or ends in: the longest that is sure."""
    whole = read_origin(text[start:end], outlet) if end - start <= LONGEST_OPENING else None
    if whole and whole.exact and (whole.sure or whole.likely):
        return whole, start, end
    window = text[max(start, end - LONGEST_OPENING) : end]
    stamps = [*find_stamps(window)]
    begins = {word.start() for word in _WORD.finditer(window)} | {stamp.end for stamp in stamps}
    for begin in sorted(begins):
        if any(stamp.precision == "minute" and stamp.start <= begin < stamp.end for stamp in stamps):
            continue
        origin = read_origin(window[begin:], outlet)
        if origin and origin.sure and origin.exact:
            return origin, end - len(window) + begin, end
    return (whole, start, end) if whole and (whole.sure or whole.likely) else None


def _pieces(unit: Unit, title: str | None) -> Iterator[Unit]:
    """The unit cut before and behind the known title, and at time stamps and labels."""
    cuts = {0, len(unit.text)}
    if title and (found := find_given(unit.text, title)):
        cuts |= {*found}
    elif unit.kind == "title":
        yield unit
        return
    if unit.kind != "credit" and len(unit.text) > 60:
        for stamp in find_stamps(unit.text):
            if is_page_stamp(unit, stamp):
                cuts |= {stamp.start, stamp.end}
        cuts |= {label.start() for label in _LABEL.finditer(unit.text)}
    points = sorted(cuts)
    for start, end in pairwise(points):
        if unit.text[start:end].strip(" .,|-–—"):
            yield replace(unit, start=unit.start + start, end=unit.start + end, text=unit.text[start:end].strip())
