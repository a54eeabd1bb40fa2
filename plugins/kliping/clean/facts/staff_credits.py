"""Everybody whom the removed lines credit, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kliping.clean.facts.announcements import find_announcements
from kliping.clean.facts.credits import (
    LONGEST_CREDIT,
    read_credits,
    read_labelled,
    read_role,
    read_signature,
)
from kliping.clean.facts.stamps import read_stamp
from kliping.clean.facts.units import Unit
from kliping.clean.folded_text import fold_text
from kliping.clean.vocabulary.outlet_names import is_own, is_site, sounds_like_outlet
from kliping.clean.vocabulary.person_names import is_person
from kliping.clean.vocabulary.places import is_place
from kliping.clean.vocabulary.words import is_abbreviation
from kliping.lexicon import word_classes
from kliping.model import Credit

MOST_CREDITS = 100
"""Most credits that are returned for one text."""
LABEL_REACH = 30
"""In a line that names people by chance, a label ends within so many characters."""
SPOKEN_CHARS = 20_000
"""So many characters of a text show which words it has in lower case."""
FEWEST_SPOKEN = 2
"""So many words of a line that the text has in lower case are not by chance those of a name."""
SIGNED_WITHIN = 60
"""So many characters at the end of a story may be a signature that was left in it."""
_SIGNATURE = re.compile(r"[(\[]\s?(?P<inner>[A-Za-z*][\w.*/ -]{1,30}?)\s?(?:[)\]]|(?=\s*$))[\s.*]*$")
_ITEM = re.compile(r"(?m)^[ \t]*(?:\d{1,2}[.)]|[-•])[ \t][^\n.]*\Z")
"""The item of a list, up to what stands in brackets after it."""
_AND = re.compile(r"\s*[,&]\s*|\s(?:dan|and)\s")
_OWNER = re.compile(r"©|\b\d{4}\b|\bcopyright\b|\bhak cipta\b|\ball rights reserved\b|[-–—]")
_DATUM = re.compile(r"[A-Z][\w ]{2,25}\s?:\s?\S")
_CAPITALS_DATED = re.compile(r"[A-Z][A-Z. ]+, ?(?:[A-Z][a-z]+, ?)?\d")
"""A place, or an outlet, in front of a date: "KABAR KITA, 2 Mei 2026"."""
_WORD = re.compile(r"\w+")
UNREAD = frozenset({"related", "nav", "tags", "share", "follow", "copyright", "syndication"})
"""Kinds whose lines name people by chance; they are read for labels only."""


def read_staff_credits(
    text: str, units: Sequence[Unit], story: int, title: str | None, outlet: str | None
) -> tuple[Credit, ...]:
    """Return the credits, each once; ``story`` is where the story begins.

    Initials and signatures that repeat a name which has its role already are left out.
    """
    found: dict[tuple[str, str], Credit] = {}
    houses = _name_houses(units)
    names: set[str] = set()
    for credit in (*_each(text, units, title, outlet), *_signed(text, units, story, outlet)):
        name = fold_text(credit.name)
        if credit.role in ("initials", "author") and (name in names or name in houses):
            continue
        names.add(name)
        found.setdefault((credit.role, name), credit)
        if len(found) >= MOST_CREDITS:
            break
    return tuple(found.values())


def _name_houses(units: Sequence[Unit]) -> frozenset[str]:
    """Return what may be the outlet's name: lines of menus and of copyright, and those that end a byline, too."""
    menus = [
        fold_text(unit.text).strip()
        for index, (above, unit) in enumerate(zip([None, *units], units, strict=False))
        if unit.kind == "nav" and len(unit.text) < 40 and not (above and read_role(above.text))
        if not _follows_stamp(units, index)
    ]
    owners = [_OWNER.sub("", fold_text(unit.text)).strip(" .") for unit in units if unit.kind == "copyright"]
    tails = {
        fold_text(unit.text).rsplit(",", 1)[-1].strip() for unit in units if unit.zone == "head" and "," in unit.text
    }
    named = [said for unit in units if unit.zone == "head" and (said := fold_text(unit.text).strip()) in tails]
    return frozenset((*menus, *owners, *named))


