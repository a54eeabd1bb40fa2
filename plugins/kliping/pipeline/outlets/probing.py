"""From a site's address to the description of an outlet: its routes are found and tried, some articles are read."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from kliping import fetch
from kliping.canonical import canonicalise_url, is_article_url, parse_host
from kliping.discover.finding import NamedRoute, find_named_routes
from kliping.discover.reach import TriedRoute, try_routes
from kliping.errors import Blocked, Failed, InputError, LinkError, UserError
from kliping.model import Link, Page, Route, Source
from kliping.pipeline.outlets.site_address import SiteAddress, read_site_address
from kliping.pipeline.plan import outlet_states, planning
from kliping.pipeline.runs import stage
from kliping.posting import read_stated
from kliping.scrape import draft_outlet, find_stated_address
from kliping.settings import Settings
from kliping.sites import find_site

READ_ARTICLES = 5
"""Articles of a site that are fetched."""
DRAFTED_ARTICLES = 2
"""Of them, those from which selectors are drafted; the others test the draft."""
_LOOKS_LIKE_ARTICLE = r"/\d{3,}|\d{5,}|/\d{4}/\d{1,2}/|[^/]+-[^/]+-[^/]+-[^/]+|\.html$"
"""What a link on a page must look like as long as nothing else says which addresses are articles'."""
_HOST_NAME = re.compile(r"(?<![\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w.-])(?<!\.txt)")
_MOST_ROUTES = {"wordpress": 1, "sitemap": 3, "feed": 3, "index": 1, "post": 1, "state": 1, "category": 1}


class SiteError(UserError):
    """A site that cannot become an outlet as it is; ``reason`` is a short class, the message says what was seen."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class VisitedSite:
    """What a visit to a site showed. ``source`` has its hosts only; ``home`` is its home page."""

    address: SiteAddress
    source: Source
    home: Page
    routes: tuple[TriedRoute, ...]
    articles: tuple[tuple[Link, Page], ...]
    failures: tuple[LinkError, ...] = ()
    """How fetching the other chosen articles ended."""

    @property
    def links(self) -> list[Link]:
        """Return the articles that the routes list, those of the lists for machines first."""
        ranked = sorted((r for r in self.routes if r.works), key=lambda tried: tried.route.kind == "category")
        return list({link.canonical_url: link for tried in ranked for link in tried.links}.values())


def visit_site(
    settings: Settings, address: SiteAddress, say: stage.Progress = stage.say_nothing, first: Sequence[str] = ()
) -> VisitedSite:
    """Visit a site as politely as a run does: home page, robots.txt, its routes, ``READ_ARTICLES`` articles.

    ``first`` are addresses of articles that are read before those which the routes list.
    Raises ``SiteError`` where the home page does not answer, or answers from another site.
    """
    now = dt.datetime.now(dt.UTC)
    source = address.make_source()
    with fetch.Session(source, settings=settings) as session:
        home = _open_home(session, address)
        root = urljoin(home.final_url, "/")
        say(f"{root} answers; looking for its routes")
        try:
            robots = session.get(urljoin(root, "/robots.txt")).body
        except LinkError:
            robots = b""
        walked = replace(source, article=_LOOKS_LIKE_ARTICLE)
        named = find_named_routes(home, robots, root)
        tried = try_routes(walked, named, session.get, now, say)
        if not any(route.works for route in tried):
            front = NamedRoute(Route("category", root), "home page")
            tried += try_routes(walked, [front], session.get, now, say)
        visited = VisitedSite(address, source, home, tuple(tried), ())
        chosen = _choose_articles(visited, first)
        articles: list[tuple[Link, Page]] = []
        failures: list[LinkError] = []
        for link in chosen:
            try:
                articles.append((link, session.get(link.url)))
            except LinkError as link_error:
                failures.append(link_error)
        return replace(visited, articles=tuple(articles), failures=tuple(failures))


def _open_home(session: fetch.Session, address: SiteAddress) -> Page:
    """Return the home page; of an address that was given without a scheme, by http where https fails."""
    tries = [address.root]
    if "://" not in address.given and address.root.startswith("https:"):
        tries.append(address.root.replace("https:", "http:", 1))
    error: LinkError = Failed("unreachable", "")
    for root in tries:
        try:
            home = session.get(root)
        except LinkError as link_error:
            error = link_error
            continue
        host = parse_host(home.final_url)
        if find_site(host) != find_site(address.host):
            raise SiteError("moved", f"{root} leads to {home.final_url}, which is another site: try that one")
        return home
    if isinstance(error, Blocked):
        raise SiteError("wall", f"{tries[-1]} refuses robots: {error}")
    for host in _HOST_NAME.findall(error.detail.lower()):
        if find_site(host) != find_site(address.host):
            raise SiteError("moved", f"{tries[-1]} leads to {host}, which cannot be reached: {error}")
    raise SiteError("unreachable", f"{tries[-1]} cannot be read: {error}")


def _choose_articles(visited: VisitedSite, first: Sequence[str]) -> list[Link]:
    """Return some of the articles that the routes list, from all over the lists: sections have markup of their own."""
    given = [Link(visited.source.id, url, canonicalise_url(url), "category") for url in first]
    known = {link.canonical_url for link in given}
    links = [link for link in visited.links if link.canonical_url not in known]
    left = max(READ_ARTICLES - len(given), 0)
    return [*given, *links[:: max(1, len(links) // max(left, 1))][:left]]


def draft_from_visit(visited: VisitedSite, *, pages: int = READ_ARTICLES) -> str:
    """Return the description of the outlet that was visited, drafted from the first ``pages`` of its articles.

    Raises ``SiteError`` where no route lists articles, or no page holds a story.
    """
    lines = _write_routes(visited.routes)
    if not lines:
        tried = "; ".join(f"{r.route.kind} {r.route.url}: {r.describe()}" for r in visited.routes[:3])
        raise SiteError("no_articles", f"{visited.home.final_url}: no route lists an article ({tried})")
    listed = [link.url for link in visited.links]
    try:
        return draft_outlet(
            [(page.final_url, page.body) for _, page in visited.articles[:pages]],
            routes=lines,
            articles=listed,
            others=_list_other_links(visited, set(listed)),
            connect=visited.address.connect,
        )
    except ValueError:
        raise SiteError(
            "no_articles", f"{visited.home.final_url}: {len(visited.articles)} pages were read and none holds a story"
        ) from None


def _write_routes(tried: Iterable[TriedRoute]) -> list[str]:
    """Return the lines below ``routes:``, each with a comment that says how far back the route reaches."""
    working = sorted((each for each in tried if each.works), key=lambda each: list(_MOST_ROUTES).index(each.route.kind))
    if any(each.route.kind == "wordpress" for each in working):
        working = [each for each in working if each.route.kind in ("wordpress", "feed")]
    elif any(each.route.kind != "category" for each in working):
        working = [each for each in working if each.route.kind != "category" or "{page}" in each.route.url]
    left = dict(_MOST_ROUTES)
    lines = []
    for each in working:
        left[each.route.kind] -= 1
        if left[each.route.kind] >= 0:
            url, _, posted = each.route.url.partition("#")
            lines.append(f"  - {each.route.kind}: {url}  # {each.describe()}")
            lines += [
                f"    {name}: {json.dumps(sent)}" for name, sent in (read_stated(posted) if posted else {}).items()
            ]
            if each.route.path:
                lines.append(f"    path: {each.route.path}")
            for name, number in (("first_page", each.route.first_page), ("page_step", each.route.page_step)):
                if number != 1:
                    lines.append(f"    {name}: {number}")
    return lines


_LINK_WORDS = 4
"""Words of a link's text from which on it may be a headline."""


