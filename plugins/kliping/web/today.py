"""Today: every outlet with its last thirty days, what is wrong in words, and what wants a person first."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from kliping.pipeline import STANDINGS
from kliping.pipeline.lookups import Row
from kliping.web.pages import get_desk, open_published, render_page, translate

today_pages = APIRouter()
STRIP_DAYS = 30
OUTLETS_A_PAGE = 200


@today_pages.get("/")
def show_today(request: Request, q: str = "", standing: str = "", page: int = 1) -> Response:
    """Show the outlets that match, those first that want a person."""
    desk = get_desk(request)
    with open_published(request) as lookup:
        held = lookup.select_one("newest") or {}
        last = choose_last_day(held["newest_day"], desk.today)
        problems = lookup.find_problems(desk.today)
        rows = lookup.judge_outlets(problems, last, STRIP_DAYS)
    counts = Counter(row["standing"] for row in rows)
    found = [row for row in rows if _matches(row, q, standing)]
    pages = max(1, -(-len(found) // OUTLETS_A_PAGE))
    page = min(max(1, page), pages)
    shown = found[(page - 1) * OUTLETS_A_PAGE : page * OUTLETS_A_PAGE]
    names = name_letters(request)
    for row in shown:
        row["label"] = describe_strip(names, row["letters"])
    return render_page(
        request,
        "today.html",
        held=held,
        last=last,
        first=last - dt.timedelta(days=STRIP_DAYS - 1),
        counts={name: counts[name] for name in STANDINGS if counts[name]},
        total=len(rows),
        found=len(found),
        rows=shown,
        notices=[problem for problem in problems if not problem.standing],
        asked={"q": q, "standing": standing},
        page=page,
        pages=pages,
    )


def choose_last_day(newest: dt.date | None, today: dt.date) -> dt.date:
    """Return the day that strips end with: yesterday, unless the newest day that was tried is later or far before."""
    yesterday = today - dt.timedelta(days=1)
    if newest is None:
        return yesterday
    if newest > yesterday or (yesterday - newest).days >= STRIP_DAYS:
        return newest
    return yesterday


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
