"""When the page's own article appeared: ``<time>`` elements, and attributes that a script writes as "2 jam lalu"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kliping.scrape.facts.other_articles import belongs_to_other_article, stands_in_masthead

MAX_TIMES = 50
"""Moments of one page that are read."""

_OF_ARTICLE = (
    "data-published", "data-published-at", "data-publish-date", "data-publish-time", "data-publishdate", "data-pubdate",
    "data-date-published",
)  # fmt: skip
"""Attributes that say whose moment it is, on whatever element."""
_OF_LINE = (
    "data-date", "data-time", "data-datetime", "data-timestamp", "data-livestamp", "data-timeago", "data-created",
    "data-created-at", "datetime", "title",
)  # fmt: skip
"""Attributes that say so only on a short line, such as that below the headline."""
LONGEST_TIME_LINE = 80
"""Characters of that line."""
_SELECTOR = ",".join(
    [f"[{name}]" for name in (*_OF_ARTICLE, *_OF_LINE[:-2])]
    + ["abbr[title]", "span[title]", "time[title]", "[datetime]:not(time):not(ins):not(del)"]
)
_MOMENT = re.compile(
    r"\s*(?:\d{10}(?:\d{3})?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\w:.+\- ]{0,20}"
    r"|(?:[A-Za-z']{3,9},?\s+)?\d{1,2} [A-Za-z]{3,9} \d{4}[\s,|-]{1,3}(?:pukul )?\d\d[:.]\d\d[\w: ]{0,12})\s*"
)
"""Seconds or milliseconds since 1970, an ISO date with its clock, or a date as people write it, with its clock."""


def list_own_times(nodes: Iterable[LexborNode]) -> list[str]:
    """Return what ``<time>`` elements say, but for those of other articles; of monstrous pages the first."""
    own = (node for node in nodes if not (belongs_to_other_article(node.parent) or stands_in_masthead(node.parent)))
    return [node.attributes.get("datetime") or "" for node in islice(own, MAX_TIMES)]


def list_attribute_times(tree: LexborHTMLParser) -> list[str]:
    """Return the moments that attributes state, but for those of other articles; of monstrous pages the first.

    Searches the whole page: to be asked only where the page says nowhere else when it was published.
    """
    return list(islice(_read_attributes(tree), MAX_TIMES))


def _read_attributes(tree: LexborHTMLParser) -> Iterator[str]:
    for node in islice(tree.css(_SELECTOR), 20 * MAX_TIMES):
        stated = _find_moment(node)
        if stated and not belongs_to_other_article(node):
            yield stated


def _find_moment(node: LexborNode) -> str | None:
    """Return the moment that one element states; None for lengths, days without a clock, and long elements."""
    attributes = node.attributes
    names = list(_OF_ARTICLE)
    if len(node.text() or "") <= LONGEST_TIME_LINE:
        names += _OF_LINE
    values = (attributes.get(name) or "" for name in names)
    return next((value.strip() for value in values if _MOMENT.fullmatch(value)), None)
