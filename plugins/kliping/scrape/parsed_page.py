"""One page, read: everything that was seen and decided on the way from bytes to an article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kliping.model import RemovedKind, Rules, Source
from kliping.scrape import bylines, cards, document, generic, headline, hints, outlet_rules, side_boxes, structured
from kliping.scrape.blocks import Layout, walk_blocks
from kliping.scrape.document import HtmlDocument
from kliping.scrape.generic import BlockDecision
from kliping.scrape.scope import MIN_STORY_PROSE, find_story_scope
from kliping.scrape.structured import PageFacts

Headers = Mapping[str, str] | Iterable[tuple[str, str]]


MIN_RULE_SHARE = 0.4
"""A body rule that finds less than this part of the prose which the generic reader sees is not believed."""


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """Everything that was seen and decided. ``decisions`` has one for each block of the container.

    ``container`` is the index of the element that holds the story, -1 where the page has none.
    """

    document: HtmlDocument
    facts: PageFacts
    layout: Layout
    title: str | None
    title_method: str
    title_block: int
    container: int
    decisions: list[BlockDecision]
    body_method: str
    story: list[int]
    """Numbers of the kept blocks."""
    rules: Rules | None
    notes: tuple[str, ...]

    @property
    def surroundings(self) -> LexborHTMLParser | LexborNode:
        """Return what holds the part of the page that was walked: where a pager, a list of tags may stand."""
        if self.layout.elements and (around := self.layout.elements[0].node.parent) is not None:
            return around
        return self.document.tree

    @property
    def story_extent(self) -> tuple[int, int]:
        """Return the story's first and last block; a date line above its first sentence is not counted in."""
        story, blocks = self.story, self.layout.blocks
        if not story:
            return len(blocks), len(blocks)
        return next((n for n in story if blocks[n].prose), story[0]), story[-1]

    @property
    def prose(self) -> int:
        """Return how many characters of the kept blocks read like sentences."""
        return sum(len(block.text) for n in self.story if (block := self.layout.blocks[n]).prose)

    @property
    def pieces(self) -> list[tuple[str, RemovedKind | None, str]]:
        """Return the container's blocks for ``merge_removed``."""
        return [(self.layout.blocks[d.block].text, d.kind, d.rule) for d in self.decisions]


def find_content_type(headers: Headers | None) -> str | None:
    """Return the value of the Content-Type header, whatever its letter case."""
    if headers is None:
        return None
    if isinstance(headers, Mapping):
        headers = headers.items()
    return next((value for name, value in headers if name.lower() == "content-type"), None)


def parse_page(html: bytes, *, source: Source, day: dt.date | None, media: str | None) -> ParsedPage:
    """Parse the page, walk what holds its story, decide. ``day`` picks the outlet's rules of that time."""
    parsed = document.parse_html(html, media)
    facts = structured.read_page_facts(parsed.declared)
    outlet = _rules_in_force(source, facts, day)
    scope = find_story_scope(parsed, facts)
    if scope is not None:
        page = decide_layout(parsed, facts, walk_blocks(*scope), outlet)
        if _is_sufficient(page):
            return page
    return decide_layout(parsed, facts, walk_blocks(parsed.tree.body), outlet)


def _is_sufficient(page: ParsedPage) -> bool:
    """Tell whether the walked part holds headline, date, the whole story and what the outlet's rules point at."""
    layout = page.layout
    if page.title_block < 0 or page.prose < MIN_STORY_PROSE or page.container in layout.unread():
        return False
    first = next(n for n in page.story if layout.blocks[n].prose)
    if not page.facts.published and not bylines.is_dated(layout, page.title_block, first):
        return False
    if not page.rules or not page.rules.body:
        return True
    return outlet_rules.was_walked(layout, page.document.tree, page.rules.body)


def decide_layout(parsed: HtmlDocument, facts: PageFacts, layout: Layout, outlet: Rules | None) -> ParsedPage:
    """Decide on title and body of what was walked."""
    tree = parsed.tree
    notes = list(parsed.notes)
    title, title_method, title_block = _choose_title(parsed, facts, layout, outlet, notes)
    generic.inherit_bits(layout)
    side_boxes.mark_boxes(layout, title, title_block)
    stated = next((language for _, language in facts.languages), "")
    own_address = next((address for _, address in facts.canonical), None)
    cards.mark_cards(layout, title_block, own_address, stated)
    if outlet:
        outlet_rules.mark_dropped(layout, tree, outlet.drop)
    container, method = -1, ""
    decisions: list[BlockDecision] = []
    generic_at = generic.choose_container(layout)
    if outlet and outlet.body:
        container, inside = outlet_rules.find_body(layout, tree, outlet.body)
        method = "rule:body"
        if inside:
            decisions = generic.decide_blocks(layout, container, title, inside)
        if not any(d.kind is None for d in decisions):
            notes.append("rule_missed:body")
            container = -1
        elif _count_kept_characters(layout, decisions) < MIN_RULE_SHARE * _count_prose(layout, generic_at):
            notes.append("rule_doubtful:body")
            container = -1
    if container < 0:
        container, method, decisions = generic_at, "generic", []
        if container >= 0:
            decisions = generic.decide_blocks(layout, container, title)
    return ParsedPage(
        parsed,
        facts,
        layout,
        title,
        title_method,
        title_block,
        container,
        decisions,
        method,
        [d.block for d in decisions if d.kind is None],
        outlet,
        tuple(notes),
    )


def _count_kept_characters(layout: Layout, decisions: list[BlockDecision]) -> int:
    return sum(len(layout.blocks[d.block].text) for d in decisions if d.kind is None)


def _count_prose(layout: Layout, container: int) -> int:
    """Return how many characters of prose the generic element holds, hinted blocks left out."""
    if container < 0:
        return 0
    element = layout.elements[container]
    inside = layout.blocks[element.first : element.last]
    return sum(len(b.text) for b in inside if b.prose and not b.bits & hints.ANY_KIND_BITS)


def _rules_in_force(source: Source, facts: PageFacts, day: dt.date | None) -> Rules | None:
    """Return the outlet's rules of the page's time: the day it was fetched, else the day it says it appeared."""
    if len(source.rules) < 2 or day is not None:
        return source.rules_for(day)
    from kliping import dates

    for _, value in facts.published:
        if published := dates.parse_date(value):
            return source.rules_for(published.at.date())
    return source.rules_for(None)


def _choose_title(
    parsed: HtmlDocument, facts: PageFacts, layout: Layout, outlet: Rules | None, notes: list[str]
) -> tuple[str | None, str, int]:
    """Return (title, method, number of its block or -1): the outlet's rule before the generic headline."""
    found = headline.find_headline(layout, facts)
    if outlet is None or not outlet.title:
        return found
    for title in outlet_rules.find_texts(parsed.tree, outlet.title):
        if found[2] >= 0 and found[0] and found[0] in title:
            return found[0], "rule:title", found[2]  # without what a hidden h1 adds for search engines
        if headline.is_confirmed(title, facts):  # the first h1 of an old page may be its channel's name
            at = next((n for n, block in enumerate(layout.blocks) if block.text == title), found[2])
            return title, "rule:title", at
    notes.append("rule_missed:title")
    return found
