"""The article of a page whose story was found: its fields and its text, each told where it is from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from kliping.model import Article, Cleaned, PageKind, Source
from kliping.scrape.decide.completion import COMPLETION_NOTE, COMPLETION_RULE
from kliping.scrape.decide.page import ParsedPage, TextPiece
from kliping.scrape.fields.canonical_link import choose_canonical
from kliping.scrape.fields.context import FieldContext
from kliping.scrape.fields.dates import read_dates
from kliping.scrape.fields.pages import list_further_pages
from kliping.scrape.fields.related import find_related_links
from kliping.scrape.fields.removed_spans import merge_removed
from kliping.scrape.fields.table import FIELD_TABLE, METHOD_FIELDS, choose_value
from kliping.scrape.fields.wire import find_wire_source


def build_article(
    page: ParsedPage,
    kind: tuple[PageKind, str],
    pieces: Sequence[TextPiece],
    cleaned: Cleaned,
    *,
    url: str,
    source: Source,
    fetched_at: dt.datetime | None,
) -> Article:
    """Return the article of a parsed page, with a story where its ``kind`` (and the sign of it) says that it has one.

    ``pieces`` are the container's blocks; ``cleaned`` is what the cleaner made of those that are kept.
    """
    notes = list(page.notes)
    canonical = choose_canonical(url, page.facts.canonical, page.title)
    if canonical.refused:
        notes.append("canonical_refused")
    context = FieldContext(page, cleaned, url, source, fetched_at, notes)
    when = read_dates(context)
    chosen = {row.name: choose_value(row, context) for row in FIELD_TABLE}
    method = {"title": page.title_method, "kind": kind[1], "published_at": when.method}
    method |= {name: found for name, (_, found) in chosen.items() if name in METHOD_FIELDS}
    fields: dict[str, Any] = {name: value for name, (value, _) in chosen.items()}
    if kind[0] == "article":
        method["body"] = page.body_method
        if any(rule == COMPLETION_RULE for _, _, rule in pieces):
            method["body"] += f"+{COMPLETION_RULE}"
            notes.append(COMPLETION_NOTE)
        fields |= _read_story(context, pieces)
    return Article(
        url=url,
        canonical_url=canonical.url,
        kind=kind[0],
        title=page.title,
        published_at=when.published.at if when.published else None,
        published_precision=when.published.precision if when.published else None,
        modified_at=when.modified.at if when.modified else None,
        method={name: found for name, found in method.items() if found},
        notes=tuple(dict.fromkeys(notes)),
        **fields,
    )


def _read_story(context: FieldContext, pieces: Sequence[TextPiece]) -> dict[str, Any]:
    """Return the fields that only a story has."""
    page, cleaned = context.page, context.cleaned
    scraped_text, removed = merge_removed(pieces, cleaned.removed)
    return {
        "body": cleaned.text,
        "scraped_text": scraped_text,
        "removed": removed,
        "repairs": cleaned.repairs,
        "dateline": cleaned.dateline,
        "credits": cleaned.credits,
        "date_text": cleaned.date_text,
        "wire_source": find_wire_source(page, cleaned.wire_source, context.outlets),
        "related": find_related_links(page, context.url, cleaned.related, scraped_text, removed),
        "pages": list_further_pages(page, context.url),
    }
