"""What the desk's first page shows: every outlet with its strip of days, where it stands, and what is wrong.

It is put together when a copy is published and kept beside it, so that no visitor waits for it. What is kept depends on
the copy alone: the strips of a later day are the same ones, moved on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from kliping import warehouse
from kliping.drafts import write_whole
from kliping.pipeline.answers.lookups import Lookup, Row, open_lookup, read_query
from kliping.pipeline.runs.underway import drop_underway
from kliping.settings import Settings

OVERVIEW_DAYS = 30
UNTRIED = "-"
"""Letter of a day that no run tried."""


@dataclass(frozen=True, slots=True)
class Strip:
    """An outlet and its last days, as ``outlets_today.sql`` gives them."""

    outlet: str
    name: str
    enabled: bool
    last_new_at: dt.datetime | None
    tried_day: dt.date | None
    letters: str
    """One for each day, the oldest first."""
    missed: tuple[int, ...]
    """Articles that each of these days lacks."""

    def move_on(self, days: int) -> Strip:
        """Return the same outlet ``days`` days later, which no run has tried."""
        kept = len(self.letters)
        letters = (self.letters + UNTRIED * days)[-kept:]
        return replace(self, letters=letters, missed=(*self.missed, *[0] * days)[-kept:])


@dataclass(frozen=True, slots=True)
class Held:
    """What a copy says of its outlets, whatever the day on which it is read."""

    totals: Row
    """The copy's newest day, and how much it holds."""
    last: dt.date
    """The last day of the strips."""
    strips: tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page shows: what is wrong, and every outlet with its strip of days."""

    held: Row
    last: dt.date
    problems: tuple[warehouse.Problem, ...]
    outlets: tuple[Row, ...]


_SHOWN: dict[tuple[object, ...], Overview] = {}
"""What the first page showed last. A copy is never changed, only replaced, so it holds until the next publication."""


def kept_overview_path(settings: Settings) -> Path:
    """Return where the strips of the published copy are kept."""
    return settings.published_path.with_name("kliping.overview.json")


def keep_overview(settings: Settings, today: dt.date) -> None:
    """Put together what the first page shows of the published copy and keep it there; of a DuckLake nothing is kept."""
    stamp = warehouse.stamp_published(settings)
    with open_lookup(settings) as lookup:
        if lookup is None or stamp is None:
            return
        held = _select_held(lookup, today, OVERVIEW_DAYS)
    if stamp == warehouse.stamp_published(settings):
        write_whole(kept_overview_path(settings), _write_held(stamp, held))


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
    return None if shown is None else _drop_underway(settings, shown)


def judge_outlets(strips: Iterable[Strip], problems: Iterable[warehouse.Problem]) -> tuple[Row, ...]:
    """Return every outlet, the worst first, with its days, where it stands, and its worst problem."""
    worst = warehouse.find_worst(problems)
    rows = [_judge_outlet(strip, worst.get(strip.outlet)) for strip in strips]
    rows.sort(key=lambda row: (warehouse.STANDINGS.index(row["standing"]), -row["missed"], row["outlet"]))
    return tuple(rows)


def select_strips(lookup: Lookup, last: dt.date, days: int) -> tuple[Strip, ...]:
    """Return every outlet with its ``days`` days up to ``last``."""
    return tuple(_make_strip(row, days) for row in lookup.select("outlets_today", last=last, days=days))


def choose_last_day(newest: dt.date | None, today: dt.date, days: int) -> dt.date:
    """Return the day that strips of ``days`` days end with.

    It is yesterday, unless the newest day that was tried is later or far before.
    """
    yesterday = today - dt.timedelta(days=1)
    if newest is None:
        return yesterday
    if newest > yesterday or (yesterday - newest).days >= days:
        return newest
    return yesterday


def _make_overview(settings: Settings, today: dt.date, days: int) -> Overview | None:
    """Put the page together from what is kept, and from the copy where that is not enough."""
    held = _read_kept(settings, today, days)
    problems = warehouse.read_kept_problems(settings, today)
    if held is None or problems is None:
        with open_lookup(settings) as lookup:
            if lookup is None:
                return None
            held = held or _select_held(lookup, today, days)
            problems = warehouse.find_kept(settings, lookup.connection, today)
    return Overview(held.totals, held.last, tuple(problems), judge_outlets(held.strips, problems))


def _select_held(lookup: Lookup, today: dt.date, days: int) -> Held:
    totals = lookup.select_one("newest") or {}
    last = choose_last_day(totals["newest_day"], today, days)
    return Held(totals, last, select_strips(lookup, last, days))


def _drop_underway(settings: Settings, shown: Overview) -> Overview:
    """Leave out the days that runs on their way are to load: such runs begin and end between two publications."""
    problems = drop_underway(settings, shown.problems)
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


def _make_strip(row: Row, days: int) -> Strip:
    """Return a row of the query as a strip; its ``ages`` are days before the last."""
    letters, missed = [UNTRIED] * days, [0] * days
    for age, letter, lacking in zip(row["ages"] or (), row["letters"] or (), row["missed"] or (), strict=True):
        letters[days - 1 - age] = letter
        missed[days - 1 - age] = lacking
    named = {name: row[name] for name in ("outlet", "name", "enabled", "last_new_at", "tried_day")}
    return Strip(**named, letters="".join(letters), missed=tuple(missed))


def _write_held(stamp: Sequence[int], held: Held) -> str:
    rows = [
        [s.outlet, s.name, s.enabled, _write_time(s.last_new_at), _write_time(s.tried_day), s.letters, s.missed]
        for s in held.strips
    ]
    totals = held.totals | {name: _write_time(held.totals[name]) for name in ("published_at", "newest_day")}
    of = [*stamp, _digest_queries()]
    return json.dumps({"of": of, "totals": totals, "last": held.last.isoformat(), "strips": rows})


def _read_kept(settings: Settings, today: dt.date, days: int) -> Held | None:
    """Return what is kept of the published copy, moved on to this day; None where that cannot be had of it."""
    stamp = warehouse.stamp_published(settings)
    try:
        kept = json.loads(kept_overview_path(settings).read_text(encoding="utf-8"))
        if stamp is None or days != OVERVIEW_DAYS or kept["of"] != [*stamp, _digest_queries()]:
            return None
        held = _parse_held(kept)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    last = choose_last_day(held.totals["newest_day"], today, days)
    later = (last - held.last).days
    if later < 0:
        return None  # the first of these days are not among those that are kept
    if later == 0:
        return held
    return replace(held, last=last, strips=tuple(strip.move_on(later) for strip in held.strips))


def _parse_held(kept: dict[str, Any]) -> Held:
    totals, strips = kept["totals"], []
    for outlet, name, enabled, last_new_at, tried_day, letters, missed in kept["strips"]:
        new_at, tried = _parse_time(last_new_at), _parse_day(tried_day)
        strips.append(Strip(outlet, name, enabled, new_at, tried, letters, tuple(missed)))
    times = {"published_at": _parse_time(totals["published_at"]), "newest_day": _parse_day(totals["newest_day"])}
    return Held(totals | times, dt.date.fromisoformat(kept["last"]), tuple(strips))


def _write_time(moment: dt.date | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _parse_time(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def _parse_day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


@cache
def _digest_queries() -> str:
    """Return what tells what these queries give from what others gave."""
    return hashlib.sha256((read_query("newest") + read_query("outlets_today")).encode()).hexdigest()[:16]
