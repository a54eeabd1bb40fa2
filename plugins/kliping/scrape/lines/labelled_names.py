"""Names after a label ("Penulis: Ani / Editor: Budi"), and which names can be a person's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from kliping import dates
from kliping.dates.words import LOCAL_WEEKDAY, MONTH_NAME
from kliping.lexicon import role_words, word_classes
from kliping.scrape.lines.author_names import split_names, strip_degrees
from kliping.scrape.lines.plain import fold_words

_WRITERS, _CORRESPONDENTS = "|".join(role_words("author", "reporter")), "|".join(role_words("correspondent"))
_PASSIVE_VERBS = (
    "ditulis|diposting|diposkan|dikirim|dilaporkan|disusun|dipublikasikan|ditayangkan|diterbitkan|diunggah|dibuat"
)
WRITER_LABEL = (
    rf"(?:nama )?(?:{_WRITERS})(?: artikel| berita)?|(?:(?:{_PASSIVE_VERBS}) )?oleh|ditulis|rep|teks|naskah"
    r"|tim (?:liputan|peliput)"
    rf"|(?:{_CORRESPONDENTS})(?: [\w.\-]+(?: [\w.\-]+){{0,2}}(?:,|(?=\s?:)))?"
    rf"|laporan(?: (?:{_WRITERS}|{_CORRESPONDENTS})(?: [\w.\-]+(?: [\w.\-]+){{0,3}},)?)?"
    r"|writer|(?:written |posted |submitted |published |reported |story |words |text )?by"
)
_EDITORS = "|".join(role_words("editor", "producer"))
_PICTURE_LABEL = rf"{'|'.join(role_words('photographer'))}|foto|photo"
EDITOR_LABEL = rf"redaktur pelaksana|{_EDITORS}|red|disunting oleh|edited by|publisher|{_PICTURE_LABEL}"
_SECOND_ROLE = rf"\s*(?:/|&|\bdan\b)\s*(?:{WRITER_LABEL}|{EDITOR_LABEL})(?=\s*[:;])"
_LABEL = re.compile(
    rf"(?i)(?:^|(?<!dibantu)[\s|/,•·(\-–])(?P<role>{WRITER_LABEL}|{EDITOR_LABEL})(?:{_SECOND_ROLE})?"
    r"\s*(?:\s*(?P<colon>[:;=»›|])\s*|,?\s+)(?=\S)"
)
"""One role, or two of the same person ("Penulis & Foto:"); "oleh" in "Ani dibantu oleh Budi" is not a role."""
ROLE_WORDS = frozenset(role_words()) | frozenset(
    "oleh ditulis rep laporan writer by red disunting edited publisher foto photo "  # noqa: SIM905
    "pelaksana teks naskah liputan peliput".split()
)
"""Words of which a label has one: most lines have none and need no closer look."""
_SMALL_LABELS = frozenset(
    {
        "oleh",
        "by",
        "written by",
        "posted by",
        "submitted by",
        "published by",
        *(f"{verb} oleh" for verb in _PASSIVE_VERBS.split("|")),
    }
)
_GIVEN = re.compile(r"[A-Z][a-z]{3,}$")
"""A name of one word after another one's ("Penulis: Andi/Budi"); initials and agencies are shorter or in capitals."""
_FROM_PLACE = re.compile(r"\sdari\s+[A-Z]\w+$")
"""What tells "Laporan Ani Sari dari Bandung" from "Laporan Keuangan"."""
_EDITOR_ROLE = re.compile(rf"(?i)^(?:{EDITOR_LABEL})$")
_PICTURE_ROLE = re.compile(rf"(?i)^(?:{_PICTURE_LABEL})$")
_NAME = re.compile(
    r"(?:[A-Z][\w'’.\-]*|[a-z]{2,4}\.?(?=\s[A-Z])|\d[A-Z0-9]*)(?:\s+(?:[A-Z][\w'’.\-]*|bin|binti|van|de|al|el|der|dari))*"
)
_AFTER_NAME = (
    r"kemarin|yesterday|baru saja|just now|hari ini|today|pukul|pkl|jam|setahun|se(?:jam|hari|minggu|pekan|bulan)"
    r"|an? (?:hour|day|week|minute)|di(?:perbarui|terbitkan|publikasikan|unggah)|terbit|tayang|publish(?:ed)?|updated?"
    r"|(?:telah )?di(?:lihat|baca)|views?|waktu baca|tidak ada komentar|komentar|bagikan|share|follow|ikuti"
)
"""Words of what stands after a name in one line: when, how often it was read, what to do with it."""
_INITIAL_LAST = re.compile(r"[a-z] (?:[A-Z]|Jr|Sr)\.$")
"""A name that ends with an abbreviation keeps its full stop ("Nanang H.")."""
_NAME_END = re.compile(
    rf"(?i)\s*(?:[|•·\n(<*]|\s[\-–—]\s|\bpada\b|\bon\b|\b(?:{LOCAL_WEEKDAY})\b"
    r"|\d{1,2}[\s/.\-]\w+[\s/.\-]\d{4}|,\s*\d|\d{1,2}[:.]\d\d"
    rf"|(?<=\s)\d+\s+[^\W\d]|\b(?:{MONTH_NAME})\b\.? \d|\s(?:{_AFTER_NAME})\b|\s(?-i:in|dalam)\s)"
)
PERSON_ADDRESS = re.compile(rf"(?i)/(?:authors?|{'|'.join(role_words())}|redaksi|profile?|user|tim)/")
"""An address of somebody who works for the outlet."""
NO_PERSON = re.compile(
    r"(?i)\b(?:null|none|undefined|unknown|anonim|anonymous|redaksi|admin|administrator|tim|team|desk|newsroom|staff|editors|author|user"
    rf"|{'|'.join(role_words('author', 'reporter', 'correspondent', 'editor'))}"
    r"|news|online|media|com|co\.id|tv|www|http|facebook|twitter|whatsapp|share|bagikan|indonesia|berita"
    r"|super user|web|scroll|advertisement|advertorial|pariwara|iklan|konten|promosi|sponsor(?:ed)?)\b"
    r"|^(?:kabar|suara|warta|radar|harian|koran|tabloid|portal|lintas|jurnal|info|pos) (?=\w)"
    r"|\w (?:post|pos|update|today|times|daily|network)$|\.(?:com|id|net)\b|[@#©]"
)


