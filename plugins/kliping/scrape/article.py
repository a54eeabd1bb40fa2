"""From one page to one article: ``scrape``, the function that the other rooms call."""

from __future__ import annotations

import datetime as dt

from kliping.canonical import canonicalise_url
from kliping.clean import Snapshot, clean
from kliping.model import JAKARTA, Article, Source
from kliping.scrape import completion, document, kinds, pages
from kliping.scrape.fields import build_article
from kliping.scrape.parsed_page import Headers, ParsedPage, find_content_type, parse_page


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
    source = choose_source(url) if source is None else source
    media = find_content_type(headers)
    if reason := document.why_not_html(html, media):
        return Article(url=url, canonical_url=canonicalise_url(url), kind="other", notes=(f"not_html:{reason}",))
    reading = parse_page(
        html, source=source, day=fetched_at.astimezone(JAKARTA).date() if fetched_at else None, media=media
    )
    return assemble(reading, url=url, source=source, fetched_at=fetched_at, learned=learned)


def further_pages(html: bytes, *, url: str, source: Source | None = None) -> tuple[str, ...]:
    """Return the addresses of the article's other pages, in order; empty for most. Nothing is walked for it."""
    source = choose_source(url) if source is None else source
    if document.why_not_html(html, None):
        return ()
    in_force = source.rules_for(None)
    return pages.find_other_pages(document.parse_html(html).tree, url, in_force.pages if in_force else ())


def assemble(
    page: ParsedPage,
    *,
    url: str,
    source: Source,
    fetched_at: dt.datetime | None = None,
    learned: Snapshot | None = None,
) -> Article:
    """Return the article of a page that was parsed: its kind, its story, its fields."""
    kind = kinds.classify_page(page, url)
    pieces = completion.complete_pieces(page) if kind[0] == "article" else page.pieces
    kept = [text for text, dropped, _ in pieces if dropped is None]
    cleaned = clean(kept, title=page.title, outlet=source.id, learned=learned)
    return build_article(page, kind, pieces, cleaned, url=url, source=source, fetched_at=fetched_at)


def choose_source(url: str) -> Source:
    """Return the outlet of an address; ``Source.GENERIC`` for an unknown one."""
    from kliping import sources

    return sources.find_source(url) or Source.GENERIC
