"""Record which addresses each route showed, and what it could not show, so that completeness can be judged."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Self

from kliping import batch
from kliping.canonical import is_article_url
from kliping.discover import RouteNote, Sighting, StatedTotal, ask_total
from kliping.diskdict import DiskDict
from kliping.model import JAKARTA, Page, Route, Source, make_article_id
from kliping.pipeline.collecting.known import KnownLinks
from kliping.pipeline.runs.ledger import RowWriter
from kliping.wellformed import sanitize_url

HARMLESS_REASONS = frozenset({"other_days", "moved", "closed", "old_files"})
"""Reasons of notes after which a route has still shown everything that it has of the day."""


class SightingLog:
    """What the routes of one outlet showed in one run, kept on disk, so that memory does not grow with the day.

    A context manager: closing it removes the file.
    """

    def __init__(self, source: Source, days: tuple[dt.date, ...], *, watching: bool) -> None:
        self.source, self.days, self.watching = source, days, watching
        self._stated: dict[dt.date, int] = {}
        self._totals: list[StatedTotal] = []
        self._seen = DiskDict()
        self._routes: dict[tuple[str, str], int] = {}
        self._found: Counter[tuple[int, dt.date | None]] = Counter()

    def add(self, sighting: Sighting) -> None:
        """Note an address on a route, once for each route; not one that cannot be an article's."""
        if not is_article_url(self.source, sighting.url):
            return
        number = self._routes.setdefault((sighting.kind, sighting.route_url), len(self._routes))
        key = sanitize_url(sighting.canonical_url)
        url, day, numbers = self._seen.get(key) or (sanitize_url(sighting.url), None, [])
        if number in numbers:
            return
        self._found[number, sighting.day] += 1
        if day is None and sighting.day is not None:
            day = sighting.day.isoformat()
        self._seen[key] = (url, day, [*numbers, number])

    def add_total(self, total: StatedTotal) -> None:
        """Note the number of posts that a route says a day has."""
        self._totals.append(total)

    def record_total(self, get: Callable[[str], Page], notes: list[RouteNote]) -> None:
        """Ask the outlet how many articles the run's day has, where a file says how and no route did.

        ``watch`` does not ask, nor does a run of which every route failed.
        """
        failed = {note.route_url for note in notes if note.failed}
        if self.watching or all(route.url in failed for route in self.source.routes):
            return
        if any(total.day == self.days[0] for total in self._totals):
            return
        total = ask_total(self.source, self.days[0], get)
        if total is not None:
            self._stated[self.days[0]] = total

    def write(self, path: Path, known: KnownLinks) -> None:
        """Write a row for each article's address and each route that showed it, but not those of other days."""
        source, days, routes = self.source, self.days, list(self._routes)
        with RowWriter(path, batch.SIGHTING_SCHEMA) as rows:
            for canonical, (url, day_text, numbers) in self._seen.items():
                day = dt.date.fromisoformat(day_text) if day_text else None
                if day is not None and day not in days:
                    continue
                visited = known.get(canonical)
                article_id = make_article_id(visited.canonical_url if visited else canonical)
                if day is None and visited:
                    day = visited.appeared.astimezone(JAKARTA).date()
                for number in numbers:
                    kind, route_url = routes[number]
                    rows.add(
                        {
                            "outlet": source.id,
                            "article_id": article_id,
                            "url": url,
                            "kind": kind,
                            "route_url": route_url,
                            "day": day or days[0],
                        }
                    )

    def summarize_routes(self, notes: list[RouteNote]) -> tuple[batch.RouteDay, ...]:
        """Return for each route and day how much it showed, how far back it goes, and what it could not see.

        The number that the outlet states is a further row of kind ``total``. Nothing for ``watch``, which polls every
        ten minutes.
        """
        if self.watching:
            return ()
        found = [self._sum_route(route, day, notes) for route in self.source.routes for day in self.days]
        for day, count in self._stated.items():
            found.append(batch.RouteDay("total", self.source.total, day, stated=count))
        found.extend(
            batch.RouteDay("total", total.route_url, total.day, stated=self._count_articles(total))
            for total in self._totals
        )
        return tuple(found)

    def _count_articles(self, total: StatedTotal) -> int:
        """Return how many articles the outlet says it has: those that the route showed and all that it did not list."""
        shown = sum(
            self._found[number, total.day]
            for (_, route_url), number in self._routes.items()
            if route_url == total.route_url
        )
        return shown + max(0, total.posts - total.listed)

    def _sum_route(self, route: Route, day: dt.date, notes: list[RouteNote]) -> batch.RouteDay:
        """Return one route's row of a day. Where several notes say how far it goes back, the nearest one counts."""
        number = self._routes.get((route.kind, route.url))
        of_route = [note for note in notes if note.route_url == route.url and note.day in (None, day)]
        since = max((note.since for note in of_route if note.since), default=None)
        day_start = dt.datetime.combine(day, dt.time(), JAKARTA)
        if since is not None and since <= day_start:
            since = None
        blind = [
            f"{note.reason}: {note.detail} ({note.url})"
            for note in of_route
            if note.reason not in HARMLESS_REASONS and (note.since is None or note.since > day_start)
        ]
        if route.kind in ("category", "state", "post") and "{date" not in route.url and "{page}" not in route.url:
            blind.append("newest: it shows the newest articles only")
        return batch.RouteDay(
            route.kind,
            route.url,
            day,
            0 if number is None else self._found[number, day],
            reaches_to=since,
            blind=tuple(blind),
            failed=any(note.failed for note in of_route),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._seen.close()
