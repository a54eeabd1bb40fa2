"""One served Airflow for each data folder, from the moment it starts: a lock, which a killed process cannot keep.

Two Airflows on one database would take over each other's runs.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.environment import airflow_home


def lock_file() -> Path:
    """Return the file that is locked; it is never deleted, as that would allow two holders."""
    return airflow_home() / "serve.lock"


def try_lock(descriptor: int, kind: int) -> bool:
    """Lock an open file, exclusively or shared (``fcntl.LOCK_EX`` or ``LOCK_SH``), unless another process has it."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def hold_serving() -> Iterator[bool]:
    """Hold the lock; the value is False where another process holds it."""
    lock_file().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(lock_file(), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        yield try_lock(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


def is_serving() -> bool:
    """Return whether a process serves Airflow for this data folder, or is starting or stopping it."""
    try:
        descriptor = os.open(lock_file(), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not try_lock(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)
