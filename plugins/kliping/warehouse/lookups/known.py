"""What earlier loads know of an outlet's articles: so that a run does not fetch again what it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kliping.model import JAKARTA
from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.access.connection import fetch_rows
from kliping.warehouse.access.reading import reader


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article as it was last fetched; ``etag`` and ``last_modified`` are for a conditional request."""

    url: str
    """Canonical."""
    etag: str | None
    last_modified: str | None
    published_at: dt.datetime | None
    fetched_at: dt.datetime
    quarantined: bool = False
    fetched_url: str | None = None
    """The address that was asked for; None where the page is in quarantine."""
    modified_at: dt.datetime | None = None
    """When the article was last changed, as its page or its list states it."""
    last_fetched_at: dt.datetime | None = None
    """The last fetch that showed what is loaded; None where the page is in quarantine."""


def read_known_articles(settings: Settings, outlet: str, since: dt.datetime | dt.date) -> Iterator[KnownArticle]:
    """Yield articles of ``outlet`` published or fetched since ``since``, from the published copy; none without one.

    ``since`` is an aware time, or a day in Jakarta. Raises ``WarehouseError`` where the copy cannot be read.
    """
    if not isinstance(since, dt.datetime):
        since = dt.datetime.combine(since, dt.time(), JAKARTA)
    for row in _read_rows(settings, "known_articles", {"outlet": outlet, "since": since}):
        yield KnownArticle(*row)


@dataclass(frozen=True, slots=True)
class FailedTries:
    """How often rounds of ``watch`` could not load an article, when and why the last time."""

    url: str
    """Canonical."""
    tries: int
    last_at: dt.datetime
    reason: str
    detail: str


def read_failed_tries(settings: Settings, outlet: str, since: dt.datetime) -> Iterator[FailedTries]:
    """Yield the links of ``outlet`` that rounds of ``watch`` failed to load since ``since``, by the published copy."""
    for url, tries, last_at, reason, detail in _read_rows(settings, "failed_tries", {"outlet": outlet, "since": since}):
        yield FailedTries(url, tries, last_at, reason, detail or "")


def read_captured(
    settings: Settings, parts: Sequence[str], *, rules_version: str, learned_snapshot: str
) -> Iterator[tuple[str, str]]:
    """Yield the records in ``parts`` of the archive that the published copy holds as articles read by these rules.

    Each with its article's canonical URL. Scraping such a record again would give the same row again.
    """
    asked = {"parts": list(parts), "rules_version": rules_version, "learned_snapshot": learned_snapshot}
    yield from _read_rows(settings, "captured_records", asked)


def read_publication_times(settings: Settings, since: dt.datetime) -> dict[str, list[dt.datetime]]:
    """Return when each outlet's articles since ``since`` appeared, by the published copy.

    An article whose page states no time of day counts from its first fetch.
    """
    return dict(_read_rows(settings, "publication_times", {"since": since}))


def _read_rows(settings: Settings, name: str, parameters: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of ``sql/lookups/NAME.sql`` from the published copy."""
    with reader(settings) as connection:
        if connection is None:
            return
        yield from fetch_rows(connection.execute(read_sql(f"lookups/{name}"), dict(parameters)))
