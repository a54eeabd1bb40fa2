"""What a search found, the copies of one text folded into one, as an Atom feed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from xml.etree import ElementTree

from kliping.pipeline import FoldedHit, SearchHit

ATOM = "http://www.w3.org/2005/Atom"
_NOT_OF_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_feed(
    title: str, address: str, found: Sequence[FoldedHit], link: Callable[[SearchHit], str], now: dt.datetime
) -> bytes:
    """Return an Atom feed (RFC 4287) of folded hits; ``link`` gives the address of an article's page."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    newest = max((one.first.at for one in found), default=now)
    _add_text(feed, "title", title)
    _add_text(feed, "id", address)
    _add_text(feed, "updated", newest.astimezone(dt.UTC).isoformat())
    _add_element(feed, "link", rel="self", href=address)
    _add_text(_add_element(feed, "author"), "name", "Kliping")
    for one in found:
        entry = _add_element(feed, "entry")
        _add_text(entry, "title", one.first.title or one.first.url)
        _add_text(entry, "id", f"urn:kliping:{one.first.article_id}")
        _add_text(entry, "updated", one.first.at.astimezone(dt.UTC).isoformat())
        _add_element(entry, "link", href=link(one.first))
        _add_element(entry, "link", rel="via", href=one.first.url)
        _add_text(_add_element(entry, "author"), "name", one.first.outlet)
        _add_text(entry, "summary", one.first.snippet.text)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _add_element(parent: ElementTree.Element, name: str, **attributes: str) -> ElementTree.Element:
    clean = {key: _NOT_OF_XML.sub("", value) for key, value in attributes.items()}
    return ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", clean)


def _add_text(parent: ElementTree.Element, name: str, text: str) -> None:
    _add_element(parent, name).text = _NOT_OF_XML.sub("", text or "-")
