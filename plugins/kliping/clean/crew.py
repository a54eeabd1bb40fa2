"""Everybody whom the removed lines credit, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kliping.clean.credits import LONGEST, is_person, read_credits, read_role
from kliping.clean.outlet_names import is_own, is_site
from kliping.clean.stamps import read_stamp
from kliping.clean.text import fold
from kliping.clean.units import Unit
from kliping.model import Credit

MOST = 100
"""Credits that are told of one text."""
UNREAD = frozenset({"related", "nav", "tags", "share", "follow", "copyright", "syndication"})
"""Kinds whose lines name people by chance; they are read for labels only."""


def read_crew(units: Sequence[Unit], title: str | None, outlet: str | None) -> tuple[Credit, ...]:
    """The credits, each once; initials and signatures that repeat a name which has its role already are left out."""
    found: dict[tuple[str, str], Credit] = {}
    names: set[str] = set()
    for credit in _each(units, title, outlet):
        name = fold(credit.name)
        if name in names and credit.role in ("initials", "author"):
            continue
        names.add(name)
        found.setdefault((credit.role, name), credit)
        if len(found) >= MOST:
            break
    return tuple(found.values())


def _each(units: Sequence[Unit], title: str | None, outlet: str | None) -> Iterator[Credit]:
    known = fold(title.strip()) if title else None
    used: set[int] = set()
    for index, unit in enumerate(units):
        if index in used or (known and fold(unit.text).strip(" .") == known):
            continue
        if role := read_role(unit.text):
            if (beside := _beside(units, index, used)) is not None:
                used.add(beside)
                yield Credit(role, " ".join(units[beside].text.split()))
            continue
        if _heads_a_role(units, index):
            continue  # the role on the next line says what the person is
        labelled_only = unit.kind in UNREAD
        if labelled_only and (len(unit.text) > LONGEST or ":" not in unit.text):
            continue
        byline = not labelled_only and _is_byline(units, index, outlet)
        caption = unit.kind == "caption" and not byline
        credited = read_credits(unit.text, outlet=outlet, byline=byline, caption=caption)
        if labelled_only and unit.kind != "share":
            credited = [credit for credit in credited if credit.role != "initials" and ":" in unit.text[:30]]
        yield from credited


def _beside(units: Sequence[Unit], index: int, used: set[int]) -> int | None:
    """The line below or above a line that is a role, where it is a name."""
    region = units[index].region
    labels_next = units[index].text.rstrip().endswith(":")
    order = (index + 1, index - 1) if labels_next or not _name_at(units, index - 1, region) else (index - 1, index + 1)
    return next((each for each in order if each not in used and _name_at(units, each, region)), None)


def _name_at(units: Sequence[Unit], index: int, region: int) -> bool:
    return 0 <= index < len(units) and units[index].region == region and is_person(" ".join(units[index].text.split()))


def _heads_a_role(units: Sequence[Unit], index: int) -> bool:
    following = units[index + 1] if index + 1 < len(units) else None
    return bool(
        following
        and following.region == units[index].region
        and not following.text.rstrip().endswith(":")
        and read_role(following.text)
        and is_person(units[index].text)
    )


def _is_byline(units: Sequence[Unit], index: int, outlet: str | None) -> bool:
    """May a name without a label on this line be the author's? It is, in a credit, beside a stamp, with the outlet."""
    unit = units[index]
    if unit.kind == "credit":
        return True
    if unit.zone != "head" or len(unit.text) > 80:
        return False
    if read_stamp(unit.text) and unit.kind not in ("caption", "title"):
        return True
    last = unit.text.replace("—", "-").replace("–", "-").rsplit(" - ", 1)[-1].rsplit(", ", 1)[-1].strip()
    if last != unit.text and (is_own(last, outlet) or is_site(last)):
        return True
    beside = [units[each] for each in (index - 1, index + 1) if 0 <= each < len(units)]
    return any(other.region == unit.region and read_stamp(other.text) and len(other.text) < 60 for other in beside)
