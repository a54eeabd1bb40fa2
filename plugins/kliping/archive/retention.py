"""Remove old days of the archive, by age and by size; off unless the settings ask for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from upath import UPath

from kliping.archive import store

PAYLOAD_LOOK_BACK = 3
"""Days before its own in which a writer looks for the same payload."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was removed: the parts and their size in bytes."""

    parts: tuple[str, ...] = ()
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Day:
    outlet: str
    day: dt.date
    parts: tuple[str, ...]
    size: int


def prune_days(root: str, *, today: dt.date, keep_days: int | None = None, max_bytes: int | None = None) -> Pruned:
    """Remove the days older than ``keep_days``, then the oldest ones until the archive fits into ``max_bytes``.

    The newest day that is archived stays in any case, and so does a part that a kept day's revisit refers to. A pruned
    day loses its completion marker; it cannot be scraped again without a network. Neither limit: nothing is done.
    """
    days = sorted(_list_days(root), key=lambda one: one.day)
    if not days:
        return Pruned()
    newest = days[-1].day
    total = sum(one.size for one in days)
    gone: list[_Day] = []
    for one in days:
        too_old = keep_days is not None and one.day < today - dt.timedelta(days=keep_days)
        too_much = max_bytes is not None and total > max_bytes
        if one.day < newest and (too_old or too_much):
            gone.append(one)
            total -= one.size
    removed: list[str] = []
    size = 0
    for one in gone:
        kept = [other for other in days if other not in gone and other.outlet == one.outlet]
        needed = _find_referred_parts(root, one.day, kept)
        for part in one.parts:
            if part not in needed:
                size += (UPath(root) / part).stat().st_size
                _remove_part(root, one, part)
                removed.append(part)
    return Pruned(tuple(removed), size)


def _list_days(root: str) -> Iterator[_Day]:
    """Yield every outlet's day of the archive, with its parts and their size in bytes."""
    path = UPath(root)
    if not path.is_dir():
        return
    for outlet in path.iterdir():
        if not outlet.name.startswith("outlet="):
            continue
        for folder in outlet.iterdir():
            if folder.name.startswith("day="):
                name, day = outlet.name.removeprefix("outlet="), dt.date.fromisoformat(folder.name.removeprefix("day="))
                parts = store.list_parts(root, name, day)
                yield _Day(name, day, tuple(parts), sum((path / part).stat().st_size for part in parts))


def _find_referred_parts(root: str, day: dt.date, kept: list[_Day]) -> set[str]:
    """Return the parts that revisits of the kept days soon after ``day`` refer to."""
    soon = [one for one in kept if day < one.day <= day + dt.timedelta(days=PAYLOAD_LOOK_BACK)]
    found = (entry.refers_to for one in soon for part in one.parts for entry in store.read_index(root, part))
    return {ref.partition("#")[0] for ref in found if ref}


def _remove_part(root: str, one: _Day, part: str) -> None:
    folder = UPath(root) / store.day_folder(one.outlet, one.day)
    for name in (store.COMPLETE_MARKER, store.COMPLETE_LEDGER, store.COMPLETE_SIGHTINGS):
        (folder / name).unlink(missing_ok=True)
    store.locate_index(root, part).unlink(missing_ok=True)
    (UPath(root) / part).unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
