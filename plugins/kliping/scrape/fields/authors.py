"""Who wrote an article: the names around its headline and behind its story, and those that the page states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kliping.scrape.blocks import hints
from kliping.scrape.blocks.byline_blocks import list_byline_blocks
from kliping.scrape.blocks.hints import combine_kinds
from kliping.scrape.blocks.layout import Layout, TextBlock
from kliping.scrape.fields.context import Evidence, FieldContext
from kliping.scrape.fields.ruled import find_ruled
from kliping.scrape.lines.date_lines import is_date, may_date
from kliping.scrape.lines.labelled_names import (
    EDITOR_LABEL,
    EDITOR_ROLE,
    NO_PERSON,
    ROLE_WORDS,
    WRITER_LABEL,
    cut_after_name,
    drop_repeated_names,
    read_full_name,
    read_labelled_names,
    select_people,
)
from kliping.scrape.lines.plain import fold_words

_PARTS = re.compile(r"\s*[|•·]\s*|\s+[-–—−]\s+|\s*,\s(?=\S+ \S+$)")
_SECTION = re.compile(
    r"(?i)\b(?:nasional|daerah|kota|kabupaten|provinsi|ekonomi|bisnis|politik|hukum|olahraga|liga|dunia|internasional"
    r"|jakarta|jawa|sumatera|kalimantan|sulawesi|papua|bali|selatan|utara|timur|barat|tengah)\b"
)
_ROLE_FIRST = re.compile(rf"(?i)^\s*(?:{WRITER_LABEL})\s*:?\s*")
_ROLE_LAST = re.compile(rf"(?i)\s+(?:{WRITER_LABEL})$")
_ROLE_ALONE = re.compile(rf"(?i)\s*(?:{WRITER_LABEL}|{EDITOR_LABEL})\s*:?\s*")
_NAME_AND_OUTLET = re.compile(r"([^|–,\-]{4,40}?)(?:\s+[|–-]|\s?,(?! Indonesia$))\s+(\S{3,20}(?: \S{2,15})?)")
_JOINED_ELEMENTS = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
"""Where two elements of a line meet without a space: "Ani SariReporter"."""
_PLACE_BEHIND = re.compile(r",\s*[^\W\d_][^.,]*$")
"""What follows a comma and is not a degree: "Warga Desa Giri, Bengkalis"."""
_NO_BYLINE = combine_kinds("other", "related", "caption")
MAX_SIGNED_CHARS = 80
"""Characters of a line that is a name and an outlet at most: 40 and 36, and what parts them."""


WRITING_ROLES = frozenset({"author", "reporter"})


def list_author_evidence(context: FieldContext) -> Iterator[Evidence]:
    """Yield who wrote the article, editors and the outlet itself left out, most trusted evidence first.

    The outlet's rule, labelled lines and credits, elements marked as the author's, metadata; a name without a label
    only where nobody else is named.
    """
    page = context.page
    first, last = page.story_extent
    writers, editors = read_shown_authors(page.layout, page.title_block, first, last, context.outlets)
    writers += [credit.name for credit in context.cleaned.credits if credit.role in WRITING_ROLES]
    editors += [credit.name for credit in context.cleaned.credits if credit.role == "editor"]
    if sum((fold_words(name) for name in page.facts.marked), ()) in [fold_words(name) for name in writers]:
        writers = []  # several names that the line shows as one, for each is an element of its own
    ruled = _read_ruled_authors(context, editors)
    stated = (("rule:authors", ruled), ("visible", writers), ("marked", page.facts.marked), *page.facts.authors)
    for method, names in stated:
        yield method, select_people(names, (*context.outlets, *editors))
    signed = find_signed_names(page.layout, page.title_block, first, last, indonesian=context.is_indonesian)
    yield "signed", select_people(signed, (*context.outlets, *editors))


def _read_ruled_authors(context: FieldContext, editors: list[str]) -> list[str]:
    """Return whom the outlet's rule finds; those whom a label calls editors go to ``editors``."""
    ruled: list[str] = []
    for text in find_ruled(context, "authors"):
        labelled = list(read_labelled_names(text))
        ruled += [name for name, is_editor in labelled if not is_editor]
        editors += [name for name, is_editor in labelled if is_editor]
        if not labelled:
            ruled.append(text)
    return ruled


