"""What recurs in an outlet's articles: counted from the articles themselves each time.

There is no counter that a rerun could count up twice: a block's count is the number of distinct texts that hold it
(copies of one text are one), in a window that ends with a day. A run pins what it was given, so a rerun cleans as the
first run did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import duckdb

from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.access.reading import reader


def count_batch_blocks(path: Path, *, least: int = 4) -> list[tuple[str, str, int, int]]:
    """Count the recurring blocks of a Parquet file of outlet, article_id and blocks.

    Rows are as of ``count_recurring_blocks``.
    """
    with duckdb.connect() as connection:
        rows = connection.execute(read_sql("lookups/batch_blocks"), {"path": str(path), "least": least}).fetchall()
    return [(outlet, block, int(articles), int(volume)) for outlet, block, articles, volume in rows]


def count_recurring_blocks(
    settings: Settings, day: dt.date, *, days: int = 28, least: int = 4
) -> list[tuple[str, str, int, int]]:
    """Count blocks that ``least`` articles of one outlet or more hold, in the ``days`` up to ``day``, a day in Jakarta.

    Rows are (outlet, block hash as 16 hex digits, distinct articles that hold it, articles of the outlet since the day
    on which the block was first seen), sorted: what ``Snapshot.from_rows`` in ``kliping.clean.rules.learned_blocks``
    takes. Read from the published copy; empty where there is none.
    """
    with reader(settings) as connection:
        if connection is None:
            return []
        rows = connection.execute(
            read_sql("lookups/recurring_blocks"), {"day": day, "days": days, "least": least}
        ).fetchall()
    return [(outlet, block, int(articles), int(since)) for outlet, block, articles, since in rows]


def read_newest_texts(
    settings: Settings, outlets: Sequence[str], *, most: int
) -> list[tuple[str, str, str | None, str]]:
    """Return outlet, URL, title and scraped text of the newest published articles of each outlet, at most so many."""
    with reader(settings) as connection:
        if connection is None:
            return []
        return connection.execute(read_sql("lookups/newest_texts"), {"outlets": list(outlets), "most": most}).fetchall()
