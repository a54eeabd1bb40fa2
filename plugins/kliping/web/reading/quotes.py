"""Who said what about a term: quotations of all articles, whoever says them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from kliping.pipeline.answers.lookups import Row
from kliping.web.pages import open_published
from kliping.web.reading.shared import show_reading

quote_pages = APIRouter(prefix="/read")
MOST_QUOTES = 100
"""So many are shown, the newest."""
LONGEST_QUOTED_TERM = 200


@quote_pages.get("/quotes")
def show_sayings(request: Request, q: str = "") -> Response:
    """Show the quotations that hold a term, as whole words as they are written."""
    term = q.strip()[:LONGEST_QUOTED_TERM]
    rows: list[Row] = []
    if term.strip("* "):
        with open_published(request) as lookup:
            rows = lookup.select("reading/quotes_with", term=term)
    return show_reading(
        request, "quotes.html", q=term, rows=rows[:MOST_QUOTES], more=len(rows) > MOST_QUOTES, most=MOST_QUOTES
    )
