"""Shares of an outlet's rows: what was seen of a few pages, and what may be concluded from it."""

from __future__ import annotations

import math

FEWEST_ROWS = 10
"""Below this many rows a share says nothing."""
CERTAINTY = 1.645
"""Standard deviations: in 95 of 100 cases the share in the long run is above the bound."""


def share_of_rows(part: int, whole: int) -> float | None:
    """Return a share of rows; None for so few rows that it says nothing."""
    if whole < FEWEST_ROWS:
        return None
    return part / whole


def find_lowest_share(part: int, whole: int) -> float | None:
    """Return the least that a share is in the long run (Wilson's bound); None for so few rows that it says nothing.

    8 of 36 is 22 %, and chance explains it where 13 % is usual. ``lowest_share`` is the same for queries
    (sql/views/00_macros.sql).
    """
    share = share_of_rows(part, whole)
    if share is None:
        return None
    spread = CERTAINTY**2 / whole
    deviation = CERTAINTY * math.sqrt((share * (1 - share) + spread / 4) / whole)
    return (share + spread / 2 - deviation) / (1 + spread)
