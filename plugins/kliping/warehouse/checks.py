"""Check the whole warehouse: the laws, the keys, the archive that it refers to, the published copy."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import duckdb

from kliping import resources
from kliping.settings import Settings
from kliping.warehouse.detection import make_unpublished
from kliping.warehouse.problems import Problem, make_problem
from kliping.warehouse.reading import reader
from kliping.warehouse.writing import has_warehouse, writer

SAMPLED_PAGES = 50
"""Archived pages that a check tries to read."""


def check_warehouse(
    settings: Settings,
    *,
    resolves: Callable[[str], bool] | None = None,
    present: Callable[[str], bool] | None = None,
) -> tuple[Problem, ...]:
    """Check the laws, keys, versions, duplicate groups, archive and published copy; () where all is well.

    ``present`` says whether the file of an archive reference is there; every file is asked for. ``resolves`` says
    whether a reference can be read; a sample of ``SAMPLED_PAGES`` is tried. Raises
    ``WarehouseError`` where the warehouse cannot even be opened, which is what a truncated file looks like.
    """
    if not has_warehouse(settings):
        return ()
    checks = (resources.SQL_FOLDER / "doctor" / "checks.sql").read_text("utf-8")
    with writer(settings) as connection:
        found = [
            make_problem(name, rows=rows, example=example)
            for name, rows, example in connection.execute(checks).fetchall()
        ]
        last = _read_last_load(connection)
        if present is not None:
            found += _check_parts(connection, present)
        if resolves is not None:
            found += _check_pages(connection, resolves)
    published = None
    with reader(settings) as copy:
        if copy is not None:
            published = _read_last_load(copy)
    if last and (published is None or last > published):  # loaded and published since the first look is no problem
        found.append(make_unpublished(last[1]))
    return tuple(found)


def _read_last_load(connection: duckdb.DuckDBPyConnection) -> tuple[str, dt.datetime] | None:
    """Return the id of the last load and when it ended; None where nothing was loaded."""
    return connection.execute("SELECT load_id, finished_at FROM loads ORDER BY load_id DESC LIMIT 1").fetchone()


def _check_parts(connection: duckdb.DuckDBPyConnection, present: Callable[[str], bool]) -> list[Problem]:
    references = connection.execute(
        "SELECT min(archive) FROM captures WHERE archive <> '' GROUP BY split_part(archive, '#', 1) ORDER BY 1"
    ).fetchall()
    missing = [reference for (reference,) in references if not present(reference)]
    if not missing:
        return []
    return [make_problem("archive_part_missing", rows=len(missing), example=missing[0])]


def _check_pages(connection: duckdb.DuckDBPyConnection, resolves: Callable[[str], bool]) -> list[Problem]:
    references = [r[0] for r in connection.execute("SELECT archive FROM captures WHERE archive <> ''").fetchall()]
    sample = random.sample(references, min(SAMPLED_PAGES, len(references)))
    missing = sorted(reference for reference in sample if not resolves(reference))
    if not missing:
        return []
    return [make_problem("archive_missing", rows=len(missing), example=missing[0])]
