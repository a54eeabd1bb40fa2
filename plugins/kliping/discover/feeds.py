"""RSS and Atom feeds, by feedparser, and JSON feeds."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kliping.canonical import is_article_url
from kliping.discover.days import find_url_day
from kliping.discover.json_feed import read_json_feed
from kliping.discover.markup_bounds import find_feed_excess
from kliping.discover.prefixes import declare_prefixes
from kliping.discover.shown import unwrap_shown
from kliping.discover.walk import (
    FoundUrl,
    RouteNote,
    RouteWalk,
    find_page_title,
    is_html_page,
    resolve_url,
    to_one_line,
)
from kliping.discover.xml_decoding import MalformedDocument, decode_xml, is_json
from kliping.model import JAKARTA, Page, Route, Source

MAX_FEED_BYTES = 3_000_000
"""The largest feed that is parsed; feedparser takes about a second for each megabyte."""
MOST_PINNED = 3
"""So many entries may be pinned on top of a feed."""
LONGEST_ENTRY_GAP = dt.timedelta(days=3)
"""Between two entries of a feed in order."""
_PUBLISHED_KEYS = ("published", "created", "publisheddate", "publishdate", "publicationdate")
"""What feedparser calls the elements that say when an entry was published, the usual first."""

_FEEDPARSER_ERRORS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
)
"""What feedparser's loose parser raises on damaged text."""


def walk_feed(walk: RouteWalk, route: Route) -> Iterator[FoundUrl | RouteNote]:
    """Yield the entries of the days asked for. A feed with ``{page}`` is walked back until it is older than these."""
    for _, address in walk.list_addresses(route):
        yield from _walk_pages(walk, route, address)


@dataclass(slots=True)
class _Tally:
    """What was seen in a feed so far, counted by why an entry was not taken."""

    seen: set[str] = field(default_factory=set)
    of_days: int = 0
    of_other_days: int = 0
    undated: list[FoundUrl] = field(default_factory=list)
    """Entries without a date, of days that are not recent."""
    without_address: int = 0
    dates: list[dt.datetime] = field(default_factory=list)
    """The dates of all entries, in the order of the feed."""


def _walk_pages(walk: RouteWalk, route: Route, address: Callable[[int], str]) -> Iterator[FoundUrl | RouteNote]:
    """Yield the entries page by page, until one shows nothing new or is older than the days; then the notes."""
    tally = _Tally()
    for step in walk.fetch_pages(route, address):
        if isinstance(step, RouteNote):
            yield step
            continue
        url, page = step
        seen_before, dates_before = len(tally.seen), len(tally.dates)
        yield from walk.note_move(route, url, page)
        yield from walk.note_age(route, url, page)
        try:
            parsed = _parse_feed(page)
            for entry in parsed.entries:
                if found := _read_entry(walk, entry, page.final_url, tally):
                    yield found
            if parsed.truncated:
                yield walk.make_note(route, url, "malformed", "it ends in the middle of an entry", broken=True)
        except MalformedDocument as error:
            reason, detail = "malformed", str(error)
            if is_html_page(page) and len(page.body) <= MAX_FEED_BYTES:
                reason, detail = "html", f"a page where a feed should be: {find_page_title(page.body) or 'untitled'}"
            yield walk.make_note(route, url, reason, detail, failed=not tally.seen, broken=True)
            break
        if not tally.seen:
            yield walk.make_note(route, url, "empty", "no entry in it")
        dates, first = tally.dates[dates_before:], not seen_before
        if len(tally.seen) == seen_before or _ends_before_days(dates, walk.days.start, first=first):
            break
    yield from _take_undated(tally)
    yield from _make_notes(walk, route, tally)


def _take_undated(tally: _Tally) -> Iterator[FoundUrl]:
    """Yield the entries without a date of a feed that reaches the days asked for: their pages say the day."""
    if tally.of_days:
        yield from tally.undated
        tally.undated.clear()


