"""Child processes with children of their own, stopped as one."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import psutil


def stop_families(children: Sequence[subprocess.Popen[Any]], patience: float = 15) -> None:
    """Stop leaders of sessions and everything that they started; SIGTERM to the leaders alone would orphan the rest.

    Who is alive after ``patience`` seconds is killed. Ctrl-C on the way does not wait for an orderly end: it kills. The
    children's output is read to its end, so that no process of a family is held up by a full pipe.
    """
    family: list[psutil.Process] = []
    for child in children:
        if child.stdout is not None:
            threading.Thread(target=deque, args=(child.stdout, 0), daemon=True).start()
        with suppress(psutil.NoSuchProcess):
            family += psutil.Process(child.pid).children(recursive=True)
    for sign, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5)):
        with suppress(KeyboardInterrupt):
            family = signal_families(children, family, sign, seconds)
            if not family and all(child.returncode is not None for child in children):
                return


def signal_families(
    children: Sequence[subprocess.Popen[Any]], family: list[psutil.Process], sign: signal.Signals, patience: float
) -> list[psutil.Process]:
    """Send a signal to all of them; return those of the family that are alive when patience ends."""
    for child in children:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, sign)
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(sign)
    until = time.monotonic() + patience
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, until - time.monotonic()))
    alive: list[psutil.Process] = psutil.wait_procs(family, patience)[1]
    return alive


def list_addresses(processes: Iterable[psutil.Process]) -> set[str]:
    """Return the addresses on which processes listen now; one that has ended has none."""
    found = set()
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            found |= {one.laddr.ip for one in process.net_connections("inet") if one.status == psutil.CONN_LISTEN}
    return found
