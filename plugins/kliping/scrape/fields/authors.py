"""Who wrote an article: the names around its headline and after its story, and those that the page states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kliping.scrape.blocks import hints
from kliping.scrape.blocks.byline_blocks import list_byline_blocks
from kliping.scrape.blocks.layout import Layout
from kliping.scrape.fields.context import Evidence, FieldContext
from kliping.scrape.fields.ruled import find_ruled
from kliping.scrape.fields.signed_names import MAX_SIGNED_CHARS, find_signed_names, list_names_alike, part_joined_names
from kliping.scrape.fields.title_ends import list_title_ends
from kliping.scrape.lines.labelled_names import (
    EDITOR_LABEL,
    NO_PERSON,
    ROLE_WORDS,
    WRITER_LABEL,
    Maker,
    drop_repeated_names,
    name_maker,
    read_full_name,
    read_labelled_names,
    select_people,
)
from kliping.scrape.lines.plain import fold_words

_ROLE_ALONE = re.compile(rf"(?i)\s*(?:{WRITER_LABEL}|{EDITOR_LABEL})\s*:?\s*")
_NAME_AND_OUTLET = re.compile(r"([^|–,\-]{4,40}?)(?:\s+[|–-]\s+|\s?,(?! Indonesia$)\s+|\s*\()(\S{3,20}(?: \S{2,15})?)")


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
    ruled = _read_ruled_authors(context, editors)
    writing = {fold_words(name) for name in writers}
    editors = [name for name in editors if fold_words(name) not in writing]  # who edits an own story wrote it
    if sum((fold_words(name) for name in page.facts.marked), ()) in writing:
        writers = []  # several names that the line shows as one, for each is an element of its own
    initials = [name for name in writers if name.islower()]  # "(ratna)" after the story
    writers = [name for name in writers if name not in initials]
    for method, names in (("rule:authors", ruled), ("visible", writers), ("marked", page.facts.marked)):
        yield method, select_people(names, (*context.outlets, *editors))
    titled = list_title_ends(page.facts.page_title)
    for method, people in page.facts.authors:
        yield method, select_people(people, (*context.outlets, *titled, *editors))
    signed = find_signed_names(page.layout, page.title_block, first, last, indonesian=context.is_indonesian)
    yield "signed", select_people(signed, (*context.outlets, *editors))
    yield "visible", select_people(initials, (*context.outlets, *editors))


def _read_ruled_authors(context: FieldContext, editors: list[str]) -> list[str]:
    """Return whom the outlet's rule finds; those whom a label calls editors go to ``editors``."""
    ruled: list[str] = []
    for text in find_ruled(context, "authors"):
        labelled = list(read_labelled_names(text))
        ruled += [name for name, maker in labelled if maker == "writer"]
        editors += [name for name, maker in labelled if maker == "editor"]
        if not labelled:
            ruled.append(text)
    return ruled


def read_shown_authors(
    layout: Layout, title: int, first: int, last: int, outlets: Iterable[str] = ()
) -> tuple[list[str], list[str]]:
    """Return the names that labelled lines give: (writers, editors).

    Lines around the headline and right after the story. Where a role is a line of its own, the name is the line above
    or below it, the same for all roles of a page. A name before one of ``outlets`` is a writer's, too. Photographers
    are neither: the reporter may have taken the picture.
    """
    named: dict[Maker, list[str]] = {"writer": [], "editor": [], "picture": []}
    own = {"".join(fold_words(name)) for name in outlets}
    above: bool | None = None
    after = range(_find_end(layout, first, last), min(last + 8, len(layout.blocks)))
    for n in [*list_byline_blocks(layout, title, first), *after]:
        text = layout.blocks[n].text
        if len(text) > 160 or layout.blocks[n].bits & hints.KIND_BITS["other"]:
            continue
        if not ROLE_WORDS.isdisjoint(fold_words(text)):
            for name, maker in read_labelled_names(text):
                people = part_joined_names(layout.elements[layout.blocks[n].element].node, name)
                named[maker].extend(people)
            if _ROLE_ALONE.fullmatch(text):
                if above is None:
                    above = _read_name_beside(layout, n - 1, title) is not None
                beside = n - 1 if above else n + 1
                if person := _read_name_beside(layout, beside, title):
                    people = [person] if above else list_names_alike(layout, beside, [person])
                    named[name_maker(text.strip(" :"))].extend(people)
                continue
        if (
            len(text) <= MAX_SIGNED_CHARS
            and (match := _NAME_AND_OUTLET.fullmatch(text))
            and (NO_PERSON.search(match[2]) or "".join(fold_words(match[2])) in own)
        ):
            named["writer"] += filter(None, [read_full_name(match[1])])
    return drop_repeated_names(named["writer"]), drop_repeated_names(named["editor"])


def _find_end(layout: Layout, first: int, last: int) -> int:
    """Return the block after the story's last sentence: the line of an editor may be kept, that of the writer not."""
    end = min(last, len(layout.blocks) - 1)
    while end > first and not layout.blocks[end].prose:
        end -= 1
    return end + 1


def _read_name_beside(layout: Layout, n: int, title: int) -> str | None:
    """Return the full name that a line is; the headline is not a name."""
    if n == title or not 0 <= n < len(layout.blocks):
        return None
    return read_full_name(layout.blocks[n].text)
