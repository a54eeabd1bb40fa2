"""Sitemaps and sitemap indexes, news sitemaps among them: https://www.sitemaps.org/protocol.html"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]

from kliping.discover.dates import in_address, parse
from kliping.discover.markup import Malformed, elements
from kliping.discover.note import Found, RouteNote, Visit, absolute, text
from kliping.model import Fate, Route

MAX_DEPTH = 3
MAX_URLS = 50_000
"""Per file, as the protocol says."""


@dataclass(slots=True)
class _Walk:
    visit: Visit
    route: Route
    files: int = 0
    seen: set[str] = field(default_factory=set)


def sitemap(visit: Visit, route: Route) -> Iterator[Found | RouteNote]:
    """The entries of the days asked for, in this file and the ones that it names.

    An entry's day is its ``news:publication_date``, else the day in its address, else its ``lastmod``.
    """
    walk = _Walk(visit, route)
    for _, address in visit.addresses(route):
        yield from _file(walk, address(route.first_page), 0)


def _file(walk: _Walk, url: str, depth: int) -> Iterator[Found | RouteNote]:
    visit, route = walk.visit, walk.route
    if url in walk.seen:
        return
    walk.seen.add(url)
    walk.files += 1
    try:
        page = visit.get(url)
    except Fate as fate:
        yield visit.note(route, url, fate.reason, fate.detail, failed=depth == 0)
        return
    count = other = undated = 0
    children: list[str] = []
    try:
        for element in elements(page.body, ("url", "sitemap")):
            count += 1
            if count > MAX_URLS:
                yield visit.note(route, url, "cap", f"more than {MAX_URLS:,} entries in one file")
                break
            stated = _fields(element)
            address = absolute(page.final_url, stated.get("loc"))
            if address is None:
                continue
            if etree.QName(element).localname == "sitemap":
                if _may_hold(visit, address, stated):
                    children.append(address)
                continue
            mine = _of_days(visit, address, stated)
            other += mine is False
            undated += mine is None
            if mine:
                published = parse(stated.get("publication_date"), visit.source.timezone)
                yield Found(address, text(stated.get("title")), published)
    except Malformed as error:
        yield visit.note(route, url, "malformed", str(error), failed=depth == 0 and not count)
    if not count:
        yield visit.note(route, url, "empty", "no entry in it")
    if other:
        yield visit.note(route, url, "other_days", f"{other:,} entries are of other days")
    if undated:
        yield visit.note(route, url, "undated", f"{undated:,} entries have no date")
    if children and depth >= MAX_DEPTH:
        yield visit.note(route, url, "cap", f"indexes nested deeper than {MAX_DEPTH}")
        return
    for child in children:
        if walk.files > route.max_pages:
            yield visit.note(route, url, "cap", f"more than {route.max_pages} files")
            return
        yield from _file(walk, child, depth + 1)


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
