"""Production as processes: what compose would start, on PostgreSQL, Redis and S3, with parts killed during a run.

Whatever dies, the tables end as those of one machine that did the same days.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from kliping import pipeline
from kliping.pipeline import Gap
from kliping.settings import Settings
from kliping.storage import open_place
from moto.server import ThreadedMotoServer
from rich.console import Console

from local import backfill
from local.environment import BIN
from local.fleet import HOST, Fleet, find_port, run_fleet
from local.service import Service
from tests.pipeline.tables import read_content

pytestmark = [pytest.mark.full, pytest.mark.timeout(1800)]
OUTLETS = "gema,pedoman"
WORKERS = ("worker-1", "worker-2")
STORE = {"AWS_ACCESS_KEY_ID": "kunci", "AWS_SECRET_ACCESS_KEY": "rahasia-toko", "AWS_DEFAULT_REGION": "us-east-1"}
ENDED = ("success", "failed")


@pytest.fixture(scope="module")
def store() -> Iterator[Service]:
    """S3, which a process of its own passes requests on to: the server keeps its buckets in memory."""
    server = ThreadedMotoServer(ip_address=HOST, port=0)
    server.start()
    port = find_port()
    command = [sys.executable, "-m", "tests.deploy.relay", str(port), str(server.get_host_and_port()[1])]
    with TemporaryDirectory() as folder, ExitStack() as stack, pytest.MonkeyPatch.context() as environment:
        stack.callback(server.stop)
        relay = Service("store", command, dict(os.environ), Path(folder, "log"))
        relay.start()
        stack.callback(relay.stop)
        for name, value in (STORE | {"AWS_ENDPOINT_URL": f"http://{HOST}:{port}"}).items():
            environment.setenv(name, value)
        wait_for(lambda: is_made("s3://kliping"), 60)
        yield relay


def is_made(bucket: str) -> bool:
    """Make a bucket; tell whether the store answered."""
    try:
        open_place(bucket).mkdir(exist_ok=True)
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def fleet(store: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Two workers that share a data folder; stage, archive and learned snapshots are in a bucket.

    Where pytest deals the tests of this module to two processes, their fleets run one after the other.
    """
    given = STORE | {"AWS_ENDPOINT_URL": os.environ["AWS_ENDPOINT_URL"], "KLIPING_RETRIES": "4"}
    given |= {f"KLIPING_{name.upper()}": f"s3://kliping/{name}" for name in ("stage", "archive", "learned")}
    # not in pytest's own folder, which each session closes to other users: PostgreSQL does not run as root
    with (
        (tmp_path_factory.getbasetemp().parent / "fleet.lock").open("w") as alone,
        TemporaryDirectory(prefix="kliping-fleet-", ignore_cleanup_errors=True) as folder,
    ):
        fcntl.flock(alone, fcntl.LOCK_EX)
        with run_fleet(Path(folder), variables=given) as running:
            assert running.api.call("PATCH", "/dags/ingest", json={"is_paused": False}).ok
            yield running


