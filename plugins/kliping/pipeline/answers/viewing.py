"""Archived pages as a person looks at them: the text of a record, and what today's rules would read from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from kliping import archive
from kliping.errors import InputError, UserError
from kliping.model import Page, Source
from kliping.pipeline.plan import planning
from kliping.scrape import read_visible_text, scrape
from kliping.settings import Settings

LONGEST_PAGE = 200_000
"""Characters of a page's text that are shown."""
SHOWN_HEADERS = frozenset(
    {"content-type", "content-length", "date", "last-modified", "etag", "server", "age", "location"}
)


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One record of the archive. ``text`` is what a reader would see of it, without scripts."""

    record: str
    url: str
    final_url: str
    status: int
    fetched_at: dt.datetime
    media_type: str
    size: int
    headers: tuple[tuple[str, str], ...]
    text: str
    cut: bool


@dataclass(frozen=True, slots=True)
class TriedPage:
    """What today's rules read from an archived page."""

    record: str
    kind: str
    title: str | None
    characters: int
    error: str = ""

    @property
    def is_article(self) -> bool:
        return self.kind == "article" and self.characters > 0


def view_record(settings: Settings, record: str) -> ArchivedPage:
    """Return the page of an archive record. Raises ``InputError`` where the record cannot be read, or is gone."""
    page = _read_record(settings, record)
    text = (
        read_visible_text(page.body, page.media_type)
        if "html" in page.media_type
        else page.body.decode("utf-8", "replace")
    )
    return ArchivedPage(
        record,
        page.url,
        page.final_url,
        page.status,
        page.fetched_at,
        page.media_type,
        len(page.body),
        tuple((name, value) for name, value in page.headers if name.lower() in SHOWN_HEADERS),
        text[:LONGEST_PAGE],
        len(text) > LONGEST_PAGE,
    )


def try_records(settings: Settings, outlet: str, records: Iterable[str]) -> list[TriedPage]:
    """Scrape archived pages by today's rules and store nothing: what would mending have brought?"""
    try:
        source: Source | None = planning.read_source(settings, outlet)
    except UserError:
        source = None
    tried = []
    for record in records:
        try:
            page = _read_record(settings, record)
        except InputError as error:
            tried.append(TriedPage(record, "", None, 0, str(error)))
            continue
        article = scrape(page.body, url=page.url, source=source, fetched_at=page.fetched_at)
        tried.append(TriedPage(record, article.kind, article.title, len(article.body)))
    return tried


def _read_record(settings: Settings, record: str) -> Page:
    try:
        return archive.read_page(settings.archive_root, record)
    except (archive.ArchiveError, OSError, ValueError) as error:
        raise InputError(f"the archive's record {record} cannot be read: {error}") from error
