"""One verdict on an outlet, whoever asks: ``status``, ``doctor``, ``why`` and the desk's first page agree."""

from __future__ import annotations

import datetime as dt
import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from kliping import pipeline, warehouse
from kliping.pipeline.answers.lookups import read_query
from kliping.settings import Settings
from kliping.warehouse.health.problems import PROBLEMS, STANDINGS, make_problem

from tests.web.conftest import DAY, NOW

OUTLETS = ("detakkini", "gema", "lampungpagi", "nusawarta", "pedoman", "suaradaerah")
TODAY = NOW.date()
SOUND = ("well", "unknown")


@pytest.fixture(scope="module")
def doctored(a_day: Settings) -> list[str]:
    return pipeline.check_health(a_day)


@pytest.mark.parametrize("outlet", OUTLETS)
def test_an_outlet_has_one_verdict(
    outlet: str, a_day: Settings, look: Callable[[str], str], doctored: list[str]
) -> None:
    page = look("/")
    row = re.search(rf'<tr class="(\w+)">\s*<th scope="row"><a href="/outlet/{outlet}">.*?</tr>', page, re.DOTALL)
    assert row
    problems = warehouse.sort_problems(pipeline.find_problems(a_day, today=TODAY), outlet)
    diagnosis = pipeline.diagnose_outlet(a_day, outlet, today=TODAY)
    own = look(f"/outlet/{outlet}")
    assert diagnosis.is_well == (not problems) == (row[1] in SOUND)
    assert ("verdict well" in own) == diagnosis.is_well
    assert diagnosis.says in html.unescape(own)
    for problem in problems:
        assert str(problem) in doctored
    if problems:
        assert row[1] == problems[0].standing
        assert diagnosis.command == problems[0].remedy
        assert problems[0].remedy in html.unescape(row[0])


def test_a_day_that_is_asked_for_has_its_own_verdict(a_day: Settings) -> None:
    """What to do next is of the day; how many others are open is said beside it."""
    newest = pipeline.diagnose_outlet(a_day, "pedoman", DAY, today=TODAY)
    assert (newest.verdict.cause, newest.other_days) == ("paywall", newest.open_days[:-1])
    assert DAY in newest.open_days
    before = newest.open_days[0] - dt.timedelta(days=1)
    untried = pipeline.diagnose_outlet(a_day, "pedoman", before, today=TODAY)
    assert untried.command == f"make backfill FROM={before} TO={before} SOURCES=pedoman"
    assert untried.concerns == ()
    assert untried.other_days == newest.open_days


def test_an_incomplete_day_without_a_cause_is_filled(a_day: Settings, tmp_path: Path) -> None:
    copied = a_day.model_copy(update={"data": shutil.copytree(a_day.data_path, tmp_path / "data")})
    with warehouse.writer(copied) as db:
        db.execute("UPDATE diagnoses SET cause = 'well', says = 'nothing is wrong with the outlet', evidence = []")
        db.execute("UPDATE completeness SET state = 'incomplete', missed = 2 WHERE outlet = 'gema'")
    warehouse.publish_copy(copied)
    found = pipeline.diagnose_outlet(copied, "gema", DAY, today=TODAY)
    assert (found.verdict.cause, found.is_well, found.says) == ("well", False, "articles are missing")
    assert found.command == f"make backfill FROM={DAY} TO={DAY} SOURCES=gema AGAIN=1"


def test_a_day_has_one_letter_wherever_it_is_shown(a_day: Settings, tmp_path: Path) -> None:
    """Nothing loaded, with a known cause, is no day of which nothing is known."""
    copied = a_day.model_copy(update={"data": shutil.copytree(a_day.data_path, tmp_path / "data")})
    span = {"first": DAY, "last": DAY}
    shown = {
        "outlets_today": ("letters", {"last": DAY, "days": 1}),
        "calendar": ("letters", span),
        "outlet_days": ("letter", span | {"outlet": "pedoman"}),
        "day_outlets": ("letter", {"day": DAY}),
    }
    with warehouse.writer(copied) as db:
        for state, held, cause, letter in (
            ("unknown", 0, "refused", "N"),
            ("unknown", 0, "well", "U"),
            ("unknown", 3, "refused", "U"),
            ("incomplete", 0, "well", "N"),
            ("incomplete", 3, "refused", "I"),
        ):
            db.execute("UPDATE completeness SET state = ?, held = ?", [state, held])
            db.execute("UPDATE diagnoses SET cause = ?", [cause])
            for name, (column, facts) in shown.items():
                rows = db.query(read_query(name), params=facts).select(column).fetchall()
                assert {"".join(letters) for (letters,) in rows} == {letter}, (name, state, held, cause)


