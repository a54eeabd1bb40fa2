"""What a diagnosis is made from: plain facts of one outlet's day, gathered by the pipeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

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
    leads_to: str = ""
    """The address that answered in place of the one that was asked; empty where it is the same."""


@dataclass(frozen=True, slots=True)
class SectionMiss:
    """Pages of one section, of which the body's rule fits none or few; it fitted them before."""

    section: str
    missed: int
    pages: int
    example: str


@dataclass(frozen=True, slots=True)
class FieldShare:
    """How many of the articles have a field: on the day, and on the outlet's last good days."""

    now: float
    before: float | None


class BegunRun(NamedTuple):
    """A run of the day that no load knows: on its way, or broken off."""

    says: str = ""
    command: str = ""
    """What loads it."""
    going: bool = False


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
    routes_usual: Mapping[str, int] = field(default_factory=dict)
    """Address of a route -> articles that it showed of the day itself on the last good days, at least."""
    sections_missed: tuple[SectionMiss, ...] = ()
    common_title: tuple[str, int] = ("", 0)
    """The title that most articles of the load have, and how many have it."""
    begun: BegunRun = field(default_factory=BegunRun)
    """Empty where there is none, or a load knows of the day."""
