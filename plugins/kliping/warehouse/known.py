"""What earlier loads know of an outlet's articles: so that a run does not fetch again what it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from kliping.model import JAKARTA
from kliping.settings import Settings
from kliping.warehouse.connection import reader


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article as it was last fetched; ``etag`` and ``last_modified`` are for a conditional request."""

    url: str
    """Canonical."""
    etag: str | None
    last_modified: str | None
    published_at: dt.datetime | None
    fetched_at: dt.datetime
    content_hash: str
    """Empty where the page is in quarantine."""
    quarantined: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Known articles by canonical URL."""

    outlet: str
    articles: Mapping[str, KnownArticle] = field(default_factory=dict)

    def __contains__(self, canonical_url: object) -> bool:
        return canonical_url in self.articles

    def __len__(self) -> int:
        return len(self.articles)

    def get(self, canonical_url: str) -> KnownArticle | None:
        return self.articles.get(canonical_url)


QUERY = """
    SELECT url, etag, last_modified, published_at, fetched_at, content_hash, false
    FROM articles WHERE outlet = $outlet AND greatest(published_at, last_fetched_at) >= $since
    UNION ALL
    SELECT url, NULL, NULL, NULL, max(fetched_at), '', true
    FROM quarantine WHERE outlet = $outlet AND fetched_at >= $since AND url IS NOT NULL
        AND article_id NOT IN (SELECT article_id FROM articles WHERE outlet = $outlet)
    GROUP BY url
"""


def known(settings: Settings, outlet: str, since: dt.datetime | dt.date) -> Known:
    """Articles of ``outlet`` published or fetched since ``since``, from the published copy; empty without one.

    ``since`` is an aware time, or a day in Jakarta. Raises ``WarehouseError`` where the copy cannot be read.
    """
    if not isinstance(since, dt.datetime):
        since = dt.datetime.combine(since, dt.time(), JAKARTA)
    with reader(settings) as connection:
        if connection is None:
            return Known(outlet)
        rows = connection.execute(QUERY, {"outlet": outlet, "since": since}).fetchall()
    return Known(outlet, {row[0]: KnownArticle(*row) for row in rows})
