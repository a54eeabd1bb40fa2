"""From one page to one article: ``scrape``, the function that the other rooms call."""

from __future__ import annotations

import datetime as dt

from kliping.canonical import canonicalise_url
from kliping.clean import Snapshot
from kliping.model import JAKARTA, Article, Source
from kliping.scrape.decide.reading import parse_page
from kliping.scrape.fields.build import build_article
from kliping.scrape.fields.pages import find_other_pages
from kliping.scrape.parse.document import parse_html
from kliping.scrape.parse.page_bytes import Headers, find_content_type, why_not_html


def scrape(
    html: bytes,
    *,
    url: str,
    source: Source | None = None,
    fetched_at: dt.datetime | None = None,
    learned: Snapshot | None = None,
    headers: Headers | None = None,
) -> Article:
    """Return the article on a page; of a page that is none, its ``kind`` and no body. Never raises on content.

    ``source`` None is looked up by the URL's host; ``Source.GENERIC`` uses no outlet rules. ``fetched_at`` (aware) is
    what relative dates count from and what no date may lie behind; ``learned`` is clean's snapshot of the outlet's
    recurring blocks; ``headers`` are the answer's, for its media type and character set.
    """
    source = source or choose_source(url)
    day = find_fetch_day(fetched_at)
    media = find_content_type(headers)
    if reason := why_not_html(html, media):
        return Article(url=url, canonical_url=canonicalise_url(url), kind="other", notes=(f"not_html:{reason}",))
    page = parse_page(html, source=source, day=day, media=media, url=url)
    return build_article(page, url=url, source=source, fetched_at=fetched_at, learned=learned)


def further_pages(html: bytes, *, url: str, source: Source | None = None) -> tuple[str, ...]:
    """Return the addresses of the article's other pages, in order; empty for most. Nothing is walked for it."""
    if why_not_html(html, None):
        return ()
    selectors: tuple[str, ...] = ()
    if rules := (source or choose_source(url)).rules_for(None):
        selectors = rules.pages
    return find_other_pages(parse_html(html).tree, url, selectors)


def find_fetch_day(fetched_at: dt.datetime | None) -> dt.date | None:
    """Return the day in Jakarta on which a page was fetched; None where that is not known."""
    if fetched_at is None:
        return None
    return fetched_at.astimezone(JAKARTA).date()


def choose_source(url: str) -> Source:
    """Return the outlet of an address; ``Source.GENERIC`` for an unknown one."""
    from kliping import sources

    return sources.find_source(url) or Source.GENERIC
