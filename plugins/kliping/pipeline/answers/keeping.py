"""Keep a search, a collection or an article of one, once it is known that it can be used."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from kliping import alerts, warehouse
from kliping.errors import InputError
from kliping.pipeline.answers.lookups import open_lookup
from kliping.pipeline.answers.searching import search_articles
from kliping.saved import SEARCH, Saved, add_article, save
from kliping.settings import Settings


def keep_saved(settings: Settings, given: Saved, *, now: dt.datetime) -> Saved:
    """Save or change a search or a collection; return it as it was saved.

    Raises ``InputError`` for a query that is not understood, a channel that the alert policy does not have, and a name
    that is empty or taken.
    """
    known = alerts.read_policy(settings).channels
    for channel in given.channels:
        if channel not in known:
            raise InputError(f"channel {channel!r} is unknown; channels of the alert policy: {', '.join(known)}")
    if given.kind == SEARCH and given.query.strip():
        with suppress(warehouse.WarehouseError):  # nothing is published yet, so it cannot be tried
            search_articles(settings, given.query, limit=1)
    return save(settings, given, at=now)


def keep_article(settings: Settings, collection: Saved, article: str, note: str, *, by: str, now: dt.datetime) -> str:
    """Put a published article, by its id or URL, into a collection; return its id. Raises ``InputError`` for none."""
    with open_lookup(settings) as lookup:
        found = lookup.select_one("reading/find_article", given=article.strip()) if lookup else None
    if found is None:
        raise InputError(f"no published article has the id or URL {article[:200]!r}")
    article_id = str(found["article_id"])
    add_article(settings, collection, article_id, note, by=by, at=now)
    return article_id
