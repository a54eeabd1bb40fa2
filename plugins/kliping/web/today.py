"""Today: every outlet with its last thirty days, what is wrong in words, and what wants a person first."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from kliping import pipeline
from kliping.errors import InputError
from kliping.pipeline import STANDINGS
from kliping.pipeline.answers.lookups import Row
from kliping.pipeline.answers.strips import OVERVIEW_DAYS
from kliping.web.pages import NOTHING_PUBLISHED, get_desk, render_page, translate

today_pages = APIRouter()
OUTLETS_A_PAGE = 200


@today_pages.get("/")
def show_today(request: Request, q: str = "", standing: str = "", page: int = 1) -> Response:
    """Show the outlets that match, those first that want a person."""
    desk = get_desk(request)
    overview = pipeline.read_overview(desk.read_settings(), desk.today, OVERVIEW_DAYS)
    if overview is None:
        raise InputError(NOTHING_PUBLISHED)
    last, rows = overview.last, overview.outlets
    counts = Counter(row["standing"] for row in rows)
    found = [row for row in rows if _matches(row, q, standing)]
    pages = max(1, -(-len(found) // OUTLETS_A_PAGE))
    page = min(max(1, page), pages)
    shown = found[(page - 1) * OUTLETS_A_PAGE : page * OUTLETS_A_PAGE]
    names = name_letters(request)
    return render_page(
        request,
        "today.html",
        held=overview.held,
        last=last,
        first=last - dt.timedelta(days=OVERVIEW_DAYS - 1),
        counts={name: counts[name] for name in STANDINGS if counts[name]},
        total=len(rows),
        found=len(found),
        rows=[row | {"label": describe_strip(names, row["letters"])} for row in shown],
        notices=[problem for problem in overview.problems if not problem.standing],
        asked={"q": q, "standing": standing},
        page=page,
        pages=pages,
    )


def name_letters(request: Request) -> dict[str, str]:
    """Return what each letter of a strip stands for, in the request's language."""
    return {
        "C": translate(request, "complete"),
        "L": translate(request, "likely complete"),
        "I": translate(request, "incomplete"),
        "N": translate(request, "nothing loaded"),
        "U": translate(request, "unknown"),
        "-": translate(request, "no run"),
    }


def describe_strip(names: Mapping[str, str], letters: str) -> str:
    """Return in words what a strip of days shows."""
    counts = Counter(letters)
    return ", ".join(f"{counts[letter]} {name}" for letter, name in names.items() if counts[letter])


def _matches(row: Row, q: str, standing: str) -> bool:
    if standing and row["standing"] != standing:
        return False
    wanted = q.strip().lower()
    return wanted in row["outlet"].lower() or wanted in row["name"].lower()
