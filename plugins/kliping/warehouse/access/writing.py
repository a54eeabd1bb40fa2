"""Opening the warehouse for writing: the private file, or the DuckLake that the settings name."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from kliping import resources
from kliping.drafts import replace_when_done
from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.access.connection import (
    NO_DOWNLOADS,
    explain_errors,
    has_table,
    quote_literal,
    transaction,
    writer_lock_path,
)
from kliping.warehouse.access.journal import (
    ByteRange,
    FileStamp,
    connect_logged,
    list_written,
    merge_spans,
    read_journal,
    write_journal,
)
from kliping.warehouse.access.lake import Lake, connect_lake, find_lake, prepare_file_catalogue, read_lake, use_lake
from kliping.warehouse.access.lake_errors import explain_lake_errors
from kliping.warehouse.access.lake_lock import hold_lake_lock
from kliping.warehouse.access.lock import hold_lock
from kliping.warehouse.access.schema import apply_migrations
from kliping.warehouse.access.views import apply_views, list_view_files
from kliping.warehouse.errors import WarehouseError

OPEN_RETRY_SECONDS = 0.1

MARKER = "kliping-lake.csv"
"""A file with the lake's id beside its data: a machine that sees other files than the rest does not write to them."""


@contextmanager
def writer(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse for writing, migrated, under the one lock; the session's time zone is UTC.

    Raises ``WarehouseLocked`` after ``settings.lock_timeout`` seconds, ``SchemaMismatch`` for another version's file,
    ``WarehouseError`` for a file, folder or DuckLake that cannot be used.
    """
    opened = write_file(settings)
    if lake := find_lake(settings):
        opened = write_lake(lake, settings.lock_timeout, beside=settings.warehouse_path)
    with opened as connection:
        yield connection


def has_warehouse(settings: Settings) -> bool:
    """Return whether there is a warehouse, published or not, without making one."""
    if lake := find_lake(settings):
        with read_lake(lake) as connection:
            return connection is not None
    return settings.warehouse_path.exists()


@contextmanager
def write_file(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the private file."""
    path = settings.warehouse_path
    with explain_errors(path), hold_lock(writer_lock_path(settings), settings.lock_timeout):
        if not path.exists():
            _create_warehouse(path, resources.SQL_FOLDER / "schema")
        with open_warehouse_file(settings) as connection:
            yield connection


@contextmanager
def open_warehouse_file(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the private file that is there, migrated; the caller holds the lock.

    In the end all that was written is in the one file, and noted for the copies of it that are brought up to date.
    """
    copies = read_journal(settings)
    connection = _open_for_writing(settings.warehouse_path, settings.lock_timeout)
    try:
        apply_migrations(connection, resources.SQL_FOLDER / "schema")
        yield connection
    finally:
        if copies:
            _note_written(connection, settings, copies)
        connection.close()


def _note_written(
    connection: duckdb.DuckDBPyConnection, settings: Settings, copies: dict[FileStamp, list[ByteRange]]
) -> None:
    """Note what a session wrote; after one that came to grief the journal no longer fits, and all is copied once."""
    with suppress(duckdb.Error):
        written = list_written(connection, settings.warehouse_path)
        write_journal(settings, {copy: merge_spans([*spans, *written]) for copy, spans in copies.items()})


def _create_warehouse(path: Path, schema: Path) -> None:
    """Make an empty warehouse that appears whole: a kill or a full disk half-way would leave a file nobody can open."""
    with (
        replace_when_done(path, locked=True) as draft,
        duckdb.connect(str(draft), config=dict(NO_DOWNLOADS)) as connection,
    ):
        apply_migrations(connection, schema)


def _open_for_writing(path: Path, timeout: float) -> duckdb.DuckDBPyConnection:
    """Open for writing; another program (somebody's CLI) may hold the file although it knows nothing of our lock."""
    deadline = time.monotonic() + timeout
    while True:
        try:
            return connect_logged(path)
        except duckdb.IOException as error:
            if "lock" not in str(error).lower() or time.monotonic() >= deadline:
                raise
            time.sleep(OPEN_RETRY_SECONDS)  # DuckDB has no way to wait for a lock


@contextmanager
def write_lake(lake: Lake, timeout: float, *, beside: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a DuckLake for writing under its lock, made where there is none, with this version's views.

    ``beside`` is the file of the other shape: an empty lake is not begun while that one holds a warehouse.
    """
    with explain_lake_errors(lake), hold_lake_lock(lake, timeout):
        connection = connect_lake(lake)
        try:
            _attach_lake(connection, lake, beside)
            yield connection
        finally:
            connection.close()


def _attach_lake(connection: duckdb.DuckDBPyConnection, lake: Lake, beside: Path | None) -> None:
    """Attach the lake and bring it up to date; one that is made is there for readers when it is whole."""
    if lake.remote:
        connection.execute(f"SELECT count(*) FROM glob({quote_literal(lake.data + '*')})")  # noqa: S608  # is the bucket there
    if lake.kind == "sqlite":
        prepare_file_catalogue(lake)
    _attach_or_make(connection, lake)
    if has_table(connection, "last_writer"):
        _check_marker(connection)
    elif beside is not None and beside.exists():
        raise WarehouseError(
            f"{beside} holds a warehouse, and the DuckLake that KLIPING_WAREHOUSE names is empty.",
            f"`kliping move-warehouse '{lake}'` copies it there; or move the file away to start an empty one.",
        )
    apply_migrations(connection, resources.SQL_FOLDER / "schema")
    _refresh_views(connection, lake)


def _attach_or_make(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Attach the lake; a new one keeps its files where the settings say, an old one where it has them."""
    place = f"DATA_PATH {quote_literal(lake.data)}"
    known = "CREATE_IF_NOT_EXISTS false"
    if lake.data_given:
        known += f", {place}"
    try:
        use_lake(connection, lake, known)
    except duckdb.InvalidInputException as error:
        if "does not exist" not in str(error):
            raise
        if not lake.remote:
            Path(lake.data).mkdir(parents=True, exist_ok=True)
        use_lake(connection, lake, place)
        # rows that stand in the catalogue itself until they are written to a file break readers when that is done
        connection.execute("CALL kliping.set_option('data_inlining_row_limit', 0)")


def _check_marker(connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse to write where the lake's files are others than those that it was made with."""
    row = connection.execute(
        "SELECT (SELECT lake_id FROM last_writer), "
        "(SELECT value FROM kliping.options() WHERE option_name = 'data_path')"
    ).fetchone()
    assert row is not None
    marker = f"{row[1]}{MARKER}"
    try:
        found = connection.execute(f"SELECT lake_id FROM read_csv({quote_literal(marker)})").fetchone()  # noqa: S608
    except duckdb.IOException as error:
        if "no files found" not in str(error).lower():
            raise
        found = None
    if found is None or found[0] != row[0]:
        raise WarehouseError(
            f"The folder {row[1]} is not the one that holds this DuckLake's files ({marker} is missing or another's).",
            "Mount the folder that all machines share; nothing was written.",
        )


def _refresh_views(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Put this version's views on the lake where others, or none, are on it."""
    texts = "".join(path.read_text("utf-8") for path in list_view_files(resources.SQL_FOLDER))
    wanted = hashlib.sha256(texts.encode()).hexdigest()
    made = has_table(connection, "last_writer")
    if made and connection.execute("SELECT views_hash FROM last_writer").fetchall() == [(wanted,)]:
        return
    with transaction(connection):
        if not made:
            _mark_lake(connection, lake)
        connection.execute(read_sql("lake/publication"))
        apply_views(connection, resources.SQL_FOLDER)
        connection.execute("UPDATE last_writer SET views_hash = ?", [wanted])


def _mark_lake(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Give a new lake its id, in the catalogue and in a file beside its data."""
    identity = secrets.token_hex(16)
    if not lake.remote:
        Path(lake.data).mkdir(parents=True, exist_ok=True)
    connection.execute(f"COPY (SELECT '{identity}' AS lake_id) TO {quote_literal(lake.data + MARKER)}")
    connection.execute(read_sql("lake/last_writer"))
    connection.execute("INSERT INTO last_writer VALUES (NULL, ?, NULL)", [identity])
