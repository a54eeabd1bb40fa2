"""Maintenance: compaction, backup and restore, removal of stage folders that are no longer needed."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kliping import resources
from kliping.drafts import replace_when_done
from kliping.failpoints import failpoint
from kliping.settings import Settings
from kliping.warehouse.access.connection import NO_DOWNLOADS, explain_errors, quote_literal, writer_lock_path
from kliping.warehouse.access.lake import find_lake
from kliping.warehouse.access.lock import hold_lock
from kliping.warehouse.access.reading import reader
from kliping.warehouse.access.schema import apply_migrations, find_pending
from kliping.warehouse.access.writing import has_warehouse, open_warehouse_file, writer
from kliping.warehouse.errors import WarehouseError
from kliping.warehouse.lake_maintenance import LakeMaintenance, maintain_lake
from kliping.warehouse.moving import fill_file, fill_lake
from kliping.warehouse.publish import publish_copy


@dataclass(frozen=True, slots=True)
class Compaction:
    """Bytes of the warehouse before and after, and seconds."""

    before: int
    after: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.before / 1e6:,.1f} MB before, {self.after / 1e6:,.1f} MB after, in {self.seconds:.1f} s"


def compact_warehouse(settings: Settings) -> Compaction | LakeMaintenance | None:
    """Rewrite the warehouse without the space that updates and deletions left; None where there is no warehouse.

    The new file takes the old one's place only when every table in it has as many rows. A DuckLake has its files merged
    and its old snapshots expired. Raises ``WarehouseError``.
    """
    if not has_warehouse(settings):
        return None
    if find_lake(settings):
        return maintain_lake(settings)
    path = settings.warehouse_path
    began, before = time.monotonic(), path.stat().st_size
    with (
        explain_errors(path),
        hold_lock(writer_lock_path(settings), settings.lock_timeout),
        replace_when_done(path, locked=True) as draft,
    ):
        with duckdb.connect(config=dict(NO_DOWNLOADS)) as connection:
            connection.execute(f"ATTACH {quote_literal(path)} AS old")
            connection.execute("CHECKPOINT old")
            connection.execute(f"ATTACH {quote_literal(draft)} AS new")
            failpoint("compact.copy")
            connection.execute("COPY FROM DATABASE old TO new")
            connection.execute("CHECKPOINT new")
            if _count_rows(connection, "old") != _count_rows(connection, "new"):
                raise WarehouseError(
                    "The compacted copy does not have the same number of rows.", "The warehouse is unchanged."
                )
            connection.execute("DETACH new")
            connection.execute("DETACH old")
        failpoint("compact.rename")
    return Compaction(before, path.stat().st_size, time.monotonic() - began)


def copy_warehouse(settings: Settings, folder: Path) -> Path:
    """Copy the warehouse to ``folder`` as ``warehouse-TIME.duckdb``, with its SHA-256 beside it; return its path.

    Raises ``WarehouseError``, also where there is no warehouse to copy.
    """
    if not has_warehouse(settings):
        raise WarehouseError(
            f"There is no warehouse at {find_lake(settings) or settings.warehouse_path}.", "Nothing to back up."
        )
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"warehouse-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.duckdb"
    with explain_errors(target), replace_when_done(target, locked=True) as draft:
        if find_lake(settings):
            with writer(settings) as connection:
                fill_file(connection, draft)
        else:
            _copy_file(settings, draft)
        checksum = _hash_file(draft)
        _checksum_path(target).write_text(f"{checksum}  {target.name}\n", encoding="utf-8")
    return target


def _copy_file(settings: Settings, draft: Path) -> None:
    """Copy the warehouse's file as it is while nobody writes to it."""
    source = settings.warehouse_path
    with hold_lock(writer_lock_path(settings), settings.lock_timeout):
        with open_warehouse_file(settings) as connection:
            connection.execute("CHECKPOINT")
        failpoint("backup.copy")
        shutil.copyfile(source, draft)


def verify_backup(copy: Path) -> None:
    """Check that a backup can be restored: its checksum, its schema, and that loads are in it.

    Raises ``WarehouseError``.
    """
    with explain_errors(copy), tempfile.TemporaryDirectory(dir=copy.parent) as folder:
        trial = Path(folder) / copy.name
        _fetch_backup(copy, trial)
        with duckdb.connect(config=dict(NO_DOWNLOADS)) as connection:
            connection.execute(f"ATTACH {quote_literal(trial)} AS kept (READ_ONLY)")
            kept = _count_rows(connection, "kept")
    if not kept.get("loads"):
        raise WarehouseError(f"{copy} holds no load.", "Back up again when something was loaded.")


