"""`make serve` and `make backfill`: a served Airflow, its pages, a week filled, and nothing left running."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import pytest
import requests
from kliping.settings import Settings

from local.environment import BIN, ROOT, make_environment
from local.process import list_addresses
from tests.pipeline.tables import query

pytestmark = [pytest.mark.full, pytest.mark.timeout(1800)]


OUTLETS = "gema,pedoman"
"""One that is down in the test and one that is not: each outlet costs two tasks in each of the five runs."""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return make_environment(KLIPING_DATA=str(tmp_path / "data"), COLUMNS="140")


def test_serve_backfill_and_stop(env: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "serve.txt"
    with out.open("w") as stream:
        serving = subprocess.Popen(
            ["make", "serve", "PORT=0", f"SOURCES={OUTLETS}"],
            cwd=ROOT,
            env=env,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = _wait_for(out, r"Airflow +(http://\S+)", serving)
        login = re.search(r"login (\S+) / (\S+)", out.read_text())
        assert login is not None
        token = requests.post(f"{address}/auth/token", json={"username": login[1], "password": login[2]}, timeout=30)
        assert token.ok
        page = requests.get(address, timeout=30).text
        assert '<div id="root"' in page
        assert "Asia/Jakarta" in page, "the zone of a browser that holds none"
        paused = _wait_for(out, r"Paused +(.+)", serving)
        assert "ingest" in paused
        assert f"start one with its switch at {address}/dags" in paused
        assert requests.get(_wait_for(out, r"Newsroom +(http://\S+)", serving), timeout=30).ok
        rooms = _wait_for(out, r"Newsroom +(http://\S+)", serving)
        mine = find_processes(tmp_path / "data")
        assert list_addresses(mine) == {"127.0.0.1"}, "everything listens on loopback"
        scheduler = next(each for each in mine if "scheduler" in each.cmdline())
        scheduler.kill()  # it ends with an exception now and then on SQLite, and is started again
        scheduler.wait(60)
        triggered = trigger_run(address, token.json()["access_token"])
        requests.post(f"{rooms}_newsroom/down?host=gema.test", timeout=30).raise_for_status()
        filled = run_backfill(env, "FROM=2024-11-20", "TO=2024-11-22", f"SOURCES={OUTLETS}")
        assert filled.returncode != 0, "make says so as long as something is lacking"
        assert "3 days: 3 success" in filled.stdout
        fill = "make backfill FROM=2024-11-20 TO=2024-11-22 SOURCES=gema"
        assert f"still lacking 2024-11-20 to 2024-11-22: gema\n  when the cause is gone: {fill}" in filled.stdout
        assert read_collect_states(address, token.json()["access_token"]) == {"failed", "success"}, "gema's task is red"
        assert wait_for_run(address, token.json()["access_token"], triggered) == "success", "it has no day of its own"
        for command in (["status"], ["doctor"]):
            done = subprocess.run([BIN / "kliping", *command], env=env, capture_output=True, text=True, check=False)
            assert fill in done.stdout, done.stdout + done.stderr
        days = query(
            Settings(data=tmp_path / "data"),
            'SELECT "day"::VARCHAR, sum(loaded) > 0 FROM loads WHERE "day" < DATE \'2025-01-01\' GROUP BY 1 ORDER BY 1',
        )
        assert days == [("2024-11-20", True), ("2024-11-21", True), ("2024-11-22", True)]
        logs = {path: path.read_text("utf-8", "replace") for path in (tmp_path / "data").rglob("*.log")}
        assert len(logs) > 5
        assert any(f"desk: {address}/kliping/day/2024-11-20" in text for text in logs.values()), "the link to the desk"
        assert not [path for path, text in logs.items() if login[2] in text], "the password is in a log"
    finally:
        if serving.poll() is None:
            os.killpg(serving.pid, signal.SIGINT)
        serving.wait(120)
    deadline = time.monotonic() + 60
    while left := find_processes(tmp_path / "data"):
        assert time.monotonic() < deadline, f"left running: {left}"
        time.sleep(0.2)


def test_backfill_alone_runs_only_the_days_asked_for(env: dict[str, str], tmp_path: Path) -> None:
    """Airflow runs yesterday by its schedule as soon as a DAG is not paused, and asks the outlets for it."""
    filled = run_backfill(env, "FROM=2024-11-22", "TO=2024-11-22", f"SOURCES={OUTLETS}")
    assert filled.returncode == 0, filled.stdout + filled.stderr
    days = query(Settings(data=tmp_path / "data"), 'SELECT DISTINCT "day"::VARCHAR FROM loads')
    assert days == [("2024-11-22",)]
    with closing(sqlite3.connect(tmp_path / "data" / "airflow" / "airflow.db")) as airflow:
        assert airflow.execute("SELECT is_paused FROM dag WHERE dag_id = 'ingest'").fetchall() == [(1,)]
        types = airflow.execute("SELECT DISTINCT run_type FROM dag_run").fetchall()
    assert types == [("backfill",)]


def run_backfill(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "backfill", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )


def call_api(method: str, address: str, token: str, path: str, **what: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    answer = requests.request(method, f"{address}/api/v2/dags/ingest{path}", headers=headers, timeout=60, **what)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def trigger_run(address: str, token: str) -> str:
    """A run as `airflow dags trigger ingest` makes it: without a logical date, and so without a data interval."""
    call_api("PATCH", address, token, "", json={"is_paused": False})
    return str(call_api("POST", address, token, "/dagRuns", json={"logical_date": None})["dag_run_id"])


def wait_for_run(address: str, token: str, run: str) -> str:
    """Return how a run ended."""
    deadline = time.monotonic() + 600
    while (state := call_api("GET", address, token, f"/dagRuns/{quote(run)}")["state"]) not in ("success", "failed"):
        assert time.monotonic() < deadline, state
        time.sleep(1)
    return str(state)


def read_collect_states(address: str, token: str) -> set[str]:
    tasks = call_api("GET", address, token, "/dagRuns/~/taskInstances", params={"limit": 500})["task_instances"]
    return {t["state"] for t in tasks if t["task_id"].endswith("collect") and "backfill" in t["dag_run_id"]}


def test_a_port_in_use(env: dict[str, str]) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            ["make", "serve", f"PORT={taken.getsockname()[1]}"],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode != 0
    assert "is in use" in done.stderr
    assert "Traceback" not in done.stderr


def find_processes(data: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if belongs_to_test(process, data)]


def belongs_to_test(process: psutil.Process, data: Path) -> bool:
    """Whether a process was started for this test: it carries the test's data folder in its environment."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE and process.environ().get("KLIPING_DATA") == str(data)
    except psutil.Error:
        return False


def _wait_for(out: Path, pattern: str, serving: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 1200
    while not (found := re.search(pattern, out.read_text())):
        assert serving.poll() is None, out.read_text()
        assert time.monotonic() < deadline, out.read_text()
        time.sleep(0.2)
    return found[1]
