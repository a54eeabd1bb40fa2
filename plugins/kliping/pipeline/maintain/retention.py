"""What grows without being archive or warehouse: how long each kind is kept, what it takes, and clearing it.

``KINDS`` is the one list; `kliping status --disk` shows it, and the DAG `maintain` clears by it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from kliping import warehouse
from kliping.failpoints import failpoint
from kliping.pipeline.runs import handover, sharing
from kliping.settings import Settings
from kliping.storage import explain_place, is_remote, open_place

DAY_SECONDS = 86_400.0
TOLD_PROCESSES = 3


@dataclass(frozen=True, slots=True)
class DiskKind:
    """A kind of file: which it owns of the data folder, the setting that may put it elsewhere, how long it stays."""

    name: str
    patterns: tuple[str, ...]
    """Of paths relative to the data folder; the first kind that fits owns a file."""
    kept: str
    """Of the settings' fields."""
    place: str = ""
    """Setting or property that names the place of all of it."""


KINDS = (
    DiskKind(
        "archive", ("archive/*",), "for good; KLIPING_ARCHIVE_DAYS and KLIPING_ARCHIVE_GIGABYTES limit it", "archive"
    ),
    DiskKind("set aside", ("*.aside", "*.replaced"), "{unsettled_days} days (KLIPING_UNSETTLED_DAYS)"),
    DiskKind("warehouse", ("warehouse.*", "lake/*"), "for good"),
    DiskKind("spare copy", ("kliping.spare.*",), "the next publication is made of it; none where the disk has no room"),
    DiskKind("published copy", ("kliping.*",), "until the next publication"),
    DiskKind("search index", ("search.*",), "until the next day's index"),
    DiskKind(
        "stage",
        ("stage/*",),
        "{stage_days} days (KLIPING_STAGE_DAYS); {unsettled_days} where something failed (KLIPING_UNSETTLED_DAYS)",
        "stage",
    ),
    DiskKind("validation pages", ("docs/*",), "with the stage; runs without a failing rule have none"),
    DiskKind("learned", ("learned/*",), "for good: runs name the snapshot that they used", "learned"),
    DiskKind("spool", ("spool/*",), "until the next run of the same day moves it to the archive"),
    DiskKind("pace", ("pace/*",), "{log_days} days (KLIPING_LOG_DAYS)"),
    DiskKind("Airflow's logs", ("airflow/logs/*",), "{log_days} days (KLIPING_LOG_DAYS)", "log_folder"),
    DiskKind("tokens of runs", (".shared/*",), "{unsettled_days} days (KLIPING_UNSETTLED_DAYS)"),
    DiskKind("Airflow's database", ("airflow/*",), "runs 90 days; `make serve` and compose's `cleaner` clear them"),
    DiskKind("backups", ("backups/*",), "the newest four", "backups"),
    DiskKind("copies of outlet files", ("outlets/*",), "until the next run"),
    DiskKind("other", ("*",), "for good"),
)


@dataclass(slots=True)
class DiskUse:
    """What a kind takes now."""

    name: str
    place: str
    kept: str
    files: int = 0
    bytes: int = 0


def measure_disk(settings: Settings) -> list[DiskUse]:
    """Return what every kind takes: of the whole data folder, and of the places that settings put elsewhere."""
    given = settings.model_dump()
    home = settings.data_path
    uses = {kind.name: DiskUse(kind.name, "", kind.kept.format_map(given)) for kind in KINDS}
    for path, size in _walk_folder(home):
        relative = path.relative_to(home).as_posix()
        owner = next(kind for kind in KINDS if any(fnmatch(relative, pattern) for pattern in kind.patterns))
        _count_file(uses[owner.name], size, f"{home.name}/{relative.partition('/')[0]}")
    for kind in KINDS:
        place = str(getattr(settings, kind.place) or "") if kind.place else ""
        if place and (is_remote(place) or not Path(place).resolve().is_relative_to(home)):
            for size in _list_sizes(f"KLIPING_{kind.place.upper()}", place):
                _count_file(uses[kind.name], size, place)
    return [*(use for use in uses.values() if use.files), *_find_held_copies(settings)]


