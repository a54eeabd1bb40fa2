"""The fields that only an article with a story has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kliping.scrape.decide.page import TextPiece
from kliping.scrape.fields.context import FieldContext
from kliping.scrape.fields.pages import list_further_pages
from kliping.scrape.fields.related import find_related_links
from kliping.scrape.fields.removed_spans import merge_removed
from kliping.scrape.fields.wire import find_wire_source


def read_story(context: FieldContext, pieces: Sequence[TextPiece]) -> dict[str, Any]:
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
