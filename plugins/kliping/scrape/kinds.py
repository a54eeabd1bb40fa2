"""What a page is: an article, or one of the things that are never loaded as one."""

from __future__ import annotations

from kliping.model import PageKind
from kliping.scrape.reading import Reading


def classify(reading: Reading, url: str) -> tuple[PageKind, str]:
    """The kind, and the sign that decided it."""
    prose = sum(len(reading.layout.blocks[n].text) for n in reading.story)
    return ("article", "prose") if prose > 200 else ("other", "no_prose")
