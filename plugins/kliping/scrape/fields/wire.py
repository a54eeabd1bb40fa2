"""Which agency or other outlet had the story first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.clean import read_wire_source
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.fields.evidence import PICTURE_BITS

SOURCE_LINE_REACH = 8
"""A line that names the story's source is one of this many blocks after it."""
_CLOSING = re.compile(r"(?i)\W{0,3}(?:sumber\s?:|source\s?:|(?:artikel|berita|tulisan|konten) ini )")


def find_wire_source(page: ParsedPage, said: str | None, outlets: Sequence[str]) -> str | None:
    """Return who had the story first, by what was cleaned away (``said``) or by a line right after the story.

    ``outlets`` are this outlet's own names.
    """
    if said and (other := read_wire_source(f"Sumber: {said}", outlets)):
        return other
    if not page.story:
        return None
    after = page.story[-1] + 1
    for block in page.layout.blocks[after : after + SOURCE_LINE_REACH]:
        if len(block.text) > 200 or block.bits & PICTURE_BITS or not _CLOSING.match(block.text):
            continue
        if other := read_wire_source(block.text, outlets):
            return other
    return None
