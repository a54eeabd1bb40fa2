"""Whether the part of a page that was walked is enough."""

from __future__ import annotations

from kliping.scrape.blocks.byline_blocks import is_dated
from kliping.scrape.blocks.scope import MIN_STORY_PROSE
from kliping.scrape.decide.outlet_rules import was_walked
from kliping.scrape.decide.page import ParsedPage


def holds_whole_story(page: ParsedPage) -> bool:
    """Return whether the walked part holds headline, date, the whole story and what the outlet's rules point at."""
    layout = page.layout
    if page.title_block < 0 or page.prose < MIN_STORY_PROSE or page.container in layout.ancestors(layout.cut):
        return False
    if not page.facts.published and not is_dated(layout, page.title_block, page.story_extent[0]):
        return False
    if not page.rules or not page.rules.body:
        return True
    return was_walked(layout, page.document.tree, page.rules.body)
