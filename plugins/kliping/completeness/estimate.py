"""How many articles there probably were, from two routes that do not feed one another: capture and recapture.

Chapman, "Some properties of the hypergeometric distribution with applications to zoological sample censuses", 1951;
the interval of the unseen is log-normal (Chao, "Estimating the population size for capture-recapture data with unequal
catchability", Biometrics 43, 1987). It tells of what chance hides from each route, never of what an outlet shows on no
route at all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

LEAST_OVERLAP = 7
"""Articles that both routes show: with fewer the estimator is biased (Robson and Regier, 1964)."""
_NORMAL_95 = 1.96
_RULE_OF_THREE = 3.0
"""Where none of n was missed, at most 3/n are missed with 95 % confidence."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many articles there were, and the bounds that hold in 95 of 100 cases."""

    articles: int
    low: int
    high: int
    method: str
    """``stated``, ``recapture`` or ``baseline``."""


def estimate_recapture(histories: Mapping[tuple[str, ...], int], first: str, second: str) -> Estimate | None:
    """Estimate the number of articles from how many ``first``, ``second`` and both showed.

    ``histories``: addresses of routes -> articles that exactly these showed. None where they overlap too little. No
    bound is below the number of articles that any route showed.
    """
    of_first = sum(count for routes, count in histories.items() if first in routes)
    of_second = sum(count for routes, count in histories.items() if second in routes)
    both = sum(count for routes, count in histories.items() if first in routes and second in routes)
    if both < LEAST_OVERLAP:
        return None
    found = sum(histories.values())
    total = (of_first + 1) * (of_second + 1) / (both + 1) - 1
    unseen = max(0.0, total - found)
    variance = (
        (of_first + 1) * (of_second + 1) * (of_first - both) * (of_second - both) / ((both + 1) ** 2 * (both + 2))
    )
    least = min(of_first, of_second)
    if unseen > 0 and variance > 0:
        spread = math.exp(_NORMAL_95 * math.sqrt(math.log1p(variance / unseen**2)))
        low, high = found + unseen / spread, found + unseen * spread
    else:  # one route shows everything that the other does: nothing of ``least`` was missed
        share = min(0.9, _RULE_OF_THREE / max(least, LEAST_OVERLAP))
        low, high = float(found), found / (1 - share)
    return Estimate(round(found + unseen), math.floor(low), math.ceil(high), "recapture")
