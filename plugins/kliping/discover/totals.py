"""How many articles a day has, where the outlet says so: WordPress tells it in a header of its REST interface.

https://developer.wordpress.org/rest-api/using-the-rest-api/pagination/
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from kliping.errors import LinkError
from kliping.model import JAKARTA, Page, Source

TOTAL_HEADER = "X-WP-Total"


def ask_total(source: Source, day: dt.date, get: Callable[[str], Page]) -> int | None:
    """Return how many articles the outlet says that it published on ``day``; None where it does not say."""
    if not source.total:
        return None
    try:
        page = get(_make_total_address(source, day))
    except LinkError:
        return None
    stated = page.header(TOTAL_HEADER) or ""
    if not stated.isdigit():
        return None
    return int(stated)


def _make_total_address(source: Source, day: dt.date) -> str:
    """Return the address that tells the total of a day in Jakarta; ``start`` and ``end`` are by the outlet's own clock.

    WordPress leaves out its bounds: ``start`` is a second before the day, so that a post of midnight counts.
    """
    start = dt.datetime.combine(day, dt.time(), JAKARTA).astimezone(ZoneInfo(source.timezone))
    end = start + dt.timedelta(days=1)
    return source.total.format(
        date=day, next_date=day + dt.timedelta(days=1), start=start - dt.timedelta(seconds=1), end=end
    )
