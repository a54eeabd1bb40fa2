"""The calendar: days by outlets, what is lacking, and what fills it."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import Response

from kliping.errors import InputError
from kliping.web.access_control import get_visitor, read_form
from kliping.web.actions import Reason, carry_out
from kliping.web.pages import get_desk, lead_to, open_published, read_day, render_page

calendar_pages = APIRouter()
OUTLETS_SHOWN = 100
MOST_GAPS = 60
SIGNS = {"C": "✓", "L": "≈", "I": "!", "N": "✕", "U": "?", "-": "·"}


@calendar_pages.get("/calendar")
def show_calendar(request: Request, month: str = "", q: str = "", page: int = 1, done: str = "") -> Response:
    """Show a month (YYYY-MM; the newest one by default): an outlet a row, a day a column."""
    desk = get_desk(request)
    with open_published(request) as lookup:
        held = lookup.select_one("newest") or {}
        first = _read_month(month) if month else (held["newest_day"] or desk.today).replace(day=1)
        last = (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
        rows = lookup.select("calendar", first=first, last=last)
        gaps = lookup.find_gaps(desk.today)
    wanted = q.strip().lower()
    found = [row for row in rows if wanted in row["outlet"].lower() or wanted in row["name"].lower()]
    pages = max(1, -(-len(found) // OUTLETS_SHOWN))
    page = min(max(1, page), pages)
    return render_page(
        request,
        "calendar.html",
        first=first,
        days=[first + dt.timedelta(days=n) for n in range((last - first).days + 1)],
        before=(first - dt.timedelta(days=1)).strftime("%Y-%m"),
        after=(last + dt.timedelta(days=1)).strftime("%Y-%m"),
        rows=found[(page - 1) * OUTLETS_SHOWN : page * OUTLETS_SHOWN],
        found=len(found),
        gaps=gaps[:MOST_GAPS],
        more=max(0, len(gaps) - MOST_GAPS),
        signs=SIGNS,
        q=q,
        page=page,
        pages=pages,
        done=done,
    )


@calendar_pages.post("/calendar/backfill")
def start_backfill(
    request: Request,
    form: list[tuple[str, str]] = Depends(read_form),  # noqa: B008  # FastAPI's own form
) -> Response:
    """Have the host fill days; there is none to ask where the desk stands alone."""
    start = get_desk(request).host.start_backfill
    if start is None:
        raise HTTPException(404, "Nothing here can start a backfill: use the command beside the gap.")
    fields = dict(form)
    first, last, outlets = (
        read_day(fields.get("first", "")),
        read_day(fields.get("last", "")),
        fields.get("outlets", ""),
    )
    messages: list[str] = []
    carry_out(
        request, "backfill", {"first": str(first), "last": str(last), "outlets": outlets},
        Reason(get_visitor(request).name, "gap"),
        lambda settings, say: messages.append(start(request, first, last, outlets)),  # noqa: ARG005  # the host does it
    )  # fmt: skip
    return lead_to(request, "calendar", done=" ".join(messages))


def _read_month(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        raise InputError(f"{text[:40]!r} is not a month: write it as 2026-11.") from None
