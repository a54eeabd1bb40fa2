"""The judgement on one outlet's day: complete, likely complete, incomplete (about n missed), or unknown, and why."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from kliping.batch import RouteDay
from kliping.completeness.baseline import expect_usual, find_holiday
from kliping.completeness.estimate import Estimate, estimate_recapture

DayState = Literal["complete", "likely complete", "incomplete", "unknown"]

SAME_SOURCE = {
    "feed": "feed",
    "wordpress": "feed",
    "sitemap": "sitemap",
    "index": "listing",
    "category": "listing",
    "state": "listing",
    "post": "listing",
}
"""Kinds of routes by what they are made from; two of one source feed one another, or show the same pages."""
TOLERANCE = 0.02
"""Share of a day's articles that an estimate may be off without meaning anything."""
CHANCE = 0.05
"""Share that may be missed for all that an estimate tells, where its lower bound is what was found."""


@dataclass(frozen=True, slots=True)
class DayJudgement:
    """One row of the table ``completeness``, but for its keys."""

    state: DayState
    found: int
    found_by: tuple[int, ...]
    """Articles that exactly one route showed, exactly two, and so on."""
    held: int
    quarantined: int
    estimate: Estimate | None
    missed: int | None
    """About so many articles of the day are not loaded; None where nobody knows."""
    why: str
    holiday: str


