"""The problems that the published copy shows, kept beside it: found once, when it is published, for every reader.

Finding them asks for most of what the copy holds, which a page should not wait for. What is kept is used for the copy,
the day and the words that it was found with; in any other case the problems are found anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from kliping.drafts import write_whole
from kliping.model import JAKARTA
from kliping.settings import Settings
from kliping.warehouse.access.journal import take_stamp
from kliping.warehouse.access.lake import find_lake
from kliping.warehouse.access.reading import reader
from kliping.warehouse.health.detection import find_present, find_recorded
from kliping.warehouse.health.problems import PROBLEMS, STANDINGS, Problem


def kept_problems_path(settings: Settings) -> Path:
    """Return where the problems of the published copy are kept."""
    return settings.published_path.with_name("kliping.problems.json")


def keep_problems(settings: Settings, today: dt.date) -> None:
    """Find the problems of the published copy and keep them beside it; of a DuckLake nothing is kept."""
    if find_lake(settings):
        return
    with reader(settings) as connection:
        key = None if connection is None else _make_key(connection, today)
        if connection is None or key is None:
            return
        found = find_recorded(settings, connection, today)
    write_whole(kept_problems_path(settings), json.dumps({"of": key, "problems": [asdict(each) for each in found]}))


def find_kept(settings: Settings, connection: duckdb.DuckDBPyConnection, today: dt.date) -> list[Problem]:
    """Return what ``find_recorded`` does, from the file where that is of this copy and day."""
    kept = _read_kept(kept_problems_path(settings))
    if kept and kept.get("of") == _make_key(connection, today):
        with suppress(KeyError, TypeError):  # a file of another release: its rows have other fields
            return [Problem(**(row | {"outlets": tuple(row["outlets"])})) for row in kept["problems"]]
    return find_recorded(settings, connection, today)


def find_problems(settings: Settings, *, today: dt.date | None = None) -> tuple[Problem, ...]:
    """Return everything that is wrong now, from the published copy and the disk; () where all is well."""
    today = today or dt.datetime.now(JAKARTA).date()
    with reader(settings) as connection:
        found = find_present(settings, connection)
        return (*found, *(find_kept(settings, connection, today) if connection else ()))


def _read_kept(path: Path) -> dict[str, Any] | None:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) else None


def _make_key(connection: duckdb.DuckDBPyConnection, today: dt.date) -> list[object] | None:
    """Return what tells what was found in this copy, on this day, from anything else; None where that is unknown."""
    row = connection.execute("SELECT path FROM duckdb_databases() WHERE database_name = 'kliping'").fetchone()
    stamp = None if row is None or row[0] is None else take_stamp(Path(row[0]))
    return None if stamp is None else [*stamp, today.isoformat(), _digest_words()]


@cache
def _digest_words() -> str:
    return hashlib.sha256(repr((PROBLEMS, STANDINGS)).encode()).hexdigest()[:16]
