"""Opening the two files: the private warehouse for the one writer, the published copy for everybody else."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from kliping import resources
from kliping.drafts import replace_when_done
from kliping.errors import FULL_DISK
from kliping.settings import Settings
from kliping.warehouse.errors import WarehouseError, WarehouseLocked
from kliping.warehouse.lock import hold_lock
from kliping.warehouse.schema import apply_migrations

NO_DOWNLOADS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
"""Settings under which a query downloads nothing."""

OPEN_RETRY_SECONDS = 0.1

HOLDER_IN_MESSAGE = re.compile(r"held in (\S+ \(PID \d+\))")
"""Who holds a file, in DuckDB's message."""


@contextmanager
def writer(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse for writing, migrated, under the one lock; the session's time zone is UTC.

    Raises ``WarehouseLocked`` after ``settings.lock_timeout`` seconds, ``SchemaMismatch`` for another version's file,
    ``WarehouseError`` for a file or folder that cannot be used.
    """
    path = settings.warehouse_path
    schema = resources.SQL_FOLDER / "schema"
    with explain_errors(path), hold_lock(writer_lock_path(settings), settings.lock_timeout):
        if not path.exists():
            _create_warehouse(path, schema)
        connection = _open_for_writing(path, settings.lock_timeout)
        try:
            connection.execute("SET TimeZone = 'UTC'")
            apply_migrations(connection, schema)
            yield connection
        finally:
            connection.close()


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit all of what is done inside, or nothing of it."""
    connection.begin()
    try:
        yield
        connection.commit()
    except BaseException:
        with suppress(duckdb.TransactionException):  # a commit that failed (a full disk) has ended it already
            connection.rollback()
        raise


def quote_literal(text: Path | str) -> str:
    """Return text as an SQL string literal, for statements that take no parameter."""
    return "'" + str(text).replace("'", "''") + "'"


def writer_lock_path(settings: Settings) -> Path:
    """Return the lock file that every writer takes, publishing and maintenance included."""
    return settings.data_path / "warehouse.lock"


def find_holder(path: Path) -> str:
    """Return who holds a database file open for writing, as DuckDB tells it; empty where nobody does."""
    if not path.exists():
        return ""
    try:
        with duckdb.connect(config=dict(NO_DOWNLOADS)) as connection:
            connection.execute(f"ATTACH {quote_literal(path)} AS held (READ_ONLY)")
    except duckdb.IOException as error:
        message = str(error)
        if "lock" not in message.lower():
            return ""  # damaged or not permitted: whoever reads it gets the error
        return _name_holder(message)
    except duckdb.Error:
        return ""
    return ""


def _name_holder(message: str) -> str:
    """Return who holds a file, by DuckDB's message."""
    holder = HOLDER_IN_MESSAGE.search(message)
    return holder[1] if holder else "another program"


def stand_in_path(settings: Settings) -> Path:
    """Return where the stand-in is kept; a publication removes it."""
    return settings.published_path.with_name("kliping.stand-in.duckdb")


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
            return duckdb.connect(str(path), config=dict(NO_DOWNLOADS))
        except duckdb.IOException as error:
            if "lock" not in str(error).lower() or time.monotonic() >= deadline:
                raise
            time.sleep(OPEN_RETRY_SECONDS)  # DuckDB has no way to wait for a lock


@contextmanager
def explain_errors(path: Path) -> Iterator[None]:
    """Turn what DuckDB and the operating system say about ``path`` into a ``WarehouseError`` with a remedy."""
    try:
        yield
    except duckdb.Error as error:
        explained = _explain_error(path, str(error))
        if explained is None:
            raise
        raise explained from error
    except PermissionError as error:
        raise WarehouseError(f"{error.filename or path} may not be written: {error.strerror}.", _OWNER) from error
    except OSError as error:
        if error.errno in FULL_DISK:
            raise WarehouseError(f"The disk is full: {path} could not be written.", _SPACE) from error
        raise


_OWNER = "Check the owner and the rights of the data folder, or set KLIPING_DATA to one that can be written."
_SPACE = "Make room and run again; nothing was half-loaded."
_RESTORE = "Restore it from a backup (kliping restore), or move it away and rebuild it from the archive (reprocess)."


def _explain_error(path: Path, message: str) -> WarehouseError | None:
    first = message.strip().splitlines()[0]
    text = message.lower()
    if "conflicting lock" in text or "could not set lock" in text:
        holder = HOLDER_IN_MESSAGE.search(message)
        named = "another program"
        if holder:
            named += f": {holder[1]}"
        return WarehouseLocked(
            f"{path} is held open by {named}.",
            f"Close it there; analysts open {path.with_name('kliping.duckdb').name}, read only (make sql).",
        )
    if any(sign in text for sign in ("no space left", "file too large", "disk quota", "could not write all bytes")):
        return WarehouseError(f"The disk is full: {path} could not be written ({first}).", _SPACE)
    if "permission denied" in text or "read-only file system" in text or "read only file system" in text:
        return WarehouseError(f"{path} may not be opened: {first}", _OWNER)
    if "newer version" in text or "version number" in text:
        return WarehouseError(f"{path} was written by another version of DuckDB: {first}", "Install that version.")
    if any(sign in text for sign in ("not a valid duckdb", "corrupt", "checksum", "invalid database", "enough bytes")):
        return WarehouseError(f"{path} is damaged: {first}", _RESTORE)
    return None
