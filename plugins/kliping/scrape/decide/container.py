"""The element that holds the story, on a page that has no rules.

Every block speaks for or against the elements around it: by its length, by how much of it is link, by what the names
around it say, by how it ends. The container is the element whose blocks sum highest.
"""

from __future__ import annotations

from itertools import accumulate

from kliping.scrape.blocks import hints
from kliping.scrape.blocks.walk import HEADING_TAGS, Layout, TextBlock
from kliping.scrape.lines.line_heuristics import ends_sentence
from kliping.scrape.lines.prose import MIN_ENDED_PROSE, reads_like_prose

_UNLIKELY = hints.HIDDEN_BIT | hints.join_kind_bits("related", "ad", "nav", "share", "follow", "tags", "other")
_BELIED = hints.HIDDEN_BIT | hints.join_kind_bits("related", "ad", "nav", "media", "tags")
_BELIED_AT_LENGTH = _BELIED | hints.join_kind_bits("credit", "share", "follow")
CUT_BITS = hints.ANY_KIND_BITS | hints.HIDDEN_BIT
"""What says that the text in an element is no story."""


def inherit_bits(layout: Layout) -> None:  # noqa: C901 - two passes over the elements
    """Give every block the bits of the elements around it, but not those that the text inside belies.

    A ``has-sidebar`` on the wrapper of the whole page must not drop the page, nor ``rich-text-editor`` on each of its
    paragraphs: what holds most of a page's prose, alone or together with the others of its name, is no side matter.
    """
    prose, links, total = [0], [0], [0]
    sentences = linked = chars = 0
    for block in layout.blocks:
        length = len(block.text)
        chars += length
        linked += block.link_chars
        if length >= MIN_ENDED_PROSE and block.link_chars * 3 < length and reads_like_prose(block.text):
            block.prose = True
            sentences += length
        prose.append(sentences)
        links.append(linked)
        total.append(chars)
    half = max(prose[-1] * 0.4, 1)
    named: dict[str, int] = {}
    for element in layout.elements:
        if element.bits & CUT_BITS and (inside := prose[element.last] - prose[element.first]):
            named[element.names] = named.get(element.names, 0) + inside
    bits: list[int] = []
    for element in layout.elements:
        own = element.bits
        if own & CUT_BITS:
            first, last = element.first, element.last
            inside = prose[last] - prose[first]
            if inside >= 2 * half:
                own &= ~CUT_BITS
            elif inside >= half or (element.names and named.get(element.names, 0) >= half):
                own &= ~CUT_BITS | hints.KIND_BITS["other"]  # comments can be longer than the story
            elif inside >= 150 and links[last] - links[first] < 0.15 * (total[last] - total[first]):
                own &= ~(_BELIED if inside < 800 else _BELIED_AT_LENGTH)
        around = bits[element.parent] & ~hints.BODY_BIT if element.parent >= 0 else 0
        if own & (hints.TABLE_BIT | hints.QUOTE_BIT):
            around &= ~hints.FIGURE_BIT
        bits.append(own | around)
    for block in layout.blocks:
        block.bits = bits[block.element]


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
