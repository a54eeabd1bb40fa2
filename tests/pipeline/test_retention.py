"""What grows besides archive and warehouse: shown kind by kind, and cleared when its time is over."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from kliping import pipeline
from kliping.pipeline.maintain import retention
from kliping.settings import Settings

from local.environment import BIN, make_environment
from tests.pipeline.conftest import DAY


@pytest.fixture
def filled(a_day: Settings, make_settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data folder that a run filled, and Airflow's logs in it."""
    monkeypatch.delenv("AIRFLOW_HOME", raising=False)
    settings = make_settings()
    shutil.copytree(a_day.data_path, settings.data_path)
    write(settings.log_folder / "dag_id=ingest" / "attempt=1.log", b"x" * 1000)
    return settings


def write(path: Path, content: bytes = b"isi", days_old: float = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    then = time.time() - days_old * 86_400
    os.utime(path, (then, then))
    return path


def test_every_file_is_of_one_kind(filled: Settings) -> None:
    write(filled.data_path / "a-file-of-somebody.txt")
    uses = {use.name: use for use in pipeline.measure_disk(filled)}
    files = [path for path in filled.data_path.rglob("*") if path.is_file()]
    assert sum(use.files for use in uses.values()) == len(files)
    assert sum(use.bytes for use in uses.values()) == sum(path.stat().st_size for path in files)
    assert uses["Airflow's logs"].bytes == 1000
    assert uses["other"].files == 1 + (filled.data_path / "problems.json").is_file()
    assert {"archive", "warehouse", "published copy", "stage", "validation pages"} <= set(uses)
    assert uses["stage"].kept.startswith("14 days (KLIPING_STAGE_DAYS); 90 where")


def test_places_elsewhere_count_too(filled: Settings, tmp_path: Path) -> None:
    away = filled.model_copy(update={"archive": str(tmp_path / "tape"), "backups": tmp_path / "copies"})
    write(tmp_path / "tape" / "outlet=gema" / "a.warc.gz", b"x" * 500)
    write(tmp_path / "copies" / "warehouse-1.duckdb", b"x" * 70)
    before = {use.name: use.bytes for use in pipeline.measure_disk(filled)}
    uses = {use.name: use for use in pipeline.measure_disk(away)}
    assert uses["archive"].bytes == before["archive"] + 500
    assert str(tmp_path / "tape") in uses["archive"].place
    assert uses["backups"].bytes == 70


def test_a_copy_that_somebody_holds_open_is_seen(filled: Settings) -> None:
    with filled.published_path.open("rb"):
        filled.published_path.unlink()
        (held,) = [use for use in pipeline.measure_disk(filled) if use.name == "old copies held open"]
    assert held.place == f"process {os.getpid()}"
    assert held.bytes > 100_000


OLD = {
    "kliping.duckdb.wal.1.aside": (89, 91),
    "warehouse.duckdb.replaced": (89, 91),
    "airflow/logs/dag_id=x/attempt=1.log": (29, 31),
    "pace/robots/contoh": (29, 31),
    ".shared/2024-11-26.x": (89, 91),
}


@pytest.mark.parametrize("name", OLD)
def test_old_files_go_and_younger_ones_stay(name: str, filled: Settings) -> None:
    young, old = OLD[name]
    path = write(filled.data_path / name, days_old=young)
    assert pipeline.clear_old_files(filled) == []
    assert path.is_file()
    write(path, days_old=old)
    (line,) = pipeline.clear_old_files(filled)
    assert line.startswith("1 ")
    assert not path.exists()


def test_archive_and_warehouse_stay_however_old(filled: Settings) -> None:
    kept = [*(filled.data_path / "archive").rglob("*.*"), filled.warehouse_path, filled.published_path]
    kept += (filled.data_path / "learned").rglob("*.json")
    for path in filled.data_path.rglob("*"):
        os.utime(path, (0, 0))
    lines = pipeline.clear_old_files(filled)
    assert any("stage folders" in line for line in lines)
    assert all(path.exists() for path in kept)
    assert not list(filled.stage_path.iterdir())
    assert not list((filled.data_path / "docs").iterdir())


def test_how_long_is_a_setting(filled: Settings) -> None:
    path = write(filled.log_folder / "a.log", days_old=3)
    pipeline.clear_old_files(filled.model_copy(update={"log_days": 2}))
    assert not path.exists()


def test_pages_are_written_only_where_a_rule_failed(make_settings: Callable[..., Settings]) -> None:
    settings = make_settings()
    planned = pipeline.plan_run(settings, day=DAY, spec="gema,pedoman", key="k")
    pipeline.collect_all(settings, planned.run, planned.outlets)
    pipeline.scrape_all(settings, planned.run, planned.outlets)
    said: list[str] = []
    pipeline.validate_run(settings, planned.run, said.append)
    pages = settings.data_path / "docs" / planned.run / "index.html"
    failed = "of" in pages.read_text() and "rules failed" in pages.read_text() if pages.exists() else False
    assert pages.exists() == failed
    assert any(line.startswith("validate docs") for line in said) == failed


def test_the_command_shows_it(filled: Settings) -> None:
    def status(*arguments: str) -> str:
        env = make_environment(KLIPING_DATA=str(filled.data_path))
        return subprocess.run(
            [BIN / "kliping", "status", "--disk", *arguments], env=env, capture_output=True, text=True, check=True
        ).stdout

    table = status()
    assert "validation pages" in table and "14 days (KLIPING_STAGE_DAYS)" in " ".join(table.split())
    listed = json.loads(status("--json"))
    assert {use["name"] for use in listed} >= {"archive", "stage"}
    assert listed[0].keys() == {"name", "place", "kept", "files", "bytes"}


def test_no_two_kinds_have_one_name() -> None:
    names = [kind.name for kind in retention.KINDS]
    assert len(set(names)) == len(names)
    assert retention.KINDS[-1].patterns == ("*",), "whatever else there is"