def _count_file(use: DiskUse, size: int, place: str) -> None:
    use.files += 1
    use.bytes += size
    if place not in use.place:
        use.place = ", ".join(filter(None, (use.place, place)))


def _list_sizes(setting: str, place: str) -> Iterator[int]:
    if not is_remote(place):
        yield from (size for _, size in _walk_folder(Path(place)))
        return
    root = open_place(place)
    with explain_place(setting, place), suppress(FileNotFoundError):
        yield from (int(file["size"] or 0) for file in root.fs.find(root.path, detail=True).values())


def _walk_folder(folder: Path) -> Iterator[tuple[Path, int]]:
    """Yield the files of a folder with their sizes; one that goes while it is looked at is left out."""
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                yield Path(parent, name), Path(parent, name).lstat().st_size


def _find_held_copies(settings: Settings) -> list[DiskUse]:
    """Return what published copies take that were replaced while somebody had them open: no folder shows them."""
    held: dict[tuple[int, int], tuple[int, str]] = {}
    for handle in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            target = str(handle.readlink())
            if target.startswith(str(settings.published_path)) and target.endswith(" (deleted)"):
                seen = handle.stat()
                if not seen.st_nlink:  # the spare copy still has a name
                    held[seen.st_dev, seen.st_ino] = (seen.st_size, handle.parts[2])
    if not held:
        return []
    processes = sorted({process for _, process in held.values()})
    named = ", ".join(processes[:TOLD_PROCESSES]) + (", ..." if len(processes) > TOLD_PROCESSES else "")
    size = sum(size for size, _ in held.values())
    return [DiskUse("old copies held open", f"process {named}", "until these processes close them", len(held), size)]


def clear_old_files(settings: Settings) -> list[str]:
    """Remove what is older than its kind is kept, but nothing of archive and warehouse; return what went, in words."""
    now = time.time()
    kept = {"days": settings.stage_days, "unsettled_days": settings.unsettled_days}
    stages = {*warehouse.remove_stage_folders(settings, **kept), *_clear_remote_stages(settings, now)}
    unsettled = now - settings.unsettled_days * DAY_SECONDS
    logged = now - settings.log_days * DAY_SECONDS
    aside = [path for ending in ("*.aside", "*.replaced") for path in settings.data_path.glob(ending)]
    cleared = {
        "stage folders and validation pages": len(stages),
        "tokens of runs": sharing.remove_tokens(settings, unsettled),
        "files that were set aside": _remove_old_files(aside, unsettled),
        "logs of Airflow": _remove_old_files(settings.log_folder.rglob("*"), logged),
        "paces of hosts": _remove_old_files((settings.data_path / "pace").rglob("*"), logged),
    }
    _remove_empty_folders(settings.log_folder)
    return [f"{count:,} {name}" for name, count in cleared.items() if count]


def _clear_remote_stages(settings: Settings, now: float) -> Iterator[str]:
    """Remove the stage folders of an address by the rule of those on a disk; yield their runs."""
    if not is_remote(settings.stage):
        return
    with warehouse.reader(settings) as connection:
        if connection is None:
            return
        loads = dict(connection.execute("SELECT run, bool_and(status = 'ok') FROM loads GROUP BY run").fetchall())
    for run in handover.find_remote_runs(settings):
        settled = loads.get(run, ".watch-" in run)
        kept_days = settings.stage_days if settled else settings.unsettled_days
        index = open_place(settings.stage) / f"run={run}" / handover.FILES_INDEX
        with explain_place("KLIPING_STAGE", settings.stage), suppress(FileNotFoundError):
            if now - index.stat().st_mtime > kept_days * DAY_SECONDS:
                handover.remove_stage(settings, run)
                yield run


def _remove_old_files(paths: Iterator[Path] | list[Path], older_than: float) -> int:
    removed = 0
    for path in list(paths):
        with suppress(FileNotFoundError):
            if path.is_file() and path.lstat().st_mtime < older_than:
                failpoint("clear.file")
                path.unlink()
                removed += 1
    return removed


def _remove_empty_folders(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            with suppress(OSError):  # somebody has just written to it
                path.rmdir()
