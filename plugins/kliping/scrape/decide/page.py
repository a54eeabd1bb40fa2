"""One page, read: everything that was seen and decided on the way from bytes to an article."""

from __future__ import annotations

from dataclasses import dataclass

from kliping.model import RemovedKind, Rules
from kliping.scrape.blocks.bits import inherit_bits
from kliping.scrape.blocks.layout import Layout
from kliping.scrape.blocks.line_parts import list_linked_lines
from kliping.scrape.decide.ballots import mark_ballots
from kliping.scrape.decide.body import choose_body
from kliping.scrape.decide.box_sorts import load_box_sorts
from kliping.scrape.decide.cards import mark_cards
from kliping.scrape.decide.decisions import BlockDecision
from kliping.scrape.decide.headline import choose_title
from kliping.scrape.decide.inline_cards import mark_inline_cards
from kliping.scrape.decide.linked_teasers import mark_linked_teasers
from kliping.scrape.decide.outlet_rules import mark_dropped
from kliping.scrape.decide.side_boxes import mark_boxes
from kliping.scrape.decide.standfirst import mark_standfirst
from kliping.scrape.decide.unseen_blocks import mark_unseen
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
    story_extent: tuple[int, int]
    """The story's first and last block; a date line above its first sentence is not counted in."""
    prose: int
    """How many characters of the kept blocks read like sentences."""
    notes: tuple[str, ...]


def decide_page(parsed: HtmlDocument, facts: PageFacts, layout: Layout, rules: Rules | None) -> ParsedPage:
    """Decide on title and body of what was walked."""
    headline, title_notes = choose_title(parsed.tree, facts, layout, rules)
    inherit_bits(layout)
    mark_boxes(layout, load_box_sorts(), headline.title, headline.block)
    mark_ballots(layout)
    mark_cards(layout, headline.block, facts)
    mark_inline_cards(layout, list_linked_lines(layout), headline.block, facts)
    mark_linked_teasers(layout, headline.block, facts)
    mark_unseen(layout, headline.block, facts)
    mark_standfirst(layout, headline.block, facts)
    mark_dropped(layout, parsed.tree, rules)
    body = choose_body(layout, parsed.tree, rules, headline.title)
    blocks = layout.blocks
    story = [decision.block for decision in body.decisions if decision.kind is None]
    sentences = [n for n in story if blocks[n].prose]
    extent = len(blocks), len(blocks)
    if story:
        extent = next(iter(sentences), story[0]), story[-1]
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
        story,
        rules,
        extent,
        sum(len(blocks[n].text) for n in sentences),
        (*parsed.notes, *title_notes, *body.notes),
    )