def judge_day(
    day: dt.date,
    histories: Mapping[tuple[str, ...], int],
    walks: Sequence[RouteDay],
    *,
    held: int,
    quarantined: int = 0,
    no_articles: int = 0,
    error: str = "",
    before: Mapping[dt.date, int],
) -> DayJudgement:
    """Judge how complete a day is.

    ``histories``: addresses of routes -> articles that exactly these showed; ``held`` of them are loaded.
    ``no_articles`` further pages are galleries, videos or gone, and an outlet's own count includes them. ``walks`` are
    the routes' walks that saw the day; ``error`` says why the day was not loaded at all; ``before`` is how many
    articles were found of earlier days.
    """
    shown = _count_shown(histories, walks)
    estimate, reason = _estimate(day, shown, no_articles, before)
    showing = {walk.kind for walk in walks if shown.by_route[walk.route_url] or walk.stated is not None}
    routes = [walk for walk in walks if walk.kind != "total"]
    unsaid = [walk for walk in walks if not (error and walk.failed)]  # an outlet's error names what failed
    if not error and routes and all(walk.failed for walk in routes):
        error = "no route could be read"
    seen_whole = any(_saw_all(walk) for walk in routes)
    confirmed = len(showing) > 1 or (not shown.found and seen_whole)
    state, missed, why = _judge(shown.found, held, estimate, reason, error, confirmed=confirmed, seen_whole=seen_whole)
    if blind := [f"{walk.kind}: {note}" for walk in unsaid for note in walk.blind]:
        why += f"; not seen: {'; '.join(blind[:3])}"
    return DayJudgement(state, shown.found, shown.found_by, held, quarantined, estimate, missed, why, find_holiday(day))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the routes showed of the day, with their walks."""

    histories: Mapping[tuple[str, ...], int]
    walks: Sequence[RouteDay]
    by_route: Counter[str]
    """Address of a route -> articles that it showed, by their own date: a route without dates counts, too."""
    found: int
    found_by: tuple[int, ...]


def _count_shown(histories: Mapping[tuple[str, ...], int], walks: Sequence[RouteDay]) -> _Shown:
    by_route: Counter[str] = Counter()
    by_number: Counter[int] = Counter()
    for routes, count in histories.items():
        by_number[len(routes)] += count
        by_route.update(dict.fromkeys(routes, count))
    most = max(by_number, default=0)
    found_by = tuple(by_number[number] for number in range(1, most + 1))
    return _Shown(histories, walks, by_route, sum(histories.values()), found_by)


def _judge(
    found: int, held: int, estimate: Estimate | None, reason: str, error: str, *, confirmed: bool, seen_whole: bool
) -> tuple[DayState, int | None, str]:
    """Return the state, about how many are missed, and the sentence that says why.

    ``confirmed``: the number does not come from the only route that showed anything. ``seen_whole``: a route saw the
    whole day.
    """
    if error and found == 0:
        return _judge_unloaded(estimate, reason, error)
    lacking = found - held
    tail = f"; {lacking} that were found are not loaded" if lacking else ""
    if estimate is None:
        if lacking > max(1.0, TOLERANCE * found):
            return "incomplete", lacking, f"{lacking} of {found} that were found are not loaded; {reason}"
        return "unknown", None, reason
    missed = max(0, estimate.articles - held)
    slack = max(1.0, TOLERANCE * estimate.articles)
    if estimate.method == "baseline":
        if found < estimate.low or lacking > slack:
            return "incomplete", max(lacking, missed), f"{reason}{tail}"
        if found == 0 and not seen_whole:
            return "unknown", None, f"{reason}, but no route saw the whole day"
        return "likely complete", lacking, reason
    if missed > slack and (estimate.method == "stated" or lacking or estimate.low > found):
        return "incomplete", missed, f"{reason}{tail}"
    if missed == 0 and estimate.method == "stated" and confirmed:
        return "complete", 0, reason
    if missed <= slack or missed <= CHANCE * estimate.articles:
        return "likely complete", missed, f"{reason}{tail}"
    return "unknown", None, f"{reason}, which is too wide to say"


def _judge_unloaded(estimate: Estimate | None, reason: str, error: str) -> tuple[DayState, int | None, str]:
    """Judge a day of which nothing was found because its load, or every route, failed."""
    if estimate is None:
        return "unknown", None, f"the day was not loaded: {error}"
    if estimate.method == "stated":
        state: DayState = "incomplete" if estimate.articles else "likely complete"
        return state, estimate.articles, f"the day was not loaded: {error}; {reason}"
    return "incomplete", estimate.articles, f"the day was not loaded: {error}; usual are {estimate.articles}"


def _estimate(
    day: dt.date, shown: _Shown, no_articles: int, before: Mapping[dt.date, int]
) -> tuple[Estimate | None, str]:
    """Return the best estimate that can be defended, and the sentence that says where it comes from."""
    found = shown.found
    for kind, articles in _list_stated(shown, no_articles):
        if articles >= found * (1 - TOLERANCE):
            count = max(found, articles)
            return Estimate(count, count, count, "stated"), _say_stated(kind, articles, found)
    best: Estimate | None = None
    reason = "its routes depend on one another, none sees the whole day, or they overlap too little"
    for first, second in _list_independent(shown):
        estimate = estimate_recapture(shown.histories, first.route_url, second.route_url)
        if estimate and (best is None or estimate.high - estimate.low < best.high - best.low):
            best = estimate
            reason = (
                f"{first.kind} and {second.kind} together show {found} of about {estimate.articles} "
                f"({estimate.low} to {estimate.high})"
            )
    if best:
        return best, reason
    usual = expect_usual(before, day)
    if usual is None:
        return None, reason
    return usual, f"{found} were found, usual for such a day are {usual.low} to {usual.high}"


def _list_stated(shown: _Shown, no_articles: int) -> Iterator[tuple[str, int]]:
    """Yield who states the day's number, and the number: the outlet's own count, then a sitemap that saw all of it."""
    for walk in shown.walks:
        if walk.stated is not None:
            yield walk.kind, max(0, walk.stated - no_articles)
    whole = [walk.route_url for walk in shown.walks if walk.kind == "sitemap" and _saw_all(walk)]
    if most := max((shown.by_route[url] for url in whole), default=0):
        yield "sitemap", most


def _say_stated(kind: str, articles: int, found: int) -> str:
    """Say who gives the day's number."""
    if kind == "sitemap":
        return f"its sitemap lists {articles}, {found} were found"
    return f"the outlet itself counts {articles}, {found} were found"


def _saw_all(walk: RouteDay) -> bool:
    return not (walk.blind or walk.failed or walk.reaches_to)


def _list_independent(shown: _Shown) -> Iterator[tuple[RouteDay, RouteDay]]:
    """Yield pairs of routes that do not feed one another, at least one of which saw the whole day.

    Where neither did, both may have missed the same hours, and their overlap says nothing of these.
    """
    routes = [walk for walk in shown.walks if walk.kind in SAME_SOURCE and shown.by_route[walk.route_url]]
    for first, second in combinations(routes, 2):
        apart = SAME_SOURCE[first.kind] != SAME_SOURCE[second.kind]
        if apart and (_saw_all(first) or _saw_all(second)):
            yield first, second
