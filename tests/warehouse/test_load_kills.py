"""Killed anywhere: nothing is half-loaded, what is published opens, and a rerun makes it whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kliping.settings import Settings
from kliping.warehouse import reader, writer

from tests.warehouse.staging import read_content_tables

VICTIM = Path(__file__).with_name("victim.py")

STEPS = [
    "load.stage", "load.captures", "load.versions", "load.articles", "load.duplicates", "load.names",
    "load.quarantine", "load.outcomes", "load.sources", "load.changes", "load.loads", "load.commit", "load.committed",
    "publish.begin", "publish.copy", "publish.views", "publish.sync", "publish.spare", "publish.rename", "publish.done",
]  # fmt: skip
POINTS = [f"{step}:{nth}" for step in STEPS for nth in (1, 2, 3)] + [
    "compact.copy",
    "compact.rename",
    "publish.renew:1",
    "publish.renew:2",
    "publish.span:1",
    "publish.span:3",
    "publish.rename:4",
]
QUICK = {"load.articles:2", "publish.span:3", "publish.rename:3"}


def run(data, stage, **environment):
    return subprocess.run(
        [sys.executable, VICTIM, data, stage], env=os.environ | environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """The tables of a run that nobody killed."""
    folder = tmp_path_factory.mktemp("clean")
    done = run(folder / "data", folder / "stage")
    assert done.returncode == 0, done.stderr
    return read_tables(folder / "data")


def read_tables(data):
    settings = Settings(data=data)
    with reader(settings) as published:
        seen = read_content_tables(published)
    with writer(settings) as warehouse:
        assert read_content_tables(warehouse) == seen
    return seen


def published_opens(data):
    settings = Settings(data=data)
    if settings.published_path.exists():
        with reader(settings) as connection:
            connection.execute("SELECT count(*) FROM daily_volume").fetchall()


def mark_point(point: str) -> list[pytest.MarkDecorator]:
    """Return the marks of a point: a few are tried by ``make test``, the third time at a step by ``make test-long``."""
    if point in QUICK:
        return []
    if point.endswith(":3"):
        return [pytest.mark.full, pytest.mark.long]
    return [pytest.mark.full]


@pytest.mark.parametrize("point", [pytest.param(p, marks=mark_point(p)) for p in POINTS])
def test_killed_at_a_step_a_rerun_makes_it_whole(tmp_path, clean, point):
    killed = run(tmp_path / "data", tmp_path / "stage", KLIPING_KILL_AT=point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    published_opens(tmp_path / "data")
    done = run(tmp_path / "data", tmp_path / "again")
    assert done.returncode == 0, done.stderr
    assert read_tables(tmp_path / "data") == clean
    left = {p.name for p in (tmp_path / "data").iterdir()}
    assert left == {
        "kliping.duckdb", "kliping.spare.duckdb", "warehouse.duckdb", "warehouse.journal.json", "warehouse.lock",
    }  # fmt: skip


@pytest.mark.full
@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.long) for n in range(1, 12))])
def test_killed_at_random_a_rerun_makes_it_whole(tmp_path, clean, seed):
    began = time.monotonic()
    run(tmp_path / "trial", tmp_path / "trial-stage")
    whole = time.monotonic() - began
    process = subprocess.Popen([sys.executable, VICTIM, tmp_path / "data", tmp_path / "stage"])
    time.sleep(whole * random.Random(seed).uniform(0.2, 1.0))
    process.kill()
    process.wait()
    published_opens(tmp_path / "data")
    done = run(tmp_path / "data", tmp_path / "again")
    assert done.returncode == 0, done.stderr
    assert read_tables(tmp_path / "data") == clean
