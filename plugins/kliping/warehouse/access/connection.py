"""What opening the warehouse takes in either shape: transactions, who holds a file, and what errors mean."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from kliping.errors import FULL_DISK
from kliping.settings import Settings
from kliping.warehouse.errors import WarehouseError, WarehouseLocked

NO_DOWNLOADS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
"""Settings under which a query downloads nothing."""

HOLDER_IN_MESSAGE = re.compile(r"held in (\S+ \(PID \d+\))")
"""Who holds a file, in DuckDB's message."""


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection, message: str = "") -> Iterator[None]:
    """Commit all of what is done inside, or nothing of it.

    A DuckLake keeps ``message``, such as a load's id, beside what the transaction left; only one of the transactions
    with a message that are under way at once can be committed.
    """
    connection.begin()
    try:
        if message:
            mark_transaction(connection, message)
        yield
        connection.commit()
    except BaseException:
        with suppress(duckdb.TransactionException):  # a commit that failed (a full disk) has ended it already
            connection.rollback()
        raise


def mark_transaction(connection: duckdb.DuckDBPyConnection, message: str) -> None:
    """Name what the transaction under way leaves in a DuckLake; of two such at once only one can be committed."""
    if is_lake(connection):
        connection.execute("UPDATE last_writer SET load_id = ?", [message])  # where two of them would collide
        connection.execute("CALL kliping.set_commit_message('kliping', ?)", [message])


def fetch_rows(found: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """Yield the rows that a query found, a thousand in memory at a time."""
    while rows := found.fetchmany(1_000):
        yield from rows


def is_lake(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether the database in use is a DuckLake, which lacks a few things that a file has."""
    row = connection.execute("SELECT type FROM duckdb_databases() WHERE database_name = current_database()").fetchone()
    return bool(row) and row is not None and row[0] == "ducklake"


def has_table(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Return whether the database in use has a table: one that an older Kliping wrote lacks the newest.

    A DuckLake is asked by its own function: ``duckdb_tables()`` would read the whole catalogue of its PostgreSQL.
    """
    query = "SELECT count(*) FROM duckdb_tables() WHERE database_name = current_database() AND table_name = ?"
    if is_lake(connection):
        query = "SELECT count(*) FROM ducklake_table_info(current_database()) WHERE table_name = ?"
    row = connection.execute(query, [name]).fetchone()
    return row is not None and row[0] > 0


def is_conflict(error: duckdb.Error) -> bool:
    """Return whether a commit failed only because another one came first: the same may be done again."""
    return "transaction conflict" in str(error).lower()


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


def spare_path(settings: Settings) -> Path:
    """Return where the publication before the last is kept, of which the next one is made."""
    return settings.published_path.with_name("kliping.spare.duckdb")


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
        if error.errno == errno.ENAMETOOLONG:
            raise WarehouseError(f"The name of {path} is too long.", _SHORTER) from error
        raise


_OWNER = "Check the owner and the rights of the data folder, or set KLIPING_DATA to one that can be written."
_SPACE = "Make room and run again; nothing was half-loaded."
_SHORTER = "Choose a shorter one: of 230 bytes at most, as the draft beside it needs the rest."
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
    if "file name too long" in text:
        return WarehouseError(f"The name of {path} is too long.", _SHORTER)
    if "newer version" in text or "version number" in text:
        return WarehouseError(f"{path} was written by another version of DuckDB: {first}", "Install that version.")
    if any(sign in text for sign in ("not a valid duckdb", "corrupt", "checksum", "invalid database", "enough bytes")):
        return WarehouseError(f"{path} is damaged: {first}", _RESTORE)
    return None
