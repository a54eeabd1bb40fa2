"""The dates that the lines around an article's headline show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from kliping import dates
from kliping.model import JAKARTA
from kliping.scrape.blocks import hints
from kliping.scrape.blocks.layout import Layout
from kliping.scrape.facts.other_articles import belongs_to_other_article, stands_in_masthead
from kliping.scrape.lines.clocks import find_clock, part_year_from_clock, read_clock_line
from kliping.scrape.lines.date_lines import may_date, split_date_line

CLOCK_IN_MASTHEAD = dt.timedelta(minutes=15)
"""No further from the fetch, a clock in the head of the site is taken for the reader's."""


def read_date_lines(
    layout: Layout, lines: Iterable[int], fetched_at: dt.datetime | None, zone: dt.tzinfo = JAKARTA
) -> tuple[list[dates.Moment], list[dates.Moment]]:
    """Return the dates that ``lines`` show (numbers of blocks, the likeliest first): (published, modified)."""
    published: list[dates.Moment] = []
    modified: list[dates.Moment] = []
    above: list[dates.Moment] = []
    for n in lines:
        block = layout.blocks[n]
        text = part_year_from_clock(block.text)
        if (
            len(text) > 200
            or not may_date(text)
            or block.bits & (hints.KIND_BITS["related"] | hints.KIND_BITS["other"])
        ):
            continue
        appeared, changed = (_find_date(part, fetched_at, zone) for part in split_date_line(text))
        node = layout.elements[block.element].node
        if not (appeared or changed) or belongs_to_other_article(node):
            continue
        if appeared and stands_in_masthead(node):
            if not _may_be_today(appeared, fetched_at):
                above.append(appeared)
            continue
        if appeared:
            if appeared.precision == "day" and not changed:
                appeared = _add_clock(layout, n, appeared, zone)
            published.append(appeared)
        if changed:
            modified.append(changed)
    return published or above, modified


CLOCK_LINES = 2
"""Lines after a date in which its clock may be."""


def _add_clock(layout: Layout, n: int, day: dates.Moment, zone: dt.tzinfo) -> dates.Moment:
    """Return the moment of a day whose clock stands elsewhere in block ``n``, or in the lines after it."""
    clock = find_clock(part_year_from_clock(layout.blocks[n].text))
    for other in range(n + 1, min(n + 1 + CLOCK_LINES, len(layout.blocks))):
        clock = clock or read_clock_line(layout.blocks[other].text, beside_date=_is_next_item(layout, n, other))
    stated = None
    if clock:
        stated = dates.parse_date(f"{day.at.astimezone(zone):%Y-%m-%d} {clock}", zone=zone)
    return stated or day


def _is_next_item(layout: Layout, n: int, other: int) -> bool:
    """Return whether block ``other`` is the item after block ``n`` in a list, such as a line of facts."""
    item = _find_item(layout.elements[layout.blocks[n].element].node)
    following = _find_item(layout.elements[layout.blocks[other].element].node)
    if item is None or following is None or item.parent is None or following.parent is None:
        return False
    return other == n + 1 and item.mem_id != following.mem_id and item.parent.mem_id == following.parent.mem_id


def _find_item(node: LexborNode | None) -> LexborNode | None:
    """Return the item of a list that ``node`` is or stands in."""
    while node is not None and node.tag != "li":
        node = node.parent
    return node


def _may_be_today(moment: dates.Moment, fetched_at: dt.datetime | None) -> bool:
    """Return whether a date in the head of the site may be that of the fetch: a day, or the clock of a moment ago."""
    return moment.precision == "day" or (fetched_at is not None and abs(moment.at - fetched_at) <= CLOCK_IN_MASTHEAD)


def _find_date(parts: Iterable[str], fetched_at: dt.datetime | None, zone: dt.tzinfo) -> dates.Moment | None:
    """Return the date of the first part that holds one."""
    found = (dates.parse_date(part, fetched_at=fetched_at, zone=zone) for part in parts if part)
    return next(filter(None, found), None)
