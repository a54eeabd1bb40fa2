"""Where the story stands and which of its blocks are kept: as the outlet's rule says, else as any page reads."""

from __future__ import annotations

from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from kliping.model import Rules
from kliping.scrape.blocks import hints
from kliping.scrape.blocks.layout import Layout
from kliping.scrape.decide.author_cards import drop_author_card
from kliping.scrape.decide.container import choose_container
from kliping.scrape.decide.decisions import BlockDecision, decide_blocks
from kliping.scrape.decide.outlet_rules import find_body
from kliping.scrape.decide.slanted_captions import drop_slanted_captions
from kliping.scrape.decide.small_print import drop_small_print

_BY_SHAPE = (drop_slanted_captions, drop_small_print, drop_author_card)
"""What drops blocks that the scores keep, by print and shape."""
MIN_RULE_SHARE = 0.4
"""A body rule that finds less than this part of the prose which the generic reader sees is not believed."""


class ChosenBody(NamedTuple):
    """The element that holds the story (-1: none), how it was found, and a decision for each of its blocks."""

    container: int
    method: str
    decisions: list[BlockDecision]
    notes: tuple[str, ...]


def choose_body(layout: Layout, tree: LexborHTMLParser, rules: Rules | None, title: str | None) -> ChosenBody:
    """Return the body that the outlet's rule finds, where it can be believed; else the generic one."""
    generic = choose_container(layout)
    notes: tuple[str, ...] = ()
    if rules and rules.body:
        ruled = _read_ruled_body(layout, tree, rules, title, generic)
        if not ruled.notes:
            return ruled
        notes = ruled.notes
    if generic < 0:
        return ChosenBody(-1, "generic", [], notes)
    decisions = decide_blocks(layout, generic, title)
    for drop in _BY_SHAPE:
        drop(layout, decisions)
    return ChosenBody(generic, "generic", decisions, notes)


def _read_ruled_body(
    layout: Layout, tree: LexborHTMLParser, rules: Rules, title: str | None, generic: int
) -> ChosenBody:
    """Return what the outlet's rule finds, with a note where it is not to be believed."""
    container, inside = find_body(layout, tree, rules.body)
    decisions: list[BlockDecision] = []
    if inside:
        decisions = decide_blocks(layout, container, title, inside)
        for drop in _BY_SHAPE:
            drop(layout, decisions)
    kept = sum(len(layout.blocks[d.block].text) for d in decisions if d.kind is None)
    notes: tuple[str, ...] = ()
    if not any(decision.kind is None for decision in decisions):
        notes = ("rule_missed:body",)
    elif kept < MIN_RULE_SHARE * _count_prose(layout, generic):
        notes = ("rule_doubtful:body",)
    return ChosenBody(container, "rule:body", decisions, notes)


def _count_prose(layout: Layout, container: int) -> int:
    """Return how many characters of prose the generic element holds, hinted blocks left out."""
    if container < 0:
        return 0
    element = layout.elements[container]
    inside = layout.blocks[element.first : element.last]
    return sum(len(b.text) for b in inside if b.prose and not b.bits & hints.ANY_KIND_BITS)
