"""Articles that were read well: what a repair knows of an outlet's pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import duckdb

from kliping.resources import read_sql


@dataclass(frozen=True, slots=True)
class KnownGood:
    """An article as it was read by a rule of its outlet, before its pages changed."""

    url: str
    """Address that was asked for."""
    title: str
    body: str
    published_at: dt.datetime | None
    fetched_at: dt.datetime


def read_known_good(connection: duckdb.DuckDBPyConnection, outlet: str, most: int) -> list[KnownGood]:
    """Return the newest articles that were read whole, with title and date and without a rule that missed."""
    rows = connection.execute(
        read_sql("lookups/known_good"),
        {"outlet": outlet, "most": most},
    ).fetchall()
    return [KnownGood(*row) for row in rows]
