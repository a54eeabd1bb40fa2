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

from kliping.settings import Settings
from kliping.warehouse.access.reading import reader

RECURRING_QUERY = """
    WITH window_of AS (
        SELECT
            outlet, duplicate_group_id AS story, blocks, jakarta_day(coalesce(published_at, first_fetched_at)) AS "day"
        FROM articles
        WHERE blocks IS NOT NULL
            AND jakarta_day(coalesce(published_at, first_fetched_at)) BETWEEN $day - $days + 1 AND $day
    ), counted AS (
        SELECT outlet, block, count(DISTINCT story) AS articles, min("day") AS first_day
        FROM (SELECT outlet, story, "day", unnest(blocks) AS block FROM window_of)
        GROUP BY outlet, block
        HAVING count(DISTINCT story) >= $least
    ), volumes AS (
        SELECT outlet, "day", sum(count(DISTINCT story)) OVER (PARTITION BY outlet ORDER BY "day" DESC) AS since
        FROM window_of GROUP BY outlet, "day"
    )
    SELECT c.outlet, printf('%016x', c.block), c.articles, v.since
    FROM counted AS c JOIN volumes AS v ON v.outlet = c.outlet AND v."day" = c.first_day
    ORDER BY ALL
"""

SAMPLE_QUERY = """
    SELECT outlet, url, title, scraped_text FROM articles
    WHERE outlet IN (SELECT unnest($outlets::VARCHAR[])) AND scraped_text IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY outlet ORDER BY coalesce(published_at, first_fetched_at) DESC, article_id
    ) <= $most
    ORDER BY outlet, url
"""

BATCH_QUERY = """
    WITH counted AS (
        SELECT outlet, block, count(DISTINCT article_id) AS articles
        FROM (SELECT outlet, article_id, unnest(blocks) AS block FROM read_parquet($path, hive_partitioning = false))
        GROUP BY outlet, block
        HAVING count(DISTINCT article_id) >= $least
    ), volumes AS (
        SELECT outlet, count(DISTINCT article_id) AS articles
        FROM read_parquet($path, hive_partitioning = false) GROUP BY outlet
    )
    SELECT c.outlet, printf('%016x', c.block), c.articles, v.articles
    FROM counted AS c JOIN volumes AS v USING (outlet)
    ORDER BY ALL
"""
"""The same of articles that no warehouse holds yet; a batch has no days, so all its articles are the volume.
The file lies in a folder ``outlet=import``, which would otherwise stand for the column."""


def count_batch_blocks(path: Path, *, least: int = 4) -> list[tuple[str, str, int, int]]:
    """Count the recurring blocks of a Parquet file of outlet, article_id and blocks.

    Rows are as of ``count_recurring_blocks``.
    """
    with duckdb.connect() as connection:
        rows = connection.execute(BATCH_QUERY, {"path": str(path), "least": least}).fetchall()
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
        rows = connection.execute(RECURRING_QUERY, {"day": day, "days": days, "least": least}).fetchall()
    return [(outlet, block, int(articles), int(since)) for outlet, block, articles, since in rows]


def read_newest_texts(
    settings: Settings, outlets: Sequence[str], *, most: int
) -> list[tuple[str, str, str | None, str]]:
    """Return outlet, URL, title and scraped text of the newest published articles of each outlet, at most so many."""
    with reader(settings) as connection:
        if connection is None:
            return []
        return connection.execute(SAMPLE_QUERY, {"outlets": list(outlets), "most": most}).fetchall()
