"""RSS and Atom feeds, by feedparser."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import feedparser

from kliping.discover.dates import in_address, parse
from kliping.discover.markup import Malformed, without_dtd
from kliping.discover.note import Found, RouteNote, Visit, absolute, text
from kliping.model import JAKARTA, Fate, Page, Route


def feed(visit: Visit, route: Route) -> Iterator[Found | RouteNote]:
    """The entries of the days asked for. A feed with ``{page}`` is walked back until it is older than these."""
    for _, address in visit.addresses(route):
        yield from _walk(visit, route, address)


def _walk(visit: Visit, route: Route, address: Any) -> Iterator[Found | RouteNote]:  # noqa: ANN401
    paged = "{page}" in route.url
    oldest: dt.datetime | None = None
    other = 0
    seen: set[str] = set()
    for number in range(route.max_pages if paged else 1):
        url = address(route.first_page + number * route.page_step)
        try:
            page = visit.get(url)
            entries = _entries(page)
        except Fate as fate:
            if number == 0 or fate.reason != "http_404":  # WordPress says 404 behind the last page
                yield visit.note(route, url, fate.reason, fate.detail, failed=number == 0)
            break
        except Malformed as error:
            yield visit.note(route, url, "malformed", str(error), failed=True)
            break
        fresh = 0
        for entry in entries:
            link = absolute(page.final_url, entry.get("feedburner_origlink") or entry.get("link") or entry.get("id"))
            if link is None or link in seen:
                continue
            seen.add(link)
            fresh += 1
            published = parse(entry.get("published"), visit.source.timezone)
            moment = published or parse(entry.get("updated"), visit.source.timezone)
            oldest = min(filter(None, (oldest, moment)), default=None)
            if not _of_days(visit, link, published, moment):
                other += 1
                continue
            yield Found(link, text(entry.get("title")), published)
        if not fresh:
            if number == 0:
                yield visit.note(route, url, "empty", "no entry in it")
            break
        if oldest is not None and oldest < visit.days.start:
            break
    else:
        if paged:
            yield visit.note(route, route.url, "cap", f"{route.max_pages} pages were read and there may be more")
    if other:
        yield visit.note(route, route.url, "other_days", f"{other:,} entries are of other days")
    if oldest is not None and oldest > visit.days.start and "{date" not in route.url:
        detail = f"goes back to {oldest.astimezone(JAKARTA):%Y-%m-%d %H:%M} only"
        yield visit.note(route, route.url, "reach", detail)


def _entries(page: Page) -> list[Any]:
    """The feed's entries. Raises ``Malformed`` for what is no feed."""
    headers = {"content-type": page.header("content-type") or "application/xml"}
    parsed = feedparser.parse(
        io.BytesIO(without_dtd(page.body)), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.entries and (parsed.bozo or not parsed.version):
        raise Malformed(f"it is no feed: {parsed.get('bozo_exception') or 'no RSS or Atom in it'}")
    return list(parsed.entries)


def _of_days(visit: Visit, link: str, published: dt.datetime | None, moment: dt.datetime | None) -> bool:
    if published is not None:
        return visit.days.published(published)
    if moment is not None:
        return visit.days.changed(moment)
    day = in_address(link)
    return visit.days.around(day) if day else visit.days.recent