def _ends_before_days(dates: list[dt.datetime], start: dt.datetime, *, first: bool) -> bool:
    """Return whether the last quarter of a page's entries are all older than ``start``.

    A single old entry proves nothing where the one before it is much newer: it may be pinned, or out of order; nor does
    a short ``first`` page of old ones.
    """
    if first and 1 < len(dates) <= MOST_PINNED and max(dates) < start:
        return False
    last = dates[-max(1, len(dates) // 4) :]
    if len(last) == 1 < len(dates) and dates[-2] - dates[-1] > LONGEST_ENTRY_GAP:
        return False
    return bool(last) and max(last) < start


def read_feed_page(walk: RouteWalk, route: Route, page: Page) -> Iterator[FoundUrl | RouteNote]:
    """Yield the entries of the days asked for on one page. Raises ``MalformedDocument`` if it is not a feed."""
    tally = _Tally()
    parsed = _parse_feed(page)
    for entry in parsed.entries:
        if found := _read_entry(walk, entry, page.final_url, tally):
            yield found
    if parsed.truncated:
        yield walk.make_note(route, page.url, "malformed", "it ends in the middle of an entry", broken=True)
    yield from _take_undated(tally)
    yield from _make_notes(walk, route, tally)


def _make_notes(walk: RouteWalk, route: Route, tally: _Tally) -> Iterator[RouteNote]:
    """Yield the notes of a feed: entries of other days, those without a date or an address, how far it goes back."""
    if tally.of_other_days:
        yield walk.make_note(route, route.url, "other_days", f"{tally.of_other_days:,} entries are of other days")
    if tally.undated:
        yield walk.make_note(route, route.url, "undated", f"{len(tally.undated):,} entries have no date")
    if tally.without_address:
        yield walk.make_note(route, route.url, "no_address", f"{tally.without_address:,} entries have no address")
    oldest = min(_skip_pinned(tally.dates), default=None)
    if oldest is not None and oldest > walk.days.start and "{date" not in route.url:
        detail = f"goes back to {oldest.astimezone(JAKARTA):%Y-%m-%d %H:%M} only"
        yield walk.make_note(route, route.url, "reach", detail, since=oldest)


def _skip_pinned(dates: list[dt.datetime]) -> list[dt.datetime]:
    """Return the dates without those of old entries kept on top; all dates where the feed has its newest entry last."""
    first = 0
    while first + 1 < len(dates) and dates[first] < dates[first + 1]:
        first += 1
    if first + 1 >= len(dates):
        return dates
    return dates[first:]


def _read_entry(walk: RouteWalk, entry: Mapping[str, Any], base: str, tally: _Tally) -> FoundUrl | None:
    """Return the entry's address and date, and count it.

    None where it has no address, was seen before, is of another day or of an unknown one, which is kept in ``tally``.
    """
    link = _find_address(walk.source, entry, base)
    if link is None:
        tally.without_address += 1
        return None
    if link in tally.seen:
        return None
    tally.seen.add(link)
    stated = (walk.read_date(entry.get(key)) for key in _PUBLISHED_KEYS if entry.get(key))
    published = next(filter(None, stated), None)
    changed = published or walk.read_date(entry.get("updated"))
    if changed is not None:
        tally.dates.append(changed)
    wanted = _is_of_days(walk, link, published, changed)
    found = FoundUrl(link, to_one_line(entry.get("title")), published)
    if wanted:
        tally.of_days += 1
        return found
    if wanted is None:
        tally.undated.append(found)
    else:
        tally.of_other_days += 1
    return None


def _find_address(source: Source, entry: Mapping[str, Any], base: str) -> str | None:
    """Return an entry's address: its link, else its id if that is an absolute address, as ``guid`` often is.

    Of several links it is the first that may be an article's. feedparser also gives the ``guid`` as link where there
    is none; a relative one counts only if it is a path. If the link cannot be an article's, as one to the front page,
    the id is taken.
    """
    link, identifier = entry.get("feedburner_origlink") or entry.get("link") or entry.get("url"), entry.get("id")
    shown = [each.get("href") for each in entry.get("links", ()) if each.get("rel") == "alternate"]
    if len(shown) > 1 and not entry.get("feedburner_origlink"):
        addresses = [address for each in shown if (address := resolve_url(base, each))]
        own = (address for address in addresses if is_article_url(source, address))
        return next(own, next(iter(addresses), None))
    if identifier and identifier.startswith("/"):
        identifier = resolve_url(base, identifier)
    named = resolve_url("", identifier)
    if link and link != entry.get("id"):
        linked = resolve_url(base, link)
        if named and linked and not is_article_url(source, linked) and is_article_url(source, named):
            return named
        return linked
    return named


class _ParsedFeed(NamedTuple):
    """What feedparser reads of a feed, and whether it ends in the middle of an entry, which is left out."""

    entries: Sequence[Any]
    truncated: bool = False


def _parse_feed(page: Page) -> _ParsedFeed:
    """Return the feed's entries. Raises ``MalformedDocument`` if it is not a feed."""
    if len(page.body) > MAX_FEED_BYTES:
        raise MalformedDocument(f"{len(page.body):,} bytes are too many for a feed")
    body = unwrap_shown(page.body)
    if is_json(body):
        return _ParsedFeed(read_json_feed(body))
    document = ""
    for piece in decode_xml(body):
        document += piece
        if len(document) > MAX_FEED_BYTES:
            raise MalformedDocument(f"more than {MAX_FEED_BYTES:,} characters are too many for a feed")
    whole = _drop_truncated_entry(document)
    if excess := find_feed_excess(whole):
        raise MalformedDocument(excess)
    import feedparser  # takes 0.15 s, and most outlets have better routes

    try:
        parsed = feedparser.parse(
            io.BytesIO(declare_prefixes(whole).encode()),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _FEEDPARSER_ERRORS as error:
        raise MalformedDocument(f"feedparser cannot read it: {error!r}") from None
    if not parsed.entries and (parsed.bozo or not parsed.get("version")):
        raise MalformedDocument(f"not a feed: {parsed.get('bozo_exception') or 'no RSS or Atom in it'}")
    return _ParsedFeed(parsed.entries, truncated=whole != document)


def _drop_truncated_entry(document: str) -> str:
    """Return the feed without a last entry that was truncated: a truncated address would look like another one."""
    last_end = max(document.rfind(end) for end in ("</item>", "</entry>"))
    last_start = max(document.rfind(start) for start in ("<item", "<entry"))
    if 0 <= last_end < last_start:
        return document[:last_start]
    return document


def _is_of_days(walk: RouteWalk, link: str, published: dt.datetime | None, changed: dt.datetime | None) -> bool | None:
    """Return whether an entry is of the days asked for; None where it has no date and these days are not recent."""
    if published is not None:
        return walk.days.include(published)
    if changed is not None:
        return walk.days.may_include_change(changed)
    url_day = find_url_day(link)
    if url_day is not None and not (url_day.in_slug and walk.days.are_recent):
        return walk.days.are_near(url_day.day)
    if walk.days.are_recent:
        return True
    return None
