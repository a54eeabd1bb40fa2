"""Old runs leave the database of the Airflow that `make serve` starts, and nothing else does."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import pytest

from local.environment import CLEANED_EVERY, airflow_home, clean_airflow, prepare_airflow

pytestmark = [pytest.mark.full, pytest.mark.timeout(600)]
RUN = """
INSERT INTO dag_run (dag_id, run_id, run_type, state, start_date, run_after, queued_at, clear_number)
VALUES ('ingest', ?, 'manual', 'success', ?, ?, ?, 0)
"""
OLD, OLDER, NEW = ("old", "2024-01-01 00:00:00"), ("older", "2023-01-01 00:00:00"), ("new", "2999-01-01 00:00:00")


def test_old_runs_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("KLIPING_", "AIRFLOW_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KLIPING_DATA", str(tmp_path))
    prepare_airflow()
    clean_airflow()
    assert not (airflow_home() / "clean.log").exists(), "there is nothing old yet"
    with sqlite3.connect(airflow_home() / "airflow.db") as database:
        for run, at in (OLD, OLDER, NEW):
            database.execute(RUN, (run, at, at, at))
    then = time.time() - (CLEANED_EVERY + 1) * 86_400
    os.utime(airflow_home() / ".cleaned", (then, then))
    clean_airflow()
    with sqlite3.connect(airflow_home() / "airflow.db") as database:
        left = {run for (run,) in database.execute("SELECT run_id FROM dag_run")}
    assert left == {"new"}, (airflow_home() / "clean.log").read_text()[-2000:]
