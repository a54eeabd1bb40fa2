"""Law 3 over whole runs: a backfill beside the daily run, days in any order, a day again and again."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kliping import pipeline, warehouse
from kliping.settings import Settings

from demo.newsroom import Newsroom
from local.environment import BIN, make_environment
from tests.pipeline.tables import read_content

TODAY = dt.date(2024, 11, 26)
DAYS = [TODAY - dt.timedelta(days=n) for n in range(3)]
OUTLETS = "detakkini,nusawarta,pedoman"
Tables = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(seed=8, articles_per_day=12, page_weight=2) as rooms:
        yield rooms


def ingest(data: Path, rooms: Newsroom, day: dt.date) -> subprocess.Popen[str]:
    """One day, in a process of its own."""
    env = {"KLIPING_DATA": str(data), "KLIPING_NEWSROOM": rooms.netloc, "KLIPING_DELAY": "0"}
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


@pytest.mark.full
def test_a_backfill_beside_the_daily_run(newsroom: Newsroom, in_order: Tables, tmp_path: Path) -> None:
    """Three processes at once, one a day, all of one data folder: as if they had been run one by one."""
    runs = [ingest(tmp_path, newsroom, day) for day in DAYS]
    outputs = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], "\n".join(outputs)
    assert not any("Traceback" in text for text in outputs)
    assert read_content(Settings(data=tmp_path)) == in_order
    with warehouse.reader(Settings(data=tmp_path)) as connection:
        assert connection is not None
        assert connection.execute("SELECT count(DISTINCT load_id), bool_and(status = 'ok') FROM loads").fetchone() == (
            3,
            True,
        )


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
