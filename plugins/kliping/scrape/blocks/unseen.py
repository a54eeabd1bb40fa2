"""Whether a block-level element says of itself that it is not shown; what that means is decided later."""

from __future__ import annotations

from kliping.scrape.blocks.hidden import HIDING_ATTRIBUTES, is_marked_hidden


def is_block_unseen(attributes: dict[str, str | None]) -> bool:
    """Return whether attributes say that a block-level element is not shown, or not read to those who cannot see it."""
    if HIDING_ATTRIBUTES.isdisjoint(attributes):
        return False
    return attributes.get("aria-hidden") == "true" or is_marked_hidden(attributes)
