"""What the desk's first page shows: every outlet with its strip of days, where it stands, and what is wrong."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kliping import warehouse
from kliping.pipeline.answers.lookups import Row, open_lookup
from kliping.pipeline.answers.strips import (
    OVERVIEW_DAYS,
    UNTRIED,
    Strip,
    keep_overview,
    read_kept_strips,
    select_held,
)
from kliping.pipeline.runs.running_days import drop_running_days
from kliping.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page shows: what is wrong, and every outlet with its strip of days."""

    held: Row
    last: dt.date
    problems: tuple[warehouse.Problem, ...]
    outlets: tuple[Row, ...]


_SHOWN: dict[tuple[object, ...], Overview] = {}
"""What the first page showed last. A copy is never changed, only replaced, so it holds until the next publication."""


def read_overview(settings: Settings, today: dt.date, days: int) -> Overview | None:
    """Return what the first page shows, with strips of ``days`` days; None where nothing was published yet.

    It is kept until another copy is published. Raises ``WarehouseError`` where the copy cannot be read.
    """
    key = _name_overview(settings, today, days)
    shown = _SHOWN.get(key) if key is not None else None
    if shown is None:
        shown = _make_overview(settings, today, days)
        if shown is not None and key is not None and key == _name_overview(settings, today, days):
            _SHOWN.clear()  # no copy was published meanwhile
            _SHOWN[key] = shown
    return None if shown is None else _drop_running(settings, shown)


def prepare_overview(settings: Settings, today: dt.date) -> None:
    """Put the first page together before anybody asks for it, and keep what a publication would have kept.

    Of a copy that an earlier release has published, nothing that is kept can be used.
    """
    try:
        if read_kept_strips(settings, today, OVERVIEW_DAYS) is None:
            keep_overview(settings, today)
        if warehouse.read_kept_problems(settings, today) is None:
            warehouse.keep_problems(settings, today)
        read_overview(settings, today, OVERVIEW_DAYS)
    except (warehouse.WarehouseError, OSError) as error:
        log.warning("the first page is put together when somebody asks: %s", error)


def judge_outlets(strips: Iterable[Strip], problems: Iterable[warehouse.Problem]) -> tuple[Row, ...]:
    """Return every outlet, the worst first, with its days, where it stands, and its worst problem."""
    worst = warehouse.find_worst(problems)
    rows = [_judge_outlet(strip, worst.get(strip.outlet)) for strip in strips]
    rows.sort(key=lambda row: (warehouse.STANDINGS.index(row["standing"]), -row["missed"], row["outlet"]))
    return tuple(rows)


def _make_overview(settings: Settings, today: dt.date, days: int) -> Overview | None:
    """Put the page together from what is kept, and from the copy where that is not enough."""
    held = read_kept_strips(settings, today, days)
    problems = warehouse.read_kept_problems(settings, today)
    if held is None or problems is None:
        with open_lookup(settings) as lookup:
            if lookup is None:
                return None
            held = held or select_held(lookup, today, days)
            problems = warehouse.find_kept(settings, lookup.connection, today)
    return Overview(held.totals, held.last, tuple(problems), judge_outlets(held.strips, problems))


def _drop_running(settings: Settings, shown: Overview) -> Overview:
    """Leave out the days that runs on their way are to load: such runs begin and end between two publications."""
    problems = drop_running_days(settings, shown.problems)
    return shown if problems == shown.problems else replace(shown, problems=problems)


def _name_overview(settings: Settings, today: dt.date, days: int) -> tuple[object, ...] | None:
    """Return what tells an overview from any other; None where no file is published, as of a DuckLake."""
    stamp = warehouse.stamp_published(settings)
    return None if stamp is None else (settings.published_path, stamp, today, days)


def _judge_outlet(strip: Strip, problem: warehouse.Problem | None) -> Row:
    problem = problem if strip.enabled else None
    return {
        "outlet": strip.outlet,
        "name": strip.name,
        "last_new_at": strip.last_new_at,
        "letters": strip.letters,
        "missed": sum(strip.missed),
        "problem": problem,
        "standing": _find_standing(strip, problem),
    }


def _find_standing(strip: Strip, problem: warehouse.Problem | None) -> str:
    """Return the word of ``STANDINGS`` for an outlet: that of its problem, else what is known of its newest day."""
    if not strip.enabled:
        return "off"
    if problem:
        return problem.standing
    if strip.tried_day is None:
        return "never"
    return "well" if strip.letters.rstrip(UNTRIED)[-1:] in ("C", "L") else "unknown"
