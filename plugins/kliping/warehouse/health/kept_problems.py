"""The problems that the published copy shows, kept beside it: found once, when it is published, for every reader.

Finding them asks for most of what the copy holds, which a page should not wait for. What is kept is used for the copy
and the words that it was found with, days that are missing only on the day on which they were found; in any other case
the problems are found anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from kliping.drafts import write_whole
from kliping.model import JAKARTA
from kliping.settings import Settings
from kliping.warehouse.access.journal import FileStamp
from kliping.warehouse.access.lake import find_lake
from kliping.warehouse.access.reading import reader, stamp_attached, stamp_published
from kliping.warehouse.health.detection import find_faults, find_missing_days, find_present, find_recorded
from kliping.warehouse.health.problems import PROBLEMS, STANDINGS, Problem


class _Kept(NamedTuple):
    """What the file holds."""

    today: dt.date
    missing: list[Problem]
    """Days that were missing on that day."""
    faults: list[Problem]
    """What is wrong with the copy on any day."""


def kept_problems_path(settings: Settings) -> Path:
    """Return where the problems of the published copy are kept."""
    return settings.published_path.with_name("kliping.problems.json")


def keep_problems(settings: Settings, today: dt.date) -> None:
    """Find the problems of the published copy and keep them beside it; of a DuckLake nothing is kept."""
    if find_lake(settings):
        return
    with reader(settings) as connection:
        key = None if connection is None else _make_key(stamp_attached(connection))
        if connection is None or key is None:
            return
        missing = find_missing_days(settings, connection, today)
        faults = find_faults(settings, connection)
    kept = {"of": key, "today": today.isoformat(), "missing": _write_rows(missing), "faults": _write_rows(faults)}
    write_whole(kept_problems_path(settings), json.dumps(kept))


def find_kept(settings: Settings, connection: duckdb.DuckDBPyConnection, today: dt.date) -> list[Problem]:
    """Return what ``find_recorded`` does, from the file where that is of this copy.

    On a later day only the days that are missing are found anew.
    """
    kept = _read_kept(settings, stamp_attached(connection))
    if kept is None:
        return find_recorded(settings, connection, today)
    missing = kept.missing if kept.today == today else find_missing_days(settings, connection, today)
    return [*missing, *kept.faults]


def read_kept_problems(settings: Settings, today: dt.date) -> list[Problem] | None:
    """Return what is kept of the published copy, which is not opened; None where nothing is kept of it for this day."""
    kept = _read_kept(settings, stamp_published(settings))
    return None if kept is None or kept.today != today else [*kept.missing, *kept.faults]


def find_problems(settings: Settings, *, today: dt.date | None = None) -> tuple[Problem, ...]:
    """Return everything that is wrong now, from the published copy and the disk; () where all is well."""
    today = today or dt.datetime.now(JAKARTA).date()
    with reader(settings) as connection:
        found = find_present(settings, connection)
        return (*found, *(find_kept(settings, connection, today) if connection else ()))


def _write_rows(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [asdict(problem) for problem in problems]


def _parse_rows(rows: Iterable[dict[str, Any]]) -> list[Problem]:
    return [Problem(**(row | {"outlets": tuple(row["outlets"])})) for row in rows]


def _read_kept(settings: Settings, stamp: FileStamp | None) -> _Kept | None:
    """Return what is kept of the copy with this stamp; None where it is of another copy, or of another release."""
    try:
        kept = json.loads(kept_problems_path(settings).read_text(encoding="utf-8"))
        if stamp is None or kept["of"] != _make_key(stamp):
            return None
        today = dt.date.fromisoformat(kept["today"])
        return _Kept(today, _parse_rows(kept["missing"]), _parse_rows(kept["faults"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _make_key(stamp: FileStamp | None) -> list[object] | None:
    """Return what tells what was found in this copy from anything else; None where that is unknown."""
    return None if stamp is None else [*stamp, _digest_words()]


@cache
def _digest_words() -> str:
    return hashlib.sha256(repr((PROBLEMS, STANDINGS)).encode()).hexdigest()[:16]
