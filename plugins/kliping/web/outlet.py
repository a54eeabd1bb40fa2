"""One outlet: its verdict as ``kliping why`` gives it, its days, fields, routes, rules, and the last errors."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import Response

from kliping import pipeline
from kliping.errors import UserError
from kliping.model import Source
from kliping.pipeline import Diagnosis
from kliping.pipeline.answers.lookups import Lookup, Row
from kliping.pipeline.answers.strips import OVERVIEW_DAYS, choose_last_day
from kliping.web.access_control import read_form
from kliping.web.actions import carry_out, read_reason
from kliping.web.pages import get_desk, lead_to, open_published, read_day, render_page

outlet_pages = APIRouter()
COVERED_FIELDS = ("title", "published_at", "authors", "section", "tags", "image")
RULE_FIELDS = ("body", "drop", "title", "date", "authors", "section", "tags", "pages")


@outlet_pages.get("/outlet/{outlet:path}")
def show_outlet(request: Request, outlet: str, day: str = "", done: str = "") -> Response:
    """Show an outlet and the verdict on one of its days: ``day``, or the newest that a run tried."""
    desk = get_desk(request)
    settings = desk.read_settings()
    asked = read_day(day) if day else None
    with open_published(request) as lookup:
        held = lookup.select_one("outlet", outlet=outlet)
        source, unknown = _find_source(settings, outlet)
        if held is None and source is None:
            raise HTTPException(404, unknown)
        newest = (held or {}).get("tried_day")
        last = choose_last_day(newest, desk.today, OVERVIEW_DAYS)
        first = last - dt.timedelta(days=OVERVIEW_DAYS - 1)
        shown_day = asked or newest or last
        shown = _look_up(lookup, outlet, first, last, shown_day)
    diagnosis = pipeline.diagnose_outlet(settings, outlet, asked, today=desk.today) if source else None
    return render_page(
        request,
        "outlet.html",
        outlet=outlet,
        held=held or {},
        source=source,
        day=shown_day,
        first=first,
        last=last,
        diagnosis=diagnosis,
        funnel=_compare_steps(diagnosis),
        rules=_list_rules(source, shown_day, shown.pop("matched")),
        commands=_list_commands(outlet, shown_day, diagnosis),
        done=done,
        **shown,
    )


@outlet_pages.post("/outlet/{outlet:path}/dismiss")
def dismiss_outlet_day(
    request: Request,
    outlet: str,
    form: list[tuple[str, str]] = Depends(read_form),  # noqa: B008  # FastAPI's own form
) -> Response:
    """Take a day off the list of what is missing."""
    fields = dict(form)
    day, reason = read_day(fields.get("day", "")), read_reason(request, fields)
    said = carry_out(
        request, "dismiss", {"outlet": outlet, "day": str(day)}, reason,
        lambda settings, say: pipeline.dismiss_day(settings, outlet, day, by=reason.by, why=reason.why, say=say),
    )  # fmt: skip
    return lead_to(request, "outlet", outlet, day=day, done=f"dismissed {day}. {said}".strip())


def _find_source(settings: Any, outlet: str) -> tuple[Source | None, str]:  # noqa: ANN401
    """Return the outlet's file as read; None, and what is said of it, for an outlet without one."""
    try:
        return pipeline.read_source(settings, outlet), ""
    except UserError as error:
        return None, str(error)


def _look_up(lookup: Lookup, outlet: str, first: dt.date, last: dt.date, day: dt.date) -> dict[str, Any]:
    days = lookup.select("outlet_days", outlet=outlet, first=first, last=last)
    fields = lookup.select("outlet_fields", outlet=outlet, first=first, last=last)
    return {
        "days": days,
        "most": max([max(row["held"] or 0, row["expected"] or 0, row["found"] or 0) for row in days], default=0),
        "coverage": _cover_fields(fields, first, last),
        "routes": lookup.select("outlet_routes", outlet=outlet, day=day),
        "failures": lookup.select("outlet_failures", outlet=outlet, first=first),
        "articles": lookup.select("outlet_articles", outlet=outlet),
        "matched": lookup.select_one("outlet_rules", outlet=outlet) or {},
        "stripped": lookup.select("outlet_stripped", outlet=outlet, first=first),
    }


def _cover_fields(rows: list[Row], first: dt.date, last: dt.date) -> list[tuple[str, list[float | None], float | None]]:
    """Return each field with its share of every day, and its newest; None where the day has no article."""
    by_day = {row["day"]: row for row in rows}
    first = min(by_day, default=first)
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    covered = []
    for field in COVERED_FIELDS:
        shares = [by_day[day][field] if day in by_day else None for day in days]
        covered.append((field, shares, next((share for share in reversed(shares) if share is not None), None)))
    return covered


def _compare_steps(diagnosis: Diagnosis | None) -> list[tuple[str, int, int | None]]:
    """Return each step of the funnel with its links now and usually."""
    if diagnosis is None:
        return []
    now, usual = diagnosis.evidence.funnel, diagnosis.evidence.usual
    steps = [field.name for field in dataclasses.fields(now)]
    return [(step, getattr(now, step), getattr(usual, step) if usual else None) for step in steps]


def _list_rules(source: Source | None, day: dt.date, matched: Row) -> list[tuple[str, tuple[str, ...], Any]]:
    """Return the selectors in force on a day, each with when its field was last read by it."""
    rules = source.rules_for(day) if source else None
    if rules is None:
        return []
    return [
        (field, getattr(rules, field), matched.get({"date": "published_at"}.get(field, field)))
        for field in RULE_FIELDS
        if getattr(rules, field)
    ]


def _list_commands(outlet: str, day: dt.date, diagnosis: Diagnosis | None) -> list[tuple[str, str]]:
    """Return the commands that one would want here, the advised one first, each with what it does."""
    listed = [
        (f"kliping why {outlet} --day {day}", "the same verdict in a terminal"),
        (f"kliping sources check {outlet}", "visit the outlet now; stores nothing"),
        (f"make backfill FROM={day} TO={day} SOURCES={outlet} AGAIN=1", "run the day again"),
        (f"kliping sources repair {outlet}", "propose corrected rules; changes nothing"),
        (f"kliping reprocess --from {day} --to {day} --sources {outlet}", "scrape the day again from the archive"),
        (f"kliping quarantine list --outlet {outlet}", "what was not fit to load"),
    ]
    if diagnosis and not diagnosis.verdict.is_well and diagnosis.verdict.command not in [each for each, _ in listed]:
        listed.insert(0, (diagnosis.verdict.command, "what the verdict advises"))
    return listed
