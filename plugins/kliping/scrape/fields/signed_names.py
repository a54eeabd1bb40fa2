"""Names without a label: those that elements mark or part, that stand before a date, that sign a story."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from kliping.clean import is_place
from kliping.lexicon import role_words
from kliping.scrape.blocks import hints
from kliping.scrape.blocks.byline_blocks import list_byline_blocks
from kliping.scrape.blocks.hints import combine_kinds
from kliping.scrape.blocks.layout import HEADING_TAGS, Layout, TextBlock
from kliping.scrape.lines.author_names import split_names
from kliping.scrape.lines.date_lines import is_date, may_date
from kliping.scrape.lines.labelled_names import WRITER_LABEL, cut_after_name, read_full_name
from kliping.scrape.lines.plain import plain_text

_ELEMENTS = "a,span,b,strong,em,i"
_WRITER_ADDRESS = re.compile(
    rf"(?i)/(?:authors?|profile?|user|kolumnis|{'|'.join(role_words('author', 'reporter', 'correspondent'))})/|/@\w"
)
MIN_JOINED_WORDS = 4
"""Words of two full names: a shorter name is one person's."""
MAX_PARTS = 30
"""Elements of one line that are looked at."""
_PARTS = re.compile(r"\s*[|•·]\s*|\s+[-–—−/]\s+|\s*,\s(?=\S+ \S+$)")
_SECTION = re.compile(
    r"(?i)\b(?:nasional|daerah|kota|kabupaten|provinsi|ekonomi|bisnis|politik|hukum|olahraga|liga|dunia|internasional"
    r"|jakarta|jawa|sumatera|kalimantan|sulawesi|papua|bali|selatan|utara|timur|barat|tengah)\b"
)
_ROLE_FIRST = re.compile(rf"(?i)^\s*(?:{WRITER_LABEL})\s*:?\s*")
_ROLES = "|".join(role_words("author", "reporter", "correspondent"))
_ROLE_LAST = re.compile(rf"(?i)(?:\s+(?:{WRITER_LABEL})|\s*,\s*(?:{_ROLES}))\s*$")
_ROLE_BEHIND = re.compile(rf"(?i)[^\d|,.:]{{4,40}},\s*(?:{_ROLES})\b(?!\s*[:,])")
"""A name and what its bearer is: "Ani Sari, Jurnalis"."""
_JOINED_ELEMENTS = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
"""Where two elements of a line meet without a space: "Ani SariReporter"."""
_PLACE_BEHIND = re.compile(r",\s*[^\W\d_][^.,]*$")
"""What follows a comma and is not a degree: "Warga Desa Giri, Bengkalis"."""
_PEN = re.compile(r"[✍🖊🖋✏📝👤]\ufe0f?\s*")
"""A picture of who writes, in the place of a label."""
_BRACKETED = re.compile(r"\(([^()]{5,80})\)")
_NO_BYLINE = combine_kinds("other", "related", "caption")
MAX_SIGNED_CHARS = 80
"""Characters of a line that is a name and an outlet at most: 40 and 36, and what parts them."""


def part_joined_names(node: LexborNode, name: str) -> list[str]:
    """Return the full names that elements of a line part, if ``name`` is all of them in a row; else ``name`` alone."""
    if len(name.split()) < MIN_JOINED_WORDS:
        return [name]
    names: list[str] = []
    for part in node.css(_ELEMENTS)[:MAX_PARTS]:
        person = read_full_name(plain_text(part.text()))
        if person and person != name and person in name and person not in names:
            names.append(person)
    if len(names) > 1 and " ".join(names) == name:
        return names
    return [name]


def find_marked_names(layout: Layout, n: int) -> list[str]:
    """Return the full names in a line's elements that lead to a writer's page or are named as an author's."""
    node = layout.elements[layout.blocks[n].element].node
    names: list[str] = []
    for part in node.css(_ELEMENTS)[:MAX_PARTS]:
        if (name := read_full_name(plain_text(part.text()))) and name not in names and _is_marked(part):
            names.append(name)
    return names


def _is_marked(part: LexborNode) -> bool:
    attributes = part.attributes
    if part.tag == "a" and _WRITER_ADDRESS.search(attributes.get("href") or ""):
        return True
    return bool(hints.find_hint_bits(attributes.get("class") or "") & hints.KIND_BITS["credit"])


def list_names_alike(layout: Layout, n: int, names: list[str]) -> list[str]:
    """Return ``names``, those of block ``n``, with the full names of the blocks after it in elements alike.

    Such as the items of one list, or boxes of one class.
    """
    own = layout.elements[layout.blocks[n].element]
    found = list(names)
    for block in layout.blocks[n + 1 : n + MAX_PARTS]:
        element = layout.elements[block.element]
        alike = element.parent == own.parent and element.tag == own.tag and element.names == own.names
        name = read_full_name(block.text)
        if not alike or element is own or name is None:
            break
        found.append(name)
    return found


