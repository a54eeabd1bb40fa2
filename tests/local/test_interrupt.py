"""Ctrl-C during `make run`: once or more, early or in the middle, it ends, says so, and leaves nothing running."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from local.environment import ROOT, make_environment

pytestmark = pytest.mark.timeout(1800)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("interrupt")


def list_processes(data: Path) -> list[list[str]]:
    """Processes that carry the test's data folder in their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.status() != psutil.STATUS_ZOMBIE and process.environ().get("KLIPING_DATA") == str(data):
                found.append(process.cmdline())
        except psutil.Error:
            continue
    return found


@pytest.mark.parametrize(
    ("seen", "presses"),
    [
        ("late articles", 1),
        ("late articles", 2),
        ("2024-11-26 and late articles of 2024-11-25", 1),
        ("collect gema", 3),
    ],
)
def test_ctrl_c(data: Path, seen: str, presses: int) -> None:
    said = data / "said.txt"
    with said.open("w") as out:
        running = subprocess.Popen(
            ["make", "run", "day=2024-11-26", "SOURCES=gema,pedoman"], cwd=ROOT,
            env=make_environment(KLIPING_DATA=str(data)), stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    while seen not in said.read_text():
        assert running.poll() is None, said.read_text()
        time.sleep(0.1)
    for _ in range(presses):
        os.killpg(running.pid, signal.SIGINT)  # a terminal sends it to make and to what make started
        time.sleep(0.3)
    assert running.wait(120) != 0
    output = said.read_text()
    assert "make run: stopped" in output
    assert "Traceback" not in output
    for _ in range(300):
        if not list_processes(data):
            break
        time.sleep(0.2)
    assert list_processes(data) == []
