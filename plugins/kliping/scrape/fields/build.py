"""The article of a page whose story was found: its fields and its text, each with where it is from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kliping.clean import Snapshot, clean
from kliping.model import Article, Source
from kliping.scrape.decide.completion import COMPLETION_NOTE, COMPLETION_RULE, complete_pieces, list_pieces
from kliping.scrape.decide.headings import list_headings
from kliping.scrape.decide.kinds import classify_page, read_shown_access
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.decide.text_limit import CUT_NOTE, limit_pieces
from kliping.scrape.fields.canonical_link import choose_canonical
from kliping.scrape.fields.context import FieldContext
from kliping.scrape.fields.dates import read_dates
from kliping.scrape.fields.story import read_story
from kliping.scrape.fields.table import FIELD_TABLE, METHOD_FIELDS, choose_value


def build_article(
    page: ParsedPage,
    *,
    url: str,
    source: Source,
    fetched_at: dt.datetime | None = None,
    learned: Snapshot | None = None,
) -> Article:
    """Return the article of a page that was parsed: its kind, its fields, and the story of one that has one."""
    kind, sign = classify_page(page, url)
    pieces = list_pieces(page)
    if kind == "article":
        pieces = complete_pieces(page, pieces)
    pieces, cut = limit_pieces(pieces)
    kept = [text for text, dropped, _ in pieces if dropped is None]
    cleaned = clean(kept, title=page.title, outlet=source.id, learned=learned, headings=list_headings(page))
    notes = [*page.notes, *([CUT_NOTE] if cut else [])]
    canonical = choose_canonical(url, page.facts.canonical, page.title)
    if canonical.refused:
        notes.append("canonical_refused")
    context = FieldContext(page, cleaned, url, source, fetched_at, notes)
    when = read_dates(context)
    chosen = {row.name: choose_value(row, context) for row in FIELD_TABLE}
    method = {"title": page.title_method, "kind": sign, "published_at": when.method}
    method |= {name: found for name, (_, found) in chosen.items() if name in METHOD_FIELDS}
    fields: dict[str, Any] = {name: value for name, (value, _) in chosen.items()}
    access = page.facts.access
    if access is None and kind == "stub":
        access = read_shown_access(page)
    if kind == "article":
        method["body"] = page.body_method
        if any(rule == COMPLETION_RULE for _, _, rule in pieces):
            method["body"] += f"+{COMPLETION_RULE}"
            notes.append(COMPLETION_NOTE)
        fields |= read_story(context, pieces)
    return Article(
        url=url,
        canonical_url=canonical.url,
        kind=kind,
        access=access,
        title=page.title,
        published_at=when.published.at if when.published else None,
        published_precision=when.published.precision if when.published else None,
        modified_at=when.modified.at if when.modified else None,
        method={name: found for name, found in method.items() if found},
        notes=tuple(dict.fromkeys(notes)),
        **fields,
    )
