"""Airflow with its web pages and the demo newsroom, on loopback, until Ctrl-C: ``make serve``."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import requests
from kliping import settings
from kliping.drafts import write_whole
from rich.console import Console

from local.command import end_on_signals
from local.environment import BIN, airflow_home, clean_airflow, make_environment, prepare_airflow
from local.newsroom import run_newsroom
from local.polling import poll
from local.service import Service, stop_services
from local.serving_lock import hold_serving, is_serving

HEALTHY_WITHIN = 900
"""Seconds; a start takes ten to twenty, and longer on a busy machine."""

PATIENCE = 30
"""How often a call is tried that Airflow answers with an error of its own."""

TASK_PATIENCE = 60
"""Seconds that a task waits for each answer of the web server. On a busy machine Airflow's default of 5 fails tasks
before they have begun, and a request that is repeated meanwhile makes the server slower yet."""

ANSWERS = 10
"""How often a served Airflow is asked for its health before it counts as hanging."""

PARTS = (
    ("api-server",),
    ("dag-processor",),
    ("triggerer", "--skip-serve-logs"),
    ("scheduler", "--skip-serve-logs"),
)
"""Commands of Airflow's parts. Their servers of logs are not started, for Airflow has no setting for their address: the
web server reads the same files."""

MOST_STARTS = 3
"""A part that ends so often while Airflow is starting will not start."""

POOL = {"name": "warehouse", "slots": 1, "description": "One writer (law 4)", "include_deferred": False}


@dataclass(frozen=True, slots=True)
class Served:
    """A running Airflow: where its pages are, how to log in, where the newsroom is."""

    address: str
    user: str
    password: str
    newsroom: str
    pid: int

    def call(self, method: str, path: str, **what: Any) -> requests.Response:
        """Call Airflow's REST API, logged in; again for a while where its database is locked (500, 503)."""
        login = {"username": self.user, "password": self.password}
        token = call_until_answered("POST", f"{self.address}/auth/token", json=login).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        return call_until_answered(method, f"{self.address}/api/v2{path}", headers=headers, **what)

    def is_scheduling(self) -> bool:
        """Return whether the scheduler reports that it is alive; without it no task starts."""
        health = call_until_answered("GET", f"{self.address}/api/v2/monitor/health").json()
        return (health.get("scheduler") or {}).get("status") == "healthy"


def call_until_answered(method: str, url: str, **what: Any) -> requests.Response:
    """Call until Airflow answers. Raises ``requests.RequestException`` where there is no answer at all."""
    for _ in islice(poll(every=1), PATIENCE):
        with suppress(requests.Timeout):
            answer = requests.request(method, url, timeout=60, **what)
            if answer.status_code < requests.codes.server_error:
                return answer
    return requests.request(method, url, timeout=60, **what)


def state_file() -> Path:
    """Return the file that says which process serves Airflow, and where."""
    return airflow_home() / "served.json"


def find_served(say: Callable[[str], None] = lambda _: None) -> Served | None:
    """Return the Airflow that a command of this data folder serves now, if any; one that is starting is waited for.

    Raises ``SystemExit`` where it does not answer for long.
    """
    for _ in poll(HEALTHY_WITHIN):
        if not is_serving():
            return None
        if (found := read_state()) is not None:
            return check_answers(found)
        say("waiting for the Airflow that another command is starting")
    raise SystemExit(f"Airflow has been starting for {HEALTHY_WITHIN} seconds; {airflow_home()}/serve.log")


def read_state() -> Served | None:
    """Return what the state file says; None where there is none, or one of another version of Kliping."""
    try:
        return Served(**json.loads(state_file().read_text()))
    except (OSError, ValueError, TypeError):
        return None


def check_answers(found: Served) -> Served:
    """Return the Airflow when its health page answers. Raises ``SystemExit`` after ``ANSWERS`` tries."""
    for _ in islice(poll(every=1), ANSWERS):
        with suppress(requests.RequestException):
            requests.get(f"{found.address}/api/v2/monitor/health", timeout=30).raise_for_status()
            return found
    raise SystemExit(f"Airflow at {found.address} (process {found.pid}) does not answer; {airflow_home()}/serve.log")


@contextmanager
def serve_airflow(port: int, sources: str, *, say: Callable[[str], None], by_schedule: bool = True) -> Iterator[Served]:
    """Start Airflow and the newsroom, wait until both are healthy, and stop them with all their children.

    Unless ``by_schedule``, no run starts by its schedule, only those that are asked for. Raises ``SystemExit`` where
    another process serves this data folder.
    """
    with ExitStack() as stack:
        while not stack.enter_context(hold_serving()):
            if other := find_served(say):
                raise SystemExit(
                    f"Airflow is served already for this data folder: {other.address} (process {other.pid})"
                )
            stack.close()
        state_file().unlink(missing_ok=True)  # of a process that was killed
        yield stack.enter_context(start_airflow(port, sources, say=say, by_schedule=by_schedule))


