"""Fetch the pages of one article and archive them side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kliping import archive, fetch, scrape
from kliping.canonical import add_query
from kliping.errors import Failed, LinkError
from kliping.model import Link, Source
from kliping.pipeline.collecting.notices import refuse_notice


@dataclass(frozen=True, slots=True)
class ArchivedArticle:
    """What became of the pages of one link."""

    not_modified: bool
    refs: tuple[str, ...]
    """Where the archive has each page."""
    bytes: int


def archive_article(
    session: fetch.Session,
    writer: archive.ArchiveWriter,
    source: Source,
    link: Link,
    *,
    etag: str | None,
    last_modified: str | None,
) -> ArchivedArticle:
    """Fetch an article, all its pages or none, and archive them.

    ``etag``, ``last_modified``: what is known of its first page, so that the outlet may answer 304. Raises
    ``errors.LinkError`` if any page cannot be had.
    """
    first = session.get(add_query(link.url, source.single_page_params), etag=etag, last_modified=last_modified)
    pages = [replace(first, canonical_url=link.canonical_url)]
    if first.status != 304:
        refuse_notice(source, first)
        for url in scrape.further_pages(first.body, url=first.final_url, source=source):
            try:
                page = session.get(url)
            except LinkError as link_error:
                # half an article is no article: it is tried again whole
                raise Failed(
                    link_error.reason, f"page {len(pages) + 1} of the article: {link_error.detail}"
                ) from link_error
            pages.append(replace(page, canonical_url=link.canonical_url, number=len(pages) + 1))
    kept = writer.add_article(pages)
    return ArchivedArticle(first.status == 304, tuple(page.archive for page in kept), sum(len(p.body) for p in pages))
