"""Whether a text reads like sentences, by its length and its end."""

from __future__ import annotations

from kliping.scrape.lines.line_heuristics import ends_sentence

MIN_ENDED_PROSE, MIN_ANY_PROSE = 60, 140
"""Fewest characters of a text that reads like sentences: of one that ends as they do, and of any."""


def reads_like_prose(text: str) -> bool:
    """Return whether the text is long enough for a paragraph, or for a short one that ends as a sentence does."""
    length = len(text)
    return length >= MIN_ANY_PROSE or (length >= MIN_ENDED_PROSE and ends_sentence(text))
