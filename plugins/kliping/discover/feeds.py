"""RSS and Atom feeds, by feedparser."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kliping.discover.dates import in_address, parse
from kliping.discover.markup import Malformed, without_dtd
from kliping.discover.note import Found, RouteNote, Visit, absolute, text
from kliping.model import JAKARTA, Page, Route

MAX_BYTES = 3_000_000
"""Of a feed; feedparser takes a second for each million."""


_TRIPPED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RecursionError)
"""What feedparser's loose parser raises on damaged text, such as a reference to half a surrogate pair."""


def feed(visit: Visit, route: Route) -> Iterator[Found | RouteNote]:
    """The entries of the days asked for. A feed with ``{page}`` is walked back until it is older than these."""
    for _, address in visit.addresses(route):
        yield from _walk(visit, route, address)


@dataclass(slots=True)
class _Tally:
    seen: set[str] = field(default_factory=set)
    other: int = 0
    oldest: dt.datetime | None = None


def _walk(visit: Visit, route: Route, address: Callable[[int], str]) -> Iterator[Found | RouteNote]:
    tally = _Tally()
    for step in visit.pages(route, address):
        if isinstance(step, RouteNote):
            yield step
            continue
        url, page = step
        before = len(tally.seen)
        try:
            for entry in _entries(page):
                if found := _found(visit, entry, page.final_url, tally):
                    yield found
        except Malformed as error:
            yield visit.note(route, url, "malformed", str(error), failed=not tally.seen)
            break
        if not tally.seen:
            yield visit.note(route, url, "empty", "no entry in it")
        if len(tally.seen) == before or (tally.oldest is not None and tally.oldest < visit.days.start):
            break
    if tally.other:
        yield visit.note(route, route.url, "other_days", f"{tally.other:,} entries are of other days")
    if tally.oldest is not None and tally.oldest > visit.days.start and "{date" not in route.url:
        detail = f"goes back to {tally.oldest.astimezone(JAKARTA):%Y-%m-%d %H:%M} only"
        yield visit.note(route, route.url, "reach", detail)


def _found(visit: Visit, entry: Mapping[str, Any], base: str, tally: _Tally) -> Found | None:
    """The entry's address and date, where it is new and of the days."""
    link = absolute(base, entry.get("feedburner_origlink") or entry.get("link") or entry.get("id"))
    if link is None or link in tally.seen:
        return None
    tally.seen.add(link)
    published = parse(entry.get("published"), visit.source.timezone)
    moment = published or parse(entry.get("updated"), visit.source.timezone)
    tally.oldest = min(filter(None, (tally.oldest, moment)), default=None)
    if not _of_days(visit, link, published, moment):
        tally.other += 1
        return None
    return Found(link, text(entry.get("title")), published)


def _entries(page: Page) -> list[Any]:
    """The feed's entries. Raises ``Malformed`` for what is no feed."""
    if len(page.body) > MAX_BYTES:
        raise Malformed(f"{len(page.body):,} bytes are no feed")
    headers = {"content-type": page.header("content-type") or "application/xml"}
    body = io.BytesIO(without_dtd(page.body))
    import feedparser  # costs a start a seventh of a second, and most outlets have better routes

    try:
        parsed = feedparser.parse(body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except _TRIPPED as error:
        raise Malformed(f"feedparser cannot read it: {error!r}") from None
    if not parsed.entries and (parsed.bozo or not parsed.get("version")):
        raise Malformed(f"it is no feed: {parsed.get('bozo_exception') or 'no RSS or Atom in it'}")
    return list(parsed.entries)


def _of_days(visit: Visit, link: str, published: dt.datetime | None, moment: dt.datetime | None) -> bool:
    if published is not None:
        return visit.days.published(published)
    if moment is not None:
        return visit.days.changed(moment)
    day = in_address(link)
    return visit.days.around(day) if day else visit.days.recent
