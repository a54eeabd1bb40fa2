"""`make backfill` without Airflow: how it finds the one that is served, and what it does when that has died in part."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from kliping.cli import show
from kliping.pipeline import Gap
from rich.console import Console

from local import backfill
from local.environment import ROOT
from local.serve import Served, find_served, serve_airflow, state_file
from local.serving_lock import hold_serving, is_serving

ANSWERS: dict[str, Any] = {
    "/auth/token": {"access_token": "token"},
    "/api/v2/backfills": {"backfills": [{"completed_at": None, "dag_run_conf": {"backfill": "key"}}]},
    "/api/v2/dags/ingest/dagRuns": {"dag_runs": [], "total_entries": 0},
    "/api/v2/dags/ingest/dagRuns/r/taskInstances": {
        "task_instances": [{"task_id": "load", "try_number": 1, "map_index": -1}]
    },
    "/api/v2/dags/ingest/dagRuns/r/taskInstances/load/logs/1": {
        "content": [{"error_detail": [{"exc_type": "ValueError", "exc_value": "judul \x1b[2J [/] [red]merah"}]}]
    },
    "/api/v2/monitor/health": {"metadatabase": {"status": "healthy"}, "scheduler": {"status": "unhealthy"}},
}


@pytest.fixture
def served() -> Iterator[Served]:
    """An Airflow whose web server answers and whose scheduler is dead."""

    class Answering(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(ANSWERS[self.path.partition("?")[0]]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Served(f"http://127.0.0.1:{server.server_port}", "admin", "password", "", 0)
        server.shutdown()


def test_a_dead_scheduler_is_not_waited_for(
    served: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(backfill, "SCHEDULER_PATIENCE", 0)
    day = dt.date(2024, 11, 20)
    with pytest.raises(SystemExit) as stopped:
        backfill.follow_backfill(Console(quiet=True), served, Gap(day, day, ("gema",)), "key")
    assert stopped.value.code == 1
    assert "Airflow's scheduler has stopped" in capsys.readouterr().err


def test_an_airflow_that_is_starting_is_waited_for(
    served: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Two on one database would run each other's tasks."""
    monkeypatch.setenv("KLIPING_DATA", str(tmp_path))
    said: list[str] = []

    def answer_now(text: str) -> None:
        said.append(text)
        state_file().write_text(json.dumps(asdict(served)))

    assert find_served() is None
    with hold_serving() as held:
        assert held
        assert find_served(answer_now) == served
        assert said == ["waiting for the Airflow that another command is starting"]
        with pytest.raises(SystemExit, match="served already"), serve_airflow(0, "demo", say=said.append):
            pass
    assert find_served() is None, "what a process left that is gone"


def test_a_killed_process_serves_no_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KLIPING_DATA", str(tmp_path))
    program = "from local.serving_lock import hold_serving\nwith hold_serving(): print(flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    assert is_serving()
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert not is_serving()


def test_an_error_that_a_page_wrote_is_shown_as_text(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    backfill.report_failed_tasks(show.make_console(), served, "r")
    assert r"r task load failed: ValueError: judul \x1b[2J [/] [red]merah" in capsys.readouterr().out
