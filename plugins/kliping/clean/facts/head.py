"""The block above the story taken apart: lines, the pieces of a line whose breaks are lost, the dateline at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kliping.clean.facts.origin import LONGEST_OPENING, Origin, read_opening, read_origin
from kliping.clean.facts.published import is_page_stamp
from kliping.clean.facts.stamps import find_stamps
from kliping.clean.facts.title_words import find_given
from kliping.clean.facts.units import Unit
from kliping.clean.vocabulary.places import is_place
from kliping.clean.vocabulary.word_lists import any_of
from kliping.clean.vocabulary.words import is_content
from kliping.model import Removed

DATELINE_REACH = 3000
"""A dateline without a label of its own begins at most this many characters after the first one."""
MOST_SPANS = 1000
"""So many removed spans are looked at for a dateline."""
DATELINE_REACH_BACK = 50
"""Where a dateline was cut off in the middle of a word, it begins at most this many characters before."""
LONGEST_LEFT = 250
"""A head block that was left in the first line of the story, up to its time stamp, is at most this many characters."""
FEWEST_WORDS_LEFT = 4
"""... and has at least this many words in front of the stamp."""
LONGEST_STANDFIRST = 250
"""A standfirst above the dateline is at most this many characters."""
_CLOCK = re.compile(r"\d[:.]\d\d")
"""What a stamp to the minute holds."""
_LABEL = re.compile(rf"(?i)(?<!\w){any_of('head_labels')}\s{{0,3}}:")
_SURNAME = re.compile(r"[A-Z][a-z]+ (?=[A-Z]{4,}\.[A-Z]{2,3}\b)")
"""The end of a reporter's name that was cut together with the dateline: "Lestari KABARKITA.COM, JAKARTA"."""
_NAME_END = re.compile(r"[A-Z][a-z]+ (?=[A-Za-z]{4,}\.[A-Za-z]{2,3}\b)")
"""The same where the name's beginning, and no mark, stands in front of it."""
_HALF = re.compile(r"[A-Z][\w.]*(?: [A-Z][\w.]*){0,2} ?")
"""The first half of a name that was cut apart: "Kabar" and "Kita –", "PALANGKA" and "RAYA –"."""
_WORD = re.compile(r"(?:(?<=[\s.)|])|(?<=[a-z]))(?:[(\[]?[A-Z0-9]|[a-z][\w-]*\.[a-z]{2,4}\b)")


_Found = tuple[Origin, int, int]
"""A dateline, and where it begins and ends."""


@dataclass(frozen=True, slots=True)
class Head:
    """The units of the text without its dateline, those of the head in pieces; and the dateline."""

    units: tuple[Unit, ...]
    origin: Origin | None
    dateline: int
    """Where the dateline begins, or the story, where it has none."""


def read_head(
    text: str, removed: Sequence[Removed], units: Sequence[Unit], story: int, *, title: str | None, outlet: str | None
) -> Head:
    """Find the dateline, and cut what stands on one line in front of it into its pieces; ``story`` begins there."""
    origin, start, end = _find_origin(text, removed, units, outlet)
    if origin is None:
        openings = _find_openings(text, story)
        origin = next(
            (found for at in openings if (found := read_opening(text[at : at + LONGEST_OPENING], outlet))), None
        )
    pieces: list[Unit] = []
    for unit in units:
        if origin and start <= unit.start and unit.end <= end:
            continue
        if origin and (unit.start < start < unit.end or _ends_in_surname(text, unit, start)):
            unit = replace(unit, end=start, text=text[unit.start : start].rstrip())  # noqa: PLW2901
        elif (
            unit.zone == "head" and unit.text.endswith(":") and (stamped := _find_stamp_end(text, unit.end, label=True))
        ):
            unit = replace(unit, end=stamped, text=text[unit.start : stamped])  # noqa: PLW2901
        if unit.zone == "head":
            pieces += _pieces(unit, title)
        else:
            pieces.append(unit)
    stamped = _find_stamp_end(text, story, title=title)
    if stamped:
        left = Unit(story, stamped, text[story:stamped], "other", "head", 0, kept=True)
        pieces = [*_pieces(left, title), *pieces]
    return Head(tuple(pieces), origin, start if end else story)


