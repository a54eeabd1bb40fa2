"""The read copy: what analysts open. It appears whole or not at all, and readers of the one before keep theirs."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kliping.clock import Clock, read_clock
from kliping.drafts import replace_when_done, sync_to_disk
from kliping.failpoints import failpoint
from kliping.settings import Settings
from kliping.warehouse.access.connection import explain_errors, find_holder, spare_path, stand_in_path, writer_lock_path
from kliping.warehouse.access.copying import make_copy, read_publications
from kliping.warehouse.access.lake import find_lake
from kliping.warehouse.access.lock import hold_lock


@dataclass(frozen=True, slots=True)
class PublishReport:
    """``published`` is False where the copy is young enough (``settings.publish_every``) or nothing was ever loaded."""

    path: Path
    published: bool
    bytes: int = 0
    seconds: float = 0.0
    how: str = ""
    """``reflink``, ``changes`` or ``copy``; ``lake`` where every load is published by being committed."""
    written: int = 0
    """Bytes that it wrote: as many as there are only where all was copied."""
    notes: tuple[str, ...] = ()
    holder: str = ""
    """The program that holds the copy open for writing; nothing was published because of it."""


def publish_copy(settings: Settings, *, force: bool = False, clock: Clock = read_clock) -> PublishReport:
    """Replace the published copy, under the writer's lock, by one of the warehouse as it is now.

    The one before is kept as the spare of the next publication, which then costs what was written since.

    Where another program holds the copy open for writing nothing is published, and the report says who: what that
    program writes beside the file must not meet the new one. Raises ``WarehouseError``; the copy that stands stays as
    it is then. ``force`` publishes however young the copy is and whoever holds it.
    """
    source, target, spare = settings.warehouse_path, settings.published_path, spare_path(settings)
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
            times = [*read_publications(target), clock()]
            cost = make_copy(settings, draft, times, spare)
            _set_aside_wal(target, notes)
            failpoint("publish.spare")
            if cost.how != "reflink":
                _keep_spare(target, spare)
            failpoint("publish.rename")
        sync_to_disk(target.parent)
        stand_in_path(settings).unlink(missing_ok=True)
        failpoint("publish.done")
    seconds = time.monotonic() - started
    return PublishReport(target, True, target.stat().st_size, seconds, cost.how, cost.written, tuple(notes))


def _is_young(target: Path, minutes: float) -> bool:
    return target.exists() and time.time() - target.stat().st_mtime < minutes * 60


def _keep_spare(target: Path, spare: Path) -> None:
    """Keep the copy that is about to be replaced for the next publication, where there is room for it.

    Until the new one has taken its place it has both names; a copy with two names is never written to.
    """
    spare.unlink(missing_ok=True)
    if not target.exists() or shutil.disk_usage(target.parent).free < target.stat().st_size:
        return
    with suppress(OSError):  # a file system without hard links: the next publication copies all
        spare.hardlink_to(target)


def _set_aside_wal(target: Path, notes: list[str]) -> None:
    """Move a log that somebody's writable session left beside the old copy: it must not meet the new one."""
    wal = target.with_name(target.name + ".wal")
    if wal.exists():
        aside = wal.with_name(f"{wal.name}.{int(time.time())}.aside")
        wal.replace(aside)
        notes.append(f"{wal.name} lay beside the published copy (somebody wrote to it); moved to {aside.name}")
