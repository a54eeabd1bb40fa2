"""Every outlet's strip of days: put together when a copy is published, and kept beside it.

What is kept depends on the copy alone: the strips of a later day are the same ones, moved on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from kliping import warehouse
from kliping.drafts import write_whole
from kliping.pipeline.answers.lookups import Lookup, Row, open_lookup, read_query
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


def kept_overview_path(settings: Settings) -> Path:
    """Return where the strips of the published copy are kept."""
    return settings.published_path.with_name("kliping.overview.json")


def keep_overview(settings: Settings, today: dt.date) -> None:
    """Put together what the first page shows of the published copy and keep it there; of a DuckLake nothing is kept."""
    stamp = warehouse.stamp_published(settings)
    with open_lookup(settings) as lookup:
        if lookup is None or stamp is None:
            return
        held = select_held(lookup, today, OVERVIEW_DAYS)
    if stamp == warehouse.stamp_published(settings):
        write_whole(kept_overview_path(settings), _write_held(stamp, held))


def read_kept_strips(settings: Settings, today: dt.date, days: int) -> Held | None:
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


def select_held(lookup: Lookup, today: dt.date, days: int) -> Held:
    totals = lookup.select_one("newest") or {}
    last = choose_last_day(totals["newest_day"], today, days)
    return Held(totals, last, select_strips(lookup, last, days))


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
