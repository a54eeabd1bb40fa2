"""The clippings of a day: what a search found on it, copies folded, to read, to print, and as a feed."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from starlette.responses import Response

from kliping import pipeline
from kliping.web.pages import get_desk, open_published, read_day
from kliping.web.reading.folding import render_feed
from kliping.web.reading.shared import Asked, lead_within, read_asked, read_letters, show_reading

digest_pages = APIRouter(prefix="/read")
MOST_OF_A_FEED = 100


@digest_pages.get("/digest")
def show_digest(request: Request, day: str = "") -> Response:
    """Show what the search of the address found on one day; on the newest day that has a match by default."""
    asked = read_asked(request)
    clippings = _clip_asked(request, asked, day)
    with open_published(request) as lookup:
        letter = read_letters(lookup, asked.outlet or None).get(clippings.day, "-")
    chosen = clippings.day
    return show_reading(
        request, "digest.html", asked=asked, day=chosen, found=clippings.found, page=clippings.page, letter=letter,
        before=chosen - dt.timedelta(days=1), after=chosen + dt.timedelta(days=1),
    )  # fmt: skip


@digest_pages.get("/digest.pdf")
def send_report(request: Request, day: str = "") -> Response:
    """Send the same clippings as a PDF to print: a list of contents, then each text once, whole."""
    asked, desk = read_asked(request), get_desk(request)
    clippings = _clip_asked(request, asked, day)
    texts = pipeline.read_clipped_texts(desk.read_settings(), clippings)
    described = "Pencarian: " + ", ".join(filter(None, [asked.text, asked.outlet, asked.section]))
    report = pipeline.render_clippings(clippings, texts, described, desk.now())
    named = {"Content-Disposition": f'inline; filename="kliping-{clippings.day}.pdf"'}
    return Response(report, media_type="application/pdf", headers=named)


def _clip_asked(request: Request, asked: Asked, day: str) -> pipeline.Clippings:
    desk = get_desk(request)
    return pipeline.clip_day(
        desk.read_settings(), asked.text, **asked.narrow(), day=read_day(day) if day else None, today=desk.today
    )


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
    found = pipeline.fold_copies(page.hits)
    feed = render_feed(title, address, found, lambda hit: origin + lead("article", hit.article_id), desk.now())
    return Response(feed, media_type="application/atom+xml")
