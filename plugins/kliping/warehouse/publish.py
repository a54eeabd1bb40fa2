"""The read copy: what analysts open. It appears whole or not at all, and readers of the one before keep theirs."""

from __future__ import annotations

import datetime as dt
import fcntl
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kliping import resources
from kliping.drafts import replace_when_done, sync_to_disk
from kliping.failpoints import failpoint
from kliping.settings import Settings
from kliping.warehouse.connection import (
    NO_DOWNLOADS,
    explain_errors,
    find_holder,
    quote_literal,
    stand_in_path,
    writer_lock_path,
)
from kliping.warehouse.lake import find_lake
from kliping.warehouse.lock import hold_lock
from kliping.warehouse.schema import apply_migrations
from kliping.warehouse.views import apply_views

FICLONE = 0x40049409
"""ioctl_ficlone(2): share the blocks of another file (Btrfs, XFS, bcachefs)."""


MOST_PUBLICATIONS = 60_000
"""Times of earlier copies that are remembered: a year of one every ten minutes."""


@dataclass(frozen=True, slots=True)
class PublishReport:
    """``published`` is False where the copy is young enough (``settings.publish_every``) or nothing was ever loaded."""

    path: Path
    published: bool
    bytes: int = 0
    seconds: float = 0.0
    how: str = ""
    """``reflink`` or ``copy``; ``lake`` where every load is published by being committed."""
    notes: tuple[str, ...] = ()
    holder: str = ""
    """The program that holds the copy open for writing; nothing was published because of it."""


def publish_copy(settings: Settings, *, force: bool = False) -> PublishReport:
    """Replace the published copy: copy under the writer's lock, add views and comments, fsync, rename.

    Where another program holds the copy open for writing nothing is published, and the report says who: what that
    program writes beside the file must not meet the new one. Raises ``WarehouseError``; the copy that stands stays as
    it is then. ``force`` publishes however young the copy is and whoever holds it.
    """
    source, target = settings.warehouse_path, settings.published_path
    if find_lake(settings):
        return PublishReport(target, published=True, how="lake")
    if not source.exists() or (not force and _is_young(target, settings.publish_every)):
        return PublishReport(target, published=False)
    if not force and (holder := find_holder(target)):
        return PublishReport(target, published=False, holder=holder)
    started = time.monotonic()
    notes: list[str] = []
    with explain_errors(target), hold_lock(writer_lock_path(settings), settings.lock_timeout):
        failpoint("publish.begin")
        with replace_when_done(target, locked=True) as draft:
            how = make_copy(settings, draft, [*read_publications(target), dt.datetime.now(dt.UTC)])
            _set_aside_wal(target, notes)
            failpoint("publish.rename")
        sync_to_disk(target.parent)
        stand_in_path(settings).unlink(missing_ok=True)
        failpoint("publish.done")
    return PublishReport(target, True, target.stat().st_size, time.monotonic() - started, how, tuple(notes))


def make_copy(settings: Settings, draft: Path, published: list[dt.datetime]) -> str:
    """Copy the warehouse to ``draft`` with views, comments and the times of publication; says how it was copied.

    The caller holds the writer's lock.
    """
    source = settings.warehouse_path
    _checkpoint_warehouse(source, resources.SQL_FOLDER / "schema")
    failpoint("publish.copy")
    how = _copy_file(source, draft)
    failpoint("publish.views")
    _add_views(draft, resources.SQL_FOLDER, published)
    failpoint("publish.sync")
    sync_to_disk(draft)
    return how


def _is_young(target: Path, minutes: float) -> bool:
    return target.exists() and time.time() - target.stat().st_mtime < minutes * 60


def _checkpoint_warehouse(source: Path, schema: Path) -> None:
    """Bring everything of the warehouse into its one file: a write-ahead log would not be copied."""
    connection = duckdb.connect(str(source), config=dict(NO_DOWNLOADS))
    try:
        apply_migrations(connection, schema)
        connection.execute("CHECKPOINT")
    finally:
        connection.close()


def _copy_file(source: Path, draft: Path) -> str:
    """Copy a file, by sharing its blocks where the file system can; return how."""
    with source.open("rb") as old, draft.open("wb") as new:
        try:
            fcntl.ioctl(new.fileno(), FICLONE, old.fileno())
            return "reflink"
        except OSError:
            pass
    shutil.copyfile(source, draft)
    return "copy"


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


def _add_views(draft: Path, sql: Path, published: list[dt.datetime]) -> None:
    """Add views, macros and comments, which belong to the copy alone: changing one takes no migration.

    The times of publication are the copy's too, and handed on from copy to copy: the warehouse is not written for them.
    """
    connection = duckdb.connect(str(draft), config=dict(NO_DOWNLOADS))
    try:
        connection.execute("CREATE OR REPLACE TABLE publication (published_at TIMESTAMPTZ NOT NULL)")
        connection.execute(
            "INSERT INTO publication SELECT unnest(?::TIMESTAMPTZ[]) AS published_at ORDER BY ALL",
            [published[-MOST_PUBLICATIONS:]],
        )
        apply_views(connection, sql)
        connection.execute("CHECKPOINT")
    finally:
        connection.close()
    draft.chmod(0o444)  # a shell opened without -readonly fails with a message, and takes no lock that keeps others out


def _set_aside_wal(target: Path, notes: list[str]) -> None:
    """Move a log that somebody's writable session left beside the old copy: it must not meet the new one."""
    wal = target.with_name(target.name + ".wal")
    if wal.exists():
        aside = wal.with_name(f"{wal.name}.{int(time.time())}.aside")
        wal.replace(aside)
        notes.append(f"{wal.name} lay beside the published copy (somebody wrote to it); moved to {aside.name}")
