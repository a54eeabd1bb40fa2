"""What surrounds the story says, as data: title, dateline, publication date, credits, source, other headlines.

The removed spans are read, and what was left in the text above the story. Kinds are hints: a head block may have been
cut as one caption, a byline as something other, so every line is read for what it says. What is doubtful is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kliping.clean.facts.head import read_head
from kliping.clean.facts.published import Publication, read_publication
from kliping.clean.facts.related import read_related
from kliping.clean.facts.staff_credits import read_staff_credits
from kliping.clean.facts.titles import read_title
from kliping.clean.facts.units import Unit, find_story, read_units
from kliping.clean.facts.wire_source import read_wire_source
from kliping.model import Credit, Dateline, Precision, Related, Removed

STORY_CHARS = 1500
"""Characters of the story that are looked at, to know a title by what it speaks of."""


@dataclass(frozen=True, slots=True)
class Facts:
    """None and () where the removed text says nothing."""

    title: str | None = None
    dateline: Dateline | None = None
    date_text: str | None = None
    """The date as written; of a dateline it may lack the year, and then ``published`` is None."""
    published: dt.datetime | None = None
    """Aware where the text names a zone, otherwise naive."""
    precision: Precision | None = None
    credits: tuple[Credit, ...] = ()
    wire_source: str | None = None
    related: tuple[Related, ...] = ()


def read_facts(text: str, removed: Sequence[Removed], *, title: str | None = None, outlet: str | None = None) -> Facts:
    """Return what ``removed``, sorted spans of ``text``, say.

    ``title`` and ``outlet``: what is known from elsewhere.
    """
    begins = find_story(text, removed)
    units = read_units(text, removed, begins)
    head = read_head(text, removed, units, begins, title=title, outlet=outlet)
    story = _story(text, removed, begins)
    dateline = head.origin.dateline if head.origin else None
    said = read_title(text, head.units, story, dateline=dateline.text if dateline else None, title=title, outlet=outlet)
    house = outlet or (dateline.outlet if dateline else None)
    when: Publication = read_publication(head.units, said or title, head.origin, head.dateline)
    return Facts(
        title=said,
        dateline=dateline,
        date_text=when.text,
        published=when.at,
        precision=when.precision,
        credits=read_staff_credits(text, head.units, begins, said or title, house),
        wire_source=_wire_source(units, [name for name in (outlet, house) if name]),
        related=tuple(each for each in read_related(text, removed, units, begins) if each.title not in (said, title)),
    )


def _story(text: str, removed: Sequence[Removed], begins: int) -> str:
    """Return the beginning of what is kept from offset ``begins`` on."""
    pieces: list[str] = []
    size, at = 0, begins
    for span in removed:
        if span.start < begins:
            continue
        pieces.append(text[at : min(span.start, at + STORY_CHARS)])
        size += len(pieces[-1])
        at = span.end
        if size > STORY_CHARS:
            break
    return "".join([*pieces, text[at : at + STORY_CHARS]])


def _wire_source(units: Sequence[Unit], houses: list[str]) -> str | None:
    """Return who had the story first; a photo's source is another matter."""
    for unit in units:
        read = unit.kind in ("syndication", "credit", "other") and len(unit.text) <= 500
        if read and (source := read_wire_source(unit.text, houses)):
            return source
    return None
