"""SIGKILL within maintenance: what stood stands, nothing is left that misleads, and doing it again does it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from kliping.settings import Settings
from kliping.warehouse import build_search_index, copy_warehouse, open_session, verify_backup, writer

from local.environment import BIN, make_environment
from tests.warehouse.staging import read_content_tables
from tests.warehouse.week import make

COMMANDS = {
    "search.build": ["index"],
    "search.rename": ["index"],
    "search.built": ["index"],
    "backup.copy": ["backup", "{backups}"],
    "restore.rename": ["restore", "{copy}"],
    "compact.copy": ["compact"],
    "compact.rename": ["compact"],
    "publish.rename": ["publish"],
}


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a week, its index, and a backup."""
    folder = tmp_path_factory.mktemp("week")
    settings = Settings(data=folder / "data")
    make(settings, folder / "stage")
    build_search_index(settings)
    copy_warehouse(settings, folder / "data" / "backups")
    return folder / "data"


def kliping(data: Path, step: str, kill: str = "") -> int:
    backups = data / "backups"
    words = [w.format(backups=backups, copy=next(backups.glob("*.duckdb"))) for w in COMMANDS[step]]
    env = make_environment(KLIPING_DATA=str(data), KLIPING_KILL_AT=kill)
    return subprocess.run([BIN / "kliping", *words], env=env, capture_output=True, check=False).returncode


def read_all(settings: Settings) -> object:
    """What analysts find, and what the warehouse holds."""
    with open_session(settings) as db:
        found = db.execute("SELECT article_id FROM search_words('banjir') ORDER BY 1").fetchall()
        articles = db.execute("SELECT article_id, content_hash FROM articles ORDER BY 1").fetchall()
    with writer(settings) as db:
        return found, articles, read_content_tables(db)


@pytest.mark.full
@pytest.mark.parametrize("step", COMMANDS)
def test_killed_within_maintenance(step: str, week: Path, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    shutil.copytree(week, settings.data_path)
    before = read_all(settings)
    assert kliping(settings.data_path, step, kill=step) == -signal.SIGKILL
    assert read_all(settings) == before
    for copy in (settings.data_path / "backups").glob("*.duckdb"):
        verify_backup(copy)
    time.sleep(1)  # a backup is named by its second
    assert kliping(settings.data_path, step) == 0
    assert read_all(settings) == before
    left = {path.name for path in settings.data_path.iterdir() if path.name.endswith(".part")}
    assert left == set()
