"""A line of time as SVG: how many articles a day, how many of a hundred, and how complete each day is.

Markup holds numbers and dates of ours; a text from outside is escaped where it enters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

WIDTH = 900
COUNT_HEIGHT = 80
SHARE_HEIGHT = 40
GAP = 16
STATE_HEIGHT = 14
LEFT = 44
WIDEST_BAR = 28.0
MOST_BARS = 130
"""More days than this are drawn by week or month."""
STATES = {
    "C": ("complete", 10),
    "L": ("likely", 8),
    "I": ("incomplete", 5),
    "U": ("unknown", 3),
    "-": ("untried", 1),
}
"""Letter of ``day_states.sql`` -> class of its colour, height of its bar: the taller, the more complete."""
WORST = "-IULC"


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a week or a month. ``every``: all articles of it, matching or not; ``letter``: how complete it is."""

    first: dt.date
    last: dt.date
    articles: int
    every: int
    letter: str = "-"

    @property
    def share(self) -> float:
        """Return the matching articles of all, 0 to 1."""
        return self.articles / self.every if self.every else 0.0

    @property
    def per_thousand(self) -> float:
        return round(1000 * self.share, 1)


def list_periods(
    found: Mapping[dt.date, int], every: Mapping[dt.date, int], letters: Mapping[dt.date, str],
    first: dt.date | None = None, last: dt.date | None = None,
) -> list[Period]:  # fmt: skip
    """Return every day from the first match to the last (or as asked), by week or month where they are many."""
    known = [day for day in found if day] or [day for day in every if day]
    if not known:
        return []
    first, last = first or min(known), last or max(known)
    if last < first:
        return []
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    listed = [Period(day, day, found.get(day, 0), every.get(day, 0), letters.get(day, "-")) for day in days]
    for start in (_find_monday, _find_first):
        if len(listed) <= MOST_BARS:
            break
        grouped: dict[dt.date, Period] = {}
        for one in listed:
            key = start(one.first)
            before = grouped.get(key)
            grouped[key] = one if before is None else _join_periods(before, one)
        listed = list(grouped.values())
    return listed


def _find_monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _find_first(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _join_periods(one: Period, other: Period) -> Period:
    worse = min(one.letter, other.letter, key=WORST.index)
    articles, every = one.articles + other.articles, one.every + other.every
    return replace(one, last=other.last, articles=articles, every=every, letter=worse)


def draw_timeline(
    periods: Sequence[Period],
    label: str,
    titles: Sequence[str],
    links: Sequence[str],
    most_label: str,
    share_label: str,
) -> Markup:
    """Return bars of counts, below them the line of shares, below that how complete each period is.

    ``titles`` is what a pointer or a screen reader is told of each period, ``links`` where it leads.
    """
    if not periods:
        return Markup("")
    step = (WIDTH - LEFT) / len(periods)
    bar = min(WIDEST_BAR, max(1.0, step * 0.72))
    most = max(1, *(one.articles for one in periods))
    highest = max((one.share for one in periods), default=0) or 1.0
    top = COUNT_HEIGHT + GAP
    parts = [_draw_grid(most_label, share_label, top)]
    points = []
    for at, (one, title, link) in enumerate(zip(periods, titles, links, strict=True)):
        x = round(LEFT + at * step, 1)
        height = round(COUNT_HEIGHT * one.articles / most, 1)
        name, tall = STATES.get(one.letter, STATES["-"])
        under = top + SHARE_HEIGHT + GAP + STATE_HEIGHT
        points.append(f"{round(x + bar / 2, 1)},{round(top + SHARE_HEIGHT * (1 - one.share / highest), 1)}")
        parts.append(
            Markup(
                '<a href="{}"><title>{}</title><rect class="hit" x="{}" y="0" width="{}" height="{}"/>'
                '<rect class="count" x="{}" y="{}" width="{}" height="{}"/>'
                '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/></a>'
            ).format(
                link, title, x, round(step, 2), under,
                x, round(COUNT_HEIGHT - height, 1), round(bar, 1), height,
                name, x, under - tall, round(bar, 1), tall,
            )
        )  # fmt: skip
    parts.append(Markup('<polyline class="share" points="{}"/>').format(" ".join(points)))
    full = top + SHARE_HEIGHT + GAP + STATE_HEIGHT
    return Markup('<svg class="timeline" role="group" viewBox="0 0 {} {}" aria-label="{}">{}</svg>').format(
        WIDTH, full + 2, label, Markup("").join(parts)
    )


def _draw_grid(most: str, share: str, top: int) -> Markup:
    return Markup(
        '<g aria-hidden="true"><line x1="{}" x2="{}" y1="{}" y2="{}"/><line x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text x="{}" y="10">{}</text><text x="{}" y="{}">0</text><text x="{}" y="{}">{}</text></g>'
    ).format(
        LEFT, WIDTH, COUNT_HEIGHT, COUNT_HEIGHT, LEFT, WIDTH, top + SHARE_HEIGHT, top + SHARE_HEIGHT,
        LEFT - 6, most, LEFT - 6, COUNT_HEIGHT, LEFT - 6, top + 10, share,
    )  # fmt: skip


def draw_series(series: Sequence[Sequence[float]], label: str) -> Markup:
    """Return several lines on one scale; each has a dash of its own, so that no colour is needed to tell them apart."""
    width, height = WIDTH, 180
    longest = max((len(line) for line in series), default=0)
    most = max((value for line in series for value in line), default=0) or 1
    step = (width - LEFT) / max(1, longest - 1)
    drawn = [
        Markup('<g aria-hidden="true"><line x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="10">{}</text></g>').format(
            LEFT, width, height, height, LEFT - 6, f"{most:.0f}‰"
        )
    ]
    for at, line in enumerate(series):
        points = " ".join(
            f"{round(LEFT + n * step, 1)},{round(4 + (height - 4) * (1 - value / most), 1)}"
            for n, value in enumerate(line)
        )
        drawn.append(Markup('<polyline class="series s{}" points="{}"/>').format(at + 1, points))
        if len(line) == 1:
            x, y = points.split(",")
            drawn.append(Markup('<circle class="series s{}" cx="{}" cy="{}" r="4"/>').format(at + 1, x, y))
    return Markup('<svg class="timeline" role="img" viewBox="0 0 {} {}" aria-label="{}">{}</svg>').format(
        width, height + 6, label, Markup("").join(drawn)
    )
