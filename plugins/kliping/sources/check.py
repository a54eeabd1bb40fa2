"""Does an outlet's file still fit the live site? Each route is reached, a few articles are scraped, nothing is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal

from kliping.canonical import is_article_url
from kliping.errors import LinkError
from kliping.model import JAKARTA, Article, Link, Page, Route, Source

CHECKED_FIELDS = ("title", "body", "published_at", "authors", "section", "tags", "image")
NEEDED_FIELDS = ("title", "body", "published_at")
CHECKED_PAGES = 2
CHECKED_LINKS = 50
"""Of one route: enough to see that it works."""

Get = Callable[[str], Page]
Discover = Callable[[Source, Sequence[dt.date], Get], Iterator[Any]]
Scrape = Callable[[Page, Source], Article]


@dataclass(frozen=True, slots=True)
class RouteCheck:
    """One route: how many links it showed, how many of these are articles' addresses, and its notes."""

    route: Route
    links: int
    articles: int
    notes: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Return whether the route showed an article's address."""
        return self.articles > 0


@dataclass(frozen=True, slots=True)
class ArticleCheck:
    """One article: which of ``CHECKED_FIELDS`` were found and by what; ``trouble`` where it could not be read."""

    url: str
    found: Mapping[str, str]
    kind: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """What was seen of one outlet."""

    source: Source
    routes: tuple[RouteCheck, ...]
    articles: tuple[ArticleCheck, ...]

    @property
    def coverage(self) -> dict[str, float]:
        """Return for each field the share of the articles that had it."""
        count = len(self.articles) or 1
        return {name: sum(name in article.found for article in self.articles) / count for name in CHECKED_FIELDS}

    @property
    def verdict(self) -> Literal["ok", "partial", "broken"]:
        """Return ``broken`` where no article could be read, ``partial`` where some or a route failed."""
        whole = [all(name in article.found for name in NEEDED_FIELDS) for article in self.articles]
        if not any(whole):
            return "broken"
        if all(whole) and all(route.ok for route in self.routes):
            return "ok"
        return "partial"


def check_source(
    source: Source, *, discover: Discover, get: Get, scrape: Scrape, now: dt.datetime, articles: int = 3
) -> SourceCheck:
    """Reach every route of ``source`` for today and yesterday, and scrape ``articles`` of what they show.

    The rooms come as callables: ``discover(source, days, get)``, ``get(url)`` of a fetch session, ``scrape(page,
    source)``. What fails is part of the result; only a bug raises.
    """
    today = now.astimezone(JAKARTA).date()
    days = (today - dt.timedelta(days=1), today)
    routes = []
    seen: dict[str, Link] = {}
    for route in source.routes:
        alone = replace(source, routes=(replace(route, max_pages=min(route.max_pages, CHECKED_PAGES)),))
        links, notes = [], []
        for item in islice(discover(alone, days, get), CHECKED_LINKS):
            if isinstance(item, Link):
                links.append(item)
            else:
                notes.append(f"{item.reason}: {item.detail}".rstrip(": "))
        good = [link for link in links if is_article_url(source, link.url)]
        seen |= {link.canonical_url: link for link in good if link.canonical_url not in seen}
        routes.append(RouteCheck(route, len(links), len(good), tuple(notes)))
    sample = _pick_spread(list(seen.values()), articles)
    return SourceCheck(source, tuple(routes), tuple(_check_article(source, link.url, get, scrape) for link in sample))


def _pick_spread(links: list[Link], count: int) -> list[Link]:
    """Return ``count`` of the links, from all over the list: sections have markup of their own."""
    step = max(1, len(links) // count)
    return links[::step][:count]


def _check_article(source: Source, url: str, get: Get, scrape: Scrape) -> ArticleCheck:
    try:
        article = scrape(get(url), source)
    except LinkError as link_error:
        return ArticleCheck(url, {}, trouble=str(link_error))
    found = {name: article.method.get(name, "found") for name in CHECKED_FIELDS if getattr(article, name)}
    return ArticleCheck(url, found, article.kind, ", ".join(article.notes))
