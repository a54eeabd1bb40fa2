"""DayEvidence and the cause that it shows: ``diagnoses.toml``; the table of causes; where the funnel breaks."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from kliping.batch import RouteDay
from kliping.completeness import DayEvidence, diagnose_day
from kliping.completeness.causes import CAUSES
from kliping.completeness.evidence import BegunRun, Ending, FieldShare, Funnel, SectionMiss, SeenPage

DAY = dt.date(2024, 11, 26)
CASES = tomllib.loads(Path(__file__).with_name("diagnoses.toml").read_text())["case"]
SOUND = DayEvidence(
    outlet="gema",
    day=DAY,
    run="2024-11-26.x",
    route_messages=(),
    error="",
    funnel=Funnel(found=50, known=30, fetched=20, scraped=20, accepted=20, loaded=20),
    usual=Funnel(found=48, known=28, fetched=20, scraped=20, accepted=19, loaded=19),
    routes=(RouteDay("feed", "feed", DAY, 20), RouteDay("index", "index", DAY, 20)),
    endings=(Ending("loaded", "", 20, "", "http://gema.test/a/9"),),
    notes={},
    dated=FieldShare(1.0, 1.0),
    pages=(),
    selectors={"body": ".isi", "title": "h1.judul", "date": ".tanggal"},
    found_before=20,
    low=False,
)


def make_evidence(case: dict[str, Any]) -> DayEvidence:
    given: dict[str, Any] = {
        name: case[name] for name in ("run", "error", "notes", "low", "found_before", "routes_usual") if name in case
    }
    if "routes" in case:
        given["routes"] = tuple(
            RouteDay(
                walk["kind"], walk["kind"], DAY, walk.get("found", 0),
                blind=tuple(walk.get("blind", ())), failed=walk.get("failed", False),
            )
            for walk in case["routes"]
        )  # fmt: skip
    if "endings" in case:
        given["endings"] = tuple(Ending(*ending) for ending in case["endings"])
    if "dated" in case:
        given["dated"] = FieldShare(*case["dated"])
    if "sections_missed" in case:
        given["sections_missed"] = tuple(SectionMiss(*each) for each in case["sections_missed"])
    if "begun" in case:
        given["begun"] = BegunRun(*case["begun"])
    if "common_title" in case:
        given["common_title"] = tuple(case["common_title"])
    if "pages" in case:
        given["pages"] = tuple(
            SeenPage(
                page["url"],
                {name: text or None for name, text in page.get("found", {}).items()},
                page.get("paywalled", False),
                page.get("scripted", False),
                "",
                page.get("leads_to", ""),
            )
            for page in case["pages"]
        )
    return replace(SOUND, **given)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_causes(case: dict[str, Any]) -> None:
    verdict = diagnose_day(make_evidence(case))
    assert verdict.cause == case["cause"], verdict
    assert case.get("shown", "") in " ".join(verdict.evidence)
    assert list(verdict.also) == case.get("also", list(verdict.also))
    assert case.get("command", "") in verdict.command
    assert "{" not in verdict.command


def test_every_cause_has_words_and_a_command() -> None:
    for kind in CAUSES.values():
        assert kind.says
        assert kind.command.format(outlet="gema", day=DAY, run="x", resume="y")


@pytest.mark.parametrize(
    ("funnel", "step"),
    [
        (Funnel(50, 30, 20, 20, 20, 20), ""),
        (Funnel(20, 5, 15, 15, 15, 15), "found"),
        (Funnel(50, 30, 4, 4, 4, 4), "fetched"),
        (Funnel(50, 30, 20, 3, 3, 3), "scraped"),
        (Funnel(50, 30, 20, 20, 5, 5), "accepted"),
        (Funnel(50, 50, 0, 0, 0, 0), ""),
    ],
)
def test_where_it_broke(funnel: Funnel, step: str) -> None:
    assert diagnose_day(replace(SOUND, funnel=funnel)).broke_at == step


def test_without_good_days_nothing_is_said_of_the_funnel() -> None:
    assert diagnose_day(replace(SOUND, usual=None, funnel=Funnel())).broke_at == ""


def test_the_operators_page_says_what_shows_each_cause() -> None:
    page = Path(__file__).resolve().parents[2].joinpath("docs", "operator.md").read_text("utf-8")
    rows = page.split("## Causes")[1].split("\n## ")[0].splitlines()
    named = {name for row in rows if row.startswith("| ") for name in row.split("|")[1].replace(",", " ").split()}
    assert named - {"cause", "---"} == set(CAUSES) - {"well"}
