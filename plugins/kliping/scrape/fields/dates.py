"""When an article was published and changed: the outlet's rule, the lines around the headline, and metadata."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from kliping import dates
from kliping.model import JAKARTA
from kliping.scrape.blocks import hints
from kliping.scrape.blocks.byline_blocks import list_byline_blocks
from kliping.scrape.blocks.other_articles import list_own_times, stands_beside
from kliping.scrape.blocks.walk import Layout
from kliping.scrape.fields.context import FieldContext
from kliping.scrape.fields.date_resolution import DateEvidence, PageDates, resolve_page_dates
from kliping.scrape.lines.date_lines import may_date, split_date_line


def read_dates(context: FieldContext) -> PageDates:
    """Return when the article was published and changed."""
    page, facts = context.page, context.page.facts
    fetched_at, zone = context.fetched_at, ZoneInfo(context.source.timezone)
    published = _parse_dates(facts.published, fetched_at, zone)
    modified = _parse_dates(facts.modified, fetched_at, zone)
    shown, updated = read_date_lines(page.layout, page.title_block, page.story_extent[0], fetched_at, zone)
    ruled = context.find_ruled("date")[:1]
    evidence = DateEvidence(
        published=published,
        modified=modified,
        ruled=_find_date(ruled, fetched_at, zone),
        shown=shown,
        updated=updated,
        times=lambda: [
            moment
            for text in list_own_times(facts.times)
            if (moment := dates.parse_date(text, fetched_at=fetched_at, zone=zone))
        ],
    )
    resolved = resolve_page_dates(evidence, fetched_at=context.fetched_at, zone=zone, indonesian=context.is_indonesian)
    context.notes += resolved.notes
    return resolved


def _parse_dates(
    stated: Iterable[tuple[str, str]], fetched_at: dt.datetime | None, zone: dt.tzinfo
) -> list[tuple[str, dates.Moment]]:
    """Return the dates among what is stated, with their methods."""
    read = ((method, dates.parse_date(text, fetched_at=fetched_at, zone=zone)) for method, text in stated)
    return [(method, moment) for method, moment in read if moment]


def read_date_lines(
    layout: Layout, title: int, first: int, fetched_at: dt.datetime | None, zone: dt.tzinfo = JAKARTA
) -> tuple[list[dates.Moment], list[dates.Moment]]:
    """Return the dates shown around the story, best line first: (published, modified)."""
    published: list[dates.Moment] = []
    modified: list[dates.Moment] = []
    for n in list_byline_blocks(layout, title, first):
        block = layout.blocks[n]
        text = block.text
        if (
            len(text) > 200
            or not may_date(text)
            or block.bits & (hints.KIND_BITS["related"] | hints.KIND_BITS["other"])
        ):
            continue
        appeared, changed = (_find_date(part, fetched_at, zone) for part in split_date_line(text))
        if not (appeared or changed) or stands_beside(layout.elements[block.element].node):
            continue
        if appeared:
            published.append(appeared)
        if changed:
            modified.append(changed)
    return published, modified


def _find_date(parts: Iterable[str], fetched_at: dt.datetime | None, zone: dt.tzinfo) -> dates.Moment | None:
    """Return the date of the first part that holds one."""
    found = (dates.parse_date(part, fetched_at=fetched_at, zone=zone) for part in parts if part)
    return next(filter(None, found), None)
