"""Try a route that may be there: does it list articles, and how far back does it go?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlsplit

from kliping.canonical import canonicalise_url, is_article_url
from kliping.discover import discover_links
from kliping.discover.dating import find_dated_routes
from kliping.discover.finding import NamedRoute
from kliping.discover.hubs import find_hub
from kliping.discover.paging import list_paged_routes
from kliping.discover.totals import TOTAL_HEADER
from kliping.discover.walk import RouteNote, RouteWalk
from kliping.discover.wordpress import find_usual_root, list_found_posts, make_newest_address, read_posts
from kliping.errors import LinkError
from kliping.model import JAKARTA, Link, Page, Route, Source

PROBED_DAYS = 30
"""Days for which a route is asked; one that goes further back says so by having all of them."""
PROBED_PAGES = 3
"""Pages or files of a route that are read."""
PROBED_LINKS = 300
PROBED_POSTS = 20
INDEX_DAYS = (1, 4)
"""Days back for which an index of single days is tried."""
NEEDS_SESSION = "only a visitor's own session has that, so the list cannot be asked for from a file"
REACHES_ANY_DAY = "any day"
REACHES_BY_PAGES = "as far as its pages go"
DEEP_REACH = f"{PROBED_DAYS} days or more"


@dataclass(frozen=True, slots=True)
class TriedRoute:
    """A route that was tried. ``reach`` says in words how far back it goes; ``trouble`` why it is of no use."""

    route: Route
    named_by: str
    links: tuple[Link, ...] = ()
    reach: str = ""
    trouble: str = ""
    hub: str = ""
    """Address of the WebSub hub that a feed names."""

    @property
    def works(self) -> bool:
        """Return whether the route lists articles."""
        return bool(self.links)

    def describe(self) -> str:
        """Return one line for a person."""
        if not self.works:
            return f"{self.trouble or 'lists no article'} ({self.named_by})"
        hub = f"; names the WebSub hub {self.hub}" if self.hub else ""
        return f"{len(self.links)} articles, reaches back: {self.reach}{hub} ({self.named_by})"


def try_routes(
    source: Source,
    named: Sequence[NamedRoute],
    get: Callable[[str], Page],
    now: dt.datetime,
    say: Callable[[str], None] = lambda _: None,
) -> list[TriedRoute]:
    """Read each route once, and return what it listed, in the order given.

    Where WordPress's interface answers, the lists at usual addresses are not asked for: it reaches any day. ``get`` may
    raise ``LinkError``; a route that fails is one with ``trouble``.
    """
    done: list[TriedRoute] = []
    seen: set[str] = set()
    pages: dict[str, Page] = {}

    def get_new(url: str) -> Page:
        page = get(url)
        pages[url] = page
        if page.digest in seen and urlsplit(url).path != "/":
            raise _SameListError("repeated", "shows what another route has shown")
        seen.add(page.digest)
        return page

    for each in named:
        if each.named_by == "usual address" and _is_covered(done, each.route):
            continue
        tried = _try_route(source, each, get_new, now)
        if tried.works and tried.route.kind in ("feed", "category") and each.route.url in pages:
            tried = _try_paging(source, tried, pages[each.route.url], get_new, now)
        if each.route.kind == "feed" and each.route.url in pages:
            tried = replace(tried, hub=find_hub(pages[each.route.url]))
        say(f"{each.route.kind:9} {each.route.url}: {tried.describe()}")
        done.append(tried)
        if tried.works and tried.route.kind == "category" and each.route.url in pages:
            dated = _try_dating(source, pages[each.route.url], get_new, now)
            for one in dated:
                say(f"{one.route.kind:9} {one.route.url}: {one.describe()}")
            done += dated
    return done


class _SameListError(LinkError):
    result = "skipped"


def _is_covered(done: Sequence[TriedRoute], route: Route) -> bool:
    """Return whether a usual address need not be tried: a route of its kind, or WordPress's interface, works."""
    return any(tried.works and tried.route.kind in ("wordpress", route.kind) for tried in done)


def _try_route(source: Source, named: NamedRoute, get: Callable[[str], Page], now: dt.datetime) -> TriedRoute:
    if named.route.kind == "wordpress":
        return _try_wordpress(source, named, get, now)
    return _walk_route(source, named.route, named.named_by, get, now)


