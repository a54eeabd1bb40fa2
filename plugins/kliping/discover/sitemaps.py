"""Sitemaps and sitemap indexes, news sitemaps among them: https://www.sitemaps.org/protocol.html

A route may also be a robots.txt: the sitemaps that it names are then walked, so no address has to be known. As the
protocol allows, a file may be a feed, or plain text with an address a line.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from lxml import etree

from kliping.discover.days import find_url_day
from kliping.discover.feeds import read_feed_page
from kliping.discover.markup import read_elements, strip_namespace
from kliping.discover.shown import unwrap_shown
from kliping.discover.walk import FoundUrl, RouteNote, RouteWalk, find_page_title, resolve_url, to_one_line
from kliping.discover.xml_decoding import MalformedDocument, decode_document, find_root, is_json
from kliping.errors import LinkError
from kliping.model import JAKARTA, Page, Route

_NAMED = re.compile(r"(?i)[ \t]*sitemap[ \t]*[:=][ \t]*(\S+)")
_OWN_FIELDS = frozenset({"loc", "lastmod", "publication_date", "title", "pubdate", "publicationdate", "lastmodified"})
_PLAIN_FIELDS = frozenset({"loc", "lastmod"})
"""Fields without elements in them."""
_MISSPELT = {"publicationdate": "publication_date", "pubdate": "publication_date", "lastmodified": "lastmod"}
_LISTED = re.compile(r"https?://\S+?(?=\s|[,;|]\s*(?:\d{4}[-/]\d|https?:)|$)")
"""An address in a line of a plain list: after it may come a date or another address."""
_FEEDS = frozenset({"rss", "feed", "rdf"})
_FILE = re.compile(r"(?i)\.xml(?:\.gz)?$")
MAX_SITEMAP_DEPTH = 3
MAX_STALE_READ = 3
"""Files of an index that are read although it calls them old, where it calls all of them old."""
MAX_SITEMAP_URLS = 50_000
"""Per file, as the protocol says."""


@dataclass(slots=True)
class _Tally:
    """What one file held."""

    count: int = 0
    other: int = 0
    undated: int = 0
    nameless: int = 0
    """Entries without an address."""
    children: list[str] = field(default_factory=list)
    stale: dict[str, dt.datetime] = field(default_factory=dict)
    """Files that may hold the days by their name, but not by when the index says that they changed."""
    named: bool = False
    """Its name says which day it is of."""
    is_page: bool = False
    """It is a page for readers."""
    news: bool = False
    """Its entries state when they were published: a news sitemap."""
    oldest: dt.datetime | None = None

    def add_date(self, moment: dt.datetime | None) -> None:
        if moment is not None and (self.oldest is None or moment < self.oldest):
            self.oldest = moment


NEWS_SITEMAP_SPAN = dt.timedelta(hours=48)
"""What a news sitemap lists: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap"""


@dataclass(slots=True)
class _Reach:
    """How far back the files that were read go, together."""

    named: bool = False
    news: bool = False
    oldest: dt.datetime | None = None

    def add(self, tally: _Tally) -> None:
        self.named |= tally.named
        self.news |= tally.news
        if tally.oldest is not None and (self.oldest is None or tally.oldest < self.oldest):
            self.oldest = tally.oldest

    def find_start(self, walk: RouteWalk) -> dt.datetime | None:
        """Return the moment back to which the files list everything; None where nothing tells, or days are named."""
        if self.named or self.oldest is None:
            return None
        if self.news:
            return min(self.oldest, walk.now - NEWS_SITEMAP_SPAN)
        return self.oldest


def walk_sitemap(walk: RouteWalk, route: Route) -> Iterator[FoundUrl | RouteNote]:
    """Yield the entries of the days asked for, in this file and the ones that it names.

    An entry's day is its ``news:publication_date``, else the day in its address, else its ``lastmod``. A day in its
    slug is as good as its ``lastmod``: either will do, for the slug may name the day of an event.
    """
    seen: set[str] = set()
    reach = _Reach()
    for _, address in walk.list_addresses(route):
        yield from _walk_file(walk, route, address(route.first_page), seen, reach)
    since = reach.find_start(walk)
    if since is not None and since > walk.days.start:
        detail = f"goes back to {since.astimezone(JAKARTA):%Y-%m-%d %H:%M} only"
        yield walk.make_note(route, route.url, "reach", detail, since=since)


def _walk_file(
    walk: RouteWalk, route: Route, url: str, seen: set[str], reach: _Reach, above: tuple[str, ...] = ()
) -> Iterator[FoundUrl | RouteNote]:
    """Yield the entries of one file, then those of the sitemaps that it names.

    ``above``: the indexes that led to it.
    """
    seen.add(url)
    depth = len(above)
    try:
        page = walk.get(url)
    except LinkError as link_error:
        yield walk.note_failure(route, url, link_error, failed=depth == 0)
        return
    if page.status == 304:  # a caller that asks with conditions: nothing new here
        return
    if depth == 0:
        yield from walk.note_move(route, url, page)
        yield from walk.note_age(route, url, page)
    tally = _Tally(named=find_url_day(url) is not None)
    yield from walk.guard_part(route, url, _read_file(walk, route, page, tally, depth))
    reach.add(tally)
    trusted = bool(tally.children)
    tally.children += _pick_most_recent(tally)
    yield from _make_notes(walk, route, url, tally, trusted=trusted)
    above = (*above, url)
    if tally.children and tally.count == len(tally.children) and set(tally.children) <= {*above, page.final_url}:
        yield walk.make_note(route, url, "empty", "the index names no file but itself")
    if tally.children and depth >= MAX_SITEMAP_DEPTH:
        yield walk.make_note(route, url, "cap", f"indexes nested deeper than {MAX_SITEMAP_DEPTH}")
        return
    for child in tally.children:
        if child in seen:
            continue
        if len(seen) > route.max_pages:
            yield walk.make_note(route, url, "cap", f"more than {route.max_pages} files")
            return
        yield from _walk_file(walk, route, child, seen, reach, above)


def _read_file(walk: RouteWalk, route: Route, page: Page, tally: _Tally, depth: int) -> Iterator[FoundUrl | RouteNote]:
    try:
        if urlsplit(page.final_url).path == "/robots.txt":
            yield from _read_entries(walk, page, tally, _list_named(page))
            return
        page = replace(page, body=unwrap_shown(page.body))
        if is_json(page.body) or (root := find_root(page.body)) in _FEEDS:
            tally.count = 1
            yield from read_feed_page(walk, route, page)
        elif root == "html":
            tally.is_page = True
            detail = f"a page where a sitemap should be: {find_page_title(page.body) or 'untitled'}"
            yield walk.make_note(route, page.url, "html", detail, failed=depth == 0, broken=True)
        else:
            yield from _read_entries(walk, page, tally, _list_entries(page, root))
    except MalformedDocument as error:
        failed = depth == 0 and not tally.count
        yield walk.make_note(route, page.url, "malformed", str(error), failed=failed, broken=True)


def _list_named(page: Page) -> Iterator[tuple[bool, dict[str, str]]]:
    """Yield the sitemaps that a robots.txt names, as ``_list_entries`` does."""
    for line in decode_document(page.body).splitlines():
        if named := _NAMED.match(line):
            yield True, {"loc": named[1]}


def _list_entries(page: Page, root: str) -> Iterator[tuple[bool, dict[str, str]]]:
    """Yield what each entry states, and whether it is another sitemap: an index may list its files as pages."""
    if not root:
        for line in decode_document(page.body).splitlines():
            yield from _read_line(line)
    else:
        for element in read_elements(page.body, ("url", "sitemap")):
            stated = _read_fields(element)
            yield strip_namespace(element.tag) == "sitemap" or bool(_FILE.search(stated.get("loc", ""))), stated


def _read_line(line: str) -> Iterator[tuple[bool, dict[str, str]]]:
    """Yield the addresses in a line of a plain list, and with a single one the date that may stand beside it."""
    if line.lstrip().startswith(("#", ";")):
        return
    found = list(_LISTED.finditer(line))
    for address in found:
        stated = {"loc": address[0]}
        if len(found) == 1 and (beside := line[address.end() :].strip(" \t,;|")):
            stated["lastmod"] = beside
        yield bool(_FILE.search(address[0])), stated


def _read_entries(
    walk: RouteWalk, page: Page, tally: _Tally, entries: Iterator[tuple[bool, dict[str, str]]]
) -> Iterator[FoundUrl]:
    """Yield the file's articles of the days as they are read; count the others, and keep its sitemaps for later."""
    for is_file, stated in entries:
        tally.count += 1
        if tally.count > MAX_SITEMAP_URLS:
            return
        address = resolve_url(page.final_url, stated.get("loc"))
        if address is None:
            tally.nameless += 1
            continue
        if is_file:
            _keep_file(walk, address, stated, tally)
            continue
        published = walk.read_date(stated.get("publication_date"))
        tally.news |= published is not None
        tally.add_date(published or walk.read_date(stated.get("lastmod")))
        mine = _is_of_days(walk, address, stated)
        if mine:
            yield FoundUrl(address, to_one_line(stated.get("title")), published)
        elif mine is None:
            tally.undated += 1
        else:
            tally.other += 1


