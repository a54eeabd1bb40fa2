"""Up to four searches beside one another: words, outlets or periods, of a thousand articles of each day."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from kliping import pipeline
from kliping.errors import InputError
from kliping.web.pages import get_desk, translate
from kliping.web.reading.shared import MOST_PARAMETER, Asked, read_asked, show_reading
from kliping.web.reading.timeline import Period, draw_series, list_periods

compare_pages = APIRouter(prefix="/read")
MOST_COMPARED_QUERIES = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """One search, how many of its articles match, and of how many; ``refused`` says why it could not be asked."""

    asked: Asked
    articles: int = 0
    every: int = 0
    periods: tuple[Period, ...] = ()
    refused: str = ""

    @property
    def per_thousand(self) -> float:
        return round(1000 * self.articles / self.every, 1) if self.every else 0.0


@compare_pages.get("/compare")
def show_compare(request: Request) -> Response:
    """Show the searches that the address names side by side."""
    common = read_asked(request)
    rows = _read_rows(request, common)
    compared = [_count_search(request, row) for row in rows if row.q.strip() or row.outlet]
    lines = [[one.per_thousand for one in each.periods] for each in compared if not each.refused]
    label = translate(request, "Of a thousand articles, over time")
    same = len({(each.asked.first, each.asked.last) for each in compared}) <= 1
    return show_reading(
        request, "compare.html", rows=rows, compared=compared, same=same,
        chart=draw_series(lines, label) if any(lines) else "",
    )  # fmt: skip


def _read_rows(request: Request, common: Asked) -> list[Asked]:
    """Return four searches; a field that a row lacks is empty."""
    given = {
        name: [value[:MOST_PARAMETER].strip() for value in request.query_params.getlist(name)]
        for name in ("q", "outlet", "from", "to")
    }
    listed = []
    for at in range(MOST_COMPARED_QUERIES):
        q, outlet, first, last = (values[at] if at < len(values) else "" for values in given.values())
        listed.append(replace(common, q=q, outlet=outlet, first=first, last=last, section="", by=""))
    return listed


def _count_search(request: Request, asked: Asked) -> Compared:
    try:
        narrowed = asked.narrow()
        page = pipeline.search_articles(get_desk(request).read_settings(), asked.text, **narrowed, limit=1, count=True)
    except InputError as error:
        return Compared(asked, refused=str(error))
    assert page.counts is not None
    days = page.counts.every_day
    first, last = narrowed["first"] or min(days, default=None), narrowed["last"] or max(days, default=None)
    periods = list_periods(page.counts.days, days, {}, first, last)
    return Compared(asked, page.total, sum(one.every for one in periods), tuple(periods))
