"""An outlet as a reader sees it: what it publishes, of whom, how complete its days are, what it had first."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from kliping.web.pages import open_published
from kliping.web.reading.shared import draw_periods, lead_within, read_every_day, read_letters, show_reading
from kliping.web.reading.timeline import list_periods

reading_outlet_pages = APIRouter(prefix="/read")


@reading_outlet_pages.get("/outlets")
def show_reading_outlets(request: Request) -> Response:
    """Show every outlet with its number of articles."""
    with open_published(request) as lookup:
        rows = lookup.select_kept("reading/outlets")
    return show_reading(request, "outlets.html", rows=rows)


@reading_outlet_pages.get("/outlet/{outlet:path}")
def show_reading_outlet(request: Request, outlet: str) -> Response:
    """Show one outlet."""
    with open_published(request) as lookup:
        known = next((row for row in lookup.select_kept("reading/outlets") if row["outlet"] == outlet), None)
        if known is None:
            raise HTTPException(404, "Nothing of this outlet was ever loaded.")
        mine, every = read_every_day(lookup, outlet), read_every_day(lookup)
        periods = list_periods(mine, every, read_letters(lookup, outlet))
        shown: dict[str, Any] = {
            part: lookup.select_kept(f"reading/outlet_{part}", outlet=outlet)
            for part in ("names", "newest", "sections")
        }
        copies = next(iter(lookup.select_kept("reading/outlet_copies", outlet=outlet)), None)
    lead = lead_within(request)
    timeline = draw_periods(request, periods, lambda one: lead(**{"outlet": outlet, "from": one.first, "to": one.last}))
    return show_reading(request, "outlet.html", known=known, periods=periods, timeline=timeline, copies=copies, **shown)
