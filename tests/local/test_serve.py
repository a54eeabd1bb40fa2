"""`make serve` and `make backfill`: a served Airflow, its pages, a week filled, and nothing left running."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest
import requests
from kliping.settings import Settings

from local.environment import ROOT, environment
from tests.pipeline.tables import rows

pytestmark = [pytest.mark.full, pytest.mark.timeout(1800)]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return environment(KLIPING_DATA=str(tmp_path / "data"), COLUMNS="140")


def test_serve_backfill_and_stop(env: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "serve.txt"
    with out.open("w") as stream:
        serving = subprocess.Popen(
            ["make", "serve", "PORT=0"],
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
        assert '<div id="root"' in requests.get(address, timeout=30).text
        assert requests.get(_wait_for(out, r"Newsroom +(http://\S+)", serving), timeout=30).ok
        filled = subprocess.run(
            ["make", "backfill", "FROM=2024-11-20", "TO=2024-11-22"], cwd=ROOT, env=env, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert filled.returncode == 0, filled.stdout + filled.stderr
        assert "3 days: 3 success" in filled.stdout
        days = rows(
            Settings(data=tmp_path / "data"),
            'SELECT "day"::VARCHAR, sum(loaded) > 0 FROM loads WHERE "day" < DATE \'2025-01-01\' GROUP BY 1 ORDER BY 1',
        )
        assert days == [("2024-11-20", True), ("2024-11-21", True), ("2024-11-22", True)]
    finally:
        os.killpg(serving.pid, signal.SIGINT)
        serving.wait(120)
    deadline = time.monotonic() + 60
    while left := [p for p in psutil.process_iter(["pid", "cmdline"]) if _ours(p, tmp_path / "data")]:
        assert time.monotonic() < deadline, f"left running: {[p.info for p in left]}"
        time.sleep(0.2)


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


def _ours(process: psutil.Process, data: Path) -> bool:
    """Whether a process was started for this test: it carries the test's data folder in its environment."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE and process.environ().get("KLIPING_DATA") == str(data)
    except psutil.Error:
        return False


def _wait_for(out: Path, pattern: str, serving: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 600
    while not (found := re.search(pattern, out.read_text())):
        assert serving.poll() is None, out.read_text()
        assert time.monotonic() < deadline, out.read_text()
        time.sleep(0.2)
    return found[1]
