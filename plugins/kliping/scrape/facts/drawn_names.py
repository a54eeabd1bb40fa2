"""An author's name that stands in an attribute alone, for a style sheet or a script to show it."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from kliping.scrape.lines.labelled_names import WRITER_LABEL, read_full_name
from kliping.scrape.lines.plain import plain_text

_LABEL = re.compile(rf"(?i)\W*(?:{WRITER_LABEL}|authors?)\W*")
_NAMING = frozenset({"class", "id", "itemprop", "rel"})


def read_drawn_name(node: LexborNode, attributes: dict[str, str | None]) -> str | None:
    """Return the full name in ``data-author``, or in ``data-text`` of an empty element that is an author's.

    It is one by another attribute: ``<bdi data-text="Ani Sari" data-write="Oleh ">``, ``<span class="author" ...>``.
    """
    if name := read_full_name(plain_text(attributes.get("data-author") or "")):
        return name
    drawn = attributes.get("data-text")
    if not drawn or node.text().strip() or not _is_writer(attributes):
        return None
    return read_full_name(plain_text(drawn))


def _is_writer(attributes: dict[str, str | None]) -> bool:
    """Return whether an attribute is a label such as "Oleh", or a name of the element has such a word in it."""
    for key, value in attributes.items():
        if key in _NAMING and any(_LABEL.fullmatch(word) for word in re.split(r"[\s_-]+", value or "")):
            return True
        if key.startswith("data-") and _LABEL.fullmatch(value or ""):
            return True
    return False
