"""SIGKILL at every step of collect, scrape, validate, load and publish: after a rerun the tables are a clean run's."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from kliping import archive
from kliping.settings import Settings

from demo.newsroom import Newsroom
from local.environment import BIN, make_environment
from tests.pipeline.tables import Tables, find_differences, read_content

DAY = dt.date(2024, 11, 26)
COLLECT = [
    "collect.link", "collect.link:20", "collect.land", "collect.land:9", "collect.ledger", "collect.ledger:4",
    "collect.complete", "collect.complete:3", "collect.manifest", "collect.manifest:5",
]  # fmt: skip
SCRAPE = [
    "scrape.row", "scrape.row:11", "scrape.row:35", "scrape.outcomes", "scrape.outcomes:3", "scrape.manifest",
    "scrape.manifest:6",
]  # fmt: skip
VALIDATE = [
    "validate.chunk", "validate.write", "validate.accepted", "validate.accepted:4", "validate.refused",
    "validate.refused:3", "validate.manifest", "validate.docs",
]  # fmt: skip
LOAD = [
    "load.stage", "load.captures", "load.versions", "load.articles", "load.duplicates", "load.names",
    "load.quarantine", "load.outcomes", "load.sources", "load.changes", "load.loads", "load.commit", "load.committed",
]  # fmt: skip
PUBLISH = ["publish.begin", "publish.copy", "publish.views", "publish.sync", "publish.rename", "publish.done"]
POINTS = [*COLLECT, *SCRAPE, *VALIDATE, *LOAD, *PUBLISH]
CHAINS = [[step for step in steps if step] for steps in itertools.zip_longest(COLLECT, SCRAPE, VALIDATE, LOAD, PUBLISH)]
"""Every point once: a run is killed in collect, the next one in scrape, and so on; the last one ends."""
QUICK = [["collect.land:9"], ["load.articles"]]
"""The quick tests kill here; ``make test-full`` everywhere, and at random moments."""


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(seed=3, articles_per_day=12, page_weight=2) as rooms:
        yield rooms


def run(data: Path, rooms: Newsroom, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [BIN / "kliping", "run", "--day", str(DAY), "--sources", "demo"],
        env=make_environment(KLIPING_DATA=str(data), KLIPING_NEWSROOM=rooms.netloc, KLIPING_DELAY="0", **more),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def clean_run(tmp_path_factory: pytest.TempPathFactory, newsroom: Newsroom) -> Tables:
    data = tmp_path_factory.mktemp("clean")
    done = run(data, newsroom)
    output, _ = done.communicate()
    assert done.returncode == 0, output
    return read_content(Settings(data=data))


def can_open(published: Path) -> bool:
    """Whether analysts can open what is published, if anything is."""
    if published.exists():
        with duckdb.connect(str(published), read_only=True) as connection:
            connection.execute("SELECT count(*) FROM articles").fetchall()
    return True


def test_there_are_enough_points() -> None:
    assert len(set(POINTS)) == len(POINTS) >= 40
    assert sorted(itertools.chain(*CHAINS)) == sorted(POINTS)


@pytest.mark.parametrize("steps", [*QUICK, *(pytest.param(c, marks=pytest.mark.full) for c in CHAINS)], ids=" ".join)
def test_killed_at_steps(steps: list[str], tmp_path: Path, newsroom: Newsroom, clean_run: Tables) -> None:
    for step in steps:
        killed = run(tmp_path, newsroom, KLIPING_KILL_AT=step)
        output, _ = killed.communicate()
        assert killed.returncode == -9, f"{step} was never reached: {output}"
        assert can_open(tmp_path / "kliping.duckdb")
    again = run(tmp_path, newsroom)
    output, _ = again.communicate()
    assert again.returncode == 0, output
    assert find_differences(read_content(Settings(data=tmp_path)), clean_run) == {}


@pytest.mark.full
@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.long) for n in range(1, 6))])
def test_killed_at_random(seed: int, tmp_path: Path, newsroom: Newsroom, clean_run: Tables) -> None:
    """Twice in a row, at moments that nobody chose."""
    moments = random.Random(seed)
    for _ in range(2):
        victim = run(tmp_path, newsroom)
        time.sleep(moments.uniform(0.8, 6))
        victim.kill()
        victim.communicate()
        assert can_open(tmp_path / "kliping.duckdb")
    again = run(tmp_path, newsroom)
    output, _ = again.communicate()
    assert again.returncode == 0, output
    assert find_differences(read_content(Settings(data=tmp_path)), clean_run) == {}


def test_an_article_whose_pages_a_kill_parted(tmp_path: Path, newsroom: Newsroom, clean_run: Tables) -> None:
    """The kernel may stop a write between two pages of an article: the rerun fetches it again, whole."""
    whole, cut = Settings(data=tmp_path / "whole"), Settings(data=tmp_path / "cut")
    output, _ = run(whole.data_path, newsroom).communicate()
    parts = [part for outlet in archive.list_archived_outlets(whole.archive_root, DAY)
             for part in archive.list_parts(whole.archive_root, outlet, DAY)]  # fmt: skip
    second = next((page for page in archive.read_pages(whole.archive_root, parts) if page.number == 2), None)
    assert second is not None, output
    part, _, offset = second.archive.partition("#")
    left = cut.data_path / "spool" / part
    left.parent.mkdir(parents=True)
    left.write_bytes((Path(whole.archive_root) / part).read_bytes()[: int(offset)])
    again = run(cut.data_path, newsroom)
    output, _ = again.communicate()
    assert again.returncode == 0, output
    assert find_differences(read_content(cut), clean_run) == {}