def _list_other_links(visited: VisitedSite, articles: set[str]) -> list[str]:
    """Return the home page's links to its own pages that are not articles: menus, sections, tags.

    An address that a headline links to, or only pictures, may be an article that no route listed.
    """
    known = {canonicalise_url(url) for url in articles}
    most_words: dict[str, int] = {}
    for anchor in LexborHTMLParser(visited.home.body).css("a[href]"):
        url = urljoin(visited.home.final_url, anchor.attributes.get("href") or "")
        words = len(re.findall(r"\w+", anchor.text()))
        most_words[url] = max(most_words.get(url, 0), words)
    few = (url for url, words in most_words.items() if 0 < words < _LINK_WORDS)
    return [url for url in few if is_article_url(visited.source, url) and canonicalise_url(url) not in known]


def probe_site(
    settings: Settings, given: Sequence[str], *, connect: str = "", say: stage.Progress = stage.say_nothing
) -> tuple[VisitedSite, str]:
    """Visit the site of one or several addresses; return what was seen, and the description of it as an outlet.

    Articles among the addresses are read first. Raises ``InputError`` where they are of several sites.
    """
    addresses = [read_site_address(each, connect) for each in given]
    sites = {find_site(address.host) for address in addresses}
    if len(sites) > 1:
        raise InputError(f"the addresses are of several sites ({', '.join(sorted(sites))}): give those of one")
    visited = visit_site(settings, addresses[0], say, tuple(a.page for a in addresses if a.page))
    return visited, draft_from_visit(visited)


def add_site(
    settings: Settings, given: str, *, connect: str = "", say: stage.Progress = stage.say_nothing
) -> tuple[str, str]:
    """Probe a site and put it on trial; return its id and its description.

    Raises ``InputError`` where an outlet has its host already; that is found before anything is requested.
    """
    known = planning.read_known_sources(settings)
    outlet_states.name_outlet(read_site_address(given, connect).host, known)
    visited, text = probe_site(settings, [given], connect=connect, say=say)
    return outlet_states.add_described_outlet(settings, known, visited.address.host, text, say), text


def draft_from_files(files: Sequence[str], url: str = "") -> str:
    """Return the description of the outlet whose article pages were saved to files; their own addresses are kept.

    ``url`` is the address of a page that states none. Raises ``InputError`` that names the file.
    """
    pages = []
    for name in files:
        path = Path(name)
        if not path.is_file():
            raise InputError(f"{name}: no such file; an address begins with https://")
        html = path.read_bytes()
        stated = url or find_stated_address(html)
        if not stated:
            raise InputError(f"{name} does not state its own address: give it with --url https://...")
        pages.append((stated, html))
    try:
        return draft_outlet(pages)
    except ValueError:
        raise InputError(f"{', '.join(files)}: none of the pages holds a story") from None
