"""What breaks under a whole run: the operator reads what and where, nothing is half-loaded, and it recovers."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from kliping import pipeline
from kliping.pipeline.runs import stage
from kliping.settings import Settings
from kliping.warehouse import copy_warehouse, restore_backup

from demo.newsroom import Newsroom
from local.environment import BIN, make_environment
from tests.pipeline.tables import query, read_content

DAY = dt.date(2024, 11, 26)
OUTLETS = "nusawarta,pedoman"
Kliping = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(seed=5, articles_per_day=12, page_weight=2, faults=False) as rooms:
        yield rooms


@pytest.fixture(scope="module")
def a_run(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a day that was loaded; to be copied, not to be used."""
    data = tmp_path_factory.mktemp("a-run") / "data"
    pipeline.run_day(Settings(data=data, newsroom=newsroom.netloc, delay=0), day=DAY, spec=OUTLETS)
    return data


@pytest.fixture
def settings(a_run: Path, newsroom: Newsroom, tmp_path: Path) -> Settings:
    """A copy of that day, of one's own."""
    shutil.copytree(a_run, tmp_path / "data")
    return Settings(data=tmp_path / "data", newsroom=newsroom.netloc, delay=0, lock_timeout=5)


@pytest.fixture
def kliping(settings: Settings) -> Kliping:
    """The command, as an operator runs it."""

    def run(*arguments: str, before: tuple[str, ...] = (), **more: str) -> subprocess.CompletedProcess[str]:
        env = {"KLIPING_DATA": str(settings.data), "KLIPING_NEWSROOM": settings.newsroom, "KLIPING_DELAY": "0"}
        command = [*before, BIN / "kliping", *arguments]
        given = make_environment(COLUMNS="200", **env | more)
        return subprocess.run(command, env=given, capture_output=True, text=True, check=False)

    return run


RUN = ("run", "--day", str(DAY), "--sources", OUTLETS)


def test_a_corrupt_archive_record_is_one_outcome(settings: Settings) -> None:
    """A record that cannot be read takes no other article with it, and is named by its place (issue 12)."""
    before = read_content(settings)
    part = max(settings.data_path.glob("archive/**/*pedoman*/**/*.warc.gz"), key=lambda p: p.stat().st_size)
    sound = part.read_bytes()
    middle = len(sound) // 2
    part.write_bytes(sound[:middle] + os.urandom(400) + sound[middle + 400 :])
    settings.warehouse_path.unlink()
    settings.published_path.unlink()
    (report,) = pipeline.reprocess_days(settings, first=DAY, last=DAY)
    assert not report.refused
    after = read_content(settings)
    assert 0 < len(after["articles"]) < len(before["articles"])
    damaged = query(settings, "SELECT detail FROM outcomes WHERE reason = 'damaged_record'")
    assert damaged
    assert all(part.name in detail for (detail,) in damaged)
    part.write_bytes(sound)
    (report,) = pipeline.reprocess_days(settings, first=DAY, last=DAY)
    assert not report.refused
    assert [row[:3] for row in read_content(settings)["articles"]] == [row[:3] for row in before["articles"]]


@pytest.mark.full
def test_a_truncated_warehouse(settings: Settings, kliping: Kliping, tmp_path: Path) -> None:
    before = read_content(settings)
    copy = copy_warehouse(settings, tmp_path / "backups")
    with settings.warehouse_path.open("r+b") as file:
        file.truncate(settings.warehouse_path.stat().st_size // 3)
    done = kliping(*RUN)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "warehouse.duckdb is damaged" in done.stderr
    assert "kliping restore" in done.stderr
    assert read_content(settings) == before, "analysts keep what was published"
    restore_backup(settings, copy)
    done = kliping(*RUN)
    assert done.returncode == 0, done.stdout + done.stderr
    assert read_content(settings) == before


@pytest.mark.parametrize("name", [stage.ARTICLES_FILE, stage.OUTCOMES_FILE, stage.ACCEPTED_ROWS])
def test_corrupt_parquet_in_the_stage(settings: Settings, name: str) -> None:
    before = read_content(settings)
    planned = pipeline.plan_run(settings, day=DAY, spec=OUTLETS, key="damaged")
    pipeline.collect_all(settings, planned.run, planned.outlets)
    pipeline.scrape_all(settings, planned.run, planned.outlets)
    damaged = stage.outlet_folder(settings, planned.run, "pedoman") / name

    def break_part() -> None:
        damaged.write_bytes(damaged.read_bytes()[:-100])

    if name == stage.ACCEPTED_ROWS:
        pipeline.validate_run(settings, planned.run)
        break_part()
    else:
        break_part()
        pipeline.validate_run(settings, planned.run)
    report = pipeline.load_run(settings, planned.run)
    pipeline.publish_loaded(settings)
    assert [(o.outlet, o.status) for o in report.refused] == [("pedoman", "failed")]
    assert name in report.refused[0].error
    assert "again" in report.refused[0].error
    assert read_content(settings) == before
    pipeline.scrape_all(settings, planned.run, ["pedoman"])
    pipeline.validate_run(settings, planned.run)
    assert not pipeline.load_run(settings, planned.run).refused


@pytest.mark.full
def test_another_program_holds_the_warehouse(settings: Settings, kliping: Kliping) -> None:
    before = read_content(settings)
    with duckdb.connect(str(settings.warehouse_path)):
        done = kliping(*RUN, KLIPING_LOCK_TIMEOUT="1")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"PID {os.getpid()}" in done.stderr
    assert "Close it there" in done.stderr
    assert read_content(settings) == before
    assert kliping(*RUN).returncode == 0


def mere_mortal() -> tuple[str, ...]:
    """What makes a command of root's one that file rights bind; empty where they bind anyhow."""
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root without setpriv(1) may write anywhere")
    return (setpriv, "--bounding-set", "-dac_override,-dac_read_search")


@pytest.mark.full
def test_a_folder_that_may_not_be_written(settings: Settings, kliping: Kliping) -> None:
    before = read_content(settings)
    folders = [settings.data_path, *(p for p in settings.data_path.rglob("*") if p.is_dir())]
    mortal = mere_mortal()
    for folder in folders:
        folder.chmod(0o555)
    try:
        done = kliping(*RUN, before=mortal)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert str(settings.data_path) in done.stderr
    assert "rights" in done.stderr
    assert read_content(settings) == before
    assert kliping(*RUN).returncode == 0


@pytest.mark.full
@pytest.mark.parametrize("kibibytes", [1, 64, 600])
def test_a_full_disk(settings: Settings, kliping: Kliping, kibibytes: int) -> None:
    """RLIMIT_FSIZE stands in for the disk; whichever stage meets it, a day that is not loaded says so.

    No byte code is written meanwhile: Python would keep what the limit cut short.
    """
    before = read_content(settings)
    shutil.rmtree(settings.data_path / "archive")
    for path in (settings.warehouse_path, settings.published_path):
        path.unlink()
    limited = (
        "bash",
        "-c",
        f"trap '' XFSZ; ulimit -f {kibibytes}; exec env PYTHONDONTWRITEBYTECODE=1 \"$@\"",
        "limited",
    )
    done = kliping(*RUN, before=limited)
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert "disk full" in (done.stdout + done.stderr).lower().replace("the disk is full", "disk full")
    done = kliping(*RUN)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [row[:3] for row in read_content(settings)["articles"]] == [row[:3] for row in before["articles"]]
