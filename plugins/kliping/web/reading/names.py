"""A person, an organisation, a place: how often over time, with whom, what is said, where to read on."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from kliping.web.pages import open_published
from kliping.web.reading.shared import draw_periods, lead_within, read_every_day, read_letters, show_reading
from kliping.web.reading.timeline import list_periods

name_pages = APIRouter(prefix="/read")
KINDS_OF_NAMES = ("person", "organisation", "place")
QUERY_FIELDS = {"person": "person", "organisation": "organisation", "place": "place"}


@name_pages.get("/names")
def show_names(request: Request, q: str = "", kind: str = "") -> Response:
    """Show the names in most articles, or those that have what was typed in them."""
    chosen = kind if kind in KINDS_OF_NAMES else ""
    with open_published(request) as lookup:
        rows = lookup.select_kept("reading/names_found", asked=q.strip()[:200], kind=chosen)
    return show_reading(request, "names.html", q=q, kind=chosen, rows=rows)


@name_pages.get("/name")
def show_name(request: Request, name: str = "", kind: str = "") -> Response:
    """Show one name."""
    with open_published(request) as lookup:
        called = {"called": name, "kind": kind if kind in KINDS_OF_NAMES else ""}
        found = lookup.select_one("reading/name", **called)
        found = found or lookup.select_one("reading/name_in_any_letters", **called)
        if found is None:
            raise HTTPException(404, "No article that is loaded mentions this name.")
        asked = {"called": found["name"], "kind": found["kind"]}
        days = {row["day"]: row["articles"] for row in lookup.select("reading/name_days", **asked)}
        periods = list_periods(days, read_every_day(lookup), read_letters(lookup))
        parts = ("company", "quotes", "articles", "outlets")
        shown: dict[str, Any] = {part: lookup.select(f"reading/name_{part}", **asked) for part in parts}
    lead = lead_within(request)
    query = f'{QUERY_FIELDS[found["kind"]]}:"{found["name"].replace(chr(34), " ")}"'
    timeline = draw_periods(
        request, periods, lambda one: lead(**{"q": query, "from": one.first, "to": one.last, "by": "time"})
    )
    return show_reading(request, "name.html", found=found, timeline=timeline, periods=periods, query=query, **shown)
