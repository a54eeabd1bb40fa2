"""How near the estimate of a day comes to the truth: the demo newsroom hides known articles from known routes.

Run by `make bench-collect ARGS="--rows missed"`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

DAY = dt.date(2024, 11, 26)
ARTICLES = 720
"""Of the day, over six outlets."""

HIDDEN: Mapping[str, Mapping[str, float]] = {
    "detakkini": {"index": 0.1, "feed": 0.1},
    "pedoman": {"index": 0.3, "sitemap": 0.2},
    "suaradaerah": {"index": 0.2, "feed": 0.5},
    "nusawarta": {"index": 0.1, "sitemap": 0.3},
    "gema": {},
    "lampungpagi": {"index": 0.25},
}
"""Outlet -> route -> share of its articles that the route leaves out; lampungpagi states its number."""


@dataclass(frozen=True, slots=True)
class HiddenDay:
    """One outlet's day: how many articles there were, how many were found, and what completeness says."""

    outlet: str
    articles: int
    found: int
    state: str
    expected: int | None
    low: int | None
    high: int | None
    method: str | None


def collect_hidden_day(folder: Path, articles: int = ARTICLES) -> list[HiddenDay]:
    """Run a day of a newsroom that hides articles; return the estimated and the true number of each outlet."""
    import duckdb
    from kliping import pipeline
    from kliping.settings import Settings

    from demo.newsroom import Newsroom

    with Newsroom(articles_per_day=articles, page_weight=2, faults=False, today=DAY) as rooms:
        for outlet, routes in HIDDEN.items():
            for route, share in routes.items():
                rooms.site.hidden[f"{outlet}.test", route] = share
        settings = Settings(data=folder, newsroom=rooms.netloc, delay=0)
        pipeline.run_day(settings, day=DAY, spec="demo")
        truth = {outlet: rooms.site.edition.count(outlet) for outlet in HIDDEN}
    with duckdb.connect(str(settings.published_path), read_only=True) as connection:
        rows = connection.execute(
            'SELECT outlet, found, state, expected, expected_low, expected_high, "method" '
            'FROM completeness WHERE "day" = ? ORDER BY outlet',
            [DAY],
        ).fetchall()
    return [HiddenDay(outlet, truth[outlet], *rest) for outlet, *rest in rows]


def measure_completeness(folder: Path) -> Iterator[tuple[str, str, bool | None]]:
    """Yield a line for each outlet; reached where the true number lies within the bounds."""
    for day in collect_hidden_day(folder):
        hidden = ", ".join(f"{share:.0%} from {route}" for route, share in HIDDEN[day.outlet].items()) or "nothing"
        label = f"hides {hidden}: {day.found} of {day.articles} found"
        if day.expected is None or day.low is None or day.high is None:
            yield f"completeness, {day.outlet}", f"{label}, {day.state}", None
            continue
        text = (
            f"{label}, estimate {day.expected} ({day.low} to {day.high}, "
            f"{day.method}), {day.expected / day.articles - 1:+.1%}, {day.state}"
        )
        yield f"completeness, {day.outlet}", text, day.low <= day.articles <= day.high
