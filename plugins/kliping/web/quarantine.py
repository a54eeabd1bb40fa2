"""Quarantine: what waits for a person, grouped by cause; a page as it came; release, drop, scrape again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import Response

from kliping import pipeline
from kliping.errors import InputError
from kliping.pipeline.answers.lookups import Row
from kliping.settings import Settings
from kliping.web.access_control import read_form
from kliping.web.actions import Reason, carry_out, read_reason
from kliping.web.pages import get_desk, lead_to, open_published, render_page

quarantine_pages = APIRouter()
PAGES_SHOWN = 100
MOST_TRIED = 10
"""Archived pages that are read again while a person waits."""
MOST_DAYS_AGAIN = 5
"""Outlets' days that are scraped again while a person waits; for more there is a command."""
Say = Callable[[str], None]


@quarantine_pages.get("/quarantine")
def show_causes(request: Request, outlet: str = "", dropped: bool = False, done: str = "") -> Response:
    """Show why pages wait, each cause with how many."""
    with open_published(request) as lookup:
        causes = lookup.select("quarantine_causes", outlet=outlet or None, dropped=dropped)
    return render_page(request, "quarantine.html", causes=causes, outlet=outlet, dropped=dropped, done=done)


@quarantine_pages.get("/quarantine/cause/{cause:path}")
def show_cause(request: Request, cause: str, outlet: str = "", dropped: bool = False, page: int = 1) -> Response:
    """Show the pages of one cause, and what can be done with them."""
    page = max(1, page)
    with open_published(request) as lookup:
        groups = lookup.select("quarantine_causes", outlet=outlet or None, dropped=dropped)
        rows = lookup.select(
            "quarantine_pages",
            cause=cause, outlet=outlet or None, dropped=dropped, most=PAGES_SHOWN, skipped=(page - 1) * PAGES_SHOWN,
        )  # fmt: skip
    group = next((group for group in groups if group["cause"] == cause), None)
    return render_page(
        request,
        "cause.html",
        cause=cause,
        group=group,
        rows=rows,
        outlet=outlet,
        dropped=dropped,
        page=page,
        pages=-(-group["pages"] // PAGES_SHOWN) if group else 1,
        rules_tried=None,
    )


@quarantine_pages.get("/quarantine/try/{cause:path}")
def try_cause(request: Request, cause: str, outlet: str) -> Response:
    """Read some archived pages of a cause by today's rules: what would scraping again release?"""
    settings = get_desk(request).read_settings()
    with open_published(request) as lookup:
        rows = lookup.select("quarantine_pages", cause=cause, outlet=outlet, dropped=False, most=MOST_TRIED, skipped=0)
    tried = pipeline.try_records(settings, outlet, [row["archive"] for row in rows if row["archive"]])
    return render_page(request, "tried.html", cause=cause, outlet=outlet, tried=tried, rows=rows)


@quarantine_pages.get("/quarantine/page/{quarantine_id}")
def show_quarantined(request: Request, quarantine_id: str) -> Response:
    """Show one page: why it waits, what was read from it, and the page as it came."""
    settings = get_desk(request).read_settings()
    with open_published(request) as lookup:
        found = lookup.list_quarantined(ids=[quarantine_id], dropped=True, limit=2)
    if len(found) != 1:
        raise HTTPException(404, "No page in quarantine has this id; it may have been released.")
    row = found[0]
    archived, unreadable = None, ""
    if row.archive:
        try:
            archived = pipeline.view_record(settings, row.archive)
        except InputError as error:
            unreadable = str(error)
    return render_page(
        request, "quarantined.html", row=row, payload=row.payload, archived=archived, unreadable=unreadable
    )


@quarantine_pages.post("/quarantine/decide")
def decide_pages(
    request: Request,
    form: list[tuple[str, str]] = Depends(read_form),  # noqa: B008  # FastAPI's own form
) -> Response:
    """Release, drop or scrape again: the pages that are ticked, or all of a cause."""
    fields = dict(form)
    do = _ACTS.get(fields.get("act", ""))
    if do is None:
        raise HTTPException(400, "Choose what to do: release, drop or scrape again.")
    reason = read_reason(request, fields)
    with open_published(request) as lookup:
        rows = lookup.select(
            "quarantine_ids",
            ids=[value for name, value in form if name == "id"],
            every=fields.get("every") == "yes", cause=fields.get("cause", ""), outlet=fields.get("outlet") or None,
        )  # fmt: skip
    if not rows:
        raise HTTPException(400, "No page was chosen. Go back and tick some, or choose all of the cause.")
    messages: list[str] = []
    chosen = {"pages": [row["quarantine_id"] for row in rows]}
    said = carry_out(
        request, f"quarantine {fields['act']}", chosen, reason,
        lambda settings, say: messages.append(do(settings, rows, reason, say)),
    )  # fmt: skip
    return lead_to(request, "quarantine", done=" ".join([*messages, said]).strip())


def _release(settings: Settings, rows: Sequence[Row], reason: Reason, say: Say) -> str:
    ids = [row["quarantine_id"] for row in rows]
    report = pipeline.release_quarantined(settings, ids, by=reason.by, why=reason.why, say=say)
    loaded = report.counts["loaded"] + report.counts["revised"]
    return f"released {loaded} of {len(ids)} in load {report.load_id}."


def _drop(settings: Settings, rows: Sequence[Row], reason: Reason, say: Say) -> str:
    ids = [row["quarantine_id"] for row in rows]
    return f"dropped {pipeline.drop_quarantined(settings, ids, by=reason.by, why=reason.why, say=say)}."


def _scrape_again(settings: Settings, rows: Sequence[Row], reason: Reason, say: Say) -> str:  # noqa: ARG001
    """Scrape the outlets' days on which the pages were fetched; whatever the rules now read of them is loaded."""
    days = sorted({(row["outlet"], row["day"]) for row in rows})
    commands = [f"kliping reprocess --from {day} --to {day} --sources {outlet}" for outlet, day in days]
    if len(days) > MOST_DAYS_AGAIN:
        raise InputError(
            f"These pages are of {len(days)} outlets' days, which takes too long to wait for. At a terminal:\n"
            + "\n".join(commands)
        )
    for outlet, day in days:
        pipeline.reprocess_days(settings, first=day, last=day, spec=outlet, say=say)
    return f"scraped again: {', '.join(f'{outlet} {day}' for outlet, day in days)}."


_ACTS: dict[str, Callable[[Settings, Sequence[Row], Reason, Say], Any]] = {
    "release": _release,
    "drop": _drop,
    "again": _scrape_again,
}
