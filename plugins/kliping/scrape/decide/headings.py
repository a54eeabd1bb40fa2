"""Sub-headings of the story, which the page marks as such: what their words sound like says nothing."""

from __future__ import annotations

from kliping.scrape.blocks.layout import HEADING_TAGS, Layout
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.lines.line_heuristics import is_announcement, strip_announcement

LEAST_HEADING_WORDS = 2


def list_headings(page: ParsedPage) -> frozenset[str]:
    """Return the headings between paragraphs of the story, in the element of the one before, right above the next."""
    blocks, story = page.layout.blocks, page.story
    found: set[str] = set()
    for before, n, after in zip(story, story[1:], story[2:], strict=False):
        beside = after == n + 1 and blocks[before].prose and blocks[after].prose
        if beside and _stands_among(page.layout, n, before) and _is_heading(page.layout, n):
            found.add(blocks[n].text)
    return frozenset(found)


def _stands_among(layout: Layout, n: int, before: int) -> bool:
    """Return whether block ``n`` stands in the element in which block ``before`` does, perhaps in a box of its own."""
    home = layout.elements[layout.blocks[n].element].home
    other = layout.elements[layout.blocks[before].element].home
    return home in (other, layout.elements[other].parent)


def _is_heading(layout: Layout, n: int) -> bool:
    block = layout.blocks[n]
    element = layout.elements[block.element]
    if element.tag not in HEADING_TAGS or block.links or block.bits or len(block.text.split()) < LEAST_HEADING_WORDS:
        return False
    if is_announcement(block.text) or strip_announcement(block.text) != block.text:
        return False
    following = element.node.next
    while following is not None and not following.text(strip=True) and following.tag in ("-text", "-comment", "br"):
        following = following.next
    if following is None:
        return False
    return following.tag == "-text" or following.mem_id == layout.elements[layout.blocks[n + 1].element].node.mem_id
