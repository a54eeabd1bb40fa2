"""When generated sites publish: a clock that tests and benchmarks set, and articles that follow the hours of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from demo.newsroom.edition import JAKARTA, hash_parts

Clock = Callable[[], dt.datetime]
HourWeights = tuple[float, ...]
"""24 numbers: how much is published from 00:00, 01:00, ... on, relative to one another."""

NEWS_HOURS: HourWeights = (
    1, 0.5, 0.4, 0.4, 0.7, 1.5, 3, 5, 6, 7, 7, 7, 6.5, 6.5, 7, 7, 6.5, 6, 5, 5, 4.5, 4, 3, 2,
)  # fmt: skip
"""A newsroom's day: few articles at night, most from 09:00 to 16:00."""


@dataclass
class SetClock:
    """A clock that shows what it was set to: ``clock = SetClock(moment)``, later ``clock.moment = ...``."""

    moment: dt.datetime

    def __call__(self) -> dt.datetime:
        return self.moment


def place_in_day(name: str, day: dt.date, hours: HourWeights) -> dt.datetime:
    """Return the minute of ``day`` at which the article ``name`` appears: by chance, as often in an hour as it weighs.

    The same name always gets the same minute.
    """
    left = sum(hours) * hash_parts(name, "minute") / 2**64
    hour = 0
    while left >= hours[hour]:
        left -= hours[hour]
        hour += 1
    minutes = int(60 * (hour + left / hours[hour]))
    return dt.datetime.combine(day, dt.time(), JAKARTA) + dt.timedelta(minutes=minutes)


def draw_volumes(count: int, mean: float, spread: float) -> list[int]:
    """Return how many articles a day each of ``count`` outlets publishes: log-normal, few large ones and many small.

    ``mean`` is the mean of all, ``spread`` the standard deviation of the logarithm; at least 2 a day. Repeatable.
    """
    from statistics import NormalDist

    normal = NormalDist(0, spread)
    raw = [2.718281828459045 ** normal.inv_cdf((n + 0.5) / count) for n in range(count)]
    scale = mean * count / sum(raw)
    drawn = [max(2, round(scale * one)) for one in raw]
    return [drawn[at] for at in sorted(range(count), key=lambda n: hash_parts(n, "volume"))]
