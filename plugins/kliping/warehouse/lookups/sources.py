"""The outlets as the warehouse knows them: who they are, and how much they usually bring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import duckdb

from kliping.model import Source
from kliping.settings import Settings
from kliping.warehouse.access.reading import reader


def register_outlets(connection: duckdb.DuckDBPyConnection, sources: Iterable[Source]) -> None:
    """Write who the outlets are into ``sources``, through a connection from ``writer()``; their state stays."""
    rows = [
        {
            "outlet": s.id,
            "name": s.name,
            "family": s.family,
            "scope": s.scope,
            "language": s.language,
            "timezone": s.timezone,
            "hosts": list(s.hosts),
            "expected_fewest": s.expected[0] if s.expected else None,
            "expected_most": s.expected[1] if s.expected else None,
            "enabled": s.enabled,
            "demo": s.demo,
        }
        for s in sources
    ]
    if rows:
        names = list(rows[0])
        values = ", ".join(f"unnest($rows).{name} AS {name}" for name in names)
        updates = ", ".join(f"{name} = given.{name}" for name in names)
        connection.execute(
            f"""
            MERGE INTO sources USING (SELECT {values}) AS given ON sources.outlet = given.outlet
            WHEN MATCHED THEN UPDATE SET {updates}
            WHEN NOT MATCHED THEN INSERT ({", ".join(names)}) VALUES ({", ".join(f"given.{name}" for name in names)})
            """,  # noqa: S608  # our own column names
            {"rows": rows},
        )


def read_usual_volumes(settings: Settings, day: dt.date, days: int = 28) -> dict[str, float]:
    """Return the median of each outlet's articles per day over the ``days`` before ``day``, from the published copy.

    An outlet with fewer than seven such days is left out: that is no history.
    """
    with reader(settings) as connection:
        if connection is None:
            return {}
        rows = connection.execute(
            """
            SELECT outlet, median(articles) FROM daily_volume
            WHERE "day" >= $day - $days AND "day" < $day AND articles > 0
            GROUP BY outlet HAVING count(*) >= 7
            """,
            {"day": day, "days": days},
        ).fetchall()
    return dict(rows)
