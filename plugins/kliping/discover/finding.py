"""Find a site's routes: those that its home page, its headers and its robots.txt name, and those at usual addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from kliping.discover.statepaths import find_state_paths
from kliping.discover.walk import resolve_url
from kliping.discover.wordpress import find_interface
from kliping.discover.xml_decoding import decode_document
from kliping.model import Page, Route, RouteKind

USUAL_ADDRESSES: tuple[tuple[RouteKind, str], ...] = (
    ("sitemap", "/news-sitemap.xml"),
    ("sitemap", "/sitemap-news.xml"),
    ("sitemap", "/sitemap_news.xml"),
    ("sitemap", "/sitemap_index.xml"),
    ("sitemap", "/sitemap.xml"),
    ("feed", "/feed/"),
    ("feed", "/rss"),
    ("feed", "/rss.xml"),
    ("feed", "/feeds/posts/default?alt=rss"),
    ("feed", "/index.php?format=feed&type=rss"),
    ("category", "/indeks"),
    ("category", "/indeks-berita"),
    ("category", "/index-news"),
)
"""Where sites keep their lists if nothing names them, the most telling first."""
FEWEST_LINKS = 25
"""A home page with fewer links may be drawn by a script, from lists in its state."""
MAX_NAMED = 12
"""Routes that one page or robots.txt may name; more are sections' own."""
SITEMAP_LINE = re.compile(r"(?i)[ \t]*sitemap[ \t]*:[ \t]*(\S+)")
_INDEX_PAGE = re.compile(r"(?i)/(?:indeks?(?:-(?:berita|news))?|index-news|terkini|terbaru|latest)/?$")
_SECTION_FEED = re.compile(r"(?i)comments?/|/(?:category|kategori|tag|author|search)/|komentar")
_FEED_TYPE = re.compile(r"(?i)rss|atom|feed\+json")


@dataclass(frozen=True, slots=True)
class NamedRoute:
    """A route that may be there. ``named_by``: ``robots.txt``, ``home page`` or ``usual address``."""

    route: Route
    named_by: str


def find_named_routes(home: Page | None, robots: bytes, site: str) -> list[NamedRoute]:
    """Return the routes to try, each address once, the best evidence first.

    ``home`` is the home page, None where it does not answer; ``robots`` the text of robots.txt; ``site`` the address
    of the site's root, such as ``https://contoh.id/``. Nothing is requested.
    """
    found = [NamedRoute(Route("sitemap", url), "robots.txt") for url in _list_sitemaps(robots, site)]
    if home is not None:
        found = [*_read_home(home, site), *found]
    found += [NamedRoute(Route(kind, urljoin(site, path)), "usual address") for kind, path in USUAL_ADDRESSES]
    unique: dict[tuple[str, str], NamedRoute] = {}
    for each in found:
        unique.setdefault((each.route.url.rstrip("/"), each.route.path), each)
    return list(unique.values())


def _list_sitemaps(robots: bytes, site: str) -> list[str]:
    lines = decode_document(robots).splitlines() if robots else []
    named = (match[1] for line in lines if (match := SITEMAP_LINE.match(line)))
    return [url for address in named if (url := resolve_url(site, address))][:MAX_NAMED]


def _read_home(home: Page, site: str) -> Iterator[NamedRoute]:
    """Yield what the home page names: WordPress's interface, feeds, and a page that lists the newest articles."""
    if interface := find_interface(home):
        yield NamedRoute(Route("wordpress", _shorten_interface(interface, site)), "home page")
    tree = LexborHTMLParser(home.body)
    feeds = []
    for node in tree.css('link[rel="alternate"][href]'):
        href = unescape(node.attributes.get("href") or "")
        url = resolve_url(home.final_url, href)
        if url and _FEED_TYPE.search(node.attributes.get("type") or "") and not _SECTION_FEED.search(url):
            feeds.append(url)
    for url in list(dict.fromkeys(feeds))[:MAX_NAMED]:
        yield NamedRoute(Route("feed", url), "home page")
    host = urlsplit(home.final_url).netloc
    for node in tree.css("a[href]"):
        url = resolve_url(home.final_url, node.attributes.get("href"))
        if url and urlsplit(url).netloc == host and _INDEX_PAGE.search(urlsplit(url).path):
            yield NamedRoute(Route("category", url), "home page")
    if len(tree.css("a[href]")) < FEWEST_LINKS:
        for path in find_state_paths(home):
            yield NamedRoute(Route("state", home.final_url, path=path), "home page's state")


def _shorten_interface(interface: str, site: str) -> str:
    """Return the site's address where the interface is at its usual place below it, as outlet files write it."""
    if interface.rstrip("/") == urljoin(site, "/wp-json"):
        return site.rstrip("/")
    return interface.rstrip("/")
