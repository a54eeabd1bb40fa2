"""The first page: a query, what matches it, when, where, and the way to take it along as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from kliping import pipeline
from kliping.errors import InputError
from kliping.web.pages import get_desk, open_published
from kliping.web.reading.shared import (
    Asked,
    draw_periods,
    lead_within,
    read_asked,
    read_letters,
    show_reading,
)
from kliping.web.reading.timeline import Period, list_periods

search_pages = APIRouter(prefix="/read")
HITS_A_PAGE = 20
MOST_FACETS = 12
MOST_EXPORTED = 100_000
FILE_TYPES: dict[pipeline.ExportFormat, str] = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}
"""Formats of ``pipeline.export_articles`` -> what a browser is told."""


@search_pages.get("")
def show_search(request: Request) -> Response:
    """Show what matches the query of the address; the newest articles where nothing was asked."""
    asked = read_asked(request)
    settings = get_desk(request).read_settings()
    with open_published(request) as lookup:
        letters = read_letters(lookup, asked.outlet or None)
        names = {row["outlet"].lower(): row["name"] for row in lookup.select("reading/outlet_titles")}
    try:
        page = pipeline.search_articles(
            settings, asked.text, **asked.narrow(), order="time" if asked.by or not asked.q.strip() else "relevance",
            limit=HITS_A_PAGE, offset=(asked.page - 1) * HITS_A_PAGE, count=True,
            contexts=bool(asked.kwic),
        )  # fmt: skip
    except InputError as error:
        return show_reading(request, "search.html", status=400, asked=asked, refused=str(error), page=None)
    counts = page.counts
    assert counts is not None
    narrowed = asked.narrow()
    periods = list_periods(counts.days, counts.every_day, letters, narrowed["first"], narrowed["last"])
    lead = lead_within(request)
    every = sum(one.every for one in periods)

    def narrow_days(one: Period) -> str:
        return lead(**asked.list_fields(**{"from": one.first, "to": one.last}))

    return show_reading(
        request, "search.html", asked=asked, refused="", page=page,
        share=page.total / every if every else 0, every=every,
        periods=periods, timeline=draw_periods(request, periods, narrow_days),
        outlets=list(counts.outlets.items())[:MOST_FACETS], sections=list(counts.sections.items())[:MOST_FACETS],
        days=counts.every_day, months=_sum_months(periods), names=names, formats=list(FILE_TYPES), most=MOST_EXPORTED,
        pages=min(10_000, -(-page.total // HITS_A_PAGE)), first_hit=(asked.page - 1) * HITS_A_PAGE + 1,
    )  # fmt: skip


@search_pages.get("/export/{name}")
def send_export(request: Request, name: str) -> Response:
    """Send all that matches the query of the address as a file ``kliping.FORMAT``; at most the 100,000 newest."""
    asked, settings = read_asked(request), get_desk(request).read_settings()
    kind = next((each for each in FILE_TYPES if name == f"kliping.{each}"), None)
    if kind is None:
        raise InputError(f"There is no file {name[:40]}: choose of {', '.join(FILE_TYPES)}.")
    ids = pipeline.list_matches(settings, asked.text, **asked.narrow(), limit=MOST_EXPORTED)
    folder = tempfile.TemporaryDirectory(prefix="kliping-export-")
    path = Path(folder.name) / f"kliping.{kind}"
    try:
        pipeline.export_articles(settings, path, format=kind, ids=ids, timezone="Asia/Jakarta", bom=kind == "csv")
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(
        path, media_type=FILE_TYPES[kind], filename=path.name, background=BackgroundTask(folder.cleanup)
    )


@search_pages.get("/help")
def show_grammar(request: Request) -> Response:
    """Explain what a query may say."""
    return show_reading(request, "grammar.html", asked=Asked())


def _sum_months(periods: list[Period]) -> list[tuple[Period, int]]:
    """Return the months that have matches, the newest first, with their number."""
    months: dict[tuple[int, int], list[Period]] = {}
    for one in periods:
        months.setdefault((one.first.year, one.first.month), []).append(one)
    summed = []
    for parts in months.values():
        number = sum(one.articles for one in parts)
        if number:
            summed.append((Period(parts[0].first, parts[-1].last, number, 0), number))
    return summed[::-1][:MOST_FACETS]
