"""Whether an answer's bytes are a page at all, before anything is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kliping.mediatypes import BINARY_STARTS, parse_media_type

Headers = Mapping[str, str] | Iterable[tuple[str, str]]
"""The headers of an answer, by name."""

_BLANK_START = re.compile(rb"[\s\x00]*(?:\xef\xbb\xbf)?\s*", re.ASCII)


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
