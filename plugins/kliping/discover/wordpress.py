"""WordPress's REST interface: the posts of a day, a hundred at a time, whatever the theme.

https://developer.wordpress.org/rest-api/reference/posts/ and, for where it is found,
https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from kliping.discover.feeds import walk_feed
from kliping.discover.totals import TOTAL_HEADER
from kliping.discover.walk import FoundUrl, RouteNote, RouteWalk, StatedTotal, resolve_url, to_one_line
from kliping.errors import Blocked, LinkError, may_succeed_later
from kliping.model import JAKARTA, Page, Route

POSTS_PER_PAGE = 100
"""The most that WordPress gives at once."""
NEWEST_PER_PAGE = 20
"""Posts that are asked for at once where only the newest are wanted."""
FIELDS = "link,date_gmt,date,modified_gmt,modified,title"
MAX_ANSWER_BYTES = 6_000_000
PAGES_HEADER = "X-WP-TotalPages"
MOST_DIGITS = 7
"""Of a number of posts that is believed."""
_ROOT_IN_PAGE = re.compile(
    rb"""(?i)<link[^>]{0,200}?rel=["']?https://api\.w\.org/["']?[^>]{0,200}?href=["']?([^"'\s>]+)"""
)
_ROOT_IN_HEADER = re.compile(r"""<([^<>]+)>\s*;\s*rel="?https://api\.w\.org/"?""")
_MARKUP = re.compile(r"<[^<>]*>")


class _ClosedError(Exception):
    """The interface does not answer as one: refused, not there, or a page for readers.

    ``is_passing``: what was in the way may be gone another time, such as a timeout.
    """

    def __init__(self, error: LinkError | ValueError) -> None:
        reason, is_passing = "malformed", False
        if isinstance(error, LinkError):
            reason = error.reason
            is_passing = may_succeed_later(error) and not isinstance(error, Blocked)
        super().__init__(reason)
        self.is_passing = is_passing


def walk_wordpress(walk: RouteWalk, route: Route) -> Iterator[FoundUrl | RouteNote]:
    """Yield the posts of each day, as the REST interface lists them; where it is closed, those of the site's feed.

    The route's address is the site's. The interface reaches any day; the feed tells how far it goes back. Where it does
    not stand at its usual address, the home page is asked, which names it.
    """
    site = route.url.rstrip("/")
    reason, is_passing = "", False
    for number, root in enumerate(_list_roots(walk, site)):
        try:
            if walk.newest:
                yield from _walk_newest(walk, route, root)
            else:
                yield from _walk_days(walk, route, root)
        except _ClosedError as error:
            reason = str(error)
            is_passing |= error.is_passing
            continue
        if number:
            detail = f"the interface is at {root}; `wordpress: {root}` in the outlet's file saves two requests a day"
            yield walk.make_note(route, root, "moved", detail)
        return
    detail = f"the REST interface is closed ({reason}); its feed is read"
    yield walk.make_note(route, f"{site}/wp-json", "closed", detail, broken=is_passing)
    yield from walk_feed(walk, replace(route, url=f"{site}/feed/?paged={{page}}"))


def _list_roots(walk: RouteWalk, site: str) -> Iterator[str]:
    """Yield where the interface may be: at the file's address or the usual one below it, then where the page says."""
    usual = find_usual_root(site)
    yield usual
    try:
        page = walk.get(f"{site}/")
    except LinkError:
        return
    named = find_interface(page)
    if named and named.rstrip("/") != usual:
        yield named.rstrip("/")


def find_usual_root(site: str) -> str:
    """Return where the interface of a site usually is; the address itself where it names an interface."""
    return site if "wp-json" in site or "rest_route" in site else f"{site}/wp-json"


def find_interface(page: Page) -> str | None:
    """Return the address of WordPress's REST interface that a page names, in its headers or its head; None for none."""
    if match := _ROOT_IN_HEADER.search(page.header("Link") or ""):
        return resolve_url(page.final_url, match[1])
    if found := _ROOT_IN_PAGE.search(page.body, 0, 200_000):
        return resolve_url(page.final_url, unescape(found[1].decode("utf-8", "replace")))
    return None


def _walk_days(walk: RouteWalk, route: Route, root: str) -> Iterator[FoundUrl | RouteNote]:
    """Yield the posts of the days, the newest day first. Raises ``_ClosedError`` before anything was read."""
    opened = False
    for day in walk.days.days[::-1]:
        walk.day = day
        listed, stated = 0, ""
        for number in range(1, route.max_pages + 1):
            url = make_posts_address(root, day, number, walk.source.timezone)
            try:
                page = walk.get(url)
                posts = read_posts(page)
            except (LinkError, ValueError) as error:
                if not opened:
                    walk.day = None
                    raise _ClosedError(error) from error
                yield from _note_failed_page(walk, route, url, error, number)
                break
            opened = True
            listed += len(posts)
            stated = page.header(TOTAL_HEADER) or stated
            yield from list_found_posts(walk, page, posts)
            pages = page.header(PAGES_HEADER) or ""
            if page.status == 304 or len(posts) < POSTS_PER_PAGE or (pages.isdigit() and number >= int(pages)):
                break
        else:
            yield walk.make_note(route, url, "cap", f"{route.max_pages} pages were read and there may be more")
        if stated.isdecimal():
            walk.note_total(StatedTotal(route.url, day, int(stated[:MOST_DIGITS]), listed))
    walk.day = None


def _walk_newest(walk: RouteWalk, route: Route, root: str) -> Iterator[FoundUrl | RouteNote]:
    """Yield the newest posts of all the days together, until a page shows known ones.

    Raises ``_ClosedError`` before anything was read.
    """
    for number in range(1, route.max_pages + 1):
        url = make_newest_address(
            root, walk.days.days[0], walk.days.days[-1], walk.source.timezone, NEWEST_PER_PAGE, number
        )
        try:
            page = walk.get(url)
            posts = read_posts(page)
        except (LinkError, ValueError) as error:
            if number == 1:
                raise _ClosedError(error) from error
            yield from _note_failed_page(walk, route, url, error, number)
            return
        yield from list_found_posts(walk, page, posts)
        if len(posts) < NEWEST_PER_PAGE or walk.is_caught_up:
            return
    yield walk.make_note(route, route.url, "cap", f"{route.max_pages} pages were read and there may be more")


def _note_failed_page(
    walk: RouteWalk, route: Route, url: str, error: LinkError | ValueError, number: int
) -> Iterator[RouteNote]:
    """Yield the note on a page that could not be read; none for what WordPress answers after the last page."""
    failed = number == 1
    if isinstance(error, ValueError):
        yield walk.make_note(route, url, "malformed", str(error), failed=failed, broken=True)
    elif failed or error.reason != "http_400":
        yield walk.note_failure(route, url, error, failed=failed)


def make_posts_address(root: str, day: dt.date, page: int, timezone: str) -> str:
    """Return the address of a day's posts, the oldest first."""
    return _make_address(root, day, day, timezone, {"per_page": POSTS_PER_PAGE, "page": page}, "asc")


def make_newest_address(root: str, first: dt.date, last: dt.date, timezone: str, count: int, page: int = 1) -> str:
    """Return the address of the newest ``count`` posts of some days; its header X-WP-Total counts all of them."""
    asked = {"per_page": count}
    if page > 1:
        asked["page"] = page
    return _make_address(root, first, last, timezone, asked, "desc")


def _make_address(root: str, first: dt.date, last: dt.date, timezone: str, asked: dict[str, int], order: str) -> str:
    """Return an address of posts. WordPress compares with the site's own clock, its bounds left out."""
    zone = ZoneInfo(timezone)
    start = dt.datetime.combine(first, dt.time(), JAKARTA).astimezone(zone)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), JAKARTA).astimezone(zone)
    bounds = {
        "after": f"{start - dt.timedelta(seconds=1):%Y-%m-%dT%H:%M:%S}",
        "before": f"{end:%Y-%m-%dT%H:%M:%S}",
    }
    query = bounds | asked | {"orderby": "date", "order": order, "_fields": FIELDS}
    mark = "&" if "?" in root else "?"
    return f"{root}/wp/v2/posts{mark}{urlencode(query, safe=':,')}"


