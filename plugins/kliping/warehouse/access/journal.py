"""Where each copy of the warehouse differs from it: so that a copy is brought up to date rather than made again.

DuckDB logs every write to a file with its place. Whoever writes the warehouse notes these places here when it is done,
for each copy that was made before. A copy, or a warehouse, that anything else has changed meanwhile no longer bears its
stamp, and nothing is known of it: killed writers, other programs, a lost journal cost a whole copy, never a wrong one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import duckdb

from kliping.drafts import write_whole
from kliping.settings import Settings
from kliping.warehouse.access.connection import NO_DOWNLOADS, quote_literal

ByteRange = tuple[int, int]
"""Bytes of a file: the first, and the one after the last."""

LOGGED_WRITES = """
    SELECT pos::BIGINT, pos::BIGINT + bytes::BIGINT FROM duckdb_logs_parsed('FileSystem')
    WHERE op = 'WRITE' AND parse_filename(path) = ?
"""


class FileStamp(NamedTuple):
    """What tells one state of a file from every other: each write to it changes its time."""

    inode: int
    size: int
    changed_at: int
    """Nanoseconds since 1970."""


def take_stamp(path: Path) -> FileStamp | None:
    """Return the stamp of a file as it is now; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return FileStamp(found.st_ino, found.st_size, found.st_mtime_ns)


def connect_logged(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a database file for writing, as ``warehouse``, with a log of what is written to it (``list_written``).

    The log must be there before the file is opened, which is therefore attached to an instance in memory. The caller
    closes it. Raises ``duckdb.Error``.
    """
    connection = duckdb.connect(config=dict(NO_DOWNLOADS))
    try:
        connection.execute("CALL enable_logging('FileSystem')")
        connection.execute(f"ATTACH {quote_literal(path)} AS warehouse")
        connection.execute("USE warehouse")
        connection.execute(f"SET temp_directory = {quote_literal(f'{path}.tmp')}")
        connection.execute("SET TimeZone = 'UTC'")
    except BaseException:
        connection.close()
        raise
    return connection


def list_written(connection: duckdb.DuckDBPyConnection, path: Path) -> list[ByteRange]:
    """Return what the session has written to its file, once all of it is there: this is a checkpoint."""
    connection.execute("CHECKPOINT")
    return merge_spans(connection.execute(LOGGED_WRITES, [path.name]).fetchall())


def merge_spans(spans: Iterable[ByteRange]) -> list[ByteRange]:
    """Return the same bytes in as few spans as they take, in order."""
    merged: list[ByteRange] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def read_journal(settings: Settings) -> dict[FileStamp, list[ByteRange]]:
    """Return where each known copy differs from the warehouse as it is now; empty where that is not known."""
    try:
        noted = json.loads(_journal_path(settings).read_text("utf-8"))
        if FileStamp(*noted["warehouse"]) != take_stamp(settings.warehouse_path):
            return {}
        return {FileStamp(*copy): [(start, stop) for start, stop in spans] for copy, spans in noted["copies"]}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def write_journal(settings: Settings, copies: Mapping[FileStamp, list[ByteRange]]) -> None:
    """Note where each copy differs from the warehouse as it is now."""
    noted = {"warehouse": take_stamp(settings.warehouse_path), "copies": list(copies.items())}
    with suppress(OSError):  # a full disk: the next copy is a whole one
        write_whole(_journal_path(settings), json.dumps(noted))


def _journal_path(settings: Settings) -> Path:
    return settings.warehouse_path.with_name("warehouse.journal.json")
