"""Clippings: what a search found on one day, the copies of one text folded into the first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kliping.errors import InputError
from kliping.model import JAKARTA
from kliping.pipeline.answers.lookups import Row, open_lookup
from kliping.pipeline.answers.searching import search_articles
from kliping.settings import Settings
from kliping.warehouse import SearchHit, SearchPage

MOST_OF_A_DAY = 500
"""Articles of one day that are clipped, the newest."""


@dataclass(frozen=True, slots=True)
class FoldedHit:
    """The article that had a text first, and the others that were found with the same text, in order of time."""

    first: SearchHit
    copies: tuple[SearchHit, ...] = ()


@dataclass(frozen=True, slots=True)
class Clippings:
    """What a search found on a day. ``page`` counts articles, ``found`` texts, the newest first."""

    query: str
    day: dt.date
    page: SearchPage
    found: Sequence[FoldedHit]


def fold_copies(hits: Iterable[SearchHit]) -> list[FoldedHit]:
    """Return the hits with the copies of one text as one, the newest text first."""
    groups: dict[str, list[SearchHit]] = {}
    for hit in hits:
        groups.setdefault(hit.duplicate_group_id, []).append(hit)
    ordered = [sorted(group, key=lambda hit: (hit.at, hit.article_id)) for group in groups.values()]
    folded = [FoldedHit(first, tuple(copies)) for first, *copies in ordered]
    return sorted(folded, key=lambda one: (one.first.at, one.first.article_id), reverse=True)


def clip_day(
    settings: Settings,
    query: str,
    *,
    day: dt.date | None = None,
    outlet: str | None = None,
    section: str | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    today: dt.date | None = None,
) -> Clippings:
    """Return the clippings of a day in Jakarta; by default of the newest one between two days that has a match.

    ``today``: the day that is clipped where nothing ever matched. Raises what ``search_articles`` does.
    """
    if day is None:
        newest = search_articles(
            settings, query, outlet=outlet, section=section, first=first, last=last, order="time", limit=1
        ).hits
        day = newest[0].at.astimezone(JAKARTA).date() if newest else today or dt.datetime.now(JAKARTA).date()
    page = search_articles(
        settings, query, outlet=outlet, section=section, first=day, last=day, order="time", limit=MOST_OF_A_DAY
    )
    return Clippings(query, day, page, fold_copies(page.hits))


def read_clipped_texts(settings: Settings, clippings: Clippings) -> Mapping[str, Row]:
    """Return authors, section and body of the first article of each text, by article id."""
    with open_lookup(settings) as lookup:
        if lookup is None:
            raise InputError("Nothing is published yet: `kliping run` loads a first day.")
        rows = lookup.select("reading/clipping_texts", ids=[one.first.article_id for one in clippings.found])
    return {row["article_id"]: row for row in rows}
