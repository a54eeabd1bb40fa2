"""A day, and a run: how its outlets fared, why links did not load, what was stripped, what failed to be expected."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from kliping import pipeline
from kliping.model import RESULTS
from kliping.web.pages import get_desk, lead_to, open_published, read_day, render_page

run_pages = APIRouter()

MOST_REASONS = 100
"""Reasons why links did not load that a page shows."""


@run_pages.get("/day/{day}")
def show_day(request: Request, day: str) -> Response:
    """Show a day: every outlet that was tried, the runs, and what status and doctor say of it."""
    shown = read_day(day)
    desk = get_desk(request)
    with open_published(request) as lookup:
        outlets = lookup.select("day_outlets", day=shown)
        runs = lookup.select("day_runs", day=shown)
        gaps = [(gap, names) for gap, names in lookup.find_gaps(desk.today) if gap.first <= shown <= gap.last]
    return render_page(
        request,
        "day.html",
        day=shown,
        before=shown - dt.timedelta(days=1),
        after=shown + dt.timedelta(days=1),
        outlets=outlets,
        runs=runs,
        gaps=gaps,
        total=Counter(row["state"] or "no run" for row in outlets),
    )


@run_pages.get("/problems")
def show_problems(request: Request) -> Response:
    """Show everything that status and doctor say is wrong now."""
    with open_published(request) as lookup:
        problems = lookup.list_problems(get_desk(request).today)
    return render_page(request, "problems.html", problems=problems)


@run_pages.get("/run/{run:path}")
def show_run(request: Request, run: str) -> Response:
    """Show a run by its newest load."""
    desk = get_desk(request)
    with open_published(request) as lookup:
        every = lookup.select("run_lines", run=run)
        if not every:
            raise HTTPException(404, _describe_unloaded(request, run))
        newest = every[0]["load_id"]
        lines = [line for line in every if line["load_id"] == newest]
        shown: dict[str, Any] = {
            "reasons": lookup.select("report/reasons", load_id=newest)[:MOST_REASONS],
            "stripped": lookup.select("report/stripped", load_id=newest),
            "expectations": lookup.select("run_expectations", load_id=newest),
            "articles": lookup.select("run_articles", load_id=newest),
        }
    settings = desk.read_settings()
    pages = settings.data_path / "docs" / run / "index.html"
    return render_page(
        request,
        "run.html",
        run=run,
        lines=lines,
        loads=len({line["load_id"] for line in every}),
        totals={name: sum(line[name] for line in lines) for name in ("discovered", "known", *RESULTS)},
        results=RESULTS,
        host_run=desk.host.find_run(run) if desk.host.find_run else "",
        validation_pages=str(pages) if ".." not in run and pages.is_file() else "",
        **shown,
    )


@run_pages.get("/host-run")
def find_host_run(request: Request, run_id: str) -> Response:
    """Lead from the host's own run to the page of Kliping's."""
    ending = "." + re.sub(r"[^A-Za-z0-9_-]+", "-", run_id).strip("-")
    with open_published(request) as lookup:
        found = lookup.select_one("runs_named", ending=ending)
    if found is None:
        raise HTTPException(
            404,
            "This run has loaded nothing yet: it is on its way, it broke off, or it is of a DAG that loads nothing.",
        )
    return lead_to(request, "run", found["run"])


def _describe_unloaded(request: Request, run: str) -> str:
    """Return what is known of a run that no load knows."""
    for unloaded in pipeline.find_unloaded(get_desk(request).read_settings()):
        if unloaded.run == run:
            return f"{unloaded}. Next: {unloaded.command}"
    return "No load knows this run. `kliping status` lists the last ones."