def _find_stamp_end(text: str, start: int, *, title: str | None = None, label: bool = False) -> int | None:
    """Return where a time stamp ends that was left in the line from ``start`` on, after the title and names alone.

    None where a sentence is in front of it, so that it may be the time of an event. ``label``: "Oleh:" is in front.
    """
    line = text[start : start + LONGEST_LEFT].split("\n", 1)[0]
    if not (label or _CLOCK.search(line)):
        return None
    begins = 0
    if title and (given := find_given(line, title)) and not line[: given[0]].strip():
        begins = given[1]
    stamp = next((each for each in find_stamps(line) if label or each.precision == "minute"), None)
    if stamp is None or stamp.start < begins or any(map(is_content, line[begins : stamp.start].split())):
        return None
    enough = label or len(line[: stamp.start].split()) >= FEWEST_WORDS_LEFT
    if not enough:
        return None
    return start + stamp.end


def _ends_in_surname(text: str, unit: Unit, start: int) -> bool:
    """Return whether the dateline was cut with the end of the byline above it: a surname at ``start``."""
    between = text[unit.end : start]
    return unit.kind in ("credit", "caption") and "\n" not in between and between.istitle()


def _find_openings(text: str, story: int) -> Iterator[int]:
    """Yield where a dateline that was left in may begin: the story, and what follows a standfirst of one line."""
    yield story
    end = text.find("\n", story, story + LONGEST_STANDFIRST)
    if end > 0:
        yield end + 1


def _find_origin(
    text: str, removed: Sequence[Removed], units: Sequence[Unit], outlet: str | None
) -> tuple[Origin | None, int, int]:
    """Return the dateline, and where it begins and ends: one that was cut as such, or else what other lines end in."""
    return _find_cut(text, removed, outlet) or _find_in_lines(text, units, outlet) or (None, 0, 0)


def _find_cut(text: str, removed: Sequence[Removed], outlet: str | None) -> _Found | None:
    """Find what was cut as a dateline: the first that the story follows, or else the first."""
    first: _Found | None = None
    starts = {span.start for span in removed[:MOST_SPANS]}
    spans = removed[:MOST_SPANS]
    for before, span, following in zip([None, *spans], spans, [*spans[1:], None], strict=False):
        if span.kind != "dateline" or not (found := _read_dateline(text, span, before, following, outlet)):
            continue
        after = text[found[2] : found[2] + DATELINE_REACH].split("\n", 1)[0]
        if after.strip() and not starts & {found[2], found[2] + 1}:
            return found
        dateline = found[0].dateline
        if dateline.text.endswith("--") and not dateline.outlet:
            continue  # of a line that ends so, most are captions: "Kabupaten Brebes--"
        on_own_line = found[0].exact and dateline.place and dateline.outlet  # "Garut, KabarKita.com" above the story
        if found[0].sure or found[0].likely or on_own_line:
            first = first or found
    return first


def _find_in_lines(text: str, units: Sequence[Unit], outlet: str | None) -> _Found | None:
    """Find the dateline that a line above the story ends in, whatever it was cut as, or is, if it was left in."""
    for index, unit in enumerate(units):
        if unit.start > DATELINE_REACH:
            break
        if unit.kept and (found := _read_kept(unit, outlet)):
            return found
        if unit.ends_region and unit.zone != "foot" and unit.kind != "related":
            start = unit.start
            if index and not unit.text.strip(" -–—"):  # a dash alone: the dateline stands above it
                start = units[index - 1].start
            found = _origin_at_end(text, start, unit.end, outlet) or _read_own_line(text, unit, outlet)
            if found and (unit.zone == "head" or found[1] in (start, unit.start)):
                return found
    return None