LONGEST_STAMP = 8
"""Words of a date in front of a name."""

Maker = Literal["writer", "editor", "picture"]
"""Who a label names: who wrote the text, who edited or uploaded it, or whose the picture is."""


def read_labelled_names(line: str) -> Iterator[tuple[str, Maker]]:
    """Return (name, what the person made) for each labelled name in a line such as ``Rep: Ani / Red: Budi``.

    A label without a colon counts only at the start of a line, before nothing but names. It begins with a capital
    letter; "oleh" and "by" need none before full names.
    """
    if ROLE_WORDS.isdisjoint(fold_words(line)):
        return
    labels = list(_LABEL.finditer(line))
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        role = label["role"].lower()
        bare = not label["colon"]
        small = bare and label["role"][0].islower()
        if bare and (
            not _begins_part(line, label.start(), small=small)
            or (role == "laporan" and not _FROM_PLACE.search(line))
            or (small and role not in _SMALL_LABELS)
        ):
            continue
        part = line[label.end() :]
        if following:
            part = line[label.end() : following.start()]
        first, *others = cut_after_name(part).split("/")
        stated = split_names(first)
        alone = not bare and all(" " not in name for name in stated)
        stated += [
            name for other in others for name in split_names(other) if " " in name or (alone and _GIVEN.match(name))
        ]
        names = [read_person(name) for name in stated]
        if bare and not all(name is None or _NAME.fullmatch(strip_degrees(name)) for name in names):
            continue
        if small and not all(name and " " in name for name in names):
            continue
        for person in filter(None, names):
            yield person, name_maker(role)


def _begins_part(line: str, at: int, *, small: bool) -> bool:
    """Return whether a label begins a line or a part of it: "Daerah | 3 Mei 2025 | oleh Ani Sari".

    A ``small`` one may also follow a date.
    """
    if at <= 3 or line[: at + 1].rstrip()[-1:] in ("|", "•", "·"):
        return True
    return small and _is_stamp(line[:at])


def _is_stamp(text: str) -> bool:
    """Return whether a text in front of a name is a date: "Diterbitkan 3 Mei 2025 09.10 oleh Ani Sari"."""
    return len(text.split()) <= LONGEST_STAMP and dates.parse_date(text) is not None


def name_maker(role: str) -> Maker:
    """Return what a person made whom a label such as ``Penulis`` names."""
    if _PICTURE_ROLE.match(role):
        return "picture"
    if _EDITOR_ROLE.match(role):
        return "editor"
    return "writer"


def cut_after_name(line: str) -> str:
    """Return the part of a line before what is no name's: a date, an age, a count of readers."""
    end = _NAME_END.search(line)
    if end is None:
        return line
    return line[: end.start()]


def read_full_name(text: str) -> str | None:
    """Return a line that is nothing but a person's name of two words or more."""
    name = read_person(text)
    if name is None or " " not in name or re.search(r"\d", name):
        return None
    if not _NAME.fullmatch(strip_degrees(name)):
        return None
    return name


def read_person(name: str) -> str | None:
    """Return ``name`` trimmed, where it can be a person's; None for an outlet, a desk, a sentence or an address."""
    name = " ".join(name.split()).strip(" :;,-–—|/\"'[]*")
    bare = strip_degrees(name).strip(" .()")
    if "," not in name:
        name = f"{bare}." if _INITIAL_LAST.search(name) else bare
    if not 2 <= len(bare) <= 50 or len(bare.split()) > 6 or NO_PERSON.search(name):
        return None
    if not _NAME.fullmatch(bare) and not bare.replace(" ", "").isalpha():
        return None
    return name


def drop_repeated_names(names: Iterable[str]) -> list[str]:
    return list({fold_words(name): name for name in reversed(list(names))}.values())[::-1]


def choose_authors(
    stated: Sequence[tuple[str, Sequence[str]]], editors: Sequence[str], outlets: Iterable[str]
) -> tuple[tuple[str, ...], str]:
    """Return who wrote the article and where that is from: the first of ``stated`` (method, names) that names a person.

    A labelled line comes before JSON-LD, which often names the editor. ``editors`` of labelled lines are left out.
    """
    others = (*outlets, *editors)
    for method, names in stated:
        if people := select_people(names, others):
            return people, method
    return (), ""


def select_people(names: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """Return the persons that texts name, each once; ``others`` are names of whoever did not write the article."""
    found = [person for text in names for name in split_names(text) if (person := read_person(name))]
    if not found:
        return ()
    left_out = {"".join(fold_words(name)) for name in others}  # the host "kabarmuara" is the name "Kabar Muara"
    people = drop_repeated_names(person for person in found if "".join(fold_words(person)) not in left_out)
    return tuple([person for person in people if not _is_agency(person)] or people)


def _is_agency(name: str) -> bool:
    return "agency" in word_classes().get(name.lower(), ())
