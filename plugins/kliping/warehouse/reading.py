"""Reading what was published, also while somebody holds the published file open for writing.

DuckDB's shell, DBeaver and pandas open a file read-write unless told otherwise, and DuckDB then keeps every other
process out. Kliping's own commands then read a stand-in: another copy of the warehouse, made as the
published one is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from kliping.drafts import replace_when_done
from kliping.settings import Settings
from kliping.warehouse.connection import (
    NO_DOWNLOADS,
    explain_errors,
    find_holder,
    quote_literal,
    stand_in_path,
    writer_lock_path,
)
from kliping.warehouse.lock import hold_lock
from kliping.warehouse.publish import make_copy, read_publications


@contextmanager
def reader(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """Open the published copy, read only; None where nothing was published yet.

    It is attached to an instance of its own: DuckDB keeps one instance per path and process, so a process that
    still reads an older copy would get the older one again.
    """
    if not settings.published_path.exists():
        yield None
        return
    path = find_readable_copy(settings)
    with explain_errors(path):
        connection = duckdb.connect(config=dict(NO_DOWNLOADS))
        try:
            connection.execute(f"ATTACH {quote_literal(path)} AS kliping (READ_ONLY)")
            connection.execute("USE kliping")
            connection.execute("SET TimeZone = 'UTC'")
            yield connection
        finally:
            connection.close()


def find_readable_copy(settings: Settings) -> Path:
    """Return the published copy; its stand-in where another program keeps everybody else out of it."""
    if settings.warehouse_path.exists() and find_holder(settings.published_path):
        return _make_stand_in(settings)
    return settings.published_path


def _make_stand_in(settings: Settings) -> Path:
    """Copy the warehouse as it is now; its times of publication are those that are known."""
    path = stand_in_path(settings)
    if _is_current(path, settings.warehouse_path):
        return path
    with explain_errors(path), hold_lock(writer_lock_path(settings), settings.lock_timeout):
        if not _is_current(path, settings.warehouse_path):
            published = dt.datetime.fromtimestamp(settings.published_path.stat().st_mtime, dt.UTC)
            with replace_when_done(path, locked=True) as draft:
                make_copy(settings, draft, read_publications(path) or [published])
    return path


def _is_current(path: Path, warehouse: Path) -> bool:
    return path.exists() and path.stat().st_mtime_ns >= warehouse.stat().st_mtime_ns


def has_table(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Tell whether the copy has a table: one that an older Kliping published lacks the newest."""
    row = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [name]).fetchone()
    return bool(row and row[0])