def _each(text: str, units: Sequence[Unit], title: str | None, outlet: str | None) -> Iterator[Credit]:
    """Yield whom the lines credit, in the order of the text, repeats included."""
    known = fold_text(title.strip()) if title else None
    used: set[int] = set()
    for index, unit in enumerate(units):
        if index in used:
            continue
        if known and unit.zone == "head" and fold_text(unit.text).startswith(known):
            yield from read_credits(unit.text[len(known) :].strip(" .,|-–—"), outlet=outlet, byline=True)
            continue
        if role := read_role(unit.text):
            if (beside := _beside(units, index, used)) is not None:
                used.add(beside)
                yield from (Credit(role, name) for name in _split_names(units[beside].text))
            continue
        if _heads_a_role(units, index):
            continue  # the role on the next line says what the person is
        if not (unit.kept and _is_datum(units, index)):
            yield from _read_line(text, units, index, known, outlet)


def _read_line(text: str, units: Sequence[Unit], index: int, title: str | None, outlet: str | None) -> Sequence[Credit]:
    """Return the credits of one line; of a line of a kind that names people by chance, those with a label.

    ``title``: folded.
    """
    unit = units[index]
    is_outlet = unit.kind == "dateline" and unit.text.isupper()
    if unit.kind == "nav" and _follows_stamp(units, index):
        return [Credit("author", name) for name in _split_names(unit.text.strip(" ,"))]
    if unit.kind in UNREAD or is_outlet:
        if any(mark.start() == 0 for mark in find_announcements(unit.text)):
            return []  # a headline: "Baca Juga: Jalan Itu Diresmikan oleh Bupati"
        if len(unit.text) > LONGEST_CREDIT or ":" not in unit.text[:LABEL_REACH]:
            return []
        return read_labelled(unit.text, outlet)
    byline = _is_byline(text, units, index, outlet) or _follows_title(text, units, index, title)
    caption = unit.kind == "caption" and not byline
    credited = read_credits(unit.text, outlet=outlet, byline=byline, caption=caption)
    is_bare = byline and unit.zone == "head" and all(credit.role == "author" for credit in credited)
    if is_bare and credited and not read_labelled(unit.text, outlet):
        credited = [credit for credit in credited if not _is_in_story(credit.name, text, units)]
    if credited and credited[0].role == "initials" and _stands_for(credited[0].name, text, unit.start):
        return []
    return credited


def _is_in_story(name: str, text: str, units: Sequence[Unit]) -> bool:
    """Return whether the story speaks of somebody, so that a line with nothing but the name is a photo's."""
    folded = text[:SPOKEN_CHARS].casefold()
    said = " ".join(name.casefold().split()[:2])  # of "Dewi Lestari Meninggal", too
    at = folded.find(said)
    while at >= 0:
        if not any(unit.start <= at < unit.end for unit in units):
            return True
        at = folded.find(said, at + 1)
    return False


def _beside(units: Sequence[Unit], index: int, used: set[int]) -> int | None:
    """Return the index of the line below or above a line that is a role, where it is a name."""
    region = units[index].region
    labels_next = units[index].text.rstrip().endswith(":")
    order = (index - 1, index + 1)
    if labels_next or not _name_at(units, index - 1, region):
        order = (index + 1, index - 1)
    return next((each for each in order if each not in used and _name_at(units, each, region)), None)


def _name_at(units: Sequence[Unit], index: int, region: int) -> bool:
    return 0 <= index < len(units) and units[index].region == region and bool(_split_names(units[index].text))


def _split_names(line: str) -> list[str]:
    """Return the names that a line holds, and nothing else: "Dewi Lestari & Siti Aminah"."""
    names = [" ".join(name.split()) for name in _AND.split(line)]
    if not all(map(is_person, names)):
        return []
    return names


def _heads_a_role(units: Sequence[Unit], index: int) -> bool:
    following = units[index + 1] if index + 1 < len(units) else None
    return bool(
        following
        and following.region == units[index].region
        and not following.text.rstrip().endswith(":")
        and read_role(following.text)
        and _split_names(units[index].text)
    )


def _signed(text: str, units: Sequence[Unit], story: int, outlet: str | None) -> Iterator[Credit]:
    """Return who signed in brackets at the end of a story, where the brackets were left in it."""
    ends = [unit.start for unit in units if unit.zone == "foot"][:1] or [len(text)]
    end = ends[0]
    start = max(story, end - SIGNED_WITHIN)
    for match in _SIGNATURE.finditer(text, start, end):
        inner, before = match["inner"].strip(), text[start : match.start()].rstrip()
        closed = before[-1:] in '.!?”"…'
        short = inner.islower() or inner.isupper()
        if (short and not closed and "/" not in inner) or _stands_for(inner, text, match.start()):
            continue
        if _ITEM.search(text, start, match.start()):
            continue  # of a list: "6. Bagas Nugraha (Persikampung FC)"
        if inner in text[: match.start()] or inner.lower() in text[: match.start()].split() or is_place(inner):
            continue
        yield from read_signature(inner, outlet)


