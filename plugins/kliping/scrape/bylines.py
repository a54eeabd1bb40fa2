"""The lines around the headline: who wrote it and when it appeared, as the page shows them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from kliping import dates
from kliping.model import JAKARTA
from kliping.scrape import hints
from kliping.scrape.author_names import split_names, strip_degrees
from kliping.scrape.beside import stands_beside
from kliping.scrape.blocks import Layout
from kliping.scrape.plain import fold_words

_DATE_LIKE = re.compile(
    r"(?i)(?<!\d)(?:19|20)\d\d(?!\d)|[/'’ ]\d\d\b|\b(?:lalu|ago|kemarin|yesterday|hari ini|today|baru saja)\b"
)
_DIGITS = re.compile(r"\d\d")
_RELATIVE = frozenset({"lalu", "ago", "kemarin", "yesterday", "ini", "today", "saja"})
"""A word of each date that has no digits: most lines have neither and need no closer look."""
_UPDATED = re.compile(
    r"(?i)\b(?:diperbarui|diperbaharui|pembaruan|update[d]?|last update[d]?|modified|diubah|revisi)\b"
)
_PUBLISHED = re.compile(
    r"(?i)\b(?:di)?(?:terbitkan|publikasikan|unggah|posting|tayangkan|buat)\b|\b(?:terbit|tayang|published|posted|created)\b"
)
_DATE_ONLY = re.compile(
    rf"(?i)(?:[\W\d_]|\b(?:{dates.MONTH_NAME}|senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|sun|mon|tue|wed|thu|fri|sat"
    r"|(?:sun|mon|tues|wednes|thurs|fri|satur)day|wib|wita|wit|gmt|utc|am|pm|a\.m|p\.m|pukul|jam|pkl?|at|on|pada|last|th|st|nd|rd"
    r"|(?:di)?(?:perbarui|terbitkan|publikasikan|unggah|posting|tayangkan)|terbit|tayang|published|posted|updated?)\b)+"
)
_WRITER = (
    r"penulis|(?:ditulis |diposting )?oleh|reporter|rep|pewarta|wartawan|jurnalis"
    r"|(?:kontributor|koresponden)(?: [\w.\-]+(?: [\w.\-]+){0,2},)?"
    r"|laporan(?: (?:wartawan|reporter|kontributor|koresponden|jurnalis)(?: [\w.\-]+(?: [\w.\-]+){0,3},)?)?"
    r"|writer|(?:written |posted )?by"
)
_EDITOR = (
    r"editor|redaktur(?: pelaksana)?|red|penyunting|disunting oleh|edited by|uploader|publisher|fotografer|foto|photo"
)
_LABEL = re.compile(rf"(?i)(?:^|[\s|/,•·(\-–])(?P<role>{_WRITER}|{_EDITOR})\s*(?:\s*(?P<colon>[:;])\s*|,?\s+)(?=\S)")
_ROLES = frozenset(
    "penulis oleh reporter rep pewarta wartawan jurnalis kontributor koresponden laporan writer by "  # noqa: SIM905
    "editor redaktur red penyunting disunting edited uploader publisher fotografer foto photo pelaksana".split()
)
"""Words of which a label has one: most lines have none and need no closer look."""
_EDITORS = re.compile(rf"(?i)^(?:{_EDITOR})$")
_NAME = re.compile(
    r"(?:[A-Z][\w'’.\-]*|[a-z]{2,4}\.?(?=\s[A-Z])|\d[A-Z0-9]*)(?:\s+(?:[A-Z][\w'’.\-]*|bin|binti|van|de|al|el|der|dari))*"
)
_PARTS = re.compile(r"\s*[|•·]\s*|\s+[-–—−]\s+|\s*,\s(?=\S+ \S+$)")
_SECTION = re.compile(
    r"(?i)\b(?:nasional|daerah|kota|kabupaten|provinsi|ekonomi|bisnis|politik|hukum|olahraga|liga|dunia|internasional"
    r"|jakarta|jawa|sumatera|kalimantan|sulawesi|papua|bali|selatan|utara|timur|barat|tengah)\b"
)
_ROLE_FIRST = re.compile(rf"(?i)^\s*(?:{_WRITER})\s*:?\s*")
_ROLE_ALONE = re.compile(rf"(?i)\s*(?:{_WRITER}|{_EDITOR})\s*:?\s*")
_NAME_AND_OUTLET = re.compile(r"([^|–,\-]{4,40}?)(?:\s+[|–-]|\s?,(?! Indonesia$))\s+(\S{3,20}(?: \S{2,15})?)")
MAX_SIGNED_CHARS = 80
"""Characters of a line that is a name and an outlet at most: 40 and 36, and what parts them."""
_NAME_END = re.compile(
    r"(?i)\s*(?:[|•·\n(<]|\s[\-–—]\s|\bpada\b|\bon\b|\b(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu"
    r"|ahad)\b|\d{1,2}[\s/.\-]\w+[\s/.\-]\d{4}|,\s*\d|\d{1,2}[:.]\d\d)"
)
_NOT_PEOPLE = re.compile(
    r"(?i)\b(?:redaksi|admin|administrator|tim|team|desk|newsroom|staff|editor|editors|author|penulis"
    r"|reporter|kontributor|user"
    r"|news|online|media|com|co\.id|tv|www|http|facebook|twitter|whatsapp|share|bagikan|indonesia|berita"
    r"|super user|web)\b|\.(?:com|id|net)\b|[@#©]"
)


def is_date(line: str) -> bool:
    """Tell whether the line is a time stamp and nothing else, perhaps with its label."""
    return len(line) < 120 and _DATE_ONLY.fullmatch(line) is not None and _DATE_LIKE.search(line) is not None


def _may_date(line: str) -> bool:
    """Tell whether the line holds what may be a date."""
    telling = _DIGITS.search(line) or not _RELATIVE.isdisjoint(fold_words(line))
    return bool(telling) and _DATE_LIKE.search(line) is not None


def read_date_lines(
    layout: Layout, title: int, first: int, fetched_at: dt.datetime | None, zone: dt.tzinfo = JAKARTA
) -> tuple[list[dates.Moment], list[dates.Moment]]:
    """Return the dates shown around the story, best line first: (published, modified)."""
    published: list[dates.Moment] = []
    modified: list[dates.Moment] = []
    for n in _list_byline_blocks(layout, title, first):
        block = layout.blocks[n]
        text = block.text
        if (
            len(text) > 200
            or not _may_date(text)
            or block.bits & (hints.KIND_BITS["related"] | hints.KIND_BITS["other"])
        ):
            continue
        appeared, changed = (_find_date(part, fetched_at, zone) for part in _split_date_line(text))
        if not (appeared or changed) or stands_beside(layout.elements[block.element].node):
            continue
        if appeared:
            published.append(appeared)
        if changed:
            modified.append(changed)
    return published, modified


def _find_date(parts: Iterable[str], fetched_at: dt.datetime | None, zone: dt.tzinfo) -> dates.Moment | None:
    """Return the date of the first part that holds one."""
    found = (dates.parse_date(part, fetched_at=fetched_at, zone=zone) for part in parts if part)
    return next(filter(None, found), None)


def _split_date_line(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return where in a line its publication may be dated, and where its change, best place first."""
    label = _UPDATED.search(text)
    if label is None:
        return (text,), ()
    before = text[: label.start()]
    first_said = _PUBLISHED.search(text, label.end())
    if first_said is None:
        return (before,), (text[label.end() :],)
    return (before, text[first_said.end() :]), (text[label.end() : first_said.start()],)


