"""Ask again and again: how the commands here wait for programs that do not report a change."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator


def poll(seconds: float = math.inf, *, every: float = 0.5) -> Iterator[None]:
    """Yield at once and then after each ``every`` seconds, until ``seconds`` have passed.

    Airflow, PostgreSQL, Redis and the like send nothing when they become ready or when a run ends: they must be asked.
    """
    deadline = time.monotonic() + seconds
    yield
    while time.monotonic() < deadline:
        time.sleep(every)  # nothing signals the change that is waited for
        yield
