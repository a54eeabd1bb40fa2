"""Making a copy of the warehouse that is complete: with views, comments and the times of publication.

Where the file system shares blocks, a copy takes no room and no time. Elsewhere a spare copy that nobody reads any more
is brought up to date, by the bytes of which the journal says that they may differ; without one, all is copied.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import shutil
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kliping import resources
from kliping.drafts import sync_to_disk
from kliping.failpoints import failpoint
from kliping.settings import Settings
from kliping.warehouse.access.connection import NO_DOWNLOADS, quote_literal, spare_path, stand_in_path, transaction
from kliping.warehouse.access.journal import (
    ByteRange,
    FileStamp,
    connect_logged,
    list_written,
    read_journal,
    take_stamp,
    write_journal,
)
from kliping.warehouse.access.views import apply_views
from kliping.warehouse.access.writing import open_warehouse_file

FICLONE = 0x40049409
"""ioctl_ficlone(2): share the blocks of another file (Btrfs, XFS, bcachefs)."""

FILE_HEADERS: ByteRange = (0, 12_288)
"""Where a DuckDB file says which of its blocks count; always copied."""

COPY_CHUNK = 1 << 20

MOST_PUBLICATIONS = 60_000
"""Times of earlier copies that are remembered: a year of one every ten minutes."""


@dataclass(frozen=True, slots=True)
class CopyCost:
    """How a copy was made: ``reflink``, ``changes`` or ``copy``; and how many bytes that wrote, views included."""

    how: str
    written: int


def make_copy(settings: Settings, draft: Path, published: list[dt.datetime], spare: Path) -> CopyCost:
    """Copy the warehouse to ``draft``, out of ``spare`` where that can be; ``spare`` is gone then, in any case.

    The caller holds the writer's lock. Raises ``WarehouseError`` for a view that does not work.
    """
    with open_warehouse_file(settings) as connection:
        connection.execute("CHECKPOINT")  # a write-ahead log would not be copied
    failpoint("publish.copy")
    copies = read_journal(settings)
    cost = _fill_draft(settings.warehouse_path, draft, spare, copies)
    failpoint("publish.views")
    own = _add_views(draft, resources.SQL_FOLDER, published)
    failpoint("publish.sync")
    sync_to_disk(draft)
    _note_copy(settings, draft, own, copies)
    return CopyCost(cost.how, cost.written + sum(stop - start for start, stop in own))


def read_publications(target: Path) -> list[dt.datetime]:
    """Return when earlier copies were made, as the present copy has recorded; none where it cannot be read."""
    if not target.exists():
        return []
    try:
        with duckdb.connect(config=dict(NO_DOWNLOADS)) as connection:
            connection.execute(f"ATTACH {quote_literal(target)} AS old (READ_ONLY)")
            return [at for (at,) in connection.execute("SELECT published_at FROM old.publication").fetchall()]
    except duckdb.Error:
        return []


def _fill_draft(source: Path, draft: Path, spare: Path, copies: Mapping[FileStamp, list[ByteRange]]) -> CopyCost:
    """Make ``draft`` the same as ``source`` to the byte, in the cheapest way that there is."""
    if _share_blocks(source, draft):
        spare.unlink(missing_ok=True)
        return CopyCost("reflink", 0)
    written = _renew_spare(source, draft, spare, copies)
    if written is not None:
        return CopyCost("changes", written)
    draft.unlink(missing_ok=True)
    shutil.copyfile(source, draft)
    return CopyCost("copy", draft.stat().st_size)


def _share_blocks(source: Path, draft: Path) -> bool:
    with source.open("rb") as old, draft.open("wb") as new:
        try:
            fcntl.ioctl(new.fileno(), FICLONE, old.fileno())
        except OSError:
            return False
    return True


def _renew_spare(source: Path, draft: Path, spare: Path, copies: Mapping[FileStamp, list[ByteRange]]) -> int | None:
    """Make ``draft`` of the spare; return the bytes that this wrote, or None where it cannot be done."""
    if (stamp := take_stamp(spare)) is None:
        return None
    spare.replace(draft)
    failpoint("publish.renew")
    if stamp not in copies or not (descriptor := _open_alone(draft)):
        return None
    try:
        return _copy_spans(source, descriptor, [FILE_HEADERS, *copies[stamp]])
    finally:
        os.close(descriptor)  # gives the lease back


def _open_alone(path: Path) -> int | None:
    """Open a file that nobody else has open, and that has no other name; whoever opens it meanwhile waits.

    Only then may it be changed: the kernel leases a file to a writer when no other process, reader or not, has it open.
    """
    if path.stat().st_nlink != 1 or not hasattr(fcntl, "F_SETLEASE"):
        return None
    path.chmod(0o644)
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)  # tells that somebody waits; it is ignored
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    except OSError:  # it is open elsewhere, or this file system leases nothing
        os.close(descriptor)
        return None
    return descriptor


def _copy_spans(source: Path, target: int, spans: list[ByteRange]) -> int:
    """Copy these bytes of a file to the same places of another, which gets its size; return how many they were."""
    written = 0
    with source.open("rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        os.ftruncate(target, size)
        for start, stop in spans:
            failpoint("publish.span")
            for place in range(start, min(stop, size), COPY_CHUNK):
                chunk = os.pread(file.fileno(), min(COPY_CHUNK, stop - place), place)
                written += _write_all(target, chunk, place)
    return written


def _write_all(target: int, chunk: bytes, place: int) -> int:
    """Write all of a chunk: a disk that is nearly full takes a part of it without an error."""
    done = 0
    while done < len(chunk):
        done += os.pwrite(target, chunk[done:], place + done)
    return done


def _add_views(draft: Path, sql: Path, published: list[dt.datetime]) -> list[ByteRange]:
    """Add views, macros and comments, which belong to the copy alone; return where that wrote.

    Changing one takes no migration. The times of publication are the copy's too, and handed on from copy to copy: the
    warehouse is not written for them.
    """
    connection = connect_logged(draft)
    try:
        with transaction(connection):  # of hundreds of statements: each by itself would wait for the disk
            connection.execute("CREATE OR REPLACE TABLE publication (published_at TIMESTAMPTZ NOT NULL)")
            connection.execute(
                "INSERT INTO publication SELECT unnest(?::TIMESTAMPTZ[]) AS published_at ORDER BY ALL",
                [published[-MOST_PUBLICATIONS:]],
            )
            apply_views(connection, sql)
        written = list_written(connection, draft)
    finally:
        connection.close()
    draft.chmod(0o444)  # a shell opened without -readonly fails with a message, and takes no lock that keeps others out
    return written


def _note_copy(
    settings: Settings, draft: Path, own: list[ByteRange], copies: Mapping[FileStamp, list[ByteRange]]
) -> None:
    """Note the new copy in the journal, with those of the older ones that are still there."""
    places = (settings.published_path, spare_path(settings), stand_in_path(settings))
    there = {take_stamp(path) for path in places}
    kept = {stamp: spans for stamp, spans in copies.items() if stamp in there}
    if stamp := take_stamp(draft):
        kept[stamp] = own
    write_journal(settings, kept)
