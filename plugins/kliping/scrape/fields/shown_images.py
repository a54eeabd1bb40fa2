"""The picture of an article: its address, and the one above or in the story for pages that state none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from kliping.scrape.blocks.hints import combine_kinds, find_hint_bits
from kliping.scrape.blocks.layout import PICTURE_TAGS, Layout
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.fields.context import Evidence, FieldContext

SMALLEST_PICTURE = 200
"""Pixels of width that a picture of a story has, where it states any."""
_ADDRESSES = ("data-src", "data-lazy-src", "data-original", "src")
_NO_PHOTOGRAPH = re.compile(
    r"(?i)\.(?:svg|gif|ico)(?:\?|$)|\b(?:logo|icons?|avatars?|gravatar|emoji|sprite|banner|pixel|iklan)\b"
)
_BESIDE = combine_kinds("related", "ad", "nav", "share", "follow", "credit", "other")
_ADDRESS_OF_PICTURE = re.compile(r"(?i)\.(?:jpe?g|png|webp|avif)(?:\?|$)")


def list_shown_images(context: FieldContext) -> Iterator[Evidence]:
    """Yield the first picture between the headline and the end of the story, else the last one above the headline."""
    page = context.page
    if not page.story or page.container < 0:
        return
    around = _find_home_of_article(page)
    title = _find_node(page.layout, page.title_block)
    end = _find_node(page.layout, page.story[-1])
    above = ""
    below = title is None
    for node in around.traverse():
        if title is not None and node.mem_id == title.mem_id:
            below = True
        elif end is not None and node.mem_id == end.mem_id and below:
            break
        elif node.tag in PICTURE_TAGS and (address := _read_picture(node, around)):
            if below:
                yield "visible", (address,)
                return
            above = address
    if above:
        yield "visible", (above,)


def take_address(values: tuple[str, ...], context: FieldContext) -> str | None:
    """Return a picture's web address; None for any other."""
    try:
        address = urljoin(context.url, values[0])
    except ValueError:  # a malformed host
        return None
    if address.startswith(("http://", "https://")):
        return address
    return None


def _find_home_of_article(page: ParsedPage) -> LexborNode:
    """Return the innermost element that holds the story and its headline."""
    for at in page.layout.ancestors(page.container):
        element = page.layout.elements[at]
        if page.title_block < 0 or element.first <= page.title_block < element.last:
            return element.node
    return page.layout.elements[page.container].node


def _find_node(layout: Layout, n: int) -> LexborNode | None:
    if n < 0:
        return None
    return layout.elements[layout.blocks[n].element].node


def _read_picture(node: LexborNode, around: LexborNode) -> str:
    """Return a picture's address; empty for a sign, a person's portrait, and what belongs to another article."""
    attributes = node.attributes
    address = next((stated for name in _ADDRESSES if (stated := (attributes.get(name) or "").strip())), "")
    width = (attributes.get("width") or "").removesuffix("px")
    small = width.isdigit() and int(width) < SMALLEST_PICTURE
    if not address or address.startswith("data:") or small:
        return ""
    if any(_NO_PHOTOGRAPH.search(text) for text in (address, attributes.get("class") or "")):
        return ""
    holder = node.parent
    while holder is not None and holder.mem_id != around.mem_id:
        held = holder.attributes
        if holder.tag == "a" and not _ADDRESS_OF_PICTURE.search(held.get("href") or ""):
            return ""
        if holder.tag == "aside" or find_hint_bits(f"{held.get('class') or ''} {held.get('id') or ''}") & _BESIDE:
            return ""
        holder = holder.parent
    return address
