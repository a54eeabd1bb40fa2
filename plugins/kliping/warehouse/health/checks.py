"""Check the whole warehouse: laws and keys, references to the archive, the published copy."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import duckdb

from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.access.reading import reader
from kliping.warehouse.access.writing import has_warehouse, writer
from kliping.warehouse.health.detection import make_unpublished
from kliping.warehouse.health.problems import Problem, make_problem

SAMPLED_PAGES = 50
"""How many archived pages a check tries to read."""


def check_warehouse(
    settings: Settings,
    *,
    can_read: Callable[[str], bool] | None = None,
    part_exists: Callable[[str], bool] | None = None,
) -> tuple[Problem, ...]:
    """Check the laws, keys, versions, duplicate groups, archive and published copy; () where all is well.

    ``part_exists`` tells whether the file of an archive reference exists and is called once for each file; ``can_read``
    tells whether a page can be read and is called for a random sample of ``SAMPLED_PAGES``. Raises ``WarehouseError``
    where the warehouse cannot be opened at all, for example because its file is truncated.
    """
    if not has_warehouse(settings):
        return ()
    checks_sql = read_sql("doctor/checks")
    with writer(settings) as connection:
        found = [
            make_problem(name, rows=rows, example=example)
            for name, rows, example in connection.execute(checks_sql).fetchall()
        ]
        last_load = _read_last_load(connection)
        if part_exists is not None:
            found += _check_parts(connection, part_exists)
        if can_read is not None:
            found += _check_pages(connection, can_read)
    published_load = None
    with reader(settings) as published_copy:
        if published_copy is not None:
            published_load = _read_last_load(published_copy)
    # The copy may be the newer one: a load may have ended and been published since the warehouse was read.
    if last_load is not None and (published_load is None or last_load > published_load):
        found.append(make_unpublished(last_load[1]))
    return tuple(found)


def _read_last_load(connection: duckdb.DuckDBPyConnection) -> tuple[str, dt.datetime] | None:
    """Return the id of the last load and when it ended; None where nothing was loaded."""
    return connection.execute("SELECT load_id, finished_at FROM loads ORDER BY load_id DESC LIMIT 1").fetchone()


def _check_parts(connection: duckdb.DuckDBPyConnection, part_exists: Callable[[str], bool]) -> list[Problem]:
    """Return a problem if files of the archive are missing; one reference is taken for each file."""
    references = connection.execute(
        "SELECT min(archive) FROM captures WHERE archive <> '' GROUP BY split_part(archive, '#', 1) ORDER BY 1"
    ).fetchall()
    missing = [reference for (reference,) in references if not part_exists(reference)]
    if not missing:
        return []
    return [make_problem("archive_part_missing", rows=len(missing), example=missing[0])]


def _check_pages(connection: duckdb.DuckDBPyConnection, can_read: Callable[[str], bool]) -> list[Problem]:
    """Return a problem if pages of a random sample cannot be read from the archive."""
    references = [r[0] for r in connection.execute("SELECT archive FROM captures WHERE archive <> ''").fetchall()]
    sample = random.sample(references, min(SAMPLED_PAGES, len(references)))
    unreadable = sorted(reference for reference in sample if not can_read(reference))
    if not unreadable:
        return []
    return [make_problem("archive_missing", rows=len(unreadable), example=unreadable[0])]