def is_dated(layout: Layout, title: int, first: int) -> bool:
    """Tell whether any line around the story shows a date."""
    lines = (layout.blocks[n].text for n in _list_byline_blocks(layout, title, first))
    return any(len(line) <= 200 and _may_date(line) and dates.parse_date(line) for line in lines)


def _list_byline_blocks(layout: Layout, title: int, first: int) -> Iterator[int]:
    """Yield the blocks where a date or byline stands: from the headline to the story, then above it, nearest first.

    Never the story itself: the dates in it are those of events.
    """
    size = len(layout.blocks)
    start = max(0, min(first, size) - 12)
    if 0 <= title < first:
        start = title
    yield from range(start, min(first, start + 60, size))
    yield from range(min(start, size) - 1, max(-1, start - 8), -1)


def read_shown_authors(layout: Layout, title: int, first: int, last: int) -> tuple[list[str], list[str]]:
    """Return the names that labelled lines give: (writers, editors).

    Lines around the headline and right after the story.
    """
    writers: list[str] = []
    editors: list[str] = []
    for n in [*_list_byline_blocks(layout, title, first), *range(last + 1, min(last + 8, len(layout.blocks)))]:
        text = layout.blocks[n].text
        if len(text) > 160 or layout.blocks[n].bits & hints.KIND_BITS["other"]:
            continue
        if not _ROLES.isdisjoint(fold_words(text)):
            for name, is_editor in read_labelled_names(text):
                (editors if is_editor else writers).append(name)
            if _ROLE_ALONE.fullmatch(text):  # the name stands in the line above or below its role
                beside = (layout.blocks[m].text for m in (n - 1, n + 1) if 0 <= m < len(layout.blocks))
                if person := next((p for line in beside if (p := _full_name(line))), None):
                    (editors if _EDITORS.match(text.strip(" :")) else writers).append(person)
                continue
        if (
            len(text) <= MAX_SIGNED_CHARS
            and (match := _NAME_AND_OUTLET.fullmatch(text))
            and _NOT_PEOPLE.search(match[2])
        ):
            writers += filter(None, [_full_name(match[1])])
    return _drop_repeated(writers), _drop_repeated(editors)


