"""Pages that list articles: dated index pages, which reach any day, and category pages, which show the newest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, Tag

from kliping.canonical import is_article
from kliping.discover.dates import in_address
from kliping.discover.note import Found, RouteNote, Visit, absolute, text
from kliping.model import Fate, Page, Route, Source


def listing(visit: Visit, route: Route) -> Iterator[Found | RouteNote]:
    """The links of every page: of each day where the address is dated, else back to the days asked for."""
    for day, address in visit.addresses(route):
        yield from _walk(visit, route, day, address)


def _walk(
    visit: Visit, route: Route, day: dt.date | None, address: Callable[[int], str]
) -> Iterator[Found | RouteNote]:
    """Pages until one shows nothing new, is older than the days, or the route's cap."""
    seen: set[str] = set()
    other = failures = 0
    paged = "{page}" in route.url
    for number in range(route.max_pages if paged else 1):
        url = address(route.first_page + number * route.page_step)
        try:
            page = visit.get(url)
        except Fate as fate:
            if number and fate.reason in ("http_404", "http_410", "http_400"):
                break  # how many sites say that there is no such page
            failures += 1
            yield visit.note(route, url, fate.reason, fate.detail, failed=number == 0)
            if number == 0 or failures > 1:
                break
            continue
        failures = 0
        links = {found.url: found for found in _links(visit.source, route, page) if found.url not in seen}
        if not links:
            if number == 0:
                yield visit.note(route, url, "empty", "no article's link on it")
            break
        seen.update(links)
        stated = [stands for link in links if (stands := in_address(link))]
        if day is not None and stated and not any(_near(day, stands) for stands in stated):
            yield visit.note(route, url, "wrong_day", f"it shows {min(stated)} to {max(stated)} instead")
            break
        for found in links.values():
            if day is None and not _may_be(visit, found.url):
                other += 1
            else:
                yield found
        if day is None and stated and max(stated) < visit.days.first - dt.timedelta(days=1):
            break
    else:
        if paged:
            yield visit.note(
                route, address(route.first_page), "cap", f"{route.max_pages} pages were read and there may be more"
            )
    if other:
        yield visit.note(route, route.url, "other_days", f"{other:,} links are of other days or of none that is told")
    if day is None and not visit.days.recent and not any(_may_be(visit, link) for link in seen):
        yield visit.note(route, route.url, "reach", "shows the newest articles only")


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