def _read_own_line(text: str, unit: Unit, outlet: str | None) -> _Found | None:
    """Read a line of its own as a dateline that ends in no mark: "Garut, KabarKita.com" above the story."""
    if "\n" not in text[max(0, unit.start - 2) : unit.start] or "\n" not in text[unit.end : unit.end + 2]:
        return None
    origin = read_origin(unit.text, outlet)
    if origin and origin.exact and origin.dateline.place and origin.dateline.outlet:
        return origin, unit.start, unit.end
    return None


def _read_kept(unit: Unit, outlet: str | None) -> _Found | None:
    """Read a line that was kept above the story as a dateline; None unless that is sure."""
    if unit.text[-1] not in "-–—":
        return None
    origin = read_origin(unit.text, outlet)
    if origin and origin.sure and origin.exact:
        return origin, unit.start, unit.end
    return None


def _halves_word(text: str, span: Removed, before: Removed | None) -> bool:
    """Return whether a span begins inside a word; two that lost a break between spans, "UmamKABAR.ID", are two."""
    last = text[max(0, span.start - 1) : span.start]
    parted = before is not None and before.end == span.start and last.islower() and text[span.start].isupper()
    return last.isalnum() and not parted


def _read_dateline(
    text: str, span: Removed, before: Removed | None, following: Removed | None, outlet: str | None
) -> _Found | None:
    """Return what a span that was cut as a dateline says: with one right after it, and without what is none."""
    end = span.end
    if following and following.kind == "dateline" and not text[end : following.start].strip():
        halved = (
            text[following.end - 1] == "-" and text[following.end : following.end + 1].isalnum()
        )  # "Tarakan-Nunukan"
        if not halved:
            end = following.end  # "KOTA CIREBON |" and "KABAR –"
    if _halves_word(text, span, before) and (
        found := _origin_at_end(text, max(0, span.start - DATELINE_REACH_BACK), end, outlet)
    ):
        return found
    in_line = text[max(0, span.start - 2) : span.start - 1].isalnum()
    surname = (_NAME_END if in_line else _SURNAME).match(text, span.start, end)
    if surname and (origin := read_origin(text[surname.end() : end], outlet)):
        return origin, surname.end(), end
    whole = text.rfind("\n", max(0, span.start - DATELINE_REACH_BACK), span.start) + 1
    if _HALF.fullmatch(text, whole, span.start):
        origin = read_origin(text[whole:end], outlet)
        if origin and origin.likely and (origin.exact or is_place(origin.dateline.place or "")):
            return origin, whole, end
    origin = read_origin(text[span.start : end], outlet) or read_origin(text[span.start : span.end], outlet)
    if origin is None:
        return None
    return origin, span.start, end


def _origin_at_end(text: str, start: int, end: int, outlet: str | None) -> _Found | None:
    """Return the dateline that ``text[start:end]`` is, or ends in: the longest that is sure."""
    whole = read_origin(text[start:end], outlet) if end - start <= LONGEST_OPENING else None
    if whole and whole.exact and (whole.sure or whole.likely):
        return whole, start, end
    window = text[max(start, end - LONGEST_OPENING) : end]
    stamps = [*find_stamps(window)]
    begins = {word.start() for word in _WORD.finditer(window)} | {stamp.end for stamp in stamps}
    for begin in sorted(begins):
        if any(stamp.precision == "minute" and stamp.start <= begin < stamp.end for stamp in stamps):
            continue
        said = window[begin:]
        if said.count(")") > said.count("("):
            continue  # begins within brackets: "Semarang (BPBD Jateng)"
        origin = read_origin(said, outlet)
        if origin and origin.sure and origin.exact:
            return origin, end - len(window) + begin, end
    if whole and (whole.sure or whole.likely):
        return whole, start, end
    return None


def _pieces(unit: Unit, title: str | None) -> Iterator[Unit]:
    """Yield the unit cut before and after the known title, and at time stamps and labels."""
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
