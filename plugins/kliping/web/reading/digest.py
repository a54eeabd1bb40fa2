"""The clippings of a day: what a search found on it, copies folded, to read, to print, and as a feed."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from starlette.responses import Response

from kliping import pipeline
from kliping.model import JAKARTA
from kliping.web.pages import get_desk, open_published, read_day
from kliping.web.reading.folding import fold_copies, render_feed
from kliping.web.reading.shared import lead_within, read_asked, read_letters, show_reading

digest_pages = APIRouter(prefix="/read")
MOST_OF_A_DAY = 500
MOST_OF_A_FEED = 100


@digest_pages.get("/digest")
def show_digest(request: Request, day: str = "") -> Response:
    """Show what the search of the address found on one day; on the newest day that has a match by default."""
    asked, settings = read_asked(request), get_desk(request).read_settings()
    narrowed = asked.narrow()
    if day:
        chosen = read_day(day)
    else:
        newest = pipeline.search_articles(settings, asked.text, **narrowed, order="time", limit=1).hits
        chosen = newest[0].at.astimezone(JAKARTA).date() if newest else get_desk(request).today
    narrowed |= {"first": chosen, "last": chosen}
    page = pipeline.search_articles(settings, asked.text, **narrowed, order="time", limit=MOST_OF_A_DAY)
    with open_published(request) as lookup:
        letter = read_letters(lookup, asked.outlet or None).get(chosen, "-")
    return show_reading(
        request, "digest.html", asked=asked, day=chosen, found=fold_copies(page.hits), page=page, letter=letter,
        before=chosen - dt.timedelta(days=1), after=chosen + dt.timedelta(days=1),
    )  # fmt: skip


@digest_pages.get("/feed.atom")
def send_feed(request: Request) -> Response:
    """Send the newest matches of the search of the address as an Atom feed, copies folded."""
    asked, desk = read_asked(request), get_desk(request)
    page = pipeline.search_articles(
        desk.read_settings(), asked.text, **asked.narrow(), order="time", limit=MOST_OF_A_FEED
    )
    lead, origin = lead_within(request), f"{request.url.scheme}://{request.url.netloc}"
    title = f"Kliping: {asked.q or asked.outlet or '*'}"
    address = origin + lead("feed.atom", **asked.list_fields())
    found = fold_copies(page.hits)
    feed = render_feed(title, address, found, lambda hit: origin + lead("article", hit.article_id), desk.now())
    return Response(feed, media_type="application/atom+xml")