def test_both_sorts_are_there(a_day: Settings) -> None:
    found = {outlet: pipeline.diagnose_outlet(a_day, outlet, today=TODAY).is_well for outlet in OUTLETS}
    assert set(found.values()) == {True, False}, found


def make_days(name: str, outlets: tuple[str, ...], first: str, last: str, error: str = "") -> warehouse.Problem:
    facts = dict.fromkeys(("says", "days", "evidence", "missed", "command", "why", "lack", "run", "note"), "")
    facts |= {"outlet": outlets[0]} if len(outlets) == 1 else {}
    shown = facts | {"outlets": ",".join(outlets), "shown_by": error, "error": error}
    key = f"{name}:{','.join(outlets)}:{first}"
    return make_problem(name, cause=key, among=outlets, first=first, last=last, day=last, usual=1, articles=1, **shown)


FOLDED = [
    # problem with outlets, first and last day, evidence; the index of the diagnosis that it stands with, or -1
    (("gap", ("gema",), "2024-11-25", "2024-11-26"), 0),
    (("gap", ("gema",), "2024-11-20", "2024-11-26"), -1),
    (("gap", ("gema",), "2024-11-20", "2024-11-26", "dns: no host"), 0),
    (("gap", ("gema", "koran"), "2024-11-26", "2024-11-26"), 0),
    (("gap", ("gema", "warta"), "2024-11-26", "2024-11-26"), -1),
    (("silent", ("koran",), "2024-11-26", "2024-11-26"), 1),
    (("failing", ("warta",), "2024-11-26", "2024-11-26"), -1),
    (("behind", ("gema",), "2024-11-26", "2024-11-26"), -1),
]


@pytest.mark.parametrize(("given", "at"), FOLDED)
def test_a_cause_is_listed_once_with_its_effects(given: tuple[str, tuple[str, ...], str, str], at: int) -> None:
    """What one cause does to an outlet's days is no entry of its own; what it does not explain is one."""
    causes = [
        make_days("diagnosed", ("gema",), "2024-11-25", "2024-11-26", "dns: no host"),
        make_days("diagnosed", ("koran",), "2024-11-26", "2024-11-26"),
    ]
    effect = make_days(*given)
    listed = warehouse.fold_effects([effect, *causes])
    assert [cause for cause, effects in listed if effects == (effect,)] == ([causes[at]] if at >= 0 else [])
    assert {problem for problem, _ in listed} == {*causes, *([effect] if at < 0 else [])}


@pytest.mark.parametrize(
    ("problems", "worst"),
    [
        ("silent:2024-11-26 incomplete:2024-11-26", "silent"),
        ("noted:2024-11-26 behind:2024-11-20", "behind"),
        ("silent:2024-11-26 diagnosed:2024-11-25", "diagnosed"),
        ("refused:2024-11-25 stopped:2024-11-26", "stopped"),
        ("missed:2024-11-26", ""),
    ],
)
def test_the_worst_is_the_verdict(problems: str, worst: str) -> None:
    made = []
    for name, _, day in (each.partition(":") for each in problems.split()):
        facts = dict.fromkeys(
            ("says", "days", "evidence", "missed", "command", "error", "run", "note", "outlets", "shown_by"), ""
        ) | {"usual": 1, "articles": 1, "missed": 1}
        made.append(make_problem(name, among=("gema",), last=day, day=day, outlet="gema", **facts))
    found = warehouse.find_worst(made)
    assert (found["gema"].name if found else "") == worst
    assert [each.name for each in warehouse.sort_problems(made, "gema")][:1] == [worst][: len(found)]


def test_every_problem_of_an_outlet_says_where_it_stands() -> None:
    assert {kind.standing for kind in PROBLEMS.values()} <= {"", *STANDINGS}
    for name, kind in PROBLEMS.items():
        assert ("{outlet}" in kind.says or "{outlets} " in kind.says[:10] or "{outlets}:" in kind.says) == bool(
            kind.standing
        ), name
        assert kind.brief or not kind.standing or name == "diagnosed", name