def read_posts(page: Page) -> list[dict[str, Any]]:
    """Return the posts of an answer. Raises ``ValueError`` for what is none."""
    if page.status == 304:  # a caller that asks with conditions: nothing new here
        return []
    if len(page.body) > MAX_ANSWER_BYTES:
        raise ValueError(f"{len(page.body):,} bytes are no list of posts")
    try:
        posts = json.loads(page.body.decode("utf-8-sig", "replace"))
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(posts, list):
        raise ValueError("no list of posts")
    return [post for post in posts if isinstance(post, dict)]


def list_found_posts(walk: RouteWalk, page: Page, posts: list[dict[str, Any]]) -> Iterator[FoundUrl]:
    """Yield the posts that have an address."""
    yield from (found for post in posts if (found := _read_post(walk, page, post)))


def _read_post(walk: RouteWalk, page: Page, post: dict[str, Any]) -> FoundUrl | None:
    """Return one post; None for one without an address."""
    url = post.get("link")
    if not isinstance(url, str) or not (link := resolve_url(page.final_url, url)):
        return None
    title = post.get("title")
    if isinstance(title, dict):
        title = title.get("rendered")
    named = to_one_line(unescape(_MARKUP.sub("", title))) if isinstance(title, str) else None
    return FoundUrl(link, named, _read_time(walk, post, "date"), _read_time(walk, post, "modified"))


def _read_time(walk: RouteWalk, post: dict[str, Any], name: str) -> dt.datetime | None:
    """Return a time of a post: in UTC where it is stated so, else by the site's clock."""
    gmt, local = post.get(f"{name}_gmt"), post.get(name)
    if isinstance(gmt, str) and not gmt.startswith("0000"):
        return walk.read_date(f"{gmt}Z")
    if isinstance(local, str):
        return walk.read_date(local)
    return None
