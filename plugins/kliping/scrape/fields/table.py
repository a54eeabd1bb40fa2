"""The article's fields that one source states: one row for each, with its evidence in the order of preference.

The preference is the same for all: the outlet's rule, then what the page shows, then what it states for machines, most
trusted first. Dates are weighed against one another instead (``dates``), and the story's own fields come from its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urljoin

from kliping.scrape.blocks import hints
from kliping.scrape.fields.authors import list_author_evidence
from kliping.scrape.fields.context import Evidence, FieldContext
from kliping.scrape.fields.ruled import find_ruled

_LANGUAGE = re.compile(r"(?i)[a-z]{2}(?:[-_]|$)")
PICTURE_BITS = hints.KIND_BITS["caption"] | hints.FIGURE_BIT
"""What marks the words below a picture."""


class FieldRow(NamedTuple):
    """One field: where its values are looked for, and which of them it takes."""

    name: str
    evidence: tuple[Callable[[FieldContext], Iterable[Evidence]], ...]
    """Most trusted first; each is asked only where those before it gave nothing."""
    take: Callable[[tuple[str, ...], FieldContext], Any]
    """Returns the field's value; nothing where the values hold none."""
    absent: Any = None
    """The value of a field that nothing tells."""


def choose_value(row: FieldRow, context: FieldContext) -> tuple[Any, str]:
    """Return a field's value and the method that found it: the first evidence that holds one."""
    for find in row.evidence:
        for method, values in find(context):
            if values and (value := row.take(values, context)):
                return value, method
    return row.absent, ""


def _list_ruled_sections(context: FieldContext) -> Iterator[Evidence]:
    yield "rule:section", find_ruled(context, "section")


def _list_ruled_tags(context: FieldContext) -> Iterator[Evidence]:
    yield "rule:tags", find_ruled(context, "tags")


def _list_stated_sections(context: FieldContext) -> Iterator[Evidence]:
    return ((method, (value,)) for method, value in context.page.facts.sections)


def _list_stated_tags(context: FieldContext) -> Iterable[Evidence]:
    return context.page.facts.tags[:1]


def _list_stated_images(context: FieldContext) -> Iterator[Evidence]:
    return ((method, (value,)) for method, value in context.page.facts.images)


def _list_stated_languages(context: FieldContext) -> Iterator[Evidence]:
    return ((method, (value,)) for method, value in context.page.facts.languages)


def _list_shown_captions(context: FieldContext) -> Iterator[Evidence]:
    """Yield the captions between the headline and the end of the story: the main picture's first."""
    page = context.page
    if not page.story:
        return
    kept = set(page.story)
    for n in range(max(page.title_block, 0), page.story[-1]):
        block = page.layout.blocks[n]
        if block.bits & PICTURE_BITS and n not in kept and 15 <= len(block.text) <= 600:
            yield "visible", (block.text,)


def _take_all(values: tuple[str, ...], _: FieldContext) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _take_first(values: tuple[str, ...], _: FieldContext) -> str:
    return values[0]


def _take_address(values: tuple[str, ...], context: FieldContext) -> str | None:
    """Return a picture's web address; None for any other."""
    try:
        address = urljoin(context.url, values[0])
    except ValueError:  # a malformed host
        return None
    if address.startswith(("http://", "https://")):
        return address
    return None


def _take_language(values: tuple[str, ...], _: FieldContext) -> str | None:
    """Return the two letters of a language."""
    if _LANGUAGE.match(values[0]):
        return values[0][:2].lower()
    return None


FIELD_TABLE = (
    FieldRow("authors", (list_author_evidence,), _take_all, ()),
    FieldRow("section", (_list_ruled_sections, _list_stated_sections), _take_first),
    FieldRow("tags", (_list_ruled_tags, _list_stated_tags), _take_all, ()),
    FieldRow("image", (_list_stated_images,), _take_address),
    FieldRow("caption", (_list_shown_captions,), _take_first),
    FieldRow("language", (_list_stated_languages,), _take_language),
)
METHOD_FIELDS = frozenset({"authors", "section", "tags"})
"""Fields of the table whose method an article tells."""
