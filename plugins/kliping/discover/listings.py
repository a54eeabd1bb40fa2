"""Pages that list articles: dated index pages, which reach any day, and category pages, which show the newest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, Tag

from kliping.canonical import is_article
from kliping.discover.dates import in_address
from kliping.discover.note import Found, RouteNote, Visit, absolute, text
from kliping.model import Page, Route, Source

MAX_BYTES = 3_000_000
"""Of a page of links; parsing takes seconds for each million."""


def listing(visit: Visit, route: Route) -> Iterator[Found | RouteNote]:
    """The links of every page: of each day where the address is dated, else back to the days asked for."""
    for day, address in visit.addresses(route):
        yield from _walk(visit, route, day, address)


def _walk(
    visit: Visit, route: Route, day: dt.date | None, address: Callable[[int], str]
) -> Iterator[Found | RouteNote]:
    """Pages until one shows nothing new, or is older than the days."""
    seen: set[str] = set()
    other = 0
    for step in visit.pages(route, address):
        if isinstance(step, RouteNote):
            yield step
            continue
        url, page = step
        if len(page.body) > MAX_BYTES:
            yield visit.note(route, url, "too_large", f"{len(page.body):,} bytes are no page of links", failed=not seen)
            break
        links = [found for found in _links(visit.source, route, page) if found.url not in seen]
        stated = [stands for found in links if (stands := in_address(found.url))]
        if not links and not seen:
            yield visit.note(route, url, "empty", "no article's link on it")
        if day is not None and stated and not any(_near(day, stands) for stands in stated):
            yield visit.note(route, url, "wrong_day", f"it shows {min(stated)} to {max(stated)} instead")
            break
        seen.update(found.url for found in links)
        mine = [found for found in links if day is not None or _may_be(visit, found.url)]
        yield from mine
        other += len(links) - len(mine)
        if not links or (day is None and stated and max(stated) < visit.days.first - dt.timedelta(days=1)):
            break
    if other:
        yield visit.note(route, route.url, "other_days", f"{other:,} links are of other days or of none that is told")
        if other == len(seen):
            yield visit.note(route, route.url, "reach", "shows nothing of the days")


def _near(day: dt.date, stated: dt.date) -> bool:
    """May an article whose address states one day stand in another day's index?"""
    return abs((day - stated).days) <= 2


def _may_be(visit: Visit, url: str) -> bool:
    """May a link of an undated page be of the days? By the day in its address, else only where they are recent."""
    day = in_address(url)
    return visit.days.around(day) if day else visit.days.recent


def _links(source: Source, route: Route, page: Page) -> Iterator[Found]:
    """The links that the route's selector points at; without one, every link to an article. Each address once."""
    soup = BeautifulSoup(page.body, "lxml", from_encoding=_charset(page))
    base_tag = soup.find("base", href=True)
    base = absolute(page.final_url, str(base_tag["href"])) if isinstance(base_tag, Tag) else None
    anchors: dict[str, list[Tag]] = {}
    for element in soup.select(route.links or "a[href]"):
        for anchor in [element] if element.name == "a" else element.find_all("a", href=True):
            href = anchor.get("href")
            url = absolute(base or page.final_url, href if isinstance(href, str) else None)
            if url and (route.links or is_article(source, url)):
                anchors.setdefault(url, []).append(anchor)
    for url, same in anchors.items():
        texts = [text(anchor.get_text(" ")) for anchor in same]
        yield Found(url, max(filter(None, texts), key=len, default=None))


def _charset(page: Page) -> str | None:
    """The character set that the server states, if any."""
    for part in (page.header("content-type") or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip(" \"'") or None
    return None
