"""The bank of boilerplate written for training: lines and blocks with placeholders, and what fills them.

``bank/*.tsv`` hold one item a line: a kind and its text, or ``block`` and pieces ``kind:text`` parted by ``¦``;
``⏎`` is a line break, ``{person}`` and the like are filled in again for each text. Outlets, persons and headlines are
invented.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

BANK = Path(__file__).with_name("bank")

Segment = tuple[str | None, str]
"""A stretch of a text: its kind of boilerplate, or None for the story, and its words."""
Item = tuple[Segment, ...]

AGENCIES = ("ANTARA", "AFP", "Reuters", "AP", "Xinhua", "Anadolu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
LETTERS = "abcdefghijklmnoprstuwyz"
_MARK = re.compile(r"⟦([a-z]+):([^⟧]*)⟧")
_PLACEHOLDER = re.compile(r"\{([A-Za-z_0-9]+)\}")


@dataclass(frozen=True)
class Bank:
    """What texts are composed of."""

    heads: tuple[Item, ...]
    datelines: tuple[Item, ...]
    inserted: tuple[Item, ...]
    feet: tuple[Item, ...]
    page_tops: tuple[Item, ...]
    page_bottoms: tuple[Item, ...]
    headlines: tuple[str, ...]
    outlets: tuple[tuple[str, str], ...]
    """Name and domain."""
    persons: tuple[str, ...]
    places: tuple[str, ...]
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    traps: tuple[Item, ...]
    """Stories that a careless reader would cut."""


@dataclass(frozen=True)
class Scene:
    """What the placeholders of one text stand for."""

    outlet: str
    domain: str
    place: str
    title: str
    headlines: tuple[str, ...]


def read_bank(folder: Path = BANK) -> Bank:
    """Read the bank's files."""
    outlets = tuple(
        (name, domain) for name, domain in (line.split("\t")[:2] for line in _read_lines(folder / "outlets.tsv"))
    )
    traps = (folder / "traps.txt").read_text(encoding="utf-8").split("\n===\n")
    return Bank(
        heads=_read_items(folder / "head.tsv"),
        datelines=_read_items(folder / "dateline.tsv"),
        inserted=_read_items(folder / "inserted.tsv"),
        feet=_read_items(folder / "foot.tsv"),
        page_tops=_read_items(folder / "page_top.tsv"),
        page_bottoms=_read_items(folder / "page_bottom.tsv"),
        headlines=_read_lines(folder / "headlines.txt"),
        outlets=outlets,
        persons=_read_lines(folder / "persons.txt"),
        places=_read_lines(folder / "places.txt"),
        sections=_read_lines(folder / "sections.txt"),
        tags=_read_lines(folder / "tags.txt"),
        traps=tuple(parse_marks(trap.strip("\n= ")) for trap in traps if trap.strip("\n= ")),
    )


def _read_lines(path: Path) -> tuple[str, ...]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line.strip() and not line.startswith("# "))


def _read_items(path: Path) -> tuple[Item, ...]:
    items: list[Item] = []
    for line in _read_lines(path):
        kind, _, text = line.partition("\t")
        pieces = [piece.partition(":")[::2] for piece in text.split("¦")] if kind == "block" else [(kind, text)]
        items.append(tuple(pieces))
    return tuple(items)


def parse_marks(marked: str) -> Item:
    """Return the segments of a text whose boilerplate is marked ``⟦kind:...⟧``."""
    marked = marked.replace("⏎", "\n")
    segments: list[Segment] = []
    at = 0
    for mark in _MARK.finditer(marked):
        segments += [(None, marked[at : mark.start()]), (mark[1], mark[2])]
        at = mark.end()
    segments.append((None, marked[at:]))
    return tuple(segment for segment in segments if segment[1])


def make_initials(dice: random.Random) -> str:
    """Return two to four letters."""
    return "".join(dice.choice(LETTERS) for _ in range(dice.choice((2, 3, 3, 3, 4))))


def make_date(dice: random.Random) -> str:
    """Return a date in one of the forms that outlets print."""
    day, month, year = dice.randint(1, 28), dice.randint(0, 11), dice.randint(2012, 2026)
    return dice.choice(
        (
            f"{day} {MONTHS[month]} {year}",
            f"{dice.choice(DAYS)}, {day} {MONTHS[month]} {year}",
            f"{day} {SHORT_MONTHS[month]} {year}",
            f"{day:02}/{month + 1:02}/{year}",
            f"{MONTHS[month]} {day}, {year}",
            f"{dice.choice(DAYS)} {day} {MONTHS[month]} {year}",
            f"{day}-{month + 1}-{year}",
        )
    )


def make_stamp(dice: random.Random) -> str:
    """Return a date with a clock."""
    joint = dice.choice((" ", ", ", " | ", " - ", " pukul "))
    clock = f"{dice.randint(0, 23):02}{dice.choice(':.')}{dice.randint(0, 59):02}"
    return make_date(dice) + joint + clock + dice.choice((" WIB", " WIB", "", " WITA", " Wib"))


def make_number(dice: random.Random) -> str:
    """Return a number of one to five figures."""
    return str(dice.choice((dice.randint(1, 9), dice.randint(10, 999), dice.randint(1000, 20000))))


def fill_item(dice: random.Random, bank: Bank, scene: Scene, item: Item) -> list[Segment]:
    """Return the item's segments with every placeholder filled."""
    return [(kind, fill_text(dice, bank, scene, text)) for kind, text in item]


def fill_text(dice: random.Random, bank: Bank, scene: Scene, text: str) -> str:
    """Return ``text`` with its placeholders filled and its breaks as line feeds."""

    def fill_slot(found: re.Match[str]) -> str:
        name = found[1]
        if name in ("person", "person2"):
            return dice.choice(bank.persons)
        if name in ("initials", "initials2"):
            return make_initials(dice)
        if name in ("headline", "headline2"):
            return dice.choice(scene.headlines)
        if name == "url":
            return f"https://{scene.domain}/{make_initials(dice)}{dice.choice(('', '/' + make_initials(dice)))}"
        return _fill_plain(dice, bank, scene, name) or found[0]

    return _PLACEHOLDER.sub(fill_slot, text).replace("⏎", "\n")


def _fill_plain(dice: random.Random, bank: Bank, scene: Scene, name: str) -> str | None:
    makers = {"date": make_date, "stamp": make_stamp, "number": make_number}
    if name in makers:
        return makers[name](dice)
    choices = {"section": bank.sections, "agency": AGENCIES, "tag": bank.tags}
    if name in choices:
        return dice.choice(choices[name])
    known = {
        "outlet": scene.outlet, "OUTLET": scene.outlet.upper(), "domain": scene.domain, "DOMAIN": scene.domain.upper(),
        "place": scene.place, "PLACE": scene.place.upper(), "title": scene.title,
        "handle": scene.domain.split(".")[0], "year": str(dice.randint(2012, 2026)),
    }  # fmt: skip
    return known.get(name)
