"""Evidence for the fields of the table, and what a field takes of it.

``list_...`` functions yield what one source has for a field: (method, values). ``take_...`` functions make the field's
value of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kliping.scrape.blocks import hints
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.fields.context import Evidence, FieldContext
from kliping.scrape.fields.ruled import find_ruled
from kliping.scrape.lines.plain import fold_words

_LANGUAGE = re.compile(r"(?i)[a-z]{2}(?:[-_]|$)")
PICTURE_BITS = hints.KIND_BITS["caption"] | hints.FIGURE_BIT
"""What marks the words below a picture."""


def list_ruled_sections(context: FieldContext) -> Iterator[Evidence]:
    yield "rule:section", find_ruled(context, "section")


def list_ruled_tags(context: FieldContext) -> Iterator[Evidence]:
    yield "rule:tags", find_ruled(context, "tags")


def list_stated_sections(context: FieldContext) -> Iterator[Evidence]:
    return ((method, (value,)) for method, value in context.page.facts.sections)


def list_stated_tags(context: FieldContext) -> Iterator[Evidence]:
    """Yield the tags that the page states; of ``keywords`` only what is said of this article, not of the whole site."""
    page = context.page
    for method, words in page.facts.tags[:1]:
        if method != "meta:keywords" or _are_said_in(words, page):
            yield method, words


def _are_said_in(words: Iterable[str], page: ParsedPage) -> bool:
    """Return whether the headline or the story says any of the words."""
    said = [page.title or "", *(page.layout.blocks[n].text for n in page.story)]
    text = f" {' '.join(' '.join(fold_words(line)) for line in said)} "
    return any(f" {' '.join(fold_words(word))} " in text for word in words)


def list_stated_images(context: FieldContext) -> Iterator[Evidence]:
    return ((method, (value,)) for method, value in context.page.facts.images)


def list_stated_languages(context: FieldContext) -> Iterator[Evidence]:
    return ((method, (value,)) for method, value in context.page.facts.languages)


def list_shown_captions(context: FieldContext) -> Iterator[Evidence]:
    """Yield the captions between the headline and the end of the story: the main picture's first."""
    page = context.page
    if not page.story:
        return
    kept = set(page.story)
    for n in range(max(page.title_block, 0), page.story[-1]):
        block = page.layout.blocks[n]
        if block.bits & PICTURE_BITS and n not in kept and 15 <= len(block.text) <= 600:
            yield "visible", (block.text,)


def take_all(values: tuple[str, ...], _: FieldContext) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def take_first(values: tuple[str, ...], _: FieldContext) -> str:
    return values[0]


def take_language(values: tuple[str, ...], _: FieldContext) -> str | None:
    """Return the two letters of a language."""
    if _LANGUAGE.match(values[0]):
        return values[0][:2].lower()
    return None
