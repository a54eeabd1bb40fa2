"""What ``watch`` remembers between its visits: when they were, what they cost, and the validators of lists.

A visit reads and writes a copy in its run's stage folder; the copy replaces what is remembered when its batch is
loaded. A run that dies before that sees the same entries again, and so does one that could not fetch an article.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kliping import fetch
from kliping.model import Route
from kliping.pipeline.runs import stage
from kliping.settings import Settings
from kliping.storage import explain_place, read_small_file, write_small_file

VALIDATORS = "validators.json"
VISITS = "watch-visits.json"
"""Name of the file, among what was learned, that keeps each outlet's last visit."""


WATCHED_KINDS = ("feed", "sitemap", "wordpress", "state", "post", "category")
"""Kinds of routes by which an outlet may be watched: the first of them that it has is. A feed and most sitemaps answer
conditional requests; the others show the newest articles first."""
WATCHED_PAGES = 2
"""Pages of a list of links that a visit reads at most."""
CAPPED_KINDS = ("state", "post", "category")
COST_WEIGHT = 0.25
"""Weight of the last visit in what a visit costs: one that had to read many pages says little of the next."""


LEADS_FOR = dt.timedelta(days=1)
"""How long another kind of routes is asked first that showed articles when the usual kind did not."""


@dataclass(frozen=True, slots=True)
class LastVisit:
    """What is remembered of an outlet's visits."""

    at: dt.datetime | None = None
    requests: float = 0.0
    """How many lists a visit asks for on average; 0: not known yet."""
    checked_at: dt.datetime | None = None
    """When its other kinds of routes were last asked because it was unusually quiet."""
    kind: str = ""
    """Kind of routes that then showed new articles; empty where none did."""

    def choose_first_kind(self, now: dt.datetime) -> str:
        """Return the kind of routes to ask first; empty for the usual one."""
        if self.checked_at is None or now - self.checked_at > LEADS_FOR:
            return ""
        return self.kind


NO_VISIT = LastVisit()


def choose_watched_routes(routes: Sequence[Route], first: str = "") -> tuple[Route, ...]:
    """Return the routes that ``watch`` asks: those of one kind, the first of ``WATCHED_KINDS`` that the outlet has.

    ``first`` names a kind that comes before the others.
    """
    return next(_group_routes(routes, first), ())


def list_spare_routes(routes: Sequence[Route], first: str = "") -> tuple[tuple[Route, ...], ...]:
    """Return the routes of the outlet's other kinds, a group each.

    For a visit in which the watched ones all fail, or show nothing new for an unusually long time.
    """
    return tuple(_group_routes(routes, first))[1:]


def _group_routes(routes: Sequence[Route], first: str) -> Iterator[tuple[Route, ...]]:
    """Yield the routes kind by kind, in the order of ``WATCHED_KINDS``, those of the kind ``first`` before all."""
    for kind in sorted(WATCHED_KINDS, key=lambda kind: kind != first):
        group = tuple(route for route in routes if route.kind == kind)
        if kind in CAPPED_KINDS:
            group = tuple(replace(route, max_pages=min(route.max_pages, WATCHED_PAGES)) for route in group)
        if group:
            yield group


def name_validators(outlet: str) -> str:
    """Return the name of the file, among what was learned, that keeps an outlet's validators between runs."""
    return f"watch/{outlet}.json"


def open_conditional(settings: Settings, folder: Path, outlet: str, session: fetch.Session) -> fetch.ConditionalGet:
    """Open a conditional ``get`` for this visit, with the validators that the last loaded one left.

    Those that an earlier try at this visit saved in ``folder`` are dropped: it may not have handed its links on.
    """
    with explain_place("KLIPING_LEARNED", settings.learned_root):
        kept = read_small_file(settings.learned_root, name_validators(outlet))
    (folder / VALIDATORS).write_bytes(kept or b"{}")
    return fetch.ConditionalGet(session.get, folder / VALIDATORS)


