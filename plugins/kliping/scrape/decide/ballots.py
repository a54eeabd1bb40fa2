"""Polls in a story that their shape tells: a question and what a reader ticks."""

from __future__ import annotations

from kliping.scrape.blocks.layout import Layout
from kliping.scrape.decide.side_boxes import mark_blocks

BALLOT_RULE = "box:ballot"
_CHOICES = "input[type=radio],input[type=checkbox],[role=radio],[role=checkbox]"
LEAST_CHOICES = 2
LONGEST_BALLOT_QUESTION = 160
FARTHEST_CHOICES = 3
"""Elements around a question in which its choices are looked for."""
MAX_BALLOT_CHARS = 500


def mark_ballots(layout: Layout) -> None:
    """Mark questions that stand in one small element with what a reader ticks, and all of that element."""
    for n, block in enumerate(layout.blocks):
        if not block.text.endswith("?") or len(block.text) > LONGEST_BALLOT_QUESTION or n in layout.boxed:
            continue
        for at in [*layout.ancestors(block.element)][:FARTHEST_CHOICES]:
            element = layout.elements[at]
            inside = range(element.first, element.last)
            if sum(len(layout.blocks[other].text) for other in inside) > MAX_BALLOT_CHARS:
                break
            if len(element.node.css(_CHOICES)) >= LEAST_CHOICES:
                mark_blocks(layout, inside, "other", BALLOT_RULE)
                break
