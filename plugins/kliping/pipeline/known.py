"""What earlier loads know of an outlet's articles, under every address that a link may give them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kliping.canonical import canonicalise_url
from kliping.diskdict import DiskDict
from kliping.model import Link
from kliping.warehouse import KnownArticle


@dataclass(frozen=True, slots=True)
class Visited:
    """An article that is known: when it appeared, when it was last fetched, and its validators."""

    canonical_url: str
    appeared: dt.datetime
    fetched_at: dt.datetime
    etag: str | None
    last_modified: str | None


class KnownLinks:
    """Known articles by their canonical URL and by that of the address that they were fetched from, on disk.

    The two differ where a page names another canonical URL than the link that led to it; the link will come again.
    """

    def __init__(self, articles: Iterable[KnownArticle]) -> None:
        self._kept = DiskDict()
        for one in articles:
            appeared = one.published_at or one.fetched_at
            row = [one.url, appeared.timestamp(), one.fetched_at.timestamp(), one.etag, one.last_modified]
            self._kept[one.url] = row
            if one.fetched_url:
                self._kept.add(canonicalise_url(one.fetched_url), row)

    def get(self, canonical: str) -> Visited | None:
        """Return the article that is known by this canonical URL; None where none is."""
        row = self._kept.get(canonical)
        if row is None:
            return None
        url, appeared, fetched, etag, modified = row
        return Visited(url, _make_moment(appeared), _make_moment(fetched), etag, modified)

    def use_known_url(self, link: Link) -> Link:
        """Return the link under the canonical URL that its article is known by."""
        known = self.get(link.canonical_url)
        if known is None:
            return link
        return replace(link, canonical_url=known.canonical_url)


def _make_moment(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