@contextmanager
def start_airflow(port: int, sources: str, *, say: Callable[[str], None], by_schedule: bool) -> Iterator[Served]:
    """Serve Airflow as ``serve_airflow`` does; the caller holds the lock."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise SystemExit(
                f"port {port} is in use ({error.strerror}): make serve PORT=8081, or PORT=0 for any"
            ) from None
        port = probe.getsockname()[1]
    prepare_airflow()
    clean_airflow()
    password = make_password()
    address = f"http://127.0.0.1:{port}"
    with run_newsroom("--edit") as rooms:
        env = make_environment(
            KLIPING_NEWSROOM=rooms,
            KLIPING_SOURCES=sources,
            KLIPING_DESK=settings.load_settings().desk or f"{address}/kliping",
            AIRFLOW__API__HOST="127.0.0.1",
            AIRFLOW__API__PORT=str(port),
            AIRFLOW__API__BASE_URL=address,
            AIRFLOW__API__WORKERS="1",
            AIRFLOW__CORE__EXECUTION_API_SERVER_URL=f"{address}/execution/",
            AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION="True",
            AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE=str(by_schedule),
            AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT=str(TASK_PATIENCE),
            AIRFLOW__LOGGING__LOGGING_LEVEL="INFO",
        )
        log = airflow_home() / "serve.log"
        with run_parts(env, log) as parts:
            found = Served(address, "admin", password, rooms, os.getpid())
            wait_until_healthy(found, parts, log, say)
            try:
                write_whole(state_file(), json.dumps(asdict(found)))
                state_file().chmod(0o600)  # it holds the password
                yield found
            finally:
                state_file().unlink(missing_ok=True)


@contextmanager
def run_parts(env: dict[str, str], log: Path) -> Iterator[list[Service]]:
    """Start Airflow's parts, each again when it ends, and stop them all.

    Not ``airflow standalone``: it goes on without a scheduler that ended with an exception, as one does now and then
    where two processes change a run in SQLite at the same time, and it serves logs on every interface.
    """
    log.write_bytes(b"")
    parts = [Service(words[0], [str(BIN / "airflow"), *words], env, log) for words in PARTS]
    try:
        for part in parts:
            part.start()
        yield parts
    finally:
        stop_services(parts, 15)


def password_file() -> Path:
    """Return the file that Airflow's simple auth manager reads passwords from."""
    return airflow_home() / "simple_auth_manager_passwords.json.generated"


def make_password() -> str:
    """Return the admin's password, made once."""
    path = password_file()
    if not path.is_file():
        path.touch(mode=0o600)
        path.write_text(json.dumps({"admin": secrets.token_urlsafe(9)}) + "\n")
    return str(json.loads(path.read_text())["admin"])


def wait_until_healthy(found: Served, parts: Sequence[Service], log: Path, say: Callable[[str], None]) -> None:
    """Return when Airflow is healthy, its DAGs are read and the warehouse's pool exists.

    Raises ``SystemExit`` when a part ends again and again, or when Airflow is not healthy within ``HEALTHY_WITHIN``.
    """
    waiting = {"metadatabase", "scheduler", "dag_processor"}
    for _ in poll(HEALTHY_WITHIN):
        for part in parts:
            if part.starts > MOST_STARTS:
                raise SystemExit(f"Airflow's {part.name} ended {MOST_STARTS} times while starting; {log} says why")
        try:
            health = requests.get(f"{found.address}/api/v2/monitor/health", timeout=5).json()
            now = {part for part in waiting if (health.get(part) or {}).get("status") != "healthy"}
            if not now and found.call("GET", "/dags/ingest").ok:
                made = found.call("POST", "/pools", json=POOL)
                if not made.ok and made.status_code != 409:
                    raise SystemExit(f"the pool {POOL['name']} could not be made: {made.text}")
                return
            say(f"waiting for {', '.join(sorted(now)) or 'the DAGs to be read'}")
        except (requests.RequestException, KeyError, ValueError):
            say("waiting for the web server")
    raise SystemExit(f"Airflow was not healthy after {HEALTHY_WITHIN} seconds; {log} says why")


def describe_dags(found: Served) -> list[str]:
    """Return which DAGs run by themselves and which are paused, and how those are started."""
    dags = found.call("GET", "/dags", params={"limit": 100}).json()["dags"]
    scheduled = {dag["dag_id"]: dag["is_paused"] for dag in dags if dag["timetable_summary"] is not None}
    running = sorted(name for name, paused in scheduled.items() if not paused)
    paused = sorted(name for name, paused in scheduled.items() if paused)
    lines = []
    if running:
        lines.append(f"Running    {', '.join(running)}")
    if paused:
        lines.append(f"Paused     {', '.join(paused)}: start one with its switch at {found.address}/dags")
    if "ingest" in paused:
        lines.append("           ingest is the one that loads every day; make backfill starts it, too")
    return lines


def main() -> None:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="make serve", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="port of Airflow's pages; 0: any free one")
    parser.add_argument("--sources", default="demo", help="outlets of the daily run: demo, live, or ids")
    asked = parser.parse_args()
    console = Console(highlight=False)
    end_on_signals()
    shown_before = password_file().is_file()
    try:
        with ExitStack() as stack:
            with console.status("starting") as status:
                found = stack.enter_context(serve_airflow(asked.port, asked.sources, say=status.update))
            stack.callback(console.print, "stopping")
            login = f"login [bold]{found.user}[/] / [bold]{found.password}[/] (shown this once)"
            if shown_before:
                login = f"login [bold]{found.user}[/], password in {password_file()}"
            console.print(f"Airflow    [bold]{found.address}[/]   {login}")
            console.print(f"Newsroom   [bold]http://{found.newsroom}/[/]")
            console.print("Fill days  make backfill FROM=2024-11-20 TO=2024-11-26      Look  make sql")
            for line in describe_dags(found):
                console.print(line, soft_wrap=True)
            console.print("Ctrl-C stops everything.")
            signal.pause()
    except KeyboardInterrupt:
        console.print("stopped")


if __name__ == "__main__":
    main()