def _read_name_before_date(text: str, *, credit: bool, linked: set[str]) -> str | None:
    """Return the name that begins a line; of one that is not marked as a credit no section and no place."""
    head = cut_after_name(_PARTS.split(_ROLE_FIRST.sub("", _PEN.sub("", text)), 1)[0])
    if credit:
        head = _ROLE_LAST.sub("", _JOINED_ELEMENTS.split(head, 1)[0])
    elif head in linked or _SECTION.search(head) or _PLACE_BEHIND.search(head):
        return None
    return read_full_name(head)


def _read_joined_people(text: str) -> list[str]:
    """Return the full names that a line consists of, two at least: "Ani Sari/Budi Anton"; nothing for any other."""
    parts = split_names(text)
    names = [read_full_name(part) for part in parts if not _SECTION.search(part)]
    if len(names) < 2 or len(names) < len(parts) or not all(names):
        return []
    return [name for name in names if name]


def _read_name_above(block: TextBlock, linked: set[str]) -> str | None:
    """Return the name that the line above a date is: many pages name the writer there, without a label or a mark."""
    if block.text in linked or block.bits & _NO_BYLINE or _SECTION.search(block.text):
        return None
    return read_full_name(block.text)


def _read_name_below(layout: Layout, n: int, linked: set[str]) -> str | None:
    """Return the name that the line below a date is, above the story; a heading is none."""
    block = layout.blocks[n]
    if layout.elements[block.element].tag in HEADING_TAGS or not layout.blocks[n + 1].prose:
        return None
    return _read_name_above(block, linked)


def _stands_by_date(layout: Layout, n: int) -> bool:
    """Return whether the line before or after block ``n`` is a date."""
    return any(is_date(layout.blocks[beside].text) for beside in (n - 1, n + 1) if 0 <= beside < len(layout.blocks))


def _read_bracketed_names(text: str) -> list[str]:
    """Return the full names that a line in brackets consists of: "(Nanang Hidayat/Sri Rahayu)"."""
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed is None:
        return []
    names = [read_full_name(part) for part in split_names(bracketed[1])]
    if not all(names) or is_place(bracketed[1]):
        return []
    return [name for name in names if name]


def _read_signature(layout: Layout, n: int, linked: set[str], *, indonesian: bool) -> list[str]:
    """Return the names that the line after the story is: marked as the author's, in brackets, or in capitals."""
    block = layout.blocks[n]
    if len(block.text) > MAX_SIGNED_CHARS or block.bits & _NO_BYLINE:
        return []
    if marked := find_marked_names(layout, n):
        return list_names_alike(layout, n, marked)
    name = read_full_name(block.text)
    if name and block.bits & hints.KIND_BITS["credit"]:
        return list_names_alike(layout, n, [name])
    if not indonesian:
        return []
    if name and block.text.isupper() and block.text not in linked:
        return [name]
    return _read_bracketed_names(block.text)


def find_signed_names(layout: Layout, title: int, first: int, last: int, *, indonesian: bool) -> list[str]:
    """Return a name without a label, for pages that say nothing better: the first of these.

    Where the page marks an author by class, in capitals right after the story, as some Indonesian newsrooms sign,
    and before the date of a line, unless it is a section or a link. A headline and a caption have dates and names,
    too, which are no byline.
    """
    linked = {block.text for block in layout.blocks if block.links and block.link_chars >= len(block.text)}
    doubtful: list[str] = []
    for n in list_byline_blocks(layout, title, first):
        block = layout.blocks[n]
        if n == title or len(block.text) > 160 or block.bits & _NO_BYLINE:
            continue
        if marked := find_marked_names(layout, n):
            return list_names_alike(layout, n, marked)
        marked_so = _PEN.match(block.text) or _ROLE_BEHIND.match(block.text)
        credit = bool(block.bits & hints.KIND_BITS["credit"] or marked_so)
        slashed = n > title >= 0 and "/" in block.text and not block.links and _stands_by_date(layout, n)
        if (credit or slashed) and (names := _read_joined_people(block.text)):
            return names
        if not credit and not may_date(block.text):
            continue
        name = _read_name_before_date(block.text, credit=credit, linked=linked)
        if name is None and n - 1 > title >= 0 and is_date(block.text):
            name = _read_name_above(layout.blocks[n - 1], linked)
        if name is None and title >= 0 and n + 2 <= first < len(layout.blocks) and is_date(block.text):
            name = _read_name_below(layout, n + 1, linked)
        if name and credit:
            return list_names_alike(layout, n, [name])
        doubtful += filter(None, [name])
    if last + 1 < len(layout.blocks) and (names := _read_signature(layout, last + 1, linked, indonesian=indonesian)):
        return names
    return doubtful[:1]
