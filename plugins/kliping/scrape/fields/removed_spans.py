"""Law 2: the scraped text is exactly the kept text plus the removed spans, whoever removed them."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from kliping.model import Removed
from kliping.scrape.decide.page import TextPiece

_extent = attrgetter("start", "end")


def merge_removed(pieces: Sequence[TextPiece], cleaned: Sequence[Removed]) -> tuple[str, tuple[Removed, ...]]:
    """Return (scraped text, all removals as spans of it).

    ``cleaned`` are spans of the kept blocks joined by line feeds.
    """
    last = max((n for n, (_, kind, _) in enumerate(pieces) if kind is None), default=-1)
    removed: list[Removed] = []
    kept: list[tuple[int, int, int]] = []  # (start in the kept text, end, start in the scraped text)
    at = kept_at = 0
    for n, (text, kind, rule) in enumerate(pieces):
        end = at + len(text)
        if kind is None:
            length = len(text) + (n != last)  # a kept block owns the line feed after it, but for the last
            kept.append((kept_at, kept_at + length, at))
            kept_at += length
        elif n < last:
            removed.append(Removed(at, end + 1, kind, rule))
        else:
            removed.append(Removed(max(at - 1, 0), end, kind, rule))
        at = end + 1
    for span in cleaned:
        for start, end, base in kept:
            if start < span.end and span.start < end:
                piece = max(span.start, start), min(span.end, end)
                removed.append(Removed(piece[0] - start + base, piece[1] - start + base, span.kind, span.rule))
    return "\n".join(text for text, _, _ in pieces), tuple(sorted(removed, key=_extent))
