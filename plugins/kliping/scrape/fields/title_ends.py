"""What the title of a page ends in: the name of its outlet, which is no author's."""

from __future__ import annotations

from kliping.scrape.decide.title_parts import MAX_OUTLET_WORDS, SEPARATOR


def list_title_ends(title: str) -> list[str]:
    """Return the last part or two of a page's title: "Harga Cabai Turun - Daerah | Kabar Sore"."""
    parts = SEPARATOR.split(title)[1:][-2:]
    return [part for part in parts if len(part.split()) <= MAX_OUTLET_WORDS]
