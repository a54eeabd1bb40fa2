"""When an article was published and changed: the outlet's rule, the lines around the headline, and metadata."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from kliping import dates
from kliping.scrape.blocks.byline_blocks import list_byline_blocks
from kliping.scrape.facts.own_times import list_attribute_times, list_own_times
from kliping.scrape.fields.context import FieldContext
from kliping.scrape.fields.date_resolution import DateEvidence, PageDates, resolve_page_dates
from kliping.scrape.fields.ruled import find_ruled
from kliping.scrape.fields.shown_dates import read_date_lines
from kliping.scrape.fields.shown_zones import take_stated_zone


def read_dates(context: FieldContext) -> PageDates:
    """Return when the article was published and changed."""
    page, facts = context.page, context.page.facts
    fetched_at, zone = context.fetched_at, ZoneInfo(context.source.timezone)
    published = _parse_dates(facts.published, fetched_at, zone)
    modified = _parse_dates(facts.modified, fetched_at, zone)
    captions = {decision.block for decision in page.decisions if decision.kind == "caption"}
    around = list_byline_blocks(page.layout, page.title_block, page.story_extent[0])
    lines = [n for n in around if n not in captions]  # a picture was taken on its event's day
    shown, updated = read_date_lines(page.layout, lines, fetched_at, zone)
    ruled = _parse_dates((("rule:date", text) for text in find_ruled(context, "date")[:1]), fetched_at, zone)

    def parse_all(texts: Iterable[str]) -> list[dates.Moment]:
        read = (dates.parse_date(text, fetched_at=fetched_at, zone=zone) for text in texts)
        return [moment for moment in read if moment]

    stated = [moment for _, moment in published]
    if any(not line.zoned for line in shown):
        times = (("time", text) for text in list_own_times(facts.times))
        stated += [moment for _, moment in _parse_dates(times, fetched_at, zone)]

    evidence = DateEvidence(
        published=published,
        modified=modified,
        ruled=next((moment for _, moment in ruled), None),
        shown=[take_stated_zone(line, stated) for line in shown],
        updated=updated,
        times=lambda: parse_all(list_own_times(facts.times)),
        attribute_times=lambda: parse_all(list_attribute_times(page.document.tree)),
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
