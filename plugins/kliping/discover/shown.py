"""Documents that a page of HTML only shows as its text: a feed or sitemap with its markup escaped, a list."""

from __future__ import annotations

import re
from html import unescape

from kliping.discover.xml_decoding import decode_document, decode_head

MAX_SHOWN_BYTES = 3_000_000
"""The largest page in which a shown document is looked for."""
_PAGE = re.compile(r"(?i)\s*(?:<(?:!doctype html|html|head|body|pre|title|meta)\b|&lt;[?!a-z])")
_FRAME = re.compile(r"(?is)<(pre|textarea|xmp|body)\b[^>]*>(.*?)(?:</\1\s*>|$)")
_TAG = re.compile(r"<[^<>]*>")
_ROOTS = r"<(?:[\w.-]+:)?(?:rss|feed|rdf|urlset|sitemapindex)\b"
_ROOT = re.compile(_ROOTS, re.IGNORECASE)
_DOCUMENT = re.compile(
    rf"(?is)(?>(?><\?xml\b.*?\?>|<!--.*?-->)|<!doctype\b[^<>]*>|\s)*+(?:{_ROOTS}|[{{\[]\s*[\"{{\[]|https?://\S)"
)


def unwrap_shown(body: bytes) -> bytes:
    """Return the document that a page shows as its text; ``body`` itself where it shows none.

    Raises ``MalformedDocument`` as ``decode_document`` does.
    """
    if len(body) > MAX_SHOWN_BYTES or not _PAGE.match(decode_head(body)):
        return body
    text = decode_document(body)
    if _ROOT.search(text):
        return body
    frames = [frame[2] for frame in _FRAME.finditer(text)] or [text]
    for frame in sorted(frames, key=len, reverse=True):
        shown = unescape(_TAG.sub("", frame)).strip()
        if _DOCUMENT.match(shown):
            return shown.encode("utf-8", "replace")
    return body
