"""What earlier loads know of an outlet's articles, under every address that a link may give them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kliping.canonical import canonicalise_url
from kliping.diskdict import DiskDict
from kliping.model import JAKARTA, Link
from kliping.warehouse import KnownArticle

SHOWN_TO = dt.timedelta(minutes=1)
"""How exactly pages show their times; WordPress tells them to the second."""


@dataclass(frozen=True, slots=True)
class Visited:
    """An article that is known: when it appeared, when it was last fetched, and its validators."""

    canonical_url: str
    appeared: dt.datetime
    fetched_at: dt.datetime
    etag: str | None
    last_modified: str | None
    changed_at: dt.datetime | None
    """As the page stated it: its last change, else its publication."""
    seen_at: dt.datetime
    """The last fetch that showed what is loaded."""

    def is_due(self, modified: dt.datetime | None, young_since: dt.datetime, now: dt.datetime) -> bool:
        """Return whether to fetch it again: a change is stated; or nothing is, and it is young not fetched today."""
        changed = self.compare_change(modified)
        if changed is not None:
            return changed
        visited_today = self.fetched_at.astimezone(JAKARTA).date() == now.astimezone(JAKARTA).date()
        return self.appeared >= young_since and not visited_today

    def compare_change(self, modified: dt.datetime | None) -> bool | None:
        """Return whether a change that a route states came after what is loaded; None where that is not known.

        The page's own time of change is by the outlet's clock, the fetch by ours: a change behind either is new, but
        only the outlet's clock can say that nothing changed.
        """
        if modified is None:
            return None
        if modified > self.seen_at:
            return True
        if self.changed_at is None:
            return None
        return modified - self.changed_at >= SHOWN_TO


class KnownLinks:
    """Known articles by their canonical URL and by that of the address that they were fetched from, on disk.

    The two differ where a page names another canonical URL than the link that led to it; the link will come again.
    """

    def __init__(self, articles: Iterable[KnownArticle]) -> None:
        self._kept = DiskDict()
        for one in articles:
            appeared = one.published_at or one.fetched_at
            seen = one.last_fetched_at or one.fetched_at
            changed = one.modified_at or one.published_at
            times = [moment and moment.timestamp() for moment in (appeared, one.fetched_at, seen, changed)]
            row = [one.url, one.etag, one.last_modified, *times]
            self._kept[one.url] = row
            if one.fetched_url:
                self._kept.add(canonicalise_url(one.fetched_url), row)

    def get(self, canonical: str) -> Visited | None:
        """Return the article that is known by this canonical URL; None where none is."""
        row = self._kept.get(canonical)
        if row is None:
            return None
        url, etag, last_modified, appeared, fetched, seen, stated = row
        changed = stated and _make_moment(stated)
        return Visited(
            url, _make_moment(appeared), _make_moment(fetched), etag, last_modified, changed, _make_moment(seen)
        )

    def is_changed(self, link: Link) -> bool:
        """Return whether the link's route states that a known article was changed after what is loaded."""
        known = self.get(link.canonical_url)
        return known is not None and known.compare_change(link.modified_at) is True

    def use_known_url(self, link: Link) -> Link:
        """Return the link under the canonical URL that its article is known by."""
        known = self.get(link.canonical_url)
        if known is None:
            return link
        return replace(link, canonical_url=known.canonical_url)


def _make_moment(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
