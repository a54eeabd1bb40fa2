"""Captions within a story that no element calls so: lines in slanted print, each right after its picture."""

from __future__ import annotations

import re

from kliping.scrape.blocks.layout import Layout
from kliping.scrape.decide.decisions import BlockDecision, is_story_indonesian
from kliping.scrape.decide.small_print import stands_after_picture

_SLANTED = "em,i"
_GOES_ON = re.compile(r"[a-z]{3}[.!?] [A-Z][^.(]*\.$")
"""A second sentence."""
_QUOTED = "\"“”'‘"
LEAST_UPRIGHT = 3
"""Paragraphs in upright print that a story with a slanted caption has."""
LONGEST_SLANTED = 250


def drop_slanted_captions(layout: Layout, decisions: list[BlockDecision]) -> None:
    """Drop each slanted line right after a picture in the story; not a quotation, and not one of several such lines."""
    kept = [at for at, decision in enumerate(decisions) if decision.kind is None]
    slanted = [at for at in kept if _is_slanted(layout, decisions[at].block)]
    if not slanted or _count_upright(layout, decisions, kept, slanted) < LEAST_UPRIGHT:
        return
    if not is_story_indonesian(layout, decisions):
        return
    for at in slanted:
        following = next((other for other in kept if other > at), -1)
        element = layout.elements[layout.blocks[decisions[at].block].element]
        if following not in slanted and stands_after_picture(element.node):
            decisions[at] = decisions[at]._replace(kind="caption", rule="slanted")


def _count_upright(layout: Layout, decisions: list[BlockDecision], kept: list[int], slanted: list[int]) -> int:
    """Return how many paragraphs of the story are in upright print."""
    return sum(layout.blocks[decisions[at].block].prose for at in kept if at not in slanted)


def _is_slanted(layout: Layout, n: int) -> bool:
    """Return whether all of a short line is slanted, and its element holds no other; two sentences are a paragraph."""
    block = layout.blocks[n]
    element = layout.elements[block.element]
    text = block.text
    if len(text) > LONGEST_SLANTED or text[0] in _QUOTED or _GOES_ON.search(text) or element.last - element.first > 1:
        return False
    return any(" ".join(child.text().split()) == text for child in element.node.css(_SLANTED))
