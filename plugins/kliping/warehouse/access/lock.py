"""One writer at a time: an advisory lock of the operating system, which a killed process cannot keep."""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kliping.warehouse.errors import WarehouseLocked

log = logging.getLogger(__name__)

LOCK_RETRY_SECONDS = 0.05

QUIET_SECONDS = 1.0
"""Seconds of waiting before it is logged."""


@contextmanager
def hold_lock(path: Path, timeout: float) -> Iterator[None]:
    """Hold the lock file ``path`` exclusively; wait ``timeout`` seconds for it, then raise ``WarehouseLocked``.

    The file's text names the holder, so that the message of those who wait can. It is never deleted: unlinking a
    file that somebody else is about to lock would give two holders.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        began = time.monotonic()
        warned = False
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                waited = time.monotonic() - began
                if waited >= timeout:
                    raise WarehouseLocked(
                        f"The warehouse is being written by another process ({_read_holder(descriptor)}); "
                        f"waited {timeout:g} s for {path}.",
                        "Try again when it has finished, or raise KLIPING_LOCK_TIMEOUT.",
                    ) from None
                if waited > QUIET_SECONDS and not warned:
                    warned = True
                    holder = _read_holder(descriptor)
                    log.warning("waiting for %s, which %s holds; at most %g s", path.name, holder, timeout)
                time.sleep(LOCK_RETRY_SECONDS)  # a lock that is waited for in the kernel has no timeout
        _write_holder(descriptor)
        yield
    finally:
        os.close(descriptor)  # gives the lock back


def _write_holder(descriptor: int) -> None:
    started = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    text = f"pid {os.getpid()}, {' '.join(sys.argv)[:200] or 'python'}, since {started}"
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode("utf-8", "replace"), 0)


def _read_holder(descriptor: int) -> str:
    return os.pread(descriptor, 1000, 0).decode("utf-8", "replace") or "it has not said who it is"
