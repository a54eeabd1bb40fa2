"""The element that holds the story, on a page that has no rules.

Every block speaks for or against the elements around it: by its length, by how much of it is link, by what the names
around it say, by how it ends. The container is the element whose blocks sum highest.
"""

from __future__ import annotations

from itertools import accumulate

from kliping.scrape.blocks import hints
from kliping.scrape.blocks.layout import HEADING_TAGS, Layout, TextBlock
from kliping.scrape.lines.line_heuristics import ends_sentence

_UNLIKELY = hints.HIDDEN_BIT | hints.combine_kinds("related", "ad", "nav", "share", "follow", "tags", "other")


def _weigh_block(layout: Layout, block: TextBlock) -> float:
    """Return how much the block speaks for (above 0) or against (below 0) the element that holds it being the story."""
    length = len(block.text)
    dense = block.link_chars / length
    if block.bits & (hints.RULE_BIT | hints.BOX_BIT):
        return -10.0
    if block.bits & _UNLIKELY:
        return -10.0 - 0.1 * length * (dense > 0.5)
    if dense > 0.5:
        return -12.0 - 0.1 * length
    if block.bits & (hints.KIND_BITS["caption"] | hints.KIND_BITS["credit"] | hints.FIGURE_BIT):
        return -2.0
    if block.prose:
        return float(min(length, 800)) * (1.0 - dense)
    if layout.elements[block.element].tag in HEADING_TAGS:
        return 4.0
    if ends_sentence(block.text):
        return 0.1 * length
    return -3.0


def choose_container(layout: Layout) -> int:
    """Return the index of the element that holds the story, the innermost of equals; -1 where the page has no prose.

    Never a paragraph or a list by itself, but the element that structures the page around it.
    """
    total = [0.0, *accumulate([_weigh_block(layout, block) for block in layout.blocks])]
    best, best_score = -1, 0.0
    for at, element in enumerate(layout.elements):
        score = total[element.last] - total[element.first]
        if element.bits & hints.BODY_BIT:
            score += 20.0
        if score > best_score or (best >= 0 and score == best_score and element.parent == best):
            best, best_score = at, score
    if best < 0:
        return -1
    return layout.elements[best].home
