"""Saved searches and collections: make, change and remove them, read a day of one, and follow it as a feed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import Response

from kliping import pipeline
from kliping.web.access_control import get_visitor, read_form
from kliping.web.pages import get_desk, lead_to, read_day
from kliping.web.reading.folding import render_feed
from kliping.web.reading.shared import ROOM, lead_within, read_asked, show_reading

saved_pages = APIRouter(prefix="/read")
SAVED = "saved"
"""Path of these pages within the reading room."""
MOST_OF_SAVED_FEED = 100

SignedForm = list[tuple[str, str]]


@saved_pages.get("/saved")
def show_all(request: Request, done: str = "") -> Response:
    """Show what is saved, and the forms for more; the query of the address stands in the form of a search."""
    settings = get_desk(request).read_settings()
    saved = [
        (one, len(pipeline.list_articles(settings, one)) if one.kind == pipeline.COLLECTION else None)
        for one in pipeline.list_saved(settings)
    ]
    return show_reading(
        request, "saved.html", saved=saved, asked=read_asked(request), channels=pipeline.name_channels(settings),
        done=done,
    )  # fmt: skip


@saved_pages.get("/saved/{saved_id}")
def show_one(request: Request, saved_id: int, day: str = "", done: str = "") -> Response:
    """Show a day of a search, the newest by default, or a collection with its notes; and the forms to change it."""
    settings = get_desk(request).read_settings()
    saved = pipeline.find_saved(settings, saved_id)
    digest = _make_digest(request, saved, day)
    kept = pipeline.list_articles(settings, saved) if saved.kind == pipeline.COLLECTION else []
    found = {hit.article_id for hit in digest.clippings.page.hits}
    shown = digest.clippings.day
    return show_reading(
        request, "kept.html", saved=saved, digest=digest, found=digest.clippings.found, day=shown,
        before=shown - dt.timedelta(days=1), after=shown + dt.timedelta(days=1),
        lost=[one for one in kept if one.article_id not in found] if digest.day is None else [],
        channels=sorted({*pipeline.name_channels(settings), *saved.channels}), done=done,
    )  # fmt: skip


@saved_pages.get("/saved/{saved_id}/feed.atom")
def send_saved_feed(request: Request, saved_id: int) -> Response:
    """Send the newest matches of a saved search, or what a collection has, as an Atom feed."""
    desk = get_desk(request)
    settings = desk.read_settings()
    saved = pipeline.find_saved(settings, saved_id)
    lead, origin = lead_within(request), f"{request.url.scheme}://{request.url.netloc}"
    found = pipeline.list_newest(settings, saved, today=desk.today, limit=MOST_OF_SAVED_FEED)
    address = origin + lead(SAVED, str(saved_id), "feed.atom")
    feed = render_feed(
        f"Kliping: {saved.name}", address, found, lambda hit: origin + lead("article", hit.article_id), desk.now()
    )
    return Response(feed, media_type="application/atom+xml")


@saved_pages.get("/saved/{saved_id}/digest.pdf")
def send_saved_report(request: Request, saved_id: int, day: str = "") -> Response:
    """Send the same as a PDF report, with the notes."""
    desk = get_desk(request)
    settings = desk.read_settings()
    digest = _make_digest(request, pipeline.find_saved(settings, saved_id), day)
    report = pipeline.render_digest_pdf(settings, digest, desk.now())
    named = {"Content-Disposition": f'inline; filename="kliping-{digest.clippings.day}.pdf"'}
    return Response(report, media_type="application/pdf", headers=named)


@saved_pages.post("/saved")
def keep(request: Request, form: SignedForm = Depends(read_form)) -> Response:  # noqa: B008  # FastAPI's own form
    """Save a search or a collection, or change one."""
    desk, fields = get_desk(request), dict(form)
    settings = desk.read_settings()
    if given := fields.get("id"):
        saved = pipeline.find_saved(settings, _read_id(given))
    else:
        kind = pipeline.COLLECTION if fields.get("kind") == pipeline.COLLECTION else pipeline.SEARCH
        saved = pipeline.Saved("", kind, made_by=get_visitor(request).name)
    changed = replace(
        saved, name=fields.get("name", ""), query=fields.get("q", ""), outlet=fields.get("outlet", ""),
        section=fields.get("section", ""), note=fields.get("note", ""),
        channels=tuple(value for name, value in form if name == "channel"),
    )  # fmt: skip
    kept = pipeline.keep_saved(settings, changed, now=desk.now())
    _record(request, "saved keep", {"saved": kept.id, "name": kept.name})
    return lead_to(request, ROOM, SAVED, str(kept.id), done="saved")


@saved_pages.post("/saved/{saved_id}/remove")
def remove(request: Request, saved_id: int, form: SignedForm = Depends(read_form)) -> Response:  # noqa: ARG001, B008
    """Remove a search or a collection with its notes."""
    settings = get_desk(request).read_settings()
    saved = pipeline.find_saved(settings, saved_id)
    pipeline.remove_saved(settings, saved.id)
    _record(request, "saved remove", {"saved": saved.id, "name": saved.name})
    return lead_to(request, ROOM, SAVED, done="removed")


@saved_pages.post("/saved/add")
def add(request: Request, form: SignedForm = Depends(read_form)) -> Response:  # noqa: B008  # as above
    """Put an article into a collection, or change the note on it."""
    desk, fields = get_desk(request), dict(form)
    settings = desk.read_settings()
    collection = pipeline.find_saved(settings, _read_id(fields.get("id", "")))
    by, article = get_visitor(request).name, fields.get("article", "")
    pipeline.keep_article(settings, collection, article, fields.get("note", ""), by=by, now=desk.now())
    _record(request, "saved add", {"saved": collection.id, "article": article})
    return lead_to(request, ROOM, SAVED, str(collection.id), done="saved")


@saved_pages.post("/saved/{saved_id}/drop")
def drop(request: Request, saved_id: int, form: SignedForm = Depends(read_form)) -> Response:  # noqa: B008  # as above
    """Take an article out of a collection."""
    settings = get_desk(request).read_settings()
    collection, article = pipeline.find_saved(settings, saved_id), dict(form).get("article", "")
    pipeline.drop_article(settings, collection, article)
    _record(request, "saved drop", {"saved": collection.id, "article": article})
    return lead_to(request, ROOM, SAVED, str(collection.id), done="removed")


def _make_digest(request: Request, saved: pipeline.Saved, day: str) -> pipeline.Digest:
    desk = get_desk(request)
    return pipeline.make_digest(desk.read_settings(), saved, day=read_day(day) if day else None, today=desk.today)


def _read_id(text: str) -> int:
    """Return the id that a form gives. Raises ``HTTPException`` for none."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise HTTPException(400, "Choose a collection.")
    return int(text)


def _record(request: Request, act: str, on: dict[str, object]) -> None:
    """Tell the host's audit log who did it."""
    desk = get_desk(request)
    if desk.host.record_action:
        desk.host.record_action(request, act, {**on, "by": get_visitor(request).name})