def _stands_for(name: str, text: str, at: int) -> bool:
    """Return whether initials are an abbreviation of the words in front of them; two letters are so by chance."""
    return len(name) > 2 and is_abbreviation(name, text, at)


def _is_byline(text: str, units: Sequence[Unit], index: int, outlet: str | None) -> bool:
    """Return whether a name without a label on this line may be the author's.

    It is one in the head or where a line was cut as a credit, or right below the story; no menu is around it, and its
    words are no words of the text. In a line that was cut as another kind, or kept, a stamp or the outlet is beside it.
    """
    unit = units[index]
    if len(unit.text) > 80 and (unit.kept or unit.kind != "credit"):
        return False
    if _is_listed(units, index) or _is_spoken(unit.text, text):
        return False
    if unit.kind == "credit":
        return True
    if _CAPITALS_DATED.match(unit.text):
        return False
    if unit.zone == "foot":
        return unit.kind == "other" and _is_below_story(units, index)
    if unit.zone != "head":
        return False
    if read_stamp(unit.text) and unit.kind not in ("caption", "title"):
        return True
    last = unit.text.replace("—", "-").replace("–", "-").rsplit(" - ", 1)[-1].rsplit(", ", 1)[-1].strip()
    if last != unit.text and (is_own(last, outlet) or sounds_like_outlet(last)):
        return True
    beside = [units[each] for each in (index - 1, index + 1) if 0 <= each < len(units)]
    beside = [other for other in beside if other.region == unit.region and len(other.text) < 60]
    return any(read_stamp(other.text) or is_site(other.text) for other in beside)


def _follows_title(text: str, units: Sequence[Unit], index: int, title: str | None) -> bool:
    """Return whether a line below the title, in the head, holds nothing but names that the text does not speak of.

    ``title``: folded.
    """
    above = units[index - 1] if index else None
    if above is None or units[index].zone != "head" or not (above.kind == "title" or fold_text(above.text) == title):
        return False
    names = _split_names(units[index].text)
    return bool(names) and not any(text.count(name) > 1 for name in names) and not _is_spoken(units[index].text, text)


def _follows_stamp(units: Sequence[Unit], index: int) -> bool:
    """Return whether a line above the story is a full name, with only such names between it and a time stamp above it.

    "Kabar Kita - 11/05/2021, 19:39 WIB", "Dewi Lestari,", "Budi Santoso".
    """
    while index > 0 and units[index].zone == "head" and " " in units[index].text.strip():
        if not _split_names(units[index].text.strip(" ,")):
            return False
        index -= 1
        stamp = read_stamp(units[index].text)
        if stamp and stamp.precision == "minute":
            return True
    return False


def _is_datum(units: Sequence[Unit], index: int) -> bool:
    """Return whether a line that was kept is of a list of data: "Judul: Rumah", "Penulis: Arimbi", "Penerbit: X"."""
    beside = [units[each].text for each in (index - 1, index + 1) if 0 <= each < len(units) and units[each].kept]
    return ":" in units[index].text and any(map(_is_other_datum, beside))


def _is_other_datum(line: str) -> bool:
    """Return whether a line has a label that is neither of a credit nor of a time stamp."""
    return bool(_DATUM.match(line)) and not read_credits(line) and not read_stamp(line)


def _is_listed(units: Sequence[Unit], index: int) -> bool:
    """Return whether a line stands in a menu: beside three or more of one."""
    around = [*units[max(0, index - 3) : index], *units[index + 1 : index + 4]]
    return sum(unit.kind in ("nav", "tags") and len(unit.text) < 30 for unit in around) >= 3


def _is_spoken(name: str, text: str) -> bool:
    """Return whether a line holds words that the text has in lower case, as no name's are: two, or one in capitals."""
    words, beginning = _WORD.findall(name), text[:SPOKEN_CHARS]
    if "|" in name:
        return False
    fewest = 1 if name.isupper() else FEWEST_SPOKEN
    return sum(len(word) > 3 and word.lower() in beginning for word in words) >= fewest


def _is_below_story(units: Sequence[Unit], index: int) -> bool:
    """Return whether a line is the first below the story, and a name of two words or more that are of no class."""
    first = index == 0 or units[index - 1].ends_region
    words = units[index].text.split()
    return first and 2 <= len(words) <= 4 and not any(word.lower() in word_classes() for word in words)
