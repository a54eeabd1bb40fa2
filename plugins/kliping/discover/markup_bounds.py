"""Bounds of what a parser of feeds and sitemaps is given: forms on which it would take minutes are refused by name."""

from __future__ import annotations

import re

MAX_TAG_CHARACTERS = 100_000
"""From the beginning of a tag to its end; libxml2 looks for that end again with each piece of the document."""
MAX_FEED_TAGS = 50_000
"""Outside of CDATA sections. feedparser compares each link and category of an entry with the others."""
MAX_FEED_DEPTH = 500
MAX_FEED_ATTRIBUTES = 200
_SLICE = 64 * 1024
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_BEGIN = re.compile(r"<[A-Za-z_/]")
_TAG = re.compile(r"<(/?)[A-Za-z_][^<>]*>")


class TagLengthCheck:
    """Tells, over the pieces of a document, whether a tag is open for more than ``MAX_TAG_CHARACTERS``."""

    def __init__(self) -> None:
        self._open = 0

    def exceeds_bound(self, piece: str) -> bool:
        """Look at the next piece; True where a tag is too long."""
        return any(self._exceeds(piece[at : at + _SLICE]) for at in range(0, len(piece), _SLICE))

    def _exceeds(self, text: str) -> bool:
        end = text.rfind(">")
        if end >= 0:
            self._open = 0
        if self._open:
            self._open += len(text)
        elif found := _BEGIN.search(text, end + 1):
            self._open = len(text) - found.start()
        return self._open > MAX_TAG_CHARACTERS


def find_feed_excess(document: str) -> str | None:
    """Return what a feed has too much of for feedparser, whose time grows with the square of it; None for nothing."""
    depth = tags = 0
    for part in _split_outside_cdata(document):
        for tag in _TAG.finditer(part):
            tags += 1
            if tag[1]:
                depth -= 1
            elif not tag[0].endswith("/>"):
                depth += 1
            if depth > MAX_FEED_DEPTH:
                return f"elements more than {MAX_FEED_DEPTH} deep"
            if tags > MAX_FEED_TAGS:
                return f"more than {MAX_FEED_TAGS:,} tags"
            if len(tag[0]) > MAX_FEED_ATTRIBUTES and tag[0].count("=") > MAX_FEED_ATTRIBUTES:
                return f"an element with more than {MAX_FEED_ATTRIBUTES} attributes"
    return None


def _split_outside_cdata(document: str) -> list[str]:
    parts = []
    done = 0
    while (begin := document.find(_CDATA, done)) >= 0 and (end := document.find(_CDATA_END, begin)) >= 0:
        parts.append(document[done:begin])
        done = end + len(_CDATA_END)
    return [*parts, document[done:]]
