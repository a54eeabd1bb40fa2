"""How many articles a day has, where the outlet says so: WordPress tells it in a header of its REST interface.

https://developer.wordpress.org/rest-api/using-the-rest-api/pagination/
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kliping.errors import LinkError
from kliping.model import Page, Source

TOTAL_HEADER = "X-WP-Total"


def ask_total(source: Source, day: dt.date, get: Callable[[str], Page]) -> int | None:
    """Return how many articles the outlet says that it published on ``day``; None where it does not say."""
    if not source.total:
        return None
    try:
        page = get(source.total.format(date=day, next_date=day + dt.timedelta(days=1)))
    except LinkError:
        return None
    stated = page.header(TOTAL_HEADER) or ""
    if not stated.isdigit():
        return None
    return int(stated)
