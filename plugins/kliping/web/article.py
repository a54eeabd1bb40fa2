"""One article: as it was archived, before and after, where each field came from, its versions, copies, records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from kliping import pipeline
from kliping.errors import InputError
from kliping.pipeline.answers.lookups import Row
from kliping.web.marking import compare_words
from kliping.web.pages import get_desk, lead_to, open_published, render_page

article_pages = APIRouter()
SHOWN_FIELDS = (
    "title", "published_at", "modified_at", "authors", "section", "tags", "place", "dateline", "wire_source", "image",
    "caption", "language", "access",
)  # fmt: skip


@article_pages.get("/article")
def find_article(request: Request, q: str = "") -> Response:
    """Find an article by its id or by the address of its page."""
    if not q.strip():
        return render_page(request, "find.html", q="")
    with open_published(request) as lookup:
        found = lookup.find_article(q.strip())
    if found is None:
        return render_page(request, "find.html", status=404, q=q)
    return lead_to(request, "article", found["article_id"])


@article_pages.get("/article/{article_id}")
def show_article(request: Request, article_id: str, record: str = "") -> Response:
    """Show an article; ``record`` chooses which of its fetches is shown as it came, the newest by default."""
    settings = get_desk(request).read_settings()
    with open_published(request) as lookup:
        article = lookup.find_article(article_id)
        if article is None:
            raise HTTPException(404, "No article has this id. It may wait in quarantine, or have another address.")
        versions = lookup.list_versions(article)
        captures = lookup.select("article_captures", article_id=article_id)
        copies = lookup.list_copies("article_duplicates", article)
        sightings = lookup.select("article_sightings", article_id=article_id, outlet=article["outlet"])
    records = {article["archive"], *(capture["archive"] for capture in captures)} - {None, ""}
    if record and record not in records:
        raise HTTPException(404, "The archive has no such record of this article.")
    chosen = record or article["archive"]
    archived, unreadable = None, ""
    if chosen:
        try:
            archived = pipeline.view_record(settings, chosen)
        except InputError as error:
            unreadable = str(error)
    return render_page(
        request,
        "article.html",
        article=article,
        fields=list_fields(article),
        edits=list(_compare_versions(versions)),
        captures=captures,
        copies=[copy for copy in copies if copy["article_id"] != article_id],
        order=[copy["article_id"] for copy in copies],
        sightings=sightings,
        archived=archived,
        unreadable=unreadable,
    )


def list_fields(article: Mapping[str, Any]) -> list[tuple[str, Any, str]]:
    """Return each field with its value and where it came from; empty where nothing is said of that."""
    method = json.loads(article.get("method") or "{}")
    listed = []
    for field in SHOWN_FIELDS:
        value = article.get(field)
        if isinstance(value, list):
            value = ", ".join(map(str, value))
        listed.append((field, value, str(method.get(field, ""))))
    listed.append(("body", f"{len(article.get('body') or ''):,}", str(method.get("body", ""))))
    return listed


def _compare_versions(versions: list[Row]) -> Any:  # noqa: ANN401
    """Yield each edit: the version that it made, and title and body compared with the one before."""
    for old, new in pairwise(versions):
        yield new, compare_words(old["title"] or "", new["title"] or ""), compare_words(old["body"], new["body"])
