"""What a diagnosis is made from: plain facts of one outlet's day, gathered by the pipeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from kliping.batch import RouteDay


@dataclass(frozen=True, slots=True)
class Ending:
    """Links of the day that ended alike, with one of them."""

    result: str
    reason: str
    links: int
    detail: str
    example: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """How far the links of a run came. Each number is part of the one before, but for ``known``, which was loaded."""

    found: int = 0
    known: int = 0
    fetched: int = 0
    scraped: int = 0
    accepted: int = 0
    loaded: int = 0


@dataclass(frozen=True, slots=True)
class SeenPage:
    """One archived page of the day, looked at. ``found``: field -> what its rule finds; None where nothing."""

    url: str
    found: Mapping[str, str | None]
    paywalled: bool
    scripted: bool
    title: str


@dataclass(frozen=True, slots=True)
class FieldShare:
    """How many of the articles have a field: on the day, and on the outlet's last good days."""

    now: float
    before: float | None


@dataclass(frozen=True, slots=True)
class DayEvidence:
    """One outlet's day, as its newest run saw it."""

    outlet: str
    day: dt.date
    run: str
    """Empty where no run tried the day."""
    route_messages: tuple[str, ...]
    """What the run had to say of routes: ``feed moved: it answers from ...``."""
    error: str
    """Why the run or the load failed; empty where it did not."""
    funnel: Funnel
    usual: Funnel | None
    """Of the last good days, as a median; None where there are none."""
    routes: tuple[RouteDay, ...]
    endings: tuple[Ending, ...]
    notes: Mapping[str, int]
    """Note of a page -> pages that have it, of those that came to be read."""
    dated: FieldShare
    pages: tuple[SeenPage, ...]
    selectors: Mapping[str, str]
    """Field -> the rule in force, for a person."""
    found_before: int
    """Articles that its routes showed of the day before."""
    low: bool
    """Fewer articles than usual for such a day."""
    common_title: tuple[str, int] = ("", 0)
    """The title that most articles of the load have, and how many have it."""
