"""Paragraphs and boxes among the story's that the page does not show.

Pages also hide what a script or a button shows: a whole story until it is laid out, the rest of a story behind "read
on". That is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.scrape.blocks import hints
from kliping.scrape.blocks.hidden import unfolds
from kliping.scrape.blocks.layout import Layout
from kliping.scrape.decide.side_boxes import mark_blocks
from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.lines.plain import fold_words

MAX_UNSEEN_SHARE = 0.3
"""With a larger part of the page's prose, what is hidden is the story, which a script shows."""
UNSEEN_RULE = "unseen"
_UNFOLDING = (
    "button,summary,[onclick],[aria-expanded],[data-toggle],[data-bs-toggle],[on],a[href^='#'],a[href^='javascript:']"
)
"""What a reader presses to see more."""
_MOVING = re.compile(r"(?i)(?:^|[\s_-])(?:aos|wow|fade\w*|animat\w*|reveal\w*|lazy\w*|scroll\w*)(?:$|[\s_-])")
"""Names of what appears when the reader comes to it."""


def mark_unseen(layout: Layout, title_block: int, facts: PageFacts) -> None:
    """Mark the blocks that are not shown as no story, unless they may be the rest of it.

    They are a small part of the page's prose, no ``articleBody`` holds them, and visible prose follows in the element
    around them, or nothing there unfolds anything.
    """
    if not any(block.bits & hints.UNSEEN_BIT for block in layout.blocks):
        return
    found = [at for at, element in enumerate(layout.elements) if element.bits & hints.UNSEEN_BIT]
    found = [at for at in found if not _holds(layout, at, title_block)]
    inside = {n for at in found for n in range(layout.elements[at].first, layout.elements[at].last)}
    prose = sum(len(block.text) for block in layout.blocks if block.prose)
    unseen = sum(len(layout.blocks[n].text) for n in inside if layout.blocks[n].prose)
    if unseen > MAX_UNSEEN_SHARE * prose:
        return
    visible = [n for n, block in enumerate(layout.blocks) if block.prose and n not in inside]
    for at in found:
        element = layout.elements[at]
        numbers = range(element.first, element.last)
        if not _may_unfold(layout, at, visible) and not _is_stated(layout, numbers, facts):
            mark_blocks(layout, numbers, "other", UNSEEN_RULE)


def _holds(layout: Layout, at: int, block: int) -> bool:
    return layout.elements[at].first <= block < layout.elements[at].last


def _may_unfold(layout: Layout, at: int, visible: Sequence[int]) -> bool:
    """Return whether an element may be the rest of a story: by its names, or because only a button is behind it."""
    element = layout.elements[at]
    attributes = element.node.attributes
    if unfolds(attributes) or "data-aos" in attributes or _MOVING.search(element.names):
        return True
    around = layout.elements[max(element.parent, 0)]
    if any(element.last <= n < around.last for n in visible):
        return False
    return around.node.css_first(_UNFOLDING) is not None


def _is_stated(layout: Layout, numbers: range, facts: PageFacts) -> bool:
    """Return whether an ``articleBody`` holds the first sentences of the blocks."""
    if not facts.bodies:
        return False
    stated = " ".join(" ".join(fold_words(body)) for body in facts.bodies)
    texts = (" ".join(fold_words(layout.blocks[n].text)) for n in numbers if layout.blocks[n].prose)
    return any(text in stated for text in texts)
