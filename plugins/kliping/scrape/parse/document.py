"""One parse of one page, guarded: what lexbor is given is bounded in size and depth.

lexbor walks its stack of open elements for each ``<p>`` and ``<div>``, so that 100,000 nested ``<div>`` take 20 s
(measured with selectolax 1.0.2); browsers stop nesting at 512. The page is cut where it goes deeper than that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from kliping.mediatypes import BINARY_STARTS, parse_media_type
from kliping.scrape.parse.encoding import convert_to_utf8, join_surrogates

Headers = Mapping[str, str] | Iterable[tuple[str, str]]

MAX_PAGE_BYTES = 32_000_000
MAX_NESTING = 1_000
_SUSPECT_SIZE = 100_000
_SUSPECT_TAGS = 20_000
_VOID = frozenset(
    b"area base br col embed hr img input link meta param source track wbr !doctype !-- "
    b"p li dd dt td th tr option tbody thead tfoot".split()
)
"""Elements that hold nothing, or that the next of their kind closes."""
_TAG = re.compile(rb"<(/?)([a-zA-Z!][^\s/>]*)")
_BLANK_START = re.compile(rb"[\s\x00]*(?:\xef\xbb\xbf)?\s*", re.ASCII)
_DECLARED = 'meta[content],link[rel="canonical" i],script[type*="ld+json" i],[itemprop],time[datetime],h1'


@dataclass(frozen=True, slots=True)
class HtmlDocument:
    """A parsed page. ``declared`` are ``h1`` and what speaks to machines: meta, JSON-LD, microdata, ``<html lang>``."""

    tree: LexborHTMLParser
    encoding: str
    declared: tuple[LexborNode, ...] = ()
    notes: tuple[str, ...] = ()


def find_content_type(headers: Headers | None) -> str | None:
    """Return the value of the Content-Type header, whatever its letter case."""
    if headers is None:
        return None
    if isinstance(headers, Mapping):
        headers = headers.items()
    return next((value for name, value in headers if name.lower() == "content-type"), None)


def why_not_html(html: bytes, content_type: str | None) -> str | None:
    """Return why these bytes are no page (``empty``, ``binary``, ``json``, ``xml``); None where they may be one."""
    start = 0
    if blank := _BLANK_START.match(html[:1024]):
        start = blank.end()
    head = html[start : start + 512]
    if not head and (len(html) < 1024 or not html.strip(b" \t\r\n\x00")):
        return "empty"
    if not head:
        return None
    if html.startswith(BINARY_STARTS) or head.startswith(BINARY_STARTS):
        return "binary"
    media = parse_media_type(content_type)
    if media.startswith(("image/", "video/", "audio/", "font/")) or media in ("application/pdf", "application/zip"):
        return "binary"
    if head[:1] in b"{[" and b"<html" not in html[:4096].lower():
        return "json"
    lowered = head.lower()
    if lowered.startswith(b"<?xml") and b"<html" not in html[:4096].lower():
        return "xml"
    if lowered.startswith((b"<rss", b"<feed", b"<urlset", b"<sitemapindex")):
        return "xml"
    return None


def parse_html(html: bytes, content_type: str | None = None) -> HtmlDocument:
    """Parse ``html``. Bounded in time and memory whatever the bytes; never raises on content."""
    notes = []
    if len(html) > MAX_PAGE_BYTES:
        html = html[:MAX_PAGE_BYTES]
        notes.append("page_cut:size")
    if (end := _find_excess_depth(html)) is not None:
        html = html[:end]
        notes.append("page_cut:depth")
    utf8, encoding = convert_to_utf8(html, content_type)
    tree = LexborHTMLParser(join_surrogates(utf8), options=LexborDocumentOptions.WO_EVENTS, scripting=True)
    # a node that two of the selectors find is found twice
    declared = {node.mem_id: node for node in (tree.root, tree.css_first("title"), *tree.css(_DECLARED)) if node}
    return HtmlDocument(tree, encoding, tuple(declared.values()), tuple(notes))


def _find_excess_depth(html: bytes) -> int | None:
    """Return where nesting passes ``MAX_NESTING``; None where it does not or cannot."""
    if len(html) < _SUSPECT_SIZE:
        return None
    if html.count(b"<") < _SUSPECT_TAGS:
        return None
    depth = 0
    for match in _TAG.finditer(html):
        if match[2].lower() in _VOID:
            continue
        if match[1]:
            depth = max(depth - 1, 0)
            continue
        depth += 1
        if depth > MAX_NESTING:
            return match.start()
    return None