def read_shown_authors(
    layout: Layout, title: int, first: int, last: int, outlets: Iterable[str] = ()
) -> tuple[list[str], list[str]]:
    """Return the names that labelled lines give: (writers, editors).

    Lines around the headline and right after the story. Where a role is a line of its own, the name is the line above
    or below it, the same for all roles of a page. A name before one of ``outlets`` is a writer's, too.
    """
    writers: list[str] = []
    editors: list[str] = []
    own = {"".join(fold_words(name)) for name in outlets}
    above: bool | None = None
    for n in [*list_byline_blocks(layout, title, first), *range(last + 1, min(last + 8, len(layout.blocks)))]:
        text = layout.blocks[n].text
        if len(text) > 160 or layout.blocks[n].bits & hints.KIND_BITS["other"]:
            continue
        if not ROLE_WORDS.isdisjoint(fold_words(text)):
            for name, is_editor in read_labelled_names(text):
                (editors if is_editor else writers).append(name)
            if _ROLE_ALONE.fullmatch(text):
                if above is None:
                    above = _read_name_beside(layout, n - 1, title) is not None
                if person := _read_name_beside(layout, n - 1 if above else n + 1, title):
                    (editors if EDITOR_ROLE.match(text.strip(" :")) else writers).append(person)
                continue
        if (
            len(text) <= MAX_SIGNED_CHARS
            and (match := _NAME_AND_OUTLET.fullmatch(text))
            and (NO_PERSON.search(match[2]) or "".join(fold_words(match[2])) in own)
        ):
            writers += filter(None, [read_full_name(match[1])])
    return drop_repeated_names(writers), drop_repeated_names(editors)


def _read_name_beside(layout: Layout, n: int, title: int) -> str | None:
    """Return the full name that a line is; the headline is not a name."""
    if n == title or not 0 <= n < len(layout.blocks):
        return None
    return read_full_name(layout.blocks[n].text)


def _read_name_before_date(text: str, *, credit: bool, linked: set[str]) -> str | None:
    """Return the name that begins a line; of one that is not marked as a credit no section and no place."""
    head = cut_after_name(_PARTS.split(_ROLE_FIRST.sub("", text), 1)[0])
    if credit:
        head = _ROLE_LAST.sub("", _JOINED_ELEMENTS.split(head, 1)[0])
    elif head in linked or _SECTION.search(head) or _PLACE_BEHIND.search(head):
        return None
    return read_full_name(head)


def _read_name_above(block: TextBlock, linked: set[str]) -> str | None:
    """Return the name that the line above a date is: many pages name the writer there, without a label or a mark."""
    if block.text in linked or block.bits & _NO_BYLINE or _SECTION.search(block.text):
        return None
    return read_full_name(block.text)


def find_signed_names(layout: Layout, title: int, first: int, last: int, *, indonesian: bool) -> list[str]:
    """Return a name without a label, for pages that say nothing better: the first of these.

    Where the page marks an author by class, in capitals right behind the story, as some Indonesian newsrooms sign,
    and before the date of a line, unless it is a section or a link. A headline and a caption have dates and names,
    too, which are no byline.
    """
    linked = {block.text for block in layout.blocks if block.links and block.link_chars >= len(block.text)}
    doubtful: list[str] = []
    for n in list_byline_blocks(layout, title, first):
        block = layout.blocks[n]
        if n == title or len(block.text) > 160 or block.bits & _NO_BYLINE:
            continue
        credit = bool(block.bits & hints.KIND_BITS["credit"])
        if not credit and not may_date(block.text):
            continue
        name = _read_name_before_date(block.text, credit=credit, linked=linked)
        if name is None and n - 1 > title >= 0 and is_date(block.text):
            name = _read_name_above(layout.blocks[n - 1], linked)
        if name and credit:
            return [name]
        doubtful += filter(None, [name])
    if indonesian and last + 1 < len(layout.blocks):
        closing = layout.blocks[last + 1].text
        if closing.isupper() and closing not in linked and (name := read_full_name(closing)):
            return [name]
    return doubtful[:1]
