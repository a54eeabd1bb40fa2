"""When the page was published, as the removed text states it; never the day of what the story tells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kliping.clean.facts.origin import Origin
from kliping.clean.facts.stamps import Stamp, find_stamps, is_relative, is_stamp
from kliping.clean.facts.units import Unit
from kliping.clean.folded_text import fold_text
from kliping.clean.vocabulary.word_lists import any_of, entries
from kliping.model import Precision

UNDATED_KINDS = frozenset({"related", "copyright", "syndication", "tags"})
"""Kinds whose dates are those of something else, but for a line such as "Tanggal terbit: 12 Mei 2025"."""
LONGEST_STAMPED = 400
"""A line that states the date is at most this many characters."""
LONGEST_BLOCK = 400
"""So many characters above the dateline may be the head block."""
LATEST_HEAD = 600
"""A byline after a caption or a standfirst that was left in begins at most so many characters from the beginning."""
_BESIDE_STAMP = re.compile(rf"(?i)\b{any_of('beside_stamp')}\b")
_LABELLED_DATE = re.compile(rf"(?i)\W*{any_of('published')}\s?:\s?[\w', ]{{0,12}}\d[\w /.,:|-]{{5,40}}\W*$")
_LETTERS = re.compile(r"[^\W\d_]+")
MOST_WORDS_AGO = 5
"""Most words of a line that says how long ago something was."""
SHORTEST_DATE_LIST = 3
"""So many stamps in a row, with hardly anything between, are those of a list of other articles."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The date as written and as an instant; ``at`` is None where it has no year."""

    text: str | None = None
    at: dt.datetime | None = None
    precision: Precision | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    order: int
    text: str
    stamp: Stamp
    rank: tuple[bool, bool, bool, bool, int]

    @property
    def moment(self) -> tuple[dt.datetime, int]:
        """Return when it says, without the zone; of two that say the same, the first."""
        return self.stamp.at.replace(tzinfo=None), self.order


def read_publication(units: Sequence[Unit], title: str | None, origin: Origin | None, dateline: int) -> Publication:
    """Return the publication date among the stamps of head block, dateline and foot, in this order of trust.

    ``dateline``: where it, or the story, begins; the head block is above it, whatever was left in front of that.
    """
    head = [*_candidates([unit for unit in units if _is_of_head(unit, dateline)], title)]
    best = max(head, key=lambda each: each.rank, default=None)
    if best and not best.stamp.labelled:  # two without labels, side by side: published, and changed
        beside = [each for each in head if abs(each.order - best.order) <= 1 and not each.stamp.labelled]
        best = min(beside, key=lambda each: (each.stamp.at.date(), each.stamp.precision == "day", each.moment))
    if best is None and origin and origin.stamp:
        return Publication(origin.day, origin.stamp.at, origin.stamp.precision)
    if best is None:
        foot = [unit for unit in units if unit.zone == "foot"]
        best = max(_candidates(foot, title), key=lambda each: each.rank, default=None)
    if best:
        return Publication(best.text, best.stamp.at, best.stamp.precision)
    if origin and origin.day and any(c.isdigit() for c in origin.day):
        return Publication(origin.day)
    return Publication()


def _is_of_head(unit: Unit, dateline: int) -> bool:
    """Return whether the line is of the head block, even where what was left in front of it seems to be a story."""
    above = 0 <= dateline - unit.end <= LONGEST_BLOCK
    return unit.zone == "head" or (unit.zone == "inside" and (above or unit.start <= LATEST_HEAD))


def _candidates(units: Sequence[Unit], title: str | None) -> Iterator[_Candidate]:
    """Yield the stamps of head or foot that may tell when the page was published, in the order of the text."""
    listed = _listed(units)
    order = 0
    for index, unit in enumerate(units):
        if index in listed or not (_may_state_date(unit, title) or _ends_byline(units, index)):
            continue
        credited = unit.zone == "head" or unit.kind == "credit" or _ends_byline(units, index)
        for stamp in find_stamps(unit.text):
            if stamp.changed or not (credited or stamp.labelled) or not is_page_stamp(unit, stamp):
                continue
            order += 1
            rank = (
                stamp.labelled,
                unit.kind in ("credit", "dateline"),
                stamp.precision == "minute",
                unit.kind != "nav",
                order,
            )
            yield _Candidate(order, unit.text[stamp.start : stamp.end].strip("() "), stamp, rank)


def _ends_byline(units: Sequence[Unit], index: int) -> bool:
    """Return whether a line, cut as of a list, is a stamp below a credit, and no headlines are below it."""
    unit, below = units[index], units[index + 1 : index + 2]
    follows = index > 0 and units[index - 1].kind == "credit"
    return unit.kind == "related" and follows and is_stamp(unit.text) and not (below and below[0].kind == "related")


def _may_state_date(unit: Unit, title: str | None) -> bool:
    """Return whether a stamp in the line may be the page's: the line is neither the title nor of another matter."""
    if len(unit.text) > LONGEST_STAMPED:
        return False
    if unit.kind in UNDATED_KINDS and not _LABELLED_DATE.match(unit.text):
        return False
    repeats = title is not None and fold_text(title.strip()) in fold_text(unit.text)
    return not repeats or len(unit.text) > len(title or "") + 3


def _listed(units: Sequence[Unit]) -> frozenset[int]:
    """Return the indices of units that are stamps of a list: three lines in a row, or more, of a stamp and no more."""
    listed: set[int] = set()
    run: list[int] = []
    for index, unit in enumerate([*units, None]):
        if unit and len(unit.text) < 70 and _alone(unit.text) and (not run or unit.kind == units[run[0]].kind):
            run.append(index)
            continue
        if len(run) >= SHORTEST_DATE_LIST:
            listed |= {*run}
        run = []
    return frozenset(listed)


def _alone(text: str) -> bool:
    """Return whether a line is a stamp, or says how long ago it was, and hardly anything else."""
    return is_stamp(text) or (is_relative(text) and len(_LETTERS.findall(text)) <= MOST_WORDS_AGO)


def is_page_stamp(unit: Unit, stamp: Stamp) -> bool:
    """Return whether the time stamp is in a line of boilerplate, not in a sentence, a caption or a title."""
    before, after = unit.text[: stamp.start], unit.text[stamp.end :]
    if stamp.labelled:
        return True
    if is_stamp(unit.text) and unit.kind not in ("caption", "title"):
        return True
    if before.rstrip().endswith("(") or unit.text[stamp.start] == "(":
        return not before.strip(" (") and stamp.precision == "minute"
    words = _LETTERS.findall(_BESIDE_STAMP.sub(" ", before))
    prose = [word for word in words if word.islower()]
    day = stamp.precision == "day"
    if len(prose) > 2 - day or (day and len(words) > 8):
        return False
    if day and before.strip() and "(" in unit.text[stamp.start : stamp.end]:
        return False  # "Warga memanen jagung, Kamis (26/1/2023)"
    if unit.kind in ("title", "caption") and words and day:
        return False
    if words and fold_text(words[0]) in entries("dated_titles"):
        return False
    if day and len(words) > 2 and not _is_parted(before):
        return False
    following = _LETTERS.findall(_BESIDE_STAMP.sub(" ", after))
    return len([word for word in following if word.islower()]) <= 3 or unit.kind == "credit"


def _is_parted(before: str) -> bool:
    """Return whether anything but a space, as in a title that ends in a date, parts a stamp from the words before."""
    marked = before.rstrip()[-1:] in (*",|-–—•·/?:;)",) or before[-1:] == "\t"
    return marked or before[-1:].isalpha() or bool(_BESIDE_STAMP.search(before))
