"""Reading what was published, also while somebody holds the published file open for writing.

DuckDB's shell, DBeaver and pandas open a file read-write by default, and DuckDB then keeps every other
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
from kliping.warehouse.access.connection import (
    NO_DOWNLOADS,
    explain_errors,
    find_holder,
    quote_literal,
    stand_in_path,
    writer_lock_path,
)
from kliping.warehouse.access.copying import make_copy, read_publications
from kliping.warehouse.access.journal import FileStamp, take_stamp
from kliping.warehouse.access.lake import find_lake, find_snapshot, list_preparations, read_lake, render_attachment
from kliping.warehouse.access.lock import hold_lock
from kliping.warehouse.errors import WarehouseError


@contextmanager
def reader(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """Open what is published, read only; None where nothing was published yet. Of a DuckLake that is its last load.

    A published copy is attached to an instance of its own: DuckDB keeps one instance per path and process, so a process
    that still reads an older copy would get the older one again.
    """
    opened = _read_file(settings)
    if lake := find_lake(settings):
        opened = read_lake(lake)
    with opened as connection:
        yield connection


@contextmanager
def _read_file(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """Open the published copy."""
    if not settings.published_path.exists():
        yield None
        return
    connection = duckdb.connect(config=dict(NO_DOWNLOADS))
    try:
        with attach_published(settings, connection):
            yield connection
    finally:
        connection.close()


@contextmanager
def attach_published(settings: Settings, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Attach the published copy, which exists, to an instance as ``kliping``, and use it; errors are explained."""
    with explain_errors(settings.published_path):
        path = _attach_copy(settings, connection)
        with explain_errors(path):
            connection.execute("USE kliping")
            connection.execute("SET TimeZone = 'UTC'")
            yield


def _attach_copy(settings: Settings, connection: duckdb.DuckDBPyConnection) -> Path:
    """Attach the published copy, or its stand-in where it cannot be; asking first who holds it would open it twice."""
    try:
        connection.execute(f"ATTACH {quote_literal(settings.published_path)} AS kliping (READ_ONLY)")
    except duckdb.IOException:
        path = find_readable_copy(settings)
        with explain_errors(path):
            connection.execute(f"ATTACH {quote_literal(path)} AS kliping (READ_ONLY)")
        return path
    return settings.published_path


def is_published(settings: Settings) -> bool:
    """Return whether there is anything to read. Raises ``WarehouseError`` for a DuckLake that does not answer."""
    if find_lake(settings) is None:
        return settings.published_path.exists()
    with reader(settings) as connection:
        return connection is not None


def name_published(settings: Settings) -> str:
    """Return what analysts open, as a person names it: the published copy's path, or the DuckLake."""
    return str(find_lake(settings) or settings.published_path)


def list_attachments(settings: Settings, *, for_shell: bool = False, load_id: str | None = None) -> list[str]:
    """Return the statements that give a DuckDB session what is published, read only, as ``kliping``.

    ``for_shell`` they hold no secret: ``list_shell_variables`` says what its environment must have. ``load_id`` looks
    back at what that load left, which only a DuckLake keeps; ``WarehouseError`` where it is not kept.
    """
    if lake := find_lake(settings):
        options = "READ_ONLY"
        if load_id:
            options += f", SNAPSHOT_VERSION {find_snapshot(lake, load_id)}"
        return [*list_preparations(lake, for_shell=for_shell), render_attachment(lake, options)]
    if load_id:
        raise WarehouseError(
            "Only a DuckLake can be looked back at.", "`FROM article_revisions` has the earlier versions of articles."
        )
    return [f"ATTACH {quote_literal(find_readable_copy(settings))} AS kliping (READ_ONLY)"]


def list_shell_variables(settings: Settings) -> dict[str, str]:
    """Return what the environment of a shell must hold beside what this process has, for its statements to work."""
    if (lake := find_lake(settings)) and lake.password:
        return {"PGPASSWORD": lake.password}
    return {}


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
                make_copy(settings, draft, read_publications(path) or [published], spare=path)
    return path


def _is_current(path: Path, warehouse: Path) -> bool:
    return path.exists() and path.stat().st_mtime_ns >= warehouse.stat().st_mtime_ns


def stamp_attached(connection: duckdb.DuckDBPyConnection) -> FileStamp | None:
    """Return the stamp of the copy that a connection reads; None for a warehouse that is not one file."""
    row = connection.execute("SELECT path FROM duckdb_databases() WHERE database_name = 'kliping'").fetchone()
    if row is None or row[0] is None:
        return None
    return take_stamp(Path(row[0]))


def stamp_published(settings: Settings) -> FileStamp | None:
    """Return what tells the published copy from any other; None where there is none, and of a DuckLake."""
    return None if find_lake(settings) else take_stamp(settings.published_path)
