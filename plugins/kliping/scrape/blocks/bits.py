"""Pass the hint bits of elements on to the blocks inside, unless the text inside contradicts them."""

from __future__ import annotations

from kliping.scrape.blocks import hints
from kliping.scrape.blocks.layout import Layout
from kliping.scrape.lines.prose import MIN_ENDED_PROSE, reads_like_prose

_BELIED = hints.HIDDEN_BIT | hints.combine_kinds("related", "ad", "nav", "media", "tags")
_BELIED_AT_LENGTH = _BELIED | hints.combine_kinds("credit", "share", "follow")
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
