"""Law 3 over whole runs: a backfill beside the daily run, days in any order, a day again and again."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from kliping import pipeline
from kliping.settings import Settings
from kliping.warehouse.access.connection import writer_lock_path
from kliping.warehouse.access.lake import find_lake
from kliping.warehouse.access.lake_lock import hold_lake_lock
from kliping.warehouse.access.lock import hold_lock

from demo.newsroom import Newsroom
from local.environment import BIN, make_environment
from tests.pipeline.tables import query, read_content
from tests.postgres import BOTH_AT_LENGTH, name_lake, started

TODAY = dt.date(2024, 11, 26)
DAYS = [TODAY - dt.timedelta(days=n) for n in range(3)]
OUTLETS = "detakkini,nusawarta,pedoman"
Tables = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(seed=8, articles_per_day=12, page_weight=2) as rooms:
        yield rooms


@pytest.fixture
def settings(shape: str, tmp_path: Path) -> Iterator[Settings]:
    """An empty warehouse of one of the two shapes."""
    if shape == "files":
        yield Settings(data=tmp_path)
        return
    with started() as server:
        yield name_lake(tmp_path, server, server.make_database())


def hold_writers(settings: Settings) -> AbstractContextManager[None]:
    """Hold the lock that every load takes."""
    if lake := find_lake(settings):
        return hold_lake_lock(lake, 0)
    return hold_lock(writer_lock_path(settings), 0)


def ingest(settings: Settings, rooms: Newsroom, day: dt.date) -> subprocess.Popen[str]:
    """One day, in a process of its own."""
    env = {"KLIPING_DATA": str(settings.data), "KLIPING_WAREHOUSE": settings.warehouse}
    env |= {"KLIPING_NEWSROOM": rooms.netloc, "KLIPING_DELAY": "0", "KLIPING_LOCK_TIMEOUT": "600"}
    return subprocess.Popen(
        [BIN / "kliping", "run", "--day", str(day), "--sources", OUTLETS],
        env=make_environment(**env), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def in_order(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables after the days were run one by one, oldest first."""
    settings = Settings(data=tmp_path_factory.mktemp("in-order"), newsroom=newsroom.netloc, delay=0)
    for day in reversed(DAYS):
        pipeline.run_day(settings, day=day, spec=OUTLETS)
    return read_content(settings)


def read_until(run: subprocess.Popen[str], words: str) -> str:
    """Read what a process says up to a line with these words; it must not end before."""
    assert run.stdout is not None
    said = ""
    for line in run.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(said)


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("shape", BOTH_AT_LENGTH)
def test_loads_that_meet_at_the_lock(settings: Settings, newsroom: Newsroom, in_order: Tables) -> None:
    """Three processes, one a day, as a backfill beside the daily run.

    The lock is not given back before all three wait for it, so each load meets two others there.
    """
    with hold_writers(settings):
        runs = [ingest(settings, newsroom, day) for day in DAYS]
        outputs = [read_until(run, "waiting for") for run in runs]
    outputs = [text + run.communicate()[0] for text, run in zip(outputs, runs, strict=True)]
    assert [run.returncode for run in runs] == [0, 0, 0], "\n".join(outputs)
    assert not any("Traceback" in text for text in outputs)
    assert read_content(settings) == in_order
    assert query(settings, "SELECT count(DISTINCT load_id), bool_and(status = 'ok') FROM loads") == [(3, True)]


@pytest.mark.full
@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
def test_days_in_shuffled_order(seed: int, newsroom: Newsroom, in_order: Tables, tmp_path: Path) -> None:
    """Each day three times, in an order that nobody chose."""
    settings = Settings(data=tmp_path, newsroom=newsroom.netloc, delay=0)
    order = DAYS * 3
    random.Random(seed).shuffle(order)
    for day in order:
        assert not pipeline.run_day(settings, day=day, spec=OUTLETS).refused
    assert read_content(settings) == in_order


def test_the_same_day_three_times(newsroom: Newsroom, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, newsroom=newsroom.netloc, delay=0)
    tables = []
    for _ in range(3):
        report = pipeline.run_day(settings, day=TODAY, spec="pedoman")
        tables.append(read_content(settings))
    assert tables[0] == tables[1] == tables[2]
    assert report.counts["loaded"] == report.counts["revised"] == 0