def _make_notes(walk: RouteWalk, route: Route, url: str, tally: _Tally, *, trusted: bool) -> Iterator[RouteNote]:
    """Yield the notes of a file: what was left out of it, and why.

    ``trusted``: it is an index that calls some of its files new, so that those it calls old are.
    """
    if not tally.count and not tally.is_page:
        yield walk.make_note(route, url, "empty", "no entry in it")
    if tally.count > MAX_SITEMAP_URLS:
        yield walk.make_note(route, url, "cap", f"more than {MAX_SITEMAP_URLS:,} entries in one file")
    if tally.other:
        yield walk.make_note(route, url, "other_days", f"{tally.other:,} entries are of other days")
    if tally.undated:
        yield walk.make_note(route, url, "undated", f"{tally.undated:,} entries have no date")
    if 2 * tally.nameless >= max(1, tally.count):  # a single one is a slip of the outlet's
        yield walk.make_note(route, url, "no_address", f"{tally.nameless:,} entries have no address")
    if tally.stale:
        reason = "old_files" if trusted else "stale"
        last = max(tally.stale.values())
        detail = f"{len(tally.stale):,} files were not read, for the index says that none changed after {last:%Y-%m-%d}"
        yield walk.make_note(route, url, reason, detail)


def _read_fields(element: etree._Element) -> dict[str, str]:
    """Return the text of an entry's own fields and those in ``news:news``, by name; not those of images and videos."""
    found: dict[str, str] = {}
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        name = strip_namespace(child.tag)
        if name == "news":
            for inner in child.iter():
                _set_field(found, inner)
        elif name in _OWN_FIELDS:
            _set_field(found, child)
            if name in _PLAIN_FIELDS:  # its end tag is missing: what follows it is read as its own
                waiting += reversed(child)
    return found


