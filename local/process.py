"""A child process with children of its own, stopped as one."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections import deque
from contextlib import suppress
from typing import Any

import psutil


def stop_family(child: subprocess.Popen[Any]) -> None:
    """Stop a session's leader and everything that it started; SIGTERM to the leader alone would orphan the rest.

    Ctrl-C on the way does not wait for an orderly end: it kills. The child's output is read to its end, so that no
    process of the family is held up by a full pipe.
    """
    if child.stdout is not None:
        threading.Thread(target=deque, args=(child.stdout, 0), daemon=True).start()
    family: list[psutil.Process] = []
    with suppress(psutil.NoSuchProcess):
        family = psutil.Process(child.pid).children(recursive=True)
    for sign, patience in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
        with suppress(KeyboardInterrupt):
            family = signal_family(child, family, sign, patience)
            if not family and child.returncode is not None:
                return


def signal_family(
    child: subprocess.Popen[Any], family: list[psutil.Process], sign: signal.Signals, patience: float
) -> list[psutil.Process]:
    """Send a signal to all of them; return those that are alive when patience ends."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, sign)
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(sign)
    with suppress(subprocess.TimeoutExpired):
        child.wait(patience)
    alive: list[psutil.Process] = psutil.wait_procs(family, patience)[1]
    return alive
