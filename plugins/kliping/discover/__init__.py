"""Find an outlet's articles of given days: feeds, sitemaps, index and category pages, WordPress, states, posts."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence

from kliping.discover.feeds import walk_feed
from kliping.discover.listings import walk_listing
from kliping.discover.sitemaps import walk_sitemap
from kliping.discover.statelists import walk_state
from kliping.discover.totals import ask_total
from kliping.discover.walk import FoundUrl, RouteNote, RouteWalk, Sighting, StatedTotal
from kliping.discover.wordpress import walk_wordpress
from kliping.errors import UserError, make_internal_error
from kliping.model import Link, Page, Route, Source

log = logging.getLogger(__name__)

__all__ = ["RouteNote", "Sighting", "StatedTotal", "ask_total", "discover_links"]


def _walk_post(walk: RouteWalk, route: Route) -> Iterator[FoundUrl | RouteNote]:
    """Walk a list that is asked by POST: data where the outlet's file says at which path, else a page of links."""
    if route.path:
        return walk_state(walk, route)
    return walk_listing(walk, route)


_WALKS: dict[str, Callable[[RouteWalk, Route], Iterator[FoundUrl | RouteNote]]] = {
    "feed": walk_feed,
    "sitemap": walk_sitemap,
    "index": walk_listing,
    "category": walk_listing,
    "wordpress": walk_wordpress,
    "state": walk_state,
    "post": _walk_post,
}


def discover_links(
    source: Source,
    days: Sequence[dt.date],
    get: Callable[[str], Page],
    *,
    now: dt.datetime,
    note_sighting: Callable[[Sighting], None] | None = None,
    note_total: Callable[[StatedTotal], None] = lambda _: None,
    is_known: Callable[[str], bool] | None = None,
) -> Iterator[Link | RouteNote]:
    """Yield the links that the source's routes show for ``days`` (in Asia/Jakarta), as they are read.

    Every route is walked, in the order of the source's file. An address is yielded once, however many routes show it;
    two addresses of one article are two links. What a route knows to be of another day is not yielded but counted in a
    ``RouteNote``; so are a cap that was hit, a page that failed, a route that does not reach back to the day.
    ``note_sighting`` is called with every address on every route, before its link is yielded; ``note_total`` with the
    number of posts that a route says a day has. ``get`` may raise ``errors.LinkError``; a route that fails never stops
    the others, whatever the cause.
    With ``is_known``, which says whether a canonical URL is known, routes are asked for what is new only: WordPress
    for its newest posts, and a route of several pages up to the first that shows ``KNOWN_ENDS`` known addresses.
    """
    walk = RouteWalk(source, tuple(sorted(days)), get, now, note_total, newest=is_known is not None)
    seen: set[bytes] = set()
    for route in source.routes:
        walk.day, walk.known = None, 0
        for found in _walk_guarded(walk, route):
            if isinstance(found, RouteNote):
                yield found
                continue
            sighting = walk.make_sighting(route, found)
            if note_sighting is not None:
                note_sighting(sighting)
            if is_known is not None and is_known(sighting.canonical_url):
                walk.known += 1
            if (mark := hashlib.blake2b(found.url.encode("utf-8", "replace"), digest_size=16).digest()) not in seen:
                seen.add(mark)  # a quarter of the address's memory
                yield walk.make_link(route, found, sighting.canonical_url)


def _walk_guarded(walk: RouteWalk, route: Route) -> Iterator[FoundUrl | RouteNote]:
    """Walk a route; a bug ends only this walk. The route is then walked once more, for what comes after the bug."""
    for last in (False, True):
        try:
            yield from _WALKS[route.kind](walk, route)
            return
        except UserError:
            raise
        except Exception as error:  # a bug of ours: noted, the outlet's other routes go on (law 6)
            link_error = make_internal_error(error)
            log.exception("%s: a bug at route %s", walk.source.id, route.url)
            yield walk.make_note(route, route.url, link_error.reason, link_error.detail, failed=last, broken=last)
