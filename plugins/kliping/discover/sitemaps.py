"""Sitemaps and sitemap indexes, news sitemaps among them: https://www.sitemaps.org/protocol.html

A route may also be a robots.txt: the sitemaps that it names are then walked, so no address has to be known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree

from kliping.discover.dates import in_address, parse
from kliping.discover.markup import Malformed, elements
from kliping.discover.note import Found, RouteNote, Visit, absolute, text
from kliping.fate import Fate
from kliping.model import Page, Route

_NAMED = re.compile(r"(?im)^[ \t]*sitemap[ \t]*:[ \t]*(\S+)")
MAX_DEPTH = 3
MAX_URLS = 50_000
"""Per file, as the protocol says."""


@dataclass(slots=True)
class _Tally:
    """What one file held."""

    count: int = 0
    other: int = 0
    undated: int = 0
    children: list[str] = field(default_factory=list)


def sitemap(visit: Visit, route: Route) -> Iterator[Found | RouteNote]:
    """The entries of the days asked for, in this file and the ones that it names.

    An entry's day is its ``news:publication_date``, else the day in its address, else its ``lastmod``.
    """
    seen: set[str] = set()
    for _, address in visit.addresses(route):
        yield from _file(visit, route, address(route.first_page), seen)


def _file(visit: Visit, route: Route, url: str, seen: set[str], depth: int = 0) -> Iterator[Found | RouteNote]:
    seen.add(url)
    try:
        page = visit.get(url)
    except Fate as fate:
        yield visit.note(route, url, fate.reason, fate.detail, failed=depth == 0)
        return
    if page.status == 304:  # a caller that asks with conditions: nothing new here
        return
    tally = _Tally()
    try:
        yield from _entries(visit, page, tally)
    except Malformed as error:
        yield visit.note(route, url, "malformed", str(error), failed=depth == 0 and not tally.count)
    yield from _said(visit, route, url, tally)
    if tally.children and depth >= MAX_DEPTH:
        yield visit.note(route, url, "cap", f"indexes nested deeper than {MAX_DEPTH}")
        return
    for child in tally.children:
        if child in seen:
            continue
        if len(seen) > route.max_pages:
            yield visit.note(route, url, "cap", f"more than {route.max_pages} files")
            return
        yield from _file(visit, route, child, seen, depth + 1)


def _entries(visit: Visit, page: Page, tally: _Tally) -> Iterator[Found]:
    """The file's articles of the days, as they are read; the rest is counted, and its sitemaps are kept for later."""
    if urlsplit(page.final_url).path == "/robots.txt":
        named = [absolute(page.final_url, line) for line in _NAMED.findall(page.body.decode("utf-8", "replace"))]
        tally.count = len(named)
        tally.children += [url for url in dict.fromkeys(named) if url and visit.days.file(url)]
        return
    for element in elements(page.body, ("url", "sitemap")):
        tally.count += 1
        if tally.count > MAX_URLS:
            return
        stated = _fields(element)
        address = absolute(page.final_url, stated.get("loc"))
        if address is None:
            continue
        if etree.QName(element).localname == "sitemap":
            if _may_hold(visit, address, stated):
                tally.children.append(address)
            continue
        mine = _of_days(visit, address, stated)
        if mine:
            published = parse(stated.get("publication_date"), visit.source.timezone)
            yield Found(address, text(stated.get("title")), published)
        elif mine is None:
            tally.undated += 1
        else:
            tally.other += 1


def _said(visit: Visit, route: Route, url: str, tally: _Tally) -> Iterator[RouteNote]:
    if not tally.count:
        yield visit.note(route, url, "empty", "no entry in it")
    if tally.count > MAX_URLS:
        yield visit.note(route, url, "cap", f"more than {MAX_URLS:,} entries in one file")
    if tally.other:
        yield visit.note(route, url, "other_days", f"{tally.other:,} entries are of other days")
    if tally.undated:
        yield visit.note(route, url, "undated", f"{tally.undated:,} entries have no date")


def _fields(element: etree._Element) -> dict[str, str]:
    """Text by local name, of the element's children and grandchildren (``news:news`` nests its fields)."""
    found: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and child.text and child is not element:
            found.setdefault(etree.QName(child).localname, child.text.strip())
    return found


def _may_hold(visit: Visit, address: str, stated: dict[str, str]) -> bool:
    """May a file hold the days: by its name, and by whether it changed since the first of them began?"""
    changed = parse(stated.get("lastmod"), visit.source.timezone)
    if changed is not None and changed < visit.days.start - dt.timedelta(days=1):
        return False
    return visit.days.file(address)


def _of_days(visit: Visit, address: str, stated: dict[str, str]) -> bool | None:
    """Is an entry of the days asked for? None: nothing tells."""
    if published := parse(stated.get("publication_date"), visit.source.timezone):
        return visit.days.published(published)
    if day := in_address(address):
        return visit.days.around(day)
    if changed := parse(stated.get("lastmod"), visit.source.timezone):
        return visit.days.changed(changed)
    return None