def _walk_route(
    source: Source, route: Route, named_by: str, get: Callable[[str], Page], now: dt.datetime
) -> TriedRoute:
    """Walk a route for the last days, a few pages of it."""
    today = now.astimezone(JAKARTA).date()
    days = tuple(today - dt.timedelta(days=n) for n in range(PROBED_DAYS))
    alone = replace(source, routes=(replace(route, max_pages=PROBED_PAGES),))
    links: dict[str, Link] = {}
    notes: list[RouteNote] = []
    for found in islice(discover_links(alone, days, get, now=now), PROBED_LINKS):
        if isinstance(found, RouteNote):
            notes.append(found)
        elif is_article_url(source, found.url):
            links.setdefault(found.canonical_url, found)
    trouble = "; ".join(f"{note.reason}: {note.detail}".rstrip(": ") for note in notes[:1])
    return TriedRoute(route, named_by, tuple(links.values()), _name_reach(route, notes), trouble)


def _name_reach(route: Route, notes: Sequence[RouteNote]) -> str:
    """Return in words how far back a route goes, from what its walk noted."""
    since = max((note.since for note in notes if note.since), default=None)
    if since is not None:
        return f"{since.astimezone(JAKARTA):%Y-%m-%d %H:%M}"
    if route.kind in ("category", "state") and "{page}" not in route.url:
        return "the newest only"
    return DEEP_REACH


def _try_paging(
    source: Source, tried: TriedRoute, page: Page, get: Callable[[str], Page], now: dt.datetime
) -> TriedRoute:
    """Return the route with ``{page}`` where its second page lists other articles, and its first page answers.

    A feed that goes back far by itself is left as it is.
    """
    if tried.route.kind == "feed" and tried.reach == DEEP_REACH:
        return tried
    first = {link.canonical_url for link in tried.links}
    for paged in list_paged_routes(tried.route, page):
        later = replace(paged, first_page=paged.first_page + paged.page_step, max_pages=1)
        second = _walk_route(source, later, tried.named_by, get, now)
        further = [link for link in second.links if link.canonical_url not in first]
        if further and _answers(paged.url.format(page=paged.first_page), get):
            return replace(tried, route=paged, links=(*tried.links, *further), reach=REACHES_BY_PAGES)
    return tried


def _answers(url: str, get: Callable[[str], Page]) -> bool:
    """Return whether an address answers, if only with a list that was seen."""
    try:
        get(url)
    except _SameListError:
        return True
    except LinkError:
        return False
    return True


def _try_dating(source: Source, page: Page, get: Callable[[str], Page], now: dt.datetime) -> list[TriedRoute]:
    """Return the index of single days that an index page's form or links lead to.

    It must list other articles for each of two days. Where none does, forms that cannot be used are returned, with why.
    """
    today = now.astimezone(JAKARTA).date()
    refused = []
    for each in find_dated_routes(page, today):
        route = each.route
        if each.token:
            refused.append(TriedRoute(route, page.final_url, trouble=f"its form sends {each.token}: {NEEDS_SESSION}"))
            continue
        alone = replace(source, routes=(route,))
        found: list[set[str]] = []
        links: dict[str, Link] = {}
        for back in INDEX_DAYS:
            day = today - dt.timedelta(days=back)
            listed = [one for one in discover_links(alone, (day,), get, now=now) if isinstance(one, Link)]
            own = [link for link in listed if is_article_url(source, link.url)]
            found.append({link.canonical_url for link in own})
            links |= {link.canonical_url: link for link in own}
        if all(found) and not set.intersection(*found):
            return [TriedRoute(route, f"{page.final_url}", tuple(links.values()), REACHES_ANY_DAY)]
    return refused


def _try_wordpress(source: Source, named: NamedRoute, get: Callable[[str], Page], now: dt.datetime) -> TriedRoute:
    """Ask the interface for its newest posts: one request says whether it is open and how many there are."""
    today = now.astimezone(JAKARTA).date()
    first = today - dt.timedelta(days=PROBED_DAYS - 1)
    walk = RouteWalk(source, (first, today), get, now)
    address = make_newest_address(find_usual_root(named.route.url), first, today, source.timezone, PROBED_POSTS)
    try:
        page = get(address)
        found = list(list_found_posts(walk, page, read_posts(page)))
    except (LinkError, ValueError) as error:
        return TriedRoute(named.route, named.named_by, trouble=f"closed: {error}")
    links = [walk.make_link(named.route, each, canonicalise_url(each.url)) for each in found]
    counted = page.header(TOTAL_HEADER) or "?"
    reach = f"{REACHES_ANY_DAY}; {counted} posts in {PROBED_DAYS} days"
    own = tuple(link for link in links if is_article_url(source, link.url))
    return TriedRoute(named.route, named.named_by, own, reach, "" if own else "it lists no post")
