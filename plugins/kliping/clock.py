"""The time of day that code reads, as an argument: whoever replays a day passes a clock that is set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]
"""Returns the present moment, timezone-aware; never an earlier one than before."""


def read_clock() -> dt.datetime:
    """Return the present moment by this machine's clock, in UTC."""
    return dt.datetime.now(dt.UTC)
