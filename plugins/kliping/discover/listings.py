"""Pages that list articles: dated index pages, which reach any day, and category pages, which show the newest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kliping.discover.cards import read_card_links
from kliping.discover.days import find_url_day
from kliping.discover.walk import FoundUrl, RouteNote, RouteWalk, find_page_title
from kliping.model import JAKARTA, Page, Route

MAX_LISTING_BYTES = 3_000_000
"""Of a page of links; parsing takes seconds for each million."""


def walk_listing(walk: RouteWalk, route: Route) -> Iterator[FoundUrl | RouteNote]:
    """Yield the links of every page: of each day where the address is dated, else back to the days asked for."""
    for day, address in walk.list_addresses(route):
        yield from _walk_pages(walk, route, day, address)


def _walk_pages(
    walk: RouteWalk, route: Route, day: dt.date | None, address: Callable[[int], str]
) -> Iterator[FoundUrl | RouteNote]:
    """Yield pages until one shows nothing new, or is older than the days."""
    seen: set[str] = set()
    other = 0
    for step in walk.fetch_pages(route, address):
        if isinstance(step, RouteNote):
            yield step
            continue
        url, page = step
        if len(page.body) > MAX_LISTING_BYTES:
            yield walk.make_note(
                route, url, "too_large", f"{len(page.body):,} bytes are no page of links", failed=not seen
            )
            break
        yield from walk.note_age(route, url, page)
        links = list(read_card_links(walk.source, route, page))
        links = [found for found in _trust_card_dates(walk, day, links) if found.url not in seen]
        stated = [stands for found in links if (stands := _find_day(found))]
        if not links and not seen:
            yield _explain_empty(walk, route, url, page)
        if day is not None and stated and not any(_is_near(day, stands) for stands in stated):
            yield walk.make_note(route, url, "wrong_day", f"it shows {min(stated)} to {max(stated)} instead")
            break
        seen.update(found.url for found in links)
        mine = [found for found in links if day is not None or _may_be_of_days(walk, found)]
        yield from (_drop_near_date(walk, found) for found in mine)
        other += len(links) - len(mine)
        if not links or (day is None and stated and max(stated) < walk.days.first - dt.timedelta(days=1)):
            break
    if other:
        yield walk.make_note(route, route.url, "other_days", f"{other:,} links are of other days or of an unknown day")
        if other == len(seen):
            yield walk.make_note(route, route.url, "reach", "shows nothing of the days")


def _explain_empty(walk: RouteWalk, route: Route, url: str, page: Page) -> RouteNote:
    """Return the note on a page without an article's link: does it have none, or does the selector find none?"""
    if route.links:
        others = sum(1 for _ in read_card_links(walk.source, replace(route, links=""), page))
        if others:
            detail = f"{route.links!r} finds no article's link; the page has {others} elsewhere"
            return walk.make_note(route, url, "links_missed", detail, broken=True)
    detail = "no article's link on it"
    if title := find_page_title(page.body):
        detail += f"; its title is {title!r}"
    return walk.make_note(route, url, "empty", detail)


def _is_near(day: dt.date, stated: dt.date) -> bool:
    """Return whether an article whose address states one day may stand in another day's index."""
    return abs((day - stated).days) <= 2


def _may_be_of_days(walk: RouteWalk, found: FoundUrl) -> bool:
    """Return whether a link of an undated page may be of the days: by its own day, else if the days are recent."""
    if day := _find_day(found):
        return walk.days.are_near(day)
    return walk.days.are_recent


def _find_day(found: FoundUrl) -> dt.date | None:
    """Return a link's day: the one in its address, else the one on its card, else the one in its slug."""
    stands = find_url_day(found.url)
    if stands and not stands.in_slug:
        return stands.day
    if found.published_at:
        return found.published_at.astimezone(JAKARTA).date()
    if stands:
        return stands.day
    return None


def _trust_card_dates(walk: RouteWalk, day: dt.date | None, links: Sequence[FoundUrl]) -> list[FoundUrl]:
    """Return the links, with the dates of their cards only where the page's dates can be believed.

    On a day's own page most cards must show that day, and nowhere one of the future: else 11/12 may mean November.
    """
    stated = [found.published_at.astimezone(JAKARTA).date() for found in links if found.published_at]
    near = [each for each in stated if day is None or _is_near(day, each)]
    if 2 * len(near) > len(stated) and max(stated) <= walk.days.today + dt.timedelta(days=1):
        return list(links)
    return [replace(found, published_at=None) for found in links]


def _drop_near_date(walk: RouteWalk, found: FoundUrl) -> FoundUrl:
    """Return the link; with its card's date only where that is far from the days, for cards often have wrong zones."""
    if found.published_at is not None and walk.days.are_near(found.published_at.astimezone(JAKARTA).date()):
        return replace(found, published_at=None)
    return found
