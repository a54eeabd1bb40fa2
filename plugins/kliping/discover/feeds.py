"""RSS and Atom feeds, by feedparser, and JSON feeds."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kliping.discover.days import find_url_day
from kliping.discover.json_feed import is_json, read_json_feed
from kliping.discover.mending import MalformedDocument, decode_xml
from kliping.discover.walk import (
    FoundUrl,
    RouteNote,
    RouteWalk,
    find_page_title,
    is_html_page,
    resolve_url,
    to_one_line,
)
from kliping.model import JAKARTA, Page, Route

MAX_FEED_BYTES = 3_000_000
"""Of a feed; feedparser takes a second for each million."""


_TRIPPED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RecursionError)
"""What feedparser's loose parser raises on damaged text."""


def walk_feed(walk: RouteWalk, route: Route) -> Iterator[FoundUrl | RouteNote]:
    """Yield the entries of the days asked for. A feed with ``{page}`` is walked back until it is older than these."""
    for _, address in walk.list_addresses(route):
        yield from _walk_pages(walk, route, address)


@dataclass(slots=True)
class _Tally:
    seen: set[str] = field(default_factory=set)
    other: int = 0
    undated: int = 0
    nameless: int = 0
    """Entries without an address."""
    dated: list[dt.datetime] = field(default_factory=list)
    """The dates of all entries, as they stand in the feed."""


def _walk_pages(walk: RouteWalk, route: Route, address: Callable[[int], str]) -> Iterator[FoundUrl | RouteNote]:
    """Yield the entries page by page, until one shows nothing new or is older than the days; then the notes."""
    tally = _Tally()
    for step in walk.fetch_pages(route, address):
        if isinstance(step, RouteNote):
            yield step
            continue
        url, page = step
        before, dated = len(tally.seen), len(tally.dated)
        yield from walk.note_move(route, url, page)
        yield from walk.note_age(route, url, page)
        try:
            for entry in _parse_feed(page):
                if found := _read_entry(walk, entry, page.final_url, tally):
                    yield found
        except MalformedDocument as error:
            reason, detail = "malformed", str(error)
            if is_html_page(page) and len(page.body) <= MAX_FEED_BYTES:
                reason, detail = "html", f"a page where a feed should be: {find_page_title(page.body) or 'untitled'}"
            yield walk.make_note(route, url, reason, detail, failed=not tally.seen)
            break
        if not tally.seen:
            yield walk.make_note(route, url, "empty", "no entry in it")
        if len(tally.seen) == before or _ends_before_days(tally.dated[dated:], walk.days.start):
            break
    yield from _make_notes(walk, route, tally)


def _ends_before_days(dated: list[dt.datetime], start: dt.datetime) -> bool:
    """Tell whether the last quarter of a page's entries is older.

    A single old entry says nothing: it may be kept on top, or stand out of order.
    """
    last = dated[-max(1, len(dated) // 4) :]
    return bool(last) and max(last) < start


def read_feed_page(walk: RouteWalk, route: Route, page: Page) -> Iterator[FoundUrl | RouteNote]:
    """Yield the entries of the days asked for on one page. Raises ``MalformedDocument`` for what is no feed."""
    tally = _Tally()
    for entry in _parse_feed(page):
        if found := _read_entry(walk, entry, page.final_url, tally):
            yield found
    yield from _make_notes(walk, route, tally)


def _make_notes(walk: RouteWalk, route: Route, tally: _Tally) -> Iterator[RouteNote]:
    """Yield the notes of a feed: entries of other days, those without a date or an address, how far it goes back."""
    if tally.other:
        yield walk.make_note(route, route.url, "other_days", f"{tally.other:,} entries are of other days")
    if tally.undated:
        yield walk.make_note(route, route.url, "undated", f"{tally.undated:,} entries have no date")
    if tally.nameless:
        yield walk.make_note(route, route.url, "no_address", f"{tally.nameless:,} entries have no address")
    oldest = min(_skip_pinned(tally.dated), default=None)
    if oldest is not None and oldest > walk.days.start and "{date" not in route.url:
        detail = f"goes back to {oldest.astimezone(JAKARTA):%Y-%m-%d %H:%M} only"
        yield walk.make_note(route, route.url, "reach", detail, since=oldest)


def _skip_pinned(dated: list[dt.datetime]) -> list[dt.datetime]:
    """Return the dates without those of old entries kept on top; all dates where the feed has its newest entry last."""
    newest_first = 0
    while newest_first + 1 < len(dated) and dated[newest_first] < dated[newest_first + 1]:
        newest_first += 1
    if newest_first + 1 >= len(dated):
        return dated
    return dated[newest_first:]


def _read_entry(walk: RouteWalk, entry: Mapping[str, Any], base: str, tally: _Tally) -> FoundUrl | None:
    """Return the entry's address and date; None where it was seen before or is of another day."""
    link = _find_address(entry, base)
    tally.nameless += link is None
    if link is None or link in tally.seen:
        return None
    tally.seen.add(link)
    published = walk.read_date(entry.get("published"))
    moment = published or walk.read_date(entry.get("updated"))
    if moment is not None:
        tally.dated.append(moment)
    mine = _is_of_days(walk, link, published, moment)
    if mine:
        return FoundUrl(link, to_one_line(entry.get("title")), published)
    tally.undated += mine is None
    tally.other += mine is False
    return None


def _find_address(entry: Mapping[str, Any], base: str) -> str | None:
    """Return an entry's address: its link, else its id where that is a whole address, as ``guid`` often is."""
    link, name = entry.get("feedburner_origlink") or entry.get("link"), entry.get("id")
    if link and link != name:
        return resolve_url(base, link)
    return resolve_url("", name)


def _parse_feed(page: Page) -> list[Any]:
    """Return the feed's entries. Raises ``MalformedDocument`` for what is no feed."""
    if len(page.body) > MAX_FEED_BYTES:
        raise MalformedDocument(f"{len(page.body):,} bytes are no feed")
    if is_json(page.body):
        return read_json_feed(page.body)
    document = ""
    for piece in decode_xml(page.body):
        document += piece
        if len(document) > MAX_FEED_BYTES:
            raise MalformedDocument(f"more than {MAX_FEED_BYTES:,} characters are no feed")
    document = _drop_cut_entry(document)
    import feedparser  # costs a start a seventh of a second, and most outlets have better routes

    try:
        parsed = feedparser.parse(
            io.BytesIO(document.encode()),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _TRIPPED as error:
        raise MalformedDocument(f"feedparser cannot read it: {error!r}") from None
    if not parsed.entries and (parsed.bozo or not parsed.get("version")):
        raise MalformedDocument(f"it is no feed: {parsed.get('bozo_exception') or 'no RSS or Atom in it'}")
    return list(parsed.entries)


def _drop_cut_entry(document: str) -> str:
    """Return a feed without an entry that its end cuts off, as no other is: half an address would be another one."""
    ended = max(document.rfind(end) for end in ("</item>", "</entry>"))
    begun = max(document.rfind(begin) for begin in ("<item", "<entry"))
    if 0 <= ended < begun:
        return document[:begun]
    return document


def _is_of_days(walk: RouteWalk, link: str, published: dt.datetime | None, moment: dt.datetime | None) -> bool | None:
    """Tell whether an entry is of the days asked for; None where nothing tells and these are not the newest."""
    if published is not None:
        return walk.days.include(published)
    if moment is not None:
        return walk.days.may_include_change(moment)
    stands = find_url_day(link)
    if stands is not None and not (stands.in_slug and walk.days.are_recent):
        return walk.days.are_near(stands.day)
    if walk.days.are_recent:
        return True
    return None
