"""Reading what was published, also while somebody holds the published file open for writing.

DuckDB's shell, DBeaver and pandas open a file read-write unless told otherwise, and DuckDB then keeps every other
process out. Kliping's own commands read a stand-in meanwhile: a copy of the warehouse as a publication would be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from kliping.settings import Settings
from kliping.warehouse.connection import OFFLINE, holder_of, lock_path, quoted, stand_in_path, told
from kliping.warehouse.lock import locked
from kliping.warehouse.publish import make_copy, publications


@contextmanager
def reader(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """Open the published copy, read only; None where nothing was published yet.

    It is attached to an instance of its own: DuckDB keeps one instance per path and process, so that a process that
    still reads the copy before this one would be given that again.
    """
    if not settings.published_path.exists():
        yield None
        return
    path = readable_copy(settings)
    with told(path):
        connection = duckdb.connect(config=dict(OFFLINE))
        try:
            connection.execute(f"ATTACH {quoted(path)} AS kliping (READ_ONLY)")
            connection.execute("USE kliping")
            connection.execute("SET TimeZone = 'UTC'")
            yield connection
        finally:
            connection.close()


def readable_copy(settings: Settings) -> Path:
    """The published copy; its stand-in where another program keeps everybody else out of it."""
    if settings.warehouse_path.exists() and holder_of(settings.published_path):
        return _stand_in(settings)
    return settings.published_path


def _stand_in(settings: Settings) -> Path:
    """A copy of the warehouse that is as new as the warehouse is; times of publication are those that are known."""
    path = stand_in_path(settings)
    if _is_current(path, settings.warehouse_path):
        return path
    with told(path), locked(lock_path(settings), settings.lock_timeout):
        if not _is_current(path, settings.warehouse_path):
            published = dt.datetime.fromtimestamp(settings.published_path.stat().st_mtime, dt.UTC)
            draft = path.with_name(f"{path.name}.new")
            make_copy(settings, draft, publications(path) or [published])
            draft.replace(path)
    return path


def _is_current(path: Path, warehouse: Path) -> bool:
    return path.exists() and path.stat().st_mtime_ns >= warehouse.stat().st_mtime_ns
