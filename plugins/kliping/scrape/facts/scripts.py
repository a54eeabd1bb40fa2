"""The scripts in which a page describes itself as JSON-LD: the objects that they hold."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from kliping.scrape.facts.breadcrumbs import read_breadcrumbs
from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.facts.json_ld import ARTICLE_TYPES, PAGE_TYPES, is_type, list_types, load_json, walk_things
from kliping.scrape.lines.author_names import split_names
from kliping.scrape.lines.plain import title_text

_LOOSE = {
    name: re.compile(rf'"{name}"\s*:\s*"((?:[^"\\]|\\.){{1,400}})"')
    for name in ("headline", "datePublished", "dateModified", "articleSection", "@type")
}
_LOOSE_AUTHOR = re.compile(r'"author"\s*:\s*(?:\[\s*)?(?:\{[^{}]{0,400}?"name"\s*:\s*)?"((?:[^"\\]|\\.){1,200})"')
_UNTYPED_FIELDS = frozenset({"headline", "datePublished"})
"""What an object without a type states that describes an article."""
Thing = tuple[dict[str, Any], dict[str, dict[str, Any]]]
"""An object of JSON-LD, and the named objects of its script by ``@id``."""


def read_script_text(node: LexborNode) -> str:
    """Return the text of a script; empty for one that has only an address, where lexbor has no text at all."""
    if node.first_child is None:
        return ""
    return node.text_lexbor()


def read_script(source: str, facts: PageFacts) -> list[Thing]:
    """Return the objects of a script that describe an article or a page.

    What cannot be parsed is searched by its keys.
    """
    data = load_json(source)
    if data is None:
        _search_keys(source, facts)
        return []
    things = list(walk_things(data))
    for thing in things:
        facts.types |= list_types(thing)
    facts.crumbs = facts.crumbs or read_breadcrumbs(things)
    people = {str(thing["@id"]): thing for thing in things if "name" in thing and isinstance(thing.get("@id"), str)}
    return [
        (thing, people)
        for thing in things
        if is_type(thing, ARTICLE_TYPES | PAGE_TYPES) or (not thing.get("@type") and thing.keys() >= _UNTYPED_FIELDS)
    ]


def _search_keys(source: str, facts: PageFacts) -> None:
    """Add what a broken JSON-LD still states to ``facts``, by its keys."""
    if not any(match[1].lower() in ARTICLE_TYPES for match in _LOOSE["@type"].finditer(source)):
        return
    for name, target in (
        ("headline", facts.titles),
        ("datePublished", facts.published),
        ("dateModified", facts.modified),
        ("articleSection", facts.sections),
    ):
        if match := _LOOSE[name].search(source):
            target.append((f"json-ld~{name}", title_text(match[1].replace('\\"', '"').replace("\\/", "/"))))
    if author := _LOOSE_AUTHOR.search(source):
        names = tuple(name for name in split_names(title_text(author[1])) if "://" not in name)
        facts.authors.append(("json-ld~author", names))
