"""Whether a run is still running: each process that works on it holds a lock on a file of its stage folder."""

from __future__ import annotations

import datetime as dt
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from kliping.pipeline.runs import stage
from kliping.settings import Settings

HELD_FILE = ".held"
"""Not handed over: its name begins with a dot."""
OF_AIRFLOW = "__"
"""Part of the name of every run of Airflow's, such as ``2024-11-26.scheduled__2024-11-26``."""
GRACE = dt.timedelta(minutes=30)
"""How long after its last sign a run of Airflow's is on its way: its tasks stand in a queue between two stages."""


@contextmanager
def hold_run(settings: Settings, run: str) -> Iterator[None]:
    """Hold a run while the block works on it; several processes may, and one that is killed lets go."""
    folder = stage.run_folder(settings, run)
    if not folder.is_dir():
        yield
        return
    with (folder / HELD_FILE).open("a") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        yield


def is_running(settings: Settings, run: str, *, now: dt.datetime | None = None) -> bool:
    """Return whether a process works on the run, or, where Airflow runs it, did so a short while ago."""
    folder = stage.run_folder(settings, run)
    try:
        with (folder / HELD_FILE).open("a") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    if OF_AIRFLOW not in run:
        return False
    signs = [path.stat().st_mtime for path in (*folder.glob("*.json"), *folder.glob("outlet=*/*"))]
    last = dt.datetime.fromtimestamp(max(signs, default=0.0), dt.UTC)
    return (now or dt.datetime.now(dt.UTC)) - last < GRACE
