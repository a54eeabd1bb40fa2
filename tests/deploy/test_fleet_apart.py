"""Machines that share a DuckLake and no folder: loads of two of them meet while an analyst on a third one reads."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from kliping import pipeline, warehouse
from kliping.pipeline import Gap
from kliping.settings import Settings
from kliping.warehouse.access.lake import find_lake
from kliping.warehouse.access.lake_lock import hold_lake_lock
from rich.console import Console

from local import backfill
from local.environment import BIN, ROOT
from local.fleet import HOST, Fleet
from local.secret_files import make_key
from tests.deploy.apart import add_machine, can_isolate, isolate
from tests.deploy.test_fleet import FIRST, OUTLETS, WORKERS, fleet, store, wait_for
from tests.pipeline.tables import read_content

__all__ = ["fleet", "store"]
pytestmark = [pytest.mark.full, pytest.mark.long, pytest.mark.timeout(1800)]
Seen = list[list[object]]
"""The id of each load, and how many articles it inserted."""


def ask_postgres(fleet: Fleet, sql: str, database: str = "postgres") -> subprocess.CompletedProcess[str]:
    client = ["psql", "-h", HOST, "-p", str(fleet.ports["postgres"]), "-U", "airflow", "-d", database, "-qtAc", sql]
    env = {"PATH": "/usr/bin:/bin", "PGPASSWORD": (fleet.folder / "secrets" / "postgres_password").read_text()}
    return subprocess.run(client, env=env, check=False, capture_output=True, text=True)


def read_logs(fleet: Fleet) -> dict[str, str]:
    """What tasks logged, by file; each machine keeps its own."""
    paths = (path for path in (fleet.folder / "homes").rglob("*.log") if path.is_file())
    return {str(path): path.read_text("utf-8", "replace") for path in paths}


LAKE_SQL = """
CREATE ROLE kliping LOGIN PASSWORD '{kliping_password}';
CREATE ROLE pembaca LOGIN PASSWORD '{reader_password}';
"""
READER_SQL = "ALTER DEFAULT PRIVILEGES FOR ROLE kliping GRANT SELECT ON TABLES TO pembaca"


@pytest.fixture(scope="module")
def lake(fleet: Fleet, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Two workers of a DuckLake that can write to no common folder, instead of the two that share one.

    The settings are those of a third machine.
    """
    if not can_isolate():
        pytest.skip("this machine makes no namespaces")
    secrets = {name: fleet.folder / "secrets" / name for name in ("kliping_password", "reader_password")}
    for path in secrets.values():
        path.write_text(make_key())
    made = ask_postgres(fleet, LAKE_SQL.format(**{name: path.read_text() for name, path in secrets.items()}))
    assert made.returncode == 0, made.stderr
    assert ask_postgres(fleet, "CREATE DATABASE kliping OWNER kliping").returncode == 0
    assert ask_postgres(fleet, READER_SQL, "kliping").returncode == 0
    port = fleet.ports["postgres"]
    password = secrets["kliping_password"].read_text()
    given = {
        "KLIPING_WAREHOUSE": f"ducklake:postgres:dbname=kliping host={HOST} port={port} user=kliping",
        "KLIPING_WAREHOUSE_DATA": "s3://kliping/lake",
        "KLIPING_PACE_DATABASE": f"postgresql://kliping:{password}@{HOST}:{port}/kliping",
        "PGPASSWORD": password,
    }
    settings = Settings(
        data=tmp_path_factory.mktemp("third"), warehouse=given["KLIPING_WAREHOUSE"],
        warehouse_data=given["KLIPING_WAREHOUSE_DATA"],
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PGPASSWORD", password)
        with warehouse.writer(settings):
            pass
        for name in WORKERS:
            fleet.services[name].stop()
        machines = [add_machine(fleet, name, given) for name in ("machine-1", "machine-2")]
        for machine in machines:
            machine.start()
        yield settings
        for machine in machines:
            machine.stop()


@pytest.fixture
def analyst(fleet: Fleet, lake: Settings) -> Iterator[subprocess.Popen[str]]:
    """A reader on a machine of its own, who may only SELECT; attached before anything is loaded."""
    home = fleet.folder / "homes" / "analyst"
    home.mkdir()
    env = dict(os.environ) | {
        "HOME": str(home),
        "PYTHONPATH": str(ROOT / "plugins"),
        "PGPASSWORD": (fleet.folder / "secrets" / "reader_password").read_text(),
        "LAKE": lake.warehouse.replace("user=kliping", "user=pembaca"),
    }
    command = isolate([sys.executable, "-m", "tests.deploy.apart"], home)
    with subprocess.Popen(
        command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.terminate()


def ask_analyst(process: subprocess.Popen[str]) -> tuple[Seen, Seen]:
    """What was inserted by each load, in the session of the start and in a new one."""
    assert process.stdin and process.stdout
    process.stdin.write("\n")
    process.stdin.flush()
    kept, now = json.loads(process.stdout.readline())
    return kept, now


def test_a_backfill_and_a_run_by_hand_meet_on_a_lake(
    fleet: Fleet, lake: Settings, analyst: subprocess.Popen[str], tmp_path: Path
) -> None:
    """Loads of two machines wait for one lock at once, while an analyst on a third one reads; no folder is shared."""
    assert ask_analyst(analyst) == ([], [])
    *days, other = (FIRST + n * dt.timedelta(days=1) for n in (2, 3, 4, 8))
    gap = Gap(days[0], days[-1], tuple(OUTLETS.split(",")))
    with hold_lake_lock(find_lake(lake), 60):  # nobody loads before both wait
        key = backfill.create_backfill(fleet.api, gap, refetch=False)
        by_hand = run_by_hand(fleet, other)
        waits = "waiting for the warehouse, which kliping"
        wait_for(lambda: waits in (fleet.folder / "by-hand.log").read_text())
        wait_for(lambda: any(waits in text for path, text in read_logs(fleet).items() if "task_id=load" in path))
        assert ask_postgres(fleet, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").stdout.strip() != "0"
        assert ask_analyst(analyst) == ([], []), "who reads waits for nobody"
    seen = [ask_analyst(analyst)]
    while by_hand.poll() is None:
        seen.append(ask_analyst(analyst))
    assert by_hand.returncode == 0, (fleet.folder / "by-hand.log").read_text()
    assert backfill.follow_backfill(Console(quiet=True), fleet.api, gap, key) == Counter(success=3)
    seen.append(ask_analyst(analyst))
    loads = seen[-1][1]
    assert len(loads) == 4
    assert all(kept == [] for kept, _ in seen), "a session keeps what it opened"
    assert all(now == loads[: len(now)] for _, now in seen), "whole loads, in their order"
    alone = Settings(data=tmp_path, newsroom=fleet.newsroom, timeout=5, delay=0)
    for day in (*days, other):
        pipeline.run_day(alone, day=day, spec=OUTLETS)
    assert read_content(lake) == read_content(alone)


def run_by_hand(fleet: Fleet, day: dt.date) -> subprocess.Popen[bytes]:
    """`kliping run` on a machine of its own."""
    home = fleet.folder / "homes" / "by-hand"
    home.mkdir()
    env = fleet.services["machine-1"].env | {
        "HOME": str(home),
        "KLIPING_HOME": str(home),
        "KLIPING_DATA": str(home / "data"),
        "TMPDIR": str(home),
    }
    command = isolate([str(BIN / "kliping"), "run", "--day", str(day), "--sources", OUTLETS], home)
    with (fleet.folder / "by-hand.log").open("w") as out:
        return subprocess.Popen(command, env=env, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
