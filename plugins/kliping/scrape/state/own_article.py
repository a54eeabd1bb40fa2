"""The page's own article from its state: the facts that it states, and its body as a page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import Any, NamedTuple

from kliping.pagestate import PageState, StateReader
from kliping.scrape.facts.access import find_access
from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.facts.json_ld import load_json
from kliping.scrape.parse.document import HtmlDocument, parse_html
from kliping.scrape.state.choice import choose_article
from kliping.scrape.state.objects import (
    MIN_UNNAMED_PROSE,
    StateArticle,
    count_prose,
    list_state_articles,
)
from kliping.scrape.state.richtext import is_element, write_html
from kliping.scrape.state.values import read_text

_CLOSED_WORDS = frozenset(
    "true 1 yes premium subscriber subscribers subscription paid metered locked members member plus berbayar pelanggan "  # noqa: SIM905
    "registered".split()
)
_NOT_FREE = frozenset({"false", "0", "no", "locked"})


class StatedArticle(NamedTuple):
    """An article of a page's state: where it was found, its body as a page, and the page's facts with its own."""

    name: str
    document: HtmlDocument
    facts: PageFacts
    prose: int


def find_stated_article(page: HtmlDocument, facts: PageFacts, url: str, shown: Sequence[str]) -> StatedArticle | None:
    """Return the article that the page's state holds for its scripts to draw; None where it holds none of its own.

    ``shown`` are the paragraphs that the page shows. Nothing is run, and at most ``MAX_STATE_CHARS`` are read.
    """
    reader = StateReader(page.tree)
    found: list[StateArticle] = []
    names: dict[int, str] = {}
    states = list(reader.list_states())
    if not shown:
        states += [PageState("json-ld", load_json(text)) for text in reader.list_descriptions()]
    for state in states:
        for article in list_state_articles(state.value):
            names[id(article)] = state.name
            found.append(article)
    chosen = choose_article(found, url, facts, shown)
    if chosen is None:
        if shown:
            return None
        return _find_markup(reader, page, facts)
    title = chosen.first_text("title") or chosen.first_text("name")
    html = f"<main><h1>{escape(title)}</h1><article>{chosen.html}</article></main>"
    return StatedArticle(names[id(chosen)], _draw(html, page), _join_facts(facts, chosen, title), chosen.prose)


def _draw(html: str, page: HtmlDocument) -> HtmlDocument:
    """Return markup as a page of its own, with what was noted of the page that it stood in."""
    drawn = parse_html(f"<html><body>{html}</body></html>".encode("utf-8", "replace"))
    return replace(drawn, encoding=page.encoding, notes=page.notes)


def _find_markup(reader: StateReader, page: HtmlDocument, facts: PageFacts) -> StatedArticle | None:
    """Return the longest markup that waits to be drawn: elements of Next's stream, templates, ``<noscript>``."""
    rows = (row for row in reader.streamed or () if isinstance(row, list) and is_element(row))
    waiting = [("__next_f", write_html(row)) for row in rows]
    waiting += reader.list_fragments()
    name, html = max(waiting, key=lambda each: len(each[1]), default=("", ""))
    if (prose := count_prose(html)[0]) < MIN_UNNAMED_PROSE:
        return None
    return StatedArticle(name, _draw(html, page), facts, prose)


def _join_facts(facts: PageFacts, article: StateArticle, title: str) -> PageFacts:
    """Return the page's facts with those of its article: headline, names and sections in front, the rest after."""
    stated = article.fields
    published = [*stated.get("published", ()), *stated.get("created", ())]
    joined = replace(
        facts,
        published=[*facts.published, *_name_dates("published", published)],
        modified=[*facts.modified, *_name_dates("modified", stated.get("modified", ()))],
        images=[*facts.images, *_name_texts("image", [read_text(value) for value in stated.get("image", ())])],
        types=facts.types | {"newsarticle"},
    )
    if title:
        joined.titles = [("state:title", title), *facts.titles]
        joined.claims = [title, *facts.claims]
    if names := article.list_names("authors"):
        joined.authors = [("state:authors", names), *facts.authors]
    joined.sections = [*_name_texts("section", [article.first_text("section")]), *facts.sections]
    joined.crumbs = facts.crumbs or article.list_words("crumbs")
    if words := article.list_words("tags"):
        joined.tags = [("state:tags", words), *facts.tags]
    if is_closed_object(article):
        joined.free = False
    elif stated.get("free") and facts.free is None:
        joined.free = True
    tiers = [value for value in stated.get("access", ()) if isinstance(value, str)]
    joined.tiers = [*facts.tiers, *(word for word in tiers if word.lower() in _CLOSED_WORDS)]
    joined.access = find_access(joined)
    return joined


def _name_texts(name: str, texts: Iterable[str]) -> list[tuple[str, str]]:
    return [(f"state:{name}", text) for text in texts if text]


def _name_dates(name: str, values: Iterable[Any]) -> list[tuple[str, str]]:
    """Return dates as text. Numbers are seconds or thousandths of them since 1970."""
    out = []
    for value in values:
        text = read_text(value)
        if isinstance(value, dict) and not text:
            text = next((str(each) for each in value.values() if isinstance(each, str | int)), "")
        if text and len(text) < 80:
            out.append((f"state:{name}", text))
    return out


def is_closed_object(article: StateArticle) -> bool:
    """Return whether an object says of itself that it is for subscribers."""
    for value in article.fields.get("free", ()):
        if str(value).lower() in _NOT_FREE:
            return True
    said = [*article.fields.get("premium", ()), *article.fields.get("access", ())]
    return any(isinstance(value, str | int) and str(value).lower() in _CLOSED_WORDS for value in said)
