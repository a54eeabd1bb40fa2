"""What ``watch`` remembers between its visits: when they were, and the validators of feeds and sitemaps.

A visit reads and writes a copy in its run's stage folder; the copy replaces what is remembered when its batch is
loaded. A run that dies before that sees the same entries again, and so does one that could not fetch an article.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kliping import fetch
from kliping.model import Route
from kliping.pipeline import stage
from kliping.places import explain_place, read_small, write_small
from kliping.settings import Settings

VALIDATORS = "validators.json"
VISITS = "watch-visits.json"
"""Name of the file, among what was learned, that keeps the time of each outlet's last visit."""


CONDITIONAL_ROUTES = ("feed", "sitemap")
"""Kinds of routes that usually answer a conditional request."""
NEWEST_ROUTES = ("wordpress", "state", "post", "category")
"""Kinds of routes that show the newest articles as well; the first kind that an outlet has is asked."""
WATCHED_PAGES = 2
"""Pages of such a route that a visit reads; of WordPress's interface all, for it lists a day's oldest posts first."""


def choose_watched_routes(routes: Sequence[Route]) -> tuple[Route, ...]:
    """Return the routes that ``watch`` asks: feeds and sitemaps, else those of one other kind, a few pages of each."""
    if chosen := tuple(route for route in routes if route.kind in CONDITIONAL_ROUTES):
        return chosen
    for kind in NEWEST_ROUTES:
        chosen = tuple(route for route in routes if route.kind == kind)
        if chosen and kind == "wordpress":
            return chosen
        if chosen:
            return tuple(replace(route, max_pages=min(route.max_pages, WATCHED_PAGES)) for route in chosen)
    return ()


def name_validators(outlet: str) -> str:
    """Return the name of the file, among what was learned, that keeps an outlet's validators between runs."""
    return f"watch/{outlet}.json"


def open_conditional(settings: Settings, folder: Path, outlet: str, session: fetch.Session) -> fetch.ConditionalGet:
    """Open a conditional ``get`` for this visit, with the validators that the last loaded one left.

    Those that an earlier try at this visit saved in ``folder`` are dropped: it may not have handed its links on.
    """
    with explain_place("KLIPING_LEARNED", settings.learned_root):
        kept = read_small(settings.learned_root, name_validators(outlet))
    (folder / VALIDATORS).write_bytes(kept or b"{}")
    return fetch.ConditionalGet(session.get, folder / VALIDATORS)


def keep_validators(settings: Settings, run: str, outlets: Iterable[str]) -> None:
    """Keep the validators of a batch that is loaded: what its visits saw need not be seen again."""
    with explain_place("KLIPING_LEARNED", settings.learned_root):
        for outlet in outlets:
            seen = stage.outlet_folder(settings, run, outlet) / VALIDATORS
            if seen.is_file():
                write_small(settings.learned_root, name_validators(outlet), seen.read_bytes())


def read_visits(settings: Settings) -> Mapping[str, dt.datetime]:
    """Return when each outlet was last visited; nothing before the first visit, or where the file cannot be read."""
    with explain_place("KLIPING_LEARNED", settings.learned_root):
        kept = read_small(settings.learned_root, VISITS)
    try:
        return {outlet: dt.datetime.fromisoformat(at) for outlet, at in json.loads(kept or "{}").items()}
    except (ValueError, AttributeError, TypeError):
        return {}


def keep_visits(settings: Settings, outlets: Iterable[str], at: dt.datetime) -> None:
    """Keep the time of a visit to each of ``outlets``."""
    visits = {outlet: time.isoformat() for outlet, time in read_visits(settings).items()}
    visits |= dict.fromkeys(outlets, at.astimezone(dt.UTC).isoformat())
    with explain_place("KLIPING_LEARNED", settings.learned_root):
        write_small(settings.learned_root, VISITS, json.dumps(visits, indent=1))
