"""Is the warehouse sound? What is wrong, and what to do about it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import duckdb

from kliping import resources
from kliping.settings import Settings
from kliping.warehouse.connection import writer
from kliping.warehouse.reading import reader

REMEDIES: Mapping[str, tuple[str, str]] = {
    "law_1_loads": ("loads whose counts do not add up", "report it: load should have refused them"),
    "law_1_outcomes": (
        "loads whose outcomes are not as many as they say",
        "restore a backup, or load their runs again",
    ),
    "law_1_orphans": ("outcomes that belong to no load", "restore a backup, or rebuild from the archive (reprocess)"),
    "law_2_spans": ("removed spans that are not in their text", "scrape those articles again (reprocess)"),
    "twice_in_articles": ("articles that are there twice", "restore a backup, or rebuild from the archive (reprocess)"),
    "twice_in_captures": ("captures that are there twice", "restore a backup, or rebuild from the archive (reprocess)"),
    "twice_in_revisions": (
        "revisions that are there twice",
        "restore a backup, or rebuild from the archive (reprocess)",
    ),
    "not_the_newest": ("articles that do not show their newest fetch", "scrape their days again (reprocess)"),
    "without_capture": ("versions that no capture gave", "rebuild from the archive (reprocess)"),
    "without_version": ("captures whose version is missing", "scrape their days again (reprocess)"),
    "without_archive": ("captures that name no archived page", "they cannot be rebuilt: keep a backup"),
    "duplicates_apart": ("copies of one text in different duplicate groups", "load their days again"),
    "archive_missing": ("sampled articles whose archived page cannot be read", "restore the archive from its backup"),
    "archive_part_missing": (
        "files of the archive that articles refer to and that are not there",
        "restore the archive from its backup",
    ),
    "disk_filling": ("less than a tenth of the disk is free", "make room: kliping compact, or a limit for the archive"),
    "not_published": ("the published copy lacks the last load", "kliping publish"),
}
"""What each check found, in words, and what to do."""

SAMPLE = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """One check that fails: how many rows break it, one of them, and what to do."""

    check: str
    rows: int
    example: str
    says: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.rows} {self.says}, such as {self.example}: {self.remedy}"


def doctor(
    settings: Settings,
    *,
    resolves: Callable[[str], bool] | None = None,
    present: Callable[[str], bool] | None = None,
) -> tuple[Problem, ...]:
    """Check the laws, keys, versions, duplicate groups, archive, disk and published copy; () where all is well.

    ``present`` says whether the file of an archive reference is there; every file is asked for. ``resolves`` says
    whether a reference can be read; a sample of ``SAMPLE`` is tried. Raises
    ``WarehouseError`` where the warehouse cannot even be opened, which is what a truncated file looks like.
    """
    if not settings.warehouse_path.exists():
        return ()
    checks = (resources.SQL_FOLDER / "doctor" / "checks.sql").read_text("utf-8")
    with writer(settings) as connection:
        found = [_trouble(*row) for row in connection.execute(checks).fetchall()]
        last = _last_load(connection)
        if present is not None:
            found += _parts(connection, present)
        if resolves is not None:
            found += _archive(connection, resolves)
    published = None
    with reader(settings) as copy:
        if copy is not None:
            published = _last_load(copy)
    if last and last > (published or ""):  # what was loaded and published since the first look is no trouble
        found.append(_trouble("not_published", 1, last))
    usage = shutil.disk_usage(settings.data_path)
    if usage.free < usage.total / 10:
        found.append(_trouble("disk_filling", 1, f"{usage.free / 1e9:.1f} GB of {usage.total / 1e9:.0f} GB"))
    return tuple(found)


def _trouble(check: str, rows: int, example: str) -> Problem:
    says, remedy = REMEDIES[check]
    return Problem(check, rows, example, says, remedy)


def _last_load(connection: duckdb.DuckDBPyConnection) -> str | None:
    row = connection.execute("SELECT max(load_id) FROM loads").fetchone()
    return row[0] if row else None


def _parts(connection: duckdb.DuckDBPyConnection, present: Callable[[str], bool]) -> list[Problem]:
    references = connection.execute(
        "SELECT min(archive) FROM captures WHERE archive <> '' GROUP BY split_part(archive, '#', 1) ORDER BY 1"
    ).fetchall()
    missing = [reference for (reference,) in references if not present(reference)]
    return [_trouble("archive_part_missing", len(missing), missing[0])] if missing else []


def _archive(connection: duckdb.DuckDBPyConnection, resolves: Callable[[str], bool]) -> list[Problem]:
    references = [r[0] for r in connection.execute("SELECT archive FROM captures WHERE archive <> ''").fetchall()]
    sample = references if len(references) <= SAMPLE else random.sample(references, SAMPLE)
    missing = sorted(reference for reference in sample if not resolves(reference))
    return [_trouble("archive_missing", len(missing), missing[0])] if missing else []
