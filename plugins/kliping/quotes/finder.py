"""Find the quotations of a text: direct and reported speech, and who says it."""

from __future__ import annotations

from collections.abc import Sequence

from kliping.mentions import Mention, Quote
from kliping.quotes.chain import resolve_speakers
from kliping.quotes.direct import find_direct
from kliping.quotes.marks import list_quoted
from kliping.quotes.reported import find_reported


def find(text: str, mentions: Sequence[Mention] | None = None) -> tuple[Quote, ...]:
    """Return the quotations of a text in its order; ``mentions``: its names, where they are known already."""
    if mentions is None:
        from kliping.names import tag

        mentions = tag(text)
    quoted = list(list_quoted(text))
    direct = list(find_direct(text, quoted, mentions))
    said = [mark for _, mark in direct]
    others = [mark for mark in quoted if mark not in said]
    found = [each for each, _ in direct]
    found += find_reported(text, said, others, mentions)
    found.sort(key=lambda each: (each.start, each.end))
    return resolve_speakers(text, found, mentions)