@pytest.fixture(scope="module")
def single(fleet: Fleet, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One machine, one folder."""
    return Settings(data=tmp_path_factory.mktemp("single"), newsroom=fleet.newsroom, timeout=5, delay=0)


def trigger(fleet: Fleet, day: dt.date) -> str:
    run = f"the-{day}"
    asked = {"logical_date": None, "dag_run_id": run, "conf": {"day": str(day), "sources": OUTLETS}}
    answer = fleet.api.call("POST", "/dags/ingest/dagRuns", json=asked)
    assert answer.ok, answer.text
    return run


def ask(fleet: Fleet, path: str) -> dict:
    """What the API answers; nothing while it cannot be reached."""
    try:
        answer = fleet.api.call("GET", path)
        return answer.json() if answer.ok else {}
    except (OSError, ValueError, KeyError):
        return {}


def wait_for(happens: Callable[[], object], seconds: float = 900) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.3)


def read_logs(fleet: Fleet) -> dict[str, str]:
    """What the services and the tasks logged, by file."""
    paths = [*fleet.folder.glob("*.log"), *(fleet.folder / "logs").rglob("*.log")]
    return {str(path): path.read_text("utf-8", "replace") for path in paths if path.is_file()}


def list_tasks(fleet: Fleet, run: str, *states: str) -> list[str]:
    """The ids of the run's tasks that are in one of these states now."""
    tasks = ask(fleet, f"/dags/ingest/dagRuns/{run}/taskInstances").get("task_instances", [])
    return [one["task_id"] for one in tasks if one["state"] in states and one["hostname"]]


def has_begun(fleet: Fleet, run: str, task: str) -> bool:
    return task in list_tasks(fleet, run, "running")


def has_ended(fleet: Fleet, run: str) -> bool:
    return ask(fleet, f"/dags/ingest/dagRuns/{run}").get("state") in ENDED


def check_same(fleet: Fleet, single: Settings, *runs: str) -> None:
    """Wait for the runs, and compare all that was loaded with what one machine has."""
    for run in runs:
        wait_for(lambda run=run: has_ended(fleet, run))
    states = {run: ask(fleet, f"/dags/ingest/dagRuns/{run}")["state"] for run in runs}
    assert set(states.values()) <= {"success"}, states
    for run in runs:
        pipeline.run_day(single, day=dt.date.fromisoformat(run.removeprefix("the-")), spec=OUTLETS)
    assert read_content(Settings(data=fleet.folder / "data")) == read_content(single)


Kill = tuple[str, tuple[str, ...]]
"""The task during which services are killed, and which."""

KILLS: list[Any] = [
    pytest.param([("outlets.collect", WORKERS), ("load", WORKERS)], id="workers, in collect and in load"),
    pytest.param(
        [("outlets.collect", ("redis",)), ("outlets.scrape", ("postgres",)), ("validate", ("scheduler",))],
        id="Redis, PostgreSQL and the scheduler",
    ),
    pytest.param(
        [("outlets.scrape", WORKERS), ("validate", WORKERS), ("publish", WORKERS)],
        id="workers, in scrape, in validate and in publish", marks=pytest.mark.long,
    ),
]  # fmt: skip
FIRST = dt.date(2024, 11, 20)
DAYS = {kill.id: FIRST - n * dt.timedelta(days=1) for n, kill in enumerate(KILLS, 1)}


@pytest.mark.parametrize("kills", KILLS)
def test_a_run_ends_as_on_one_machine(
    kills: list[Kill], fleet: Fleet, single: Settings, request: pytest.FixtureRequest
) -> None:
    run = trigger(fleet, DAYS[request.node.callspec.id])
    for task, names in kills:
        wait_for(lambda task=task: has_begun(fleet, run, task))
        starts = {name: fleet.services[name].starts for name in names}
        for name in names:
            fleet.services[name].kill()
        wait_for(lambda starts=starts: all(fleet.services[name].starts > n for name, n in starts.items()), 60)
    check_same(fleet, single, run)


def test_the_store_is_away_until_a_task_has_failed(fleet: Fleet, single: Settings, store: Service) -> None:
    run = trigger(fleet, FIRST)
    wait_for(lambda: has_begun(fleet, run, "outlets.collect"))
    store.kill_for_good()
    try:
        wait_for(lambda: list_tasks(fleet, run, "up_for_retry", "failed"))
    finally:
        store.start()
    check_same(fleet, single, run)


def test_a_backfill_of_three_days_and_a_run_by_hand_at_once(fleet: Fleet, single: Settings) -> None:
    *days, other = (FIRST + n * dt.timedelta(days=1) for n in (2, 3, 4, 8))
    gap = Gap(days[0], days[-1], tuple(OUTLETS.split(",")))
    key = backfill.create_backfill(fleet.api, gap, refetch=False)
    wait_for(lambda: any(run["state"] == "running" for run in backfill.read_runs(fleet.api, key).values()))
    command = [BIN / "kliping", "run", "--day", str(other), "--sources", OUTLETS]
    by_hand = subprocess.run(command, env=fleet.services["worker-1"].env, capture_output=True, text=True, check=False)
    assert by_hand.returncode == 0, by_hand.stderr
    assert not backfill.has_ended(fleet.api, key), "they did not run at the same time"
    assert backfill.follow_backfill(Console(quiet=True), fleet.api, gap, key) == Counter(success=3)
    for day in (*days, other):
        pipeline.run_day(single, day=day, spec=OUTLETS)
    check_same(fleet, single)


def test_all_of_it_listens_on_loopback(fleet: Fleet) -> None:
    found = {name: service.list_addresses() for name, service in fleet.services.items()}
    assert found["postgres"] and found["api-server"], found
    assert set().union(*found.values()) <= {HOST, "::1"}, found


def test_no_secret_is_in_a_log(fleet: Fleet) -> None:
    secrets = {path.name: path.read_text() for path in (fleet.folder / "secrets").iterdir() if path.is_file()}
    secrets["store"] = STORE["AWS_SECRET_ACCESS_KEY"]
    logs = read_logs(fleet)
    assert len(logs) > 10
    found = {(name, path) for path, text in logs.items() for name, secret in secrets.items() if secret in text}
    assert found == set()


def test_a_worker_that_shares_nothing_fails_in_one_line(fleet: Fleet, single: Settings) -> None:
    """It is sent the rest of a run that another one planned; when it is gone, the run ends well."""
    day = FIRST - dt.timedelta(days=30)
    good = [fleet.services[name] for name in ("worker-1", "worker-2")]
    run = trigger(fleet, day)
    wait_for(lambda: has_begun(fleet, run, "outlets.collect"))
    for worker in good:
        worker.stop()
    env = {"KLIPING_DATA": str(fleet.folder / "alone")}
    alone = fleet.add_worker("worker-alone", **env)
    alone.start()
    message = "does not share KLIPING_DATA"
    wait_for(lambda: any(message in text for path, text in read_logs(fleet).items() if run in path))
    alone.stop()
    assert not list((fleet.folder / "alone").rglob("*.parquet"))
    for worker in good:
        worker.start()
    check_same(fleet, single, run)


def test_what_compose_would_write_to_is_all_that_is_written(fleet: Fleet) -> None:
    written = {path.name for path in fleet.folder.iterdir() if path.is_dir()}
    assert written <= {"data", "logs", "homes", "secrets", "redis", "postgres", "alone"}
    assert not Path(fleet.folder / "data" / "archive").exists(), "the archive is in the bucket"