def _set_field(found: dict[str, str], element: etree._Element) -> None:
    name = strip_namespace(element.tag)
    text = "".join(element.itertext())
    if name in _PLAIN_FIELDS:
        text = element.text or ""
    if value := " ".join(text.split()):
        found.setdefault(_MISSPELT.get(name, name), value)


def _keep_file(walk: RouteWalk, address: str, stated: dict[str, str], tally: _Tally) -> None:
    """Keep a file of an index for later where it may hold the days: by its name, and by whether it changed since."""
    if not walk.days.may_be_in_file(address):
        return
    changed = walk.read_date(stated.get("lastmod"))
    if changed is not None and changed < walk.days.start - dt.timedelta(days=1):
        tally.stale[address] = changed
    else:
        tally.children.append(address)


def _pick_most_recent(tally: _Tally) -> list[str]:
    """Return the files that changed last where the index calls all files old, for then its dates cannot be trusted."""
    if tally.children or not tally.stale:
        return []
    newest = max(tally.stale.values())
    chosen = [address for address, changed in tally.stale.items() if changed == newest][:MAX_STALE_READ]
    for address in chosen:
        del tally.stale[address]
    return chosen


def _is_of_days(walk: RouteWalk, address: str, stated: dict[str, str]) -> bool | None:
    """Return whether an entry is of the days asked for; None where nothing tells."""
    if published := walk.read_date(stated.get("publication_date")):
        return walk.days.include(published)
    stands = find_url_day(address)
    if stands and not stands.in_slug:
        return walk.days.are_near(stands.day)
    changed = walk.read_date(stated.get("lastmod"))
    if stands and walk.days.are_near(stands.day):
        return True
    if changed is not None:
        return walk.days.may_include_change(changed)
    if stands:
        return False
    if "publication_date" in stated and walk.days.are_recent:
        return True
    return None
