"""From one page to one article: ``scrape``, the function that the other rooms call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from kliping.canonical import canonicalise_url
from kliping.clean import Snapshot, clean
from kliping.model import JAKARTA, Article, Cleaned, Source
from kliping.scrape import completion, document, kinds, pages
from kliping.scrape.canonical_link import choose_canonical
from kliping.scrape.fields import FieldReader
from kliping.scrape.parsed_page import Headers, ParsedPage, find_content_type, parse_page
from kliping.scrape.removed_spans import TextPiece, merge_removed


def scrape(
    html: bytes,
    *,
    url: str,
    source: Source | None = None,
    fetched_at: dt.datetime | None = None,
    learned: Snapshot | None = None,
    headers: Headers | None = None,
) -> Article:
    """The article on a page. A page that is none has its ``kind`` named and an empty body; never raises on content.

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
    """Addresses of the article's other pages, in order; empty for most. Cheaper than ``scrape``: nothing is walked."""
    source = choose_source(url) if source is None else source
    if document.why_not_html(html, None):
        return ()
    in_force = source.rules_for(None)
    return pages.find_other_pages(document.parse_html(html).tree, url, in_force.pages if in_force else ())


def assemble(
    reading: ParsedPage,
    *,
    url: str,
    source: Source,
    fetched_at: dt.datetime | None = None,
    learned: Snapshot | None = None,
) -> Article:
    """The article of a page that was read."""
    kind, reason = kinds.classify_page(reading, url)
    pieces = completion.complete_pieces(reading) if kind == "article" else reading.pieces
    cleaned = clean(
        [text for text, kind, _ in pieces if kind is None], title=reading.title, outlet=source.id, learned=learned
    )
    canonical = choose_canonical(url, reading.facts.canonical, reading.title)
    method = {"title": reading.title_method, "kind": reason}
    notes = list(reading.notes)
    if canonical.refused:
        notes.append("canonical_refused")
    fields = FieldReader(reading, url, source, fetched_at, method, notes)
    when = fields.read_dates()
    article = Article(
        url=url,
        canonical_url=canonical.url,
        kind=kind,
        title=reading.title,
        authors=fields.read_authors(cleaned.credits),
        published_at=when.published.at if when.published else None,
        published_precision=when.published.precision if when.published else None,
        modified_at=when.modified.at if when.modified else None,
        section=fields.read_section(),
        tags=fields.read_tags(),
        image=fields.read_image(),
        caption=fields.read_caption(),
        language=fields.read_language(),
    )
    if kind == "article":
        article = _with_story(article, fields, pieces, cleaned)
    method = {name: value for name, value in method.items() if value}
    return replace(article, method=method, notes=tuple(dict.fromkeys(notes)))


def _with_story(article: Article, fields: FieldReader, pieces: Sequence[TextPiece], cleaned: Cleaned) -> Article:
    """Add the story of an article, and what only a story tells."""
    fields.method["body"] = fields.page.body_method
    if any(rule == completion.COMPLETION_RULE for _, _, rule in pieces):
        fields.method["body"] += f"+{completion.COMPLETION_RULE}"
        fields.notes.append(completion.COMPLETION_NOTE)
    scraped_text, removed = merge_removed(pieces, cleaned.removed)
    return replace(
        article,
        body=cleaned.text,
        scraped_text=scraped_text,
        removed=removed,
        repairs=cleaned.repairs,
        dateline=cleaned.dateline,
        credits=cleaned.credits,
        date_text=cleaned.date_text,
        wire_source=fields.read_wire_source(cleaned.wire_source),
        related=fields.read_related(cleaned.related, scraped_text, removed),
        pages=fields.read_pages(),
    )


def choose_source(url: str) -> Source:
    """The outlet of an address; ``Source.GENERIC`` for an unknown one."""
    from kliping import sources

    return sources.find_source(url) or Source.GENERIC
