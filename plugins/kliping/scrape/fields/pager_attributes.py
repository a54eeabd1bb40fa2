"""Addresses of an article's other pages that a script reads: in options, buttons and calls instead of links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ADDRESSES = ("data-href", "data-url", "data-link", "data-page-url", "value")
_CALLS = ("onclick", "href")
_QUOTED = re.compile(r"""['"]([^'"\s]{2,300})['"]""")
MAX_CARRIERS = 200


def list_attribute_addresses(tree: LexborHTMLParser | LexborNode, slug: str) -> Iterator[tuple[str, str]]:
    """Yield (address, text of its element) of what leads to addresses with ``slug`` in them, or to a query alone."""
    queries = [f'{tag}[{name}*="{slug}" i],{tag}[{name}^="?"]' for tag, name in _list_carriers()]
    calls = [f'[onclick*="{slug}" i],[onclick*="\'?"],[href^="javascript:" i]']
    for node in tree.css(",".join([*queries, *calls]))[:MAX_CARRIERS]:
        text = " ".join(node.text().split())
        attributes = node.attributes
        for name in _ADDRESSES:
            if value := attributes.get(name):
                yield value, text
        for name in _CALLS:
            if call := attributes.get(name):
                yield from ((address, text) for address in _QUOTED.findall(call))


def _list_carriers() -> Iterator[tuple[str, str]]:
    yield "option", "value"
    yield from (("", name) for name in _ADDRESSES[:-1])


def list_next_links(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Yield the address of ``<link rel="next">`` in the head."""
    if tree.head is not None:
        for node in tree.head.css('link[rel="next" i][href]'):
            yield node.attributes.get("href") or "", "next"