def find_signed_names(layout: Layout, title: int, first: int, last: int, *, indonesian: bool) -> list[str]:
    """Return a name without a label, for pages that say nothing better: the first of these.

    Where the page marks an author by class, in capitals right behind the story, as some Indonesian newsrooms sign,
    and before the date of a line, unless it is a section or a link.
    """
    linked = {block.text for block in layout.blocks if block.links and block.link_chars >= len(block.text)}
    doubtful: list[str] = []
    for n in _list_byline_blocks(layout, title, first):
        block = layout.blocks[n]
        text = block.text
        if len(text) > 160 or block.bits & (hints.KIND_BITS["other"] | hints.KIND_BITS["related"]):
            continue
        credit = bool(block.bits & hints.KIND_BITS["credit"])
        if credit or _may_date(text):
            head = _PARTS.split(_ROLE_FIRST.sub("", text), 1)[0]
            if (credit or (head not in linked and not _SECTION.search(head))) and (name := _full_name(head)):
                if credit:
                    return [name]
                doubtful.append(name)
    if indonesian and last + 1 < len(layout.blocks):
        closing = layout.blocks[last + 1].text
        if closing.isupper() and closing not in linked and (name := _full_name(closing)):
            return [name]
    return doubtful[:1]


def read_labelled_names(line: str) -> Iterator[tuple[str, bool]]:
    """Return (name, is an editor's) for each labelled name in a line such as ``Rep: Ani / Red: Budi``.

    A label without a colon counts only at the start of a line, in capitals, before nothing but names.
    """
    if _ROLES.isdisjoint(fold_words(line)):
        return
    labels = list(_LABEL.finditer(line))
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        role = label["role"].lower()
        bare = not label["colon"]
        if bare and (label.start() > 3 or label["role"][0].islower() or role == "laporan"):
            continue
        part = line[label.end() :]
        if following:
            part = line[label.end() : following.start()]
        if end := _NAME_END.search(part):
            part = part[: end.start()]
        first, *others = part.split("/")
        stated = [*split_names(first), *(name for other in others for name in split_names(other) if " " in name)]
        names = [read_person(name) for name in stated]
        if bare and not all(name is None or _NAME.fullmatch(strip_degrees(name)) for name in names):
            continue
        for person in filter(None, names):
            yield person, bool(_EDITORS.match(role))


def _full_name(text: str) -> str | None:
    """Return a line that is nothing but a person's name of two words or more."""
    name = read_person(text)
    if name is None or " " not in name or re.search(r"\d", name):
        return None
    if not _NAME.fullmatch(strip_degrees(name)):
        return None
    return name


def read_person(name: str) -> str | None:
    """Return ``name`` trimmed, where it can be a person's; None for an outlet, a desk, a sentence or an address."""
    name = " ".join(name.split()).strip(" :;,-–—|/\"'[]")
    bare = strip_degrees(name).strip(" .()")
    if "," not in name:
        name = bare
    if not 2 <= len(bare) <= 50 or len(bare.split()) > 6 or _NOT_PEOPLE.search(name):
        return None
    if not _NAME.fullmatch(bare) and not bare.replace(" ", "").isalpha():
        return None
    return name


def _drop_repeated(names: Iterable[str]) -> list[str]:
    return list({fold_words(name): name for name in reversed(list(names))}.values())[::-1]


def choose_authors(
    stated: Sequence[tuple[str, Sequence[str]]], editors: Sequence[str], outlets: Iterable[str]
) -> tuple[tuple[str, ...], str]:
    """Return who wrote the article and where that is from: the first of ``stated`` (method, names) that names a person.

    A labelled line comes before JSON-LD, which often names the editor. ``editors`` of labelled lines are left out.
    """
    left_out = {fold_words(name) for name in (*outlets, *editors)}
    for method, names in stated:
        found = [person for text in names for name in split_names(text) if (person := read_person(name))]
        people = [person for person in found if fold_words(person) not in left_out]
        if people:
            return tuple(_drop_repeated(people)), method
    return (), ""
