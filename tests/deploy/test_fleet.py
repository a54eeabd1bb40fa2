"""Production as processes: what compose would start, on PostgreSQL, Redis and S3, with parts killed during a run.

Whatever dies, the tables end as those of one machine that did the same days.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from kliping import pipeline
from kliping.places import open_place
from kliping.settings import Settings
from moto.server import ThreadedMotoServer

from local.fleet import Fleet, run_fleet
from tests.pipeline.tables import read_content

pytestmark = [pytest.mark.full, pytest.mark.timeout(1800)]
OUTLETS = "gema,pedoman"
STORE = {"AWS_ACCESS_KEY_ID": "kunci", "AWS_SECRET_ACCESS_KEY": "rahasia-toko", "AWS_DEFAULT_REGION": "us-east-1"}
ENDED = ("success", "failed")


@pytest.fixture(scope="module")
def fleet() -> Iterator[Fleet]:
    """Two workers that share a data folder; stage, archive and learned snapshots are in a bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    given = STORE | {"AWS_ENDPOINT_URL": f"http://{host}:{port}"}
    before = dict(os.environ)
    os.environ.update(given)
    open_place("s3://kliping").mkdir()
    given |= {"KLIPING_RETRIES": "4"} | {
        f"KLIPING_{name.upper()}": f"s3://kliping/{name}" for name in ("stage", "archive", "learned")
    }
    try:
        # not in pytest's own folder, which each session closes to other users: PostgreSQL does not run as root
        with (
            TemporaryDirectory(prefix="kliping-fleet-", ignore_cleanup_errors=True) as folder,
            run_fleet(Path(folder), variables=given) as running,
        ):
            assert running.api.call("PATCH", "/dags/ingest", json={"is_paused": False}).ok
            yield running
    finally:
        server.stop()
        os.environ.clear()
        os.environ.update(before)


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


def has_begun(fleet: Fleet, run: str, task: str) -> str:
    """The worker that a task of the run is running on; empty while none is."""
    tasks = ask(fleet, f"/dags/ingest/dagRuns/{run}/taskInstances").get("task_instances", [])
    running = [one for one in tasks if one["task_id"] == task and one["state"] == "running" and one["hostname"]]
    return running[0]["task_id"] if running else ""


def read_logs(fleet: Fleet) -> dict[str, str]:
    """What the services and the tasks logged, by file."""
    paths = [*fleet.folder.glob("*.log"), *(fleet.folder / "logs").rglob("*.log")]
    return {str(path): path.read_text("utf-8", "replace") for path in paths if path.is_file()}


def kill_workers(fleet: Fleet) -> None:
    for name in ("worker-1", "worker-2"):
        fleet.services[name].kill()


KILLS: dict[str, tuple[str, Callable[[Fleet], None]] | None] = {
    "nothing": None,
    "workers, in collect": ("outlets.collect", kill_workers),
    "workers, in load": ("load", kill_workers),
    "redis": ("outlets.collect", lambda fleet: fleet.services["redis"].kill()),
    "postgres": ("outlets.scrape", lambda fleet: fleet.services["postgres"].kill()),
}
FIRST = dt.date(2024, 11, 20)


@pytest.mark.parametrize("number", range(len(KILLS)), ids=KILLS)
def test_a_run_ends_as_on_one_machine(number: int, fleet: Fleet, single: Settings) -> None:
    day = FIRST + dt.timedelta(days=number)
    run = trigger(fleet, day)
    if killed := list(KILLS.values())[number]:
        task, kill = killed
        wait_for(lambda: has_begun(fleet, run, task))
        starts = {name: service.starts for name, service in fleet.services.items()}
        kill(fleet)
        wait_for(lambda: starts != {name: service.starts for name, service in fleet.services.items()}, 60)
    wait_for(lambda: ask(fleet, f"/dags/ingest/dagRuns/{run}").get("state") in ENDED)
    assert ask(fleet, f"/dags/ingest/dagRuns/{run}")["state"] == "success"
    pipeline.run_day(single, day=day, spec=OUTLETS)
    assert read_content(Settings(data=fleet.folder / "data")) == read_content(single)


def test_no_secret_is_in_a_log(fleet: Fleet) -> None:
    secrets = {path.name: path.read_text() for path in (fleet.folder / "secrets").iterdir() if path.is_file()}
    secrets["store"] = STORE["AWS_SECRET_ACCESS_KEY"]
    logs = [path for path in (*fleet.folder.glob("*.log"), *(fleet.folder / "logs").rglob("*.log")) if path.is_file()]
    assert len(logs) > 10
    found = {
        (name, path.name)
        for path in logs
        for name, secret in secrets.items()
        if secret in path.read_text("utf-8", "replace")
    }
    assert found == set()


def test_a_worker_that_shares_nothing_fails_in_one_line(fleet: Fleet) -> None:
    """It is sent the rest of a run that another one planned; when it is gone, the run ends well."""
    day = FIRST - dt.timedelta(days=5)
    good = [fleet.services[name] for name in ("worker-1", "worker-2")]
    run = trigger(fleet, day)
    wait_for(lambda: has_begun(fleet, run, "outlets.collect"))
    for worker in good:
        worker.stop()
    env = {"KLIPING_DATA": str(fleet.folder / "alone")}
    alone = fleet.add_worker("worker-alone", **env)
    alone.start()
    logs = fleet.folder / "logs"
    message = "does not share KLIPING_DATA"
    wait_for(
        lambda: any(message in path.read_text("utf-8", "replace") for path in logs.rglob("*.log") if run in str(path))
    )
    alone.stop()
    assert not list((fleet.folder / "alone").rglob("*.parquet"))
    for worker in good:
        worker.start()
    wait_for(lambda: ask(fleet, f"/dags/ingest/dagRuns/{run}").get("state") in ENDED)
    assert ask(fleet, f"/dags/ingest/dagRuns/{run}")["state"] == "success"


def test_what_compose_would_write_to_is_all_that_is_written(fleet: Fleet) -> None:
    written = {path.name for path in fleet.folder.iterdir() if path.is_dir()}
    assert written <= {"data", "logs", "homes", "secrets", "redis", "postgres", "alone"}
    assert not Path(fleet.folder / "data" / "archive").exists(), "the archive is in the bucket"
