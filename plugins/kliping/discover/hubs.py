"""Which WebSub hub a feed names: an operator is told of it; nothing subscribes to it."""

from __future__ import annotations

import re
from html import unescape

from kliping.discover.walk import resolve_url
from kliping.discover.xml_decoding import decode_document
from kliping.model import Page

HEAD_CHARACTERS = 20_000
"""A feed names its hub before its entries."""
_LINK = re.compile(r"<(?:\w+:)?link\b[^<>]{0,500}>")
_HUB = re.compile(r"(?i)\brel\s*=\s*[\"'][^\"'<>]*\bhub\b")
_HREF = re.compile(r"(?i)\bhref\s*=\s*[\"']([^\"'<>]+)")
_JSON_HUB = re.compile(r'"hubs"\s*:\s*\[\s*\{[^{}]{0,200}"url"\s*:\s*"([^"]+)"')
_HEADER_HUB = re.compile(r"(?i)<([^<>]+)>[^,<>]*\brel\s*=\s*\"?[^\",]*\bhub\b")


def find_hub(page: Page) -> str:
    """Return the address of the hub that a feed names in a header, a link or, as JSON, in ``hubs``; empty: none."""
    text = decode_document(page.body[:HEAD_CHARACTERS])
    named = [match[1] for match in _HEADER_HUB.finditer(page.header("Link") or "")]
    links = (match[0] for match in _LINK.finditer(text))
    named += [match[1] for link in links if _HUB.search(link) and (match := _HREF.search(link))]
    named += [match[1].replace("\\/", "/") for match in _JSON_HUB.finditer(text)]
    return next((url for name in named if (url := resolve_url(page.final_url, unescape(name)))), "")
