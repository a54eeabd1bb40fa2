"""Runs that never loaded: named with what brings in their day, until a later load has brought it in."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from kliping import pipeline, warehouse
from kliping.batch import JobKind
from kliping.cli import report, show
from kliping.pipeline.runs import stage
from kliping.settings import Settings

from tests.warehouse.staging import DAY, Stage, capture

LONG_AGO = dt.datetime(2024, 11, 27, tzinfo=dt.UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", lock_timeout=5)


def stage_run(
    settings: Settings, run: str, job: JobKind = "ingest", *, day: dt.date = DAY, whole: bool = False
) -> None:
    stage.write_manifest(settings, run, stage.Plan(run, job, day, (day,), ("koran",), False, "r1", "none", LONG_AGO))
    if whole:
        stage.write_manifest(settings, run, stage.Validated("koran"))


def test_a_run_is_named_with_what_is_next(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where nothing was ever published; ``doctor`` names it, too, when it has had its time."""
    stage_run(settings, "2024-11-26.a")
    stage_run(settings, "2024-11-27.b", whole=True, day=DAY + dt.timedelta(days=1))
    stage_run(settings, "2024-11-26.import-c", "import")
    stage_run(settings, "2024-11-26.reprocess-d", "reprocess")
    found = {run.run: run.command for run in pipeline.find_unloaded(settings)}
    assert found == {
        "2024-11-26.a": "make run DAY=2024-11-26 SOURCES=koran",
        "2024-11-27.b": "kliping load --run 2024-11-27.b",
        "2024-11-26.import-c": "kliping import, with the same files",
        "2024-11-26.reprocess-d": "kliping reprocess --from 2024-11-26 --to 2024-11-26 --sources koran",
    }
    lines = pipeline.check_health(settings)
    assert any("2024-11-27.b was staged and never loaded" in line for line in lines)
    assert not pipeline.check_health(settings, patience=dt.timedelta(days=100_000))
    report.print_status(
        show.make_console(),
        warehouse.read_status(settings),
        warehouse.find_problems(settings),
        pipeline.find_unloaded(settings),
    )
    shown = capsys.readouterr().out
    assert "Nothing is published yet" in shown
    assert "kliping load --run 2024-11-27.b" in shown
    as_json = json.loads(report.render_status(warehouse.read_status(settings), (), pipeline.find_unloaded(settings)))
    assert as_json["never_loaded"][0] in found


def test_a_later_load_of_the_day_settles_it(settings: Settings, tmp_path: Path) -> None:
    for run, day in (("2024-11-26.a", DAY), ("2024-11-27.b", DAY + dt.timedelta(days=1))):
        stage_run(settings, run, day=day)
    stage_run(settings, "2024-11-26.import-c", "import")
    made = Stage(tmp_path / "stage")
    with warehouse.writer(settings) as db:
        warehouse.load_batch(db, made.batch(made.outlet(capture()), run="another", day=DAY))
    warehouse.publish_copy(settings)
    assert {run.run for run in pipeline.find_unloaded(settings)} == {"2024-11-27.b", "2024-11-26.import-c"}


def test_of_runs_that_broke_off_alike_the_newest_is_named(settings: Settings) -> None:
    """After many kills one command is enough for a day."""
    for number in range(12):
        stage_run(settings, f"2024-11-26.{number:02}", whole=number % 3 == 0)
        stage_run(settings, f"2024-11-26.import-{number:02}", "import")
        stage_run(settings, f"2024-11-26.reprocess-{number:02}", "reprocess")
    named = {run.run for run in pipeline.find_unloaded(settings, newest=100)}
    imports = {f"2024-11-26.import-{number:02}" for number in range(12)}
    assert named == imports | {"2024-11-26.11", "2024-11-26.reprocess-11"}


def test_a_plan_of_another_version_is_passed_over(settings: Settings) -> None:
    stage_run(settings, "2024-11-26.a")
    (stage.run_folder(settings, "2024-11-26.a") / stage.PLAN_FILE).write_text("{}")
    assert pipeline.find_unloaded(settings) == []


@pytest.mark.parametrize(
    ("whole", "command"), [(True, "kliping load --run 2024-11-26.a"), (False, "make run DAY=2024-11-26")]
)
def test_why_tells_of_a_run_of_the_day_that_broke_off(settings: Settings, whole: bool, command: str) -> None:
    plan = stage.Plan("2024-11-26.a", "ingest", DAY, (DAY,), ("detik",), False, "r1", "none", LONG_AGO)
    stage.write_manifest(settings, "2024-11-26.a", plan)
    if whole:
        stage.write_manifest(settings, "2024-11-26.a", stage.Validated("detik"))
    found = pipeline.diagnose_outlet(settings, "detik", DAY)
    assert (found.verdict.cause, found.is_well) == ("never_loaded", False)
    assert found.command.startswith(command)
    before = pipeline.diagnose_outlet(settings, "detik", DAY - dt.timedelta(days=1))
    assert before.verdict.cause == "not_run"
