"""One article to read: the story, who is in it, what was said, what was removed, its versions and copies."""

from __future__ import annotations

from itertools import pairwise

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from kliping import pipeline
from kliping.errors import UserError
from kliping.pipeline.answers.lookups import Row
from kliping.web.marking import MarkedPiece, compare_words
from kliping.web.pages import get_desk, open_published
from kliping.web.reading.shared import show_reading

story_pages = APIRouter(prefix="/read")


@story_pages.get("/article/{article_id}")
def show_story(request: Request, article_id: str) -> Response:
    """Show an article."""
    with open_published(request) as lookup:
        article = lookup.find_article(article_id)
        if article is None:
            raise HTTPException(404, "No article has this id.")
        versions = lookup.list_versions(article)
        row = {"article_id": article["article_id"], "first_fetched_at": article["first_fetched_at"]}
        mentions = lookup.select("reading/article_mentions", **row)
        quotes = lookup.select("reading/article_quotes", **row)
        copies = lookup.list_copies("reading/copies", article)
    return show_reading(
        request, "article.html", article=article, mentions=mentions, quotes=quotes,
        people=_count_names(mentions), copies=_compare_copies(copies) if len(copies) > 1 else [],
        edits=[
            (new, compare_words(old["title"] or "", new["title"] or ""), compare_words(old["body"], new["body"]))
            for old, new in pairwise(versions)
        ],
        alike=_find_alike(request, article_id),
        collections=[one for one in pipeline.list_saved(get_desk(request).read_settings()) if one.kind == "collection"],
    )  # fmt: skip


def _find_alike(request: Request, article_id: str) -> tuple[object, ...]:
    """Return articles alike; none where there is no index to ask."""
    try:
        return pipeline.find_alike(get_desk(request).read_settings(), article_id)
    except UserError:
        return ()


def _count_names(mentions: list[Row]) -> dict[str, list[tuple[str, int]]]:
    """Return the names of each kind with how often they are mentioned, the most first."""
    counts: dict[str, dict[str, int]] = {"person": {}, "organisation": {}, "place": {}}
    for row in mentions:
        kind = counts.setdefault(row["kind"], {})
        kind[row["name"]] = kind.get(row["name"], 0) + 1
    return {kind: sorted(names.items(), key=lambda one: (-one[1], one[0])) for kind, names in counts.items() if names}


def _compare_copies(copies: list[Row]) -> list[tuple[Row, list[MarkedPiece], float]]:
    """Return each copy with what it changed of the first one's text, and the minutes that it came later."""
    first = copies[0]
    compared = []
    for copy in copies:
        later = (copy["appeared_at"] - first["appeared_at"]).total_seconds() / 60
        pieces = compare_words(first["body"], copy["body"]) if copy["body"] != first["body"] else []
        compared.append((copy, pieces, later))
    return compared
