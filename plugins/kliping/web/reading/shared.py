"""What several pages of the reading room need: the query of an address, days with their state, a page's timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse

from kliping.pipeline.answers.lookups import Lookup
from kliping.web.pages import read_day, render_page, translate, write_address
from kliping.web.reading.story import mark_story, split_marks
from kliping.web.reading.timeline import Period, draw_timeline
from kliping.web.wording import Format, choose_language

ROOM = "read"
"""Where the reading room begins below the application's own address."""
MOST_PARAMETER = 500
"""Characters of one field of an address that are read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks: a query, what it is narrowed to, the order, the page."""

    q: str = ""
    outlet: str = ""
    section: str = ""
    first: str = ""
    last: str = ""
    by: str = ""
    page: int = 1
    kwic: str = ""

    @property
    def text(self) -> str:
        """Return the query; every article where none was typed."""
        return self.q.strip() or "*"

    @property
    def is_plain(self) -> bool:
        """Return whether the query is words without any grammar: then it can be looked for in quotations, too."""
        words = self.q.split()
        plain = all(word.replace("-", "").isalnum() for word in words)
        return bool(words) and plain and not {"AND", "OR", "NOT"} & {*words}

    def narrow(self) -> dict[str, Any]:
        """Return what the search engine is asked beside the query. Raises ``InputError`` for a day that is none."""
        return {
            "outlet": self.outlet or None,
            "section": self.section or None,
            "first": read_day(self.first) if self.first else None,
            "last": read_day(self.last) if self.last else None,
        }

    def list_fields(self, **changed: object) -> dict[str, object]:
        """Return the fields of an address that asks the same but for what is changed; the page is the first again."""
        fields: dict[str, object] = {
            "q": self.q, "outlet": self.outlet, "section": self.section, "from": self.first, "to": self.last,
            "by": self.by, "kwic": self.kwic,
        }  # fmt: skip
        return fields | changed


def read_asked(request: Request) -> Asked:
    """Return what an address asks; what is not a number of a page is the first page."""
    given = {name: value[:MOST_PARAMETER] for name, value in request.query_params.items()}
    page = given.get("page", "1")
    return Asked(
        given.get("q", ""), given.get("outlet", ""), given.get("section", ""), given.get("from", "").strip(),
        given.get("to", "").strip(), "time" if given.get("by") == "time" else "",
        min(10_000, int(page)) if page.isascii() and page.isdigit() and int(page) else 1,
        "1" if given.get("kwic") else "",
    )  # fmt: skip


def lead_within(request: Request) -> Callable[..., str]:
    """Return the function that writes an address in the reading room."""
    base = request.scope.get("root_path", "").rstrip("/")

    def lead(*parts: str, **query: object) -> str:
        fields = {name.rstrip("_"): value for name, value in query.items()}
        return write_address(base, ROOM, *parts, **fields).rstrip("/")

    return lead


def show_reading(request: Request, template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:  # noqa: ANN401
    """Return a page of the reading room."""
    return render_page(
        request,
        f"reading/{template}",
        status=status,
        lead=lead_within(request),
        split_marks=split_marks,
        mark_story=mark_story,
        **shown,
    )


def read_letters(lookup: Lookup, outlet: str | None = None) -> Mapping[dt.date, str]:
    """Return how complete each day is, as a letter of ``timeline.STATES``."""
    return {row["day"]: row["letter"] for row in lookup.select_kept("reading/day_states", outlet=outlet)}


def read_every_day(lookup: Lookup, outlet: str | None = None) -> Mapping[dt.date, int]:
    """Return how many articles each day has."""
    return {row["day"]: row["articles"] for row in lookup.select_kept("reading/all_days", outlet=outlet)}


def draw_periods(request: Request, periods: list[Period], link: Callable[[Period], str]) -> str:
    """Return a timeline with the words of the request's language."""
    shown = Format(choose_language(request))
    states = {
        "C": translate(request, "complete"), "L": translate(request, "likely complete"),
        "I": translate(request, "incomplete"), "U": translate(request, "unknown"), "-": translate(request, "no run"),
    }  # fmt: skip
    says = translate(request, "%(days)s: %(articles)s of %(every)s articles, %(share)s; %(state)s")
    titles = [
        says % {
            "days": name_period(shown, one), "articles": shown.number(one.articles), "every": shown.number(one.every),
            "share": name_share(shown, one.share), "state": states.get(one.letter, one.letter),
        }
        for one in periods
    ]  # fmt: skip
    most = shown.number(max((one.articles for one in periods), default=0))
    share = name_share(shown, max((one.share for one in periods), default=0))
    label = translate(request, "Articles over time, of a hundred, and how complete each day is")
    return draw_timeline(periods, label, titles, [link(one) for one in periods], most, share)


def name_period(shown: Format, period: Period) -> str:
    """Return the days of a period in words."""
    if period.first == period.last:
        return shown.day(period.first)
    return f"{shown.day(period.first)} – {shown.day(period.last)}"


def name_share(shown: Format, share: float) -> str:
    """Return a share in per cent, with one decimal where it is small."""
    number = 100 * share
    return f"{shown.number(round(number, 1 if number < 10 else 0))}%"  # per cent