def keep_validators(settings: Settings, run: str, outlets: Iterable[str]) -> None:
    """Keep the validators of a batch that is loaded: what its visits saw need not be seen again."""
    with explain_place("KLIPING_LEARNED", settings.learned_root):
        for outlet in outlets:
            seen = stage.outlet_folder(settings, run, outlet) / VALIDATORS
            if seen.is_file():
                write_small_file(settings.learned_root, name_validators(outlet), seen.read_bytes())


def count_requests(settings: Settings, planned: stage.Plan) -> dict[str, tuple[int, int]]:
    """Return each outlet's requests for lists and for articles; a visit whose collect did not finish left no count."""
    found = {}
    for outlet in planned.outlets:
        if collected := stage.read_manifest(settings, planned.run, outlet, stage.Collected):
            found[outlet] = (collected.list_requests, collected.requests - collected.list_requests)
    return found


def read_visits(settings: Settings) -> Mapping[str, LastVisit]:
    """Return each outlet's last visit; nothing before the first one, or where the file cannot be read."""
    with explain_place("KLIPING_LEARNED", settings.learned_root):
        kept = read_small_file(settings.learned_root, VISITS)
    try:
        return {outlet: _read_visit(value) for outlet, value in json.loads(kept or "{}").items()}
    except (ValueError, AttributeError, TypeError):
        return {}


def _read_visit(value: str | list[Any]) -> LastVisit:
    """Return a visit as the file has it; from older versions its time only, or its time and what visits cost."""
    if isinstance(value, str):
        return LastVisit(dt.datetime.fromisoformat(value))
    at, requests, *checked = value
    visit = LastVisit(dt.datetime.fromisoformat(at), float(requests))
    if not checked:
        return visit
    return replace(visit, checked_at=dt.datetime.fromisoformat(checked[0]), kind=str(checked[1]))


def keep_visits(settings: Settings, outlets: Iterable[str], at: dt.datetime) -> None:
    """Keep the time of a visit to each of ``outlets``."""
    visits = dict(read_visits(settings))
    for outlet in outlets:
        visits[outlet] = replace(visits.get(outlet, NO_VISIT), at=at.astimezone(dt.UTC))
    _write_visits(settings, visits)


def keep_findings(settings: Settings, run: str, outlets: Iterable[str]) -> None:
    """Keep what the visits of a loaded batch found out: how many lists they asked for, and which kind had articles.

    The number is a moving average; a first visit, and one that asked all kinds, says nothing of the next.
    """
    visits = dict(read_visits(settings))
    planned = stage.read_plan(settings, run)
    for outlet in outlets:
        collected = stage.read_manifest(settings, run, outlet, stage.Collected)
        if collected is None or outlet not in visits:
            continue
        if outlet in planned.quiet:
            visits[outlet] = replace(visits[outlet], checked_at=planned.started_at, kind=collected.found_by_kind)
        else:
            visits[outlet] = _add_cost(visits[outlet], collected)
    _write_visits(settings, visits)


def _add_cost(visit: LastVisit, collected: stage.Collected) -> LastVisit:
    """Return what is remembered, with what this visit cost as a part of the average."""
    if not collected.list_requests or not (visit.requests or collected.known):
        return visit
    before = visit.requests or collected.list_requests
    cost = (1 - COST_WEIGHT) * before + COST_WEIGHT * collected.list_requests
    return replace(visit, requests=round(cost, 3))


def _write_visits(settings: Settings, visits: Mapping[str, LastVisit]) -> None:
    kept: dict[str, list[Any]] = {}
    for outlet, visit in visits.items():
        if visit.at:
            kept[outlet] = [visit.at.isoformat(), visit.requests]
            if visit.checked_at:
                kept[outlet] += [visit.checked_at.isoformat(), visit.kind]
    with explain_place("KLIPING_LEARNED", settings.learned_root):
        write_small_file(settings.learned_root, VISITS, json.dumps(kept, indent=1))
