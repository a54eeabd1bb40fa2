"""One page, read: everything that was seen and decided on the way from bytes to an article."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kliping.model import RemovedKind, Rules
from kliping.scrape.blocks.byline_blocks import is_dated
from kliping.scrape.blocks.scope import MIN_STORY_PROSE
from kliping.scrape.blocks.walk import Layout
from kliping.scrape.decide.body import choose_body
from kliping.scrape.decide.cards import mark_cards
from kliping.scrape.decide.container import inherit_bits
from kliping.scrape.decide.decisions import BlockDecision
from kliping.scrape.decide.headline import choose_title
from kliping.scrape.decide.outlet_rules import mark_dropped, was_walked
from kliping.scrape.decide.side_boxes import mark_boxes
from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.parse.document import HtmlDocument

TextPiece = tuple[str, RemovedKind | None, str]
"""One block: its text, the kind under which scrape drops it (None: kept), and the rule."""


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
    def pieces(self) -> list[TextPiece]:
        """Return the container's blocks for ``merge_removed``."""
        return [(self.layout.blocks[d.block].text, d.kind, d.rule) for d in self.decisions]


def decide_page(parsed: HtmlDocument, facts: PageFacts, layout: Layout, rules: Rules | None) -> ParsedPage:
    """Decide on title and body of what was walked."""
    headline, title_notes = choose_title(parsed.tree, facts, layout, rules)
    inherit_bits(layout)
    mark_boxes(layout, headline.title, headline.block)
    mark_cards(layout, headline.block, facts)
    mark_dropped(layout, parsed.tree, rules)
    body = choose_body(layout, parsed.tree, rules, headline.title)
    return ParsedPage(
        parsed,
        facts,
        layout,
        headline.title,
        headline.method,
        headline.block,
        body.container,
        body.decisions,
        body.method,
        [decision.block for decision in body.decisions if decision.kind is None],
        rules,
        (*parsed.notes, *title_notes, *body.notes),
    )


def holds_whole_story(page: ParsedPage) -> bool:
    """Tell whether the walked part holds headline, date, the whole story and what the outlet's rules point at."""
    layout = page.layout
    if page.title_block < 0 or page.prose < MIN_STORY_PROSE or page.container in layout.unread():
        return False
    if not page.facts.published and not is_dated(layout, page.title_block, page.story_extent[0]):
        return False
    if not page.rules or not page.rules.body:
        return True
    return was_walked(layout, page.document.tree, page.rules.body)
