"""A bound for the text of one article: pages of megabytes are no article's, and are kept in the archive anyway."""

from __future__ import annotations

from collections.abc import Sequence

from kliping.scrape.decide.page import TextPiece

MAX_SCRAPED_CHARS = 600_000
"""Characters; twice as long as a body that validation accepts."""
CUT_NOTE = "text_cut"


def limit_pieces(pieces: Sequence[TextPiece], most: int = MAX_SCRAPED_CHARS) -> tuple[list[TextPiece], bool]:
    """Return the pieces of at most ``most`` characters together, and whether any text was left out.

    The story comes first: what is dropped of the page is left out before any of what is kept.
    """
    if sum(len(text) for text, _, _ in pieces) <= most:
        return list(pieces), False
    left = most - sum(len(text) for text, kind, _ in pieces if kind is None)
    room = most
    out: list[TextPiece] = []
    for text, kind, rule in pieces:
        if kind is None:
            text = text[: max(room, 0)]  # noqa: PLW2901
            room -= len(text)
        else:
            text = text[: max(left, 0)]  # noqa: PLW2901
            left -= len(text)
        if text:
            out.append((text, kind, rule))
    return out, True
