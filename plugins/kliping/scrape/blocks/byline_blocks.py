"""Where around a headline its date and its byline stand."""

from __future__ import annotations

from kliping import dates
from kliping.scrape.blocks.layout import Layout
from kliping.scrape.lines.date_lines import may_date


def is_dated(layout: Layout, title: int, first: int) -> bool:
    """Return whether any line around the story shows a date."""
    lines = (layout.blocks[n].text for n in list_byline_blocks(layout, title, first))
    return any(len(line) <= 200 and may_date(line) and dates.parse_date(line) for line in lines)


def list_byline_blocks(layout: Layout, title: int, first: int) -> list[int]:
    """Return the blocks where a date or byline stands: from the headline to the story, then above it, nearest first.

    Never the story itself: the dates in it are those of events.
    """
    size = len(layout.blocks)
    start = max(0, min(first, size) - 12)
    if 0 <= title < first:
        start = title
    below = range(start, min(first, start + 60, size))
    above = range(min(start, size) - 1, max(-1, start - 8), -1)
    return [*below, *above]
