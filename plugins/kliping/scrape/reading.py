"""One page, read: everything that was seen and decided on the way from bytes to an article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kliping.model import RemovedKind, Rules, Source
from kliping.scrape import document, generic, headline, hints, rules, structured
from kliping.scrape.blocks import Layout, walk
from kliping.scrape.document import Document
from kliping.scrape.generic import Decision
from kliping.scrape.structured import Facts

Headers = Mapping[str, str] | Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """``weights`` has one number for each block of ``layout``; ``decisions`` one decision for each block of the container.

    ``container`` is the index of the element that holds the story, -1 where the page has none.
    """

    document: Document
    facts: Facts
    layout: Layout
    title: str | None
    title_method: str
    title_block: int
    weights: list[float]
    container: int
    decisions: list[Decision]
    body_method: str
    rules: Rules | None
    notes: tuple[str, ...]

    @property
    def story(self) -> list[int]:
        """Numbers of the kept blocks."""
        return [d.block for d in self.decisions if d.kind is None]

    @property
    def pieces(self) -> list[tuple[str, RemovedKind | None, str]]:
        """The container's blocks for ``conserve``."""
        return [(self.layout.blocks[d.block].text, d.kind, d.rule) for d in self.decisions]


def content_type(headers: Headers | None) -> str | None:
    """The value of the Content-Type header, whatever its letter case."""
    if headers is None:
        return None
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return next((value for name, value in pairs if name.lower() == "content-type"), None)


def read(html: bytes, *, source: Source, day: dt.date | None, media: str | None) -> Reading:
    """Parse and walk the page once, then decide on title and body. ``day`` picks the outlet's rules of that time."""
    page = document.parse(html, media)
    tree = page.tree
    facts = structured.read(page.declared)
    layout = walk(tree)
    notes = list(page.notes)
    outlet = _rules_in_force(source, facts, day)
    title, title_method, title_block = _title(page, facts, layout, outlet, notes)
    generic.inherit(layout)
    held: list[int] = []
    if outlet and outlet.drop:
        for at in rules.elements(layout, tree, outlet.drop, every=True):
            element = layout.elements[at]
            for block in layout.blocks[element.first : element.last]:
                block.bits |= hints.RULE
    weights = [generic.weigh(layout, block) for block in layout.blocks]
    container, method, decisions = -1, "", []
    if outlet and outlet.body:
        held = rules.elements(layout, tree, outlet.body)
        if held:
            container, method = rules.common(layout, held), "rule:body"
            inside = {n for at in held for n in range(layout.elements[at].first, layout.elements[at].last)}
            decisions = generic.decide(layout, container, title, inside)
        if not any(d.kind is None for d in decisions):
            notes.append("rule_missed:body")
            container = -1
    if container < 0:
        container, method = generic.container(layout, weights), "generic"
        decisions = generic.decide(layout, container, title) if container >= 0 else []
    return Reading(
        page,
        facts,
        layout,
        title,
        title_method,
        title_block,
        weights,
        container,
        decisions,
        method,
        outlet,
        tuple(notes),
    )


def _rules_in_force(source: Source, facts: Facts, day: dt.date | None) -> Rules | None:
    """The outlet's rules of the page's time: the day it was fetched, else the day it says it appeared."""
    if len(source.rules) < 2 or day is not None:
        return source.rules_for(day)
    from kliping.scrape import dates

    published = next((m for _, value in facts.published if (m := dates.parse(value))), None)
    return source.rules_for(published.at.date() if published else None)


def _title(
    page: Document, facts: Facts, layout: Layout, outlet: Rules | None, notes: list[str]
) -> tuple[str | None, str, int]:
    found = headline.find(layout, facts)
    if outlet and outlet.title:
        if title := rules.first_text(page.tree, outlet.title):
            at = next((n for n, block in enumerate(layout.blocks) if block.text == title), found[2])
            return title, "rule:title", at
        notes.append("rule_missed:title")
    return found
