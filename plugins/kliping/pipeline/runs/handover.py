"""What the tasks of a run hand to one another where ``KLIPING_STAGE`` is an object store.

Every stage reads and writes files of this machine's stage folder. Before it, what earlier stages left is fetched; after
it, what is new is sent. A folder's ``files.json`` names its files with their digests and is written last, and a file's
name at the store ends in its digest: so whoever fetches sees what one task left as a whole, whatever another, slower
one is sending at the time.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pydantic

from kliping.drafts import replace_when_done
from kliping.errors import UserError
from kliping.failpoints import failpoint
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.run_lock import hold_run
from kliping.settings import Settings
from kliping.storage import explain_place, is_remote, open_place, read_small_file, write_small_file

FILES_INDEX = "files.json"
TRANSFERS_AT_ONCE = 8
DIGEST_DIGITS = 32
CHUNK_BYTES = 1 << 20


@contextmanager
def hand_over(settings: Settings, run: str, outlets: Sequence[str] | None = None) -> Iterator[None]:
    """Fetch what a run's tasks left of ``outlets`` (None: of all that are planned); send what the block leaves.

    Also after an error: the manifest that says what broke is read by the stages that follow.
    """
    fetch_stage(settings, run, outlets)
    try:
        with hold_run(settings, run):
            yield
    finally:
        send_stage(settings, run, outlets)


def fetch_stage(settings: Settings, run: str, outlets: Sequence[str] | None = None, ending: str = "") -> None:
    """Bring this machine's stage folder of a run to what the tasks left; ``ending``: of the files only those."""
    if is_remote(settings.stage):
        with explain_place("KLIPING_STAGE", settings.stage):
            _fetch_folder(settings, f"run={run}", ending)
            _each_outlet(settings, run, outlets, lambda folder: _fetch_folder(settings, folder, ending))


def send_stage(settings: Settings, run: str, outlets: Sequence[str] | None = None) -> None:
    """Send what is new in this machine's stage folder of a run."""
    if is_remote(settings.stage):
        with explain_place("KLIPING_STAGE", settings.stage):
            _each_outlet(settings, run, outlets, lambda folder: _send_folder(settings, folder))
            _send_folder(settings, f"run={run}")


def remove_stage(settings: Settings, run: str) -> None:
    """Remove a run's stage folder, here and where it is shared."""
    shutil.rmtree(stage.run_folder(settings, run), ignore_errors=True)
    if is_remote(settings.stage):
        folder = open_place(settings.stage) / f"run={run}"
        with explain_place("KLIPING_STAGE", settings.stage), suppress(FileNotFoundError):
            folder.fs.rm(folder.path, recursive=True)


def list_shared_runs(settings: Settings) -> Iterator[str]:
    """Yield the names of the runs that the stage holds, newest first, with their plans fetched; a watch's are left out.

    An object store does not tell when a folder was made, so that every plan has to be read.
    """
    if not is_remote(settings.stage):
        yield from stage.list_runs(settings)
        return
    plans = []
    for run in find_remote_runs(settings):
        if ".watch-" not in run:
            fetch_stage(settings, run, ())
            with suppress(OSError, pydantic.ValidationError):  # half removed, or a plan of another version of Kliping
                plans.append(stage.read_plan(settings, run))
    for planned in sorted(plans, key=lambda planned: planned.started_at, reverse=True):
        yield planned.run


def find_remote_runs(settings: Settings) -> list[str]:
    """Return the names of the runs of a stage that is at an address."""
    with explain_place("KLIPING_STAGE", settings.stage), suppress(FileNotFoundError, NotADirectoryError):
        names = [path.name for path in open_place(settings.stage).iterdir()]
        return [name.removeprefix("run=") for name in names if name.startswith("run=")]
    return []


def _each_outlet(settings: Settings, run: str, outlets: Sequence[str] | None, act: Callable[[str], None]) -> None:
    if outlets is None:
        outlets = stage.read_plan(settings, run).outlets
    with ThreadPoolExecutor(TRANSFERS_AT_ONCE, "handover") as pool:
        for _ in pool.map(act, [f"run={run}/outlet={outlet}" for outlet in outlets]):
            pass  # raises what a transfer raised


def _fetch_folder(settings: Settings, folder: str, ending: str) -> None:
    here = settings.stage_path / folder
    files = _read_index(settings, folder)
    for path in _list_files(here):
        if path.name not in files:
            path.unlink(missing_ok=True)
    for name, digest in files.items():
        if name.endswith(ending) and not _is_same(here / name, digest):
            _fetch_file(settings, folder, here / name, digest)


def _fetch_file(settings: Settings, folder: str, path: Path, digest: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        (open_place(settings.stage) / folder / f"{path.name}.{digest}").open("rb") as sent,
        replace_when_done(path) as draft,
    ):
        with draft.open("wb") as file:
            shutil.copyfileobj(sent, file, CHUNK_BYTES)
        if not _is_same(draft, digest):
            raise UserError(
                f"{settings.stage}/{folder}/{path.name} is not what was sent: clear the task that wrote it, and what "
                "follows, in Airflow"
            )


def _send_folder(settings: Settings, folder: str) -> None:
    before = _read_index(settings, folder)
    files = {path.name: _digest_file(path) for path in _list_files(settings.stage_path / folder)}
    if files == before:
        return
    for name, digest in files.items():
        if before.get(name) != digest:
            failpoint("handover.file")
            with (
                (settings.stage_path / folder / name).open("rb") as file,
                (open_place(settings.stage) / folder / f"{name}.{digest}").open("wb") as sent,
            ):
                shutil.copyfileobj(file, sent, CHUNK_BYTES)
    failpoint("handover.index")
    write_small_file(settings.stage, f"{folder}/{FILES_INDEX}", json.dumps(files))


def _read_index(settings: Settings, folder: str) -> dict[str, str]:
    content = read_small_file(settings.stage, f"{folder}/{FILES_INDEX}")
    if content is None:
        return {}
    return dict(json.loads(content))


def _list_files(folder: Path) -> list[Path]:
    """Return the files of a folder but no draft, which is what a name that begins with a dot says."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def _is_same(path: Path, digest: str) -> bool:
    return path.is_file() and _digest_file(path) == digest


def _digest_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:DIGEST_DIGITS]