def restore_backup(settings: Settings, copy: Path) -> None:
    """Put a backup in the warehouse's place and publish it; the file that stood there is kept as ``.replaced``.

    In a DuckLake it becomes the newest snapshot; what was there before can be looked back at.

    The copy must have the checksum that was written with it, open, and fit this version's schema. Raises
    ``WarehouseError`` before anything is touched.
    """
    path = settings.warehouse_path
    path.parent.mkdir(parents=True, exist_ok=True)
    if find_lake(settings):
        _restore_lake(settings, copy)
        return
    with (
        explain_errors(copy),
        hold_lock(writer_lock_path(settings), settings.lock_timeout),
        replace_when_done(path, locked=True) as draft,
    ):
        _fetch_backup(copy, draft)
        failpoint("restore.rename")
        wal = path.with_name(path.name + ".wal")
        for old in (path, wal):
            if old.exists():
                old.replace(old.with_name(old.name + ".replaced"))
    publish_copy(settings, force=True)


def _restore_lake(settings: Settings, copy: Path) -> None:
    """Replace all that a DuckLake holds by a backup, in one transaction."""
    settings.data_path.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.data_path) as folder:
        draft = Path(folder) / copy.name
        with explain_errors(copy):
            _fetch_backup(copy, draft)
            with duckdb.connect(str(draft), config=dict(NO_DOWNLOADS)) as connection:
                apply_migrations(connection, resources.SQL_FOLDER / "schema")
        with writer(settings) as connection:
            fill_lake(connection, draft)


def _fetch_backup(copy: Path, draft: Path) -> None:
    """Bring a backup to ``draft``, if it is what was backed up and fits this version."""
    if not copy.is_file() or not _checksum_path(copy).is_file():
        raise WarehouseError(
            f"{copy} is no backup: the file or its .sha256 is missing.", "Name a file that `kliping backup` wrote."
        )
    shutil.copyfile(copy, draft)
    if _checksum_path(copy).read_text("utf-8").split()[0] != _hash_file(draft):
        raise WarehouseError(f"{copy} is damaged: its checksum does not match.", "Take an older backup.")
    with duckdb.connect(str(draft), config=dict(NO_DOWNLOADS)) as connection:
        find_pending(connection, resources.SQL_FOLDER / "schema")


def remove_stage_folders(settings: Settings, *, days: float = 14, unsettled_days: float = 90) -> tuple[str, ...]:
    """Remove stage folders and Data Docs of runs whose last change is long ago; return their runs.

    ``days`` for a run whose every load was ``ok`` and for a watch that found nothing: what they held is in the
    warehouse. ``unsettled_days`` for one that was refused, failed or never loaded, so that a person has time to
    decide; its pages stay in the archive in any case.
    """
    with reader(settings) as connection:
        if connection is None:
            return ()
        loads = dict(connection.execute("SELECT run, bool_and(status = 'ok') FROM loads GROUP BY run").fetchall())
    now = time.time()
    gone = set()
    for folder in (*settings.stage_path.glob("run=*"), *(settings.data_path / "docs").glob("*")):
        run = folder.name.removeprefix("run=")
        settled = loads.get(run, ".watch-" in run)
        kept_days = days if settled else unsettled_days
        if folder.is_dir() and now - _last_change(folder) > kept_days * 86_400:
            failpoint("clear.remove")
            shutil.rmtree(folder)
            gone.add(run)
    return tuple(sorted(gone))


def _last_change(folder: Path) -> float:
    return max(path.stat().st_mtime for path in (folder, *folder.rglob("*")))


def _count_rows(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, int]:
    """Return the number of rows of each table."""
    names = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? ORDER BY 1", [database]
    ).fetchall()
    counts = {}
    for (name,) in names:
        row = connection.execute(f'SELECT count(*) FROM {database}."{name}"').fetchone()  # noqa: S608
        counts[name] = row[0] if row else 0
    return counts


def _checksum_path(copy: Path) -> Path:
    return copy.with_name(copy.name + ".sha256")


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
