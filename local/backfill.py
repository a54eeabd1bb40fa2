"""Fill the days of a range that outlets lack by Airflow's own backfill, followed to its end: ``make backfill``.

A day is lacking where no daily run has loaded the outlet; ``AGAIN=1`` runs every day of the range. The days are joined
to spans that lack the same outlets, and each span is one backfill of Airflow's, which runs one at a time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any
from urllib.parse import quote

import requests
from kliping import pipeline, settings
from kliping.cli import report, show
from kliping.errors import InputError
from kliping.model import JAKARTA
from kliping.pipeline import Gap
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from local.command import end_on_signals, exit_with
from local.environment import airflow_home
from local.polling import poll
from local.serve import Served, find_served, serve_airflow

ENDED = {"success", "failed"}
DATES = ("from_date", "to_date")

SCHEDULER_PATIENCE = 600
"""Seconds that the scheduler may be silent: on a busy machine it reports late."""

WHY_SKIPPED = (
    "another run of that day is under way, the day is not over yet, or an earlier call was broken off before Airflow "
    "had made its runs; once it is over, run the same command again"
)


def main() -> None:
    """Return exit code 1 when a day failed or an outlet still lacks one, 2 for unusable input, 130 for Ctrl-C."""
    parser = argparse.ArgumentParser(prog="make backfill", description=__doc__)
    parser.add_argument("--from", dest="first", required=True, help="first day, YYYY-MM-DD in Asia/Jakarta")
    parser.add_argument("--to", dest="last", required=True, help="last day, included")
    parser.add_argument("--sources", default="demo", help="demo, live, or ids separated by commas")
    parser.add_argument("--again", action="store_true", help="run days, too, that are loaded already")
    parser.add_argument("--refetch", action="store_true", help="ask the outlets again although the archive has the day")
    asked = parser.parse_args()
    console = show.make_console()
    end_on_signals()

    config = settings.load_settings()
    again = asked.again or asked.refetch
    try:
        if not asked.first or not asked.last:
            raise InputError("name the days: make backfill FROM=2024-11-20 TO=2024-11-26")
        first, last = pipeline.parse_day(asked.first), pipeline.parse_day(asked.last)
        gaps = pipeline.find_lacking(config, first=first, last=last, spec=asked.sources, again=again)
    except InputError as error:
        exit_with(f"make backfill: {error}", 2)
    if not gaps:
        console.print(
            f"Nothing to fill: {asked.sources} is loaded for every day from {first} to {last}. AGAIN=1 runs them again."
        )
        return
    try:
        states = run_backfills(console, gaps, refetch=asked.refetch, sources=asked.sources)
    except KeyboardInterrupt:
        exit_with("make backfill: stopped; loaded days are kept, run the same command for the rest", 130)
    raise SystemExit(0 if report_days(console, config, states, gaps) else 1)


def run_backfills(console: Console, gaps: Sequence[Gap], *, refetch: bool, sources: str) -> Counter[str]:
    """Run one backfill after another, in the Airflow that is served or in its own; return how the days ended."""
    states: Counter[str] = Counter()
    with ExitStack() as stack:
        with console.status("looking for a running `make serve`") as status:
            found = find_served(status.update)
            if found is None:
                status.update("no `make serve` is running: starting Airflow for this backfill")
                found = stack.enter_context(serve_airflow(0, sources, say=status.update, by_schedule=False))
                stack.enter_context(keep_switch(found))
        try:
            for gap in gaps:
                console.print(f"{gap.days}: {', '.join(gap.outlets)}")
                key = create_backfill(found, gap, refetch=refetch)
                states += follow_backfill(console, found, gap, key)
        except requests.RequestException:
            log = airflow_home() / "serve.log"
            exit_with(f"make backfill: Airflow at {found.address} does not answer; see {log}", 1)
    return states


@contextmanager
def keep_switch(found: Served) -> Iterator[None]:
    """Pause the DAG again afterwards if it was paused: a later ``make serve`` would run each day by its schedule."""
    was_paused = found.call("GET", "/dags/ingest").json()["is_paused"]
    try:
        yield
    finally:
        if was_paused:
            with suppress(requests.RequestException):
                found.call("PATCH", "/dags/ingest", json={"is_paused": True})


def report_days(console: Console, config: settings.Settings, states: Counter[str], gaps: Sequence[Gap]) -> bool:
    """Print how the days ended and what is still lacking; return whether all days are loaded."""
    days = sum(states.values())
    console.print(f"{days} days: " + ", ".join(f"{n} {state}" for state, n in sorted(states.items())))
    loads = pipeline.read_status(config, runs=days)
    report.print_status(show.make_console(), loads, pipeline.find_open_problems(config), pipeline.find_unloaded(config))
    left = [
        lacking
        for gap in gaps
        for lacking in pipeline.find_lacking(config, first=gap.first, last=gap.last, spec=",".join(gap.outlets))
    ]
    for gap in left:
        command = gap.command(",".join(gap.outlets))
        console.print(f"[bold red]still lacking[/] {gap.days}: {', '.join(gap.outlets)}", soft_wrap=True)
        console.print(f"  when the cause is gone: {command}", soft_wrap=True)
    return not left and set(states) <= {"success"}


def create_backfill(found: Served, gap: Gap, *, refetch: bool) -> str:
    """Unpause the DAG (runs of a paused one stay queued), ask for the backfill and return the key of its runs.

    Existing runs of the days are run again, however they ended: a run whose outlet was down counts as a success.
    """
    found.call("PATCH", "/dags/ingest", json={"is_paused": False}).raise_for_status()
    key = uuid.uuid4().hex[:12]
    asked = {
        "dag_id": "ingest",
        "from_date": f"{gap.first}T00:00:00+07:00",
        "to_date": f"{gap.last}T00:00:00+07:00",
        "dag_run_conf": {
            "sources": ",".join(gap.outlets),
            "filling_from": str(gap.first),
            "refetch": refetch,
            "backfill": key,
        },
        "reprocess_behavior": "completed",
        "max_active_runs": 2,
    }
    answer = found.call("POST", "/backfills", json=asked)
    if answer.status_code == requests.codes.conflict:
        return find_running_backfill(found, asked)
    if not answer.ok:
        raise SystemExit(f"Airflow refused the backfill: {answer.status_code} {answer.text}")
    return key


def find_running_backfill(found: Served, asked: dict[str, Any]) -> str:
    """Return the key of the backfill that is in the way, if it is the very one that was asked for."""
    for other in found.call("GET", "/backfills", params={"dag_id": "ingest", "order_by": "-id"}).json()["backfills"]:
        if other["completed_at"] is None:
            same = all(dt.datetime.fromisoformat(other[k]) == dt.datetime.fromisoformat(asked[k]) for k in DATES)
            conf = other["dag_run_conf"] or {}
            if same and conf | {"backfill": ""} == asked["dag_run_conf"] | {"backfill": ""}:
                return str(conf["backfill"])
            first, last = (dt.datetime.fromisoformat(other[k]).astimezone(JAKARTA).date() for k in DATES)
            raise SystemExit(
                f"a backfill of {first} to {last} is running, and Airflow runs one at a time: wait for it, or cancel "
                f"it at {found.address}/dags/ingest/backfills"
            )
    raise SystemExit("Airflow says that a backfill is running, and lists none: try again")


def follow_backfill(console: Console, found: Served, gap: Gap, key: str) -> Counter[str]:
    """Wait for every run that carries ``key``; return how many days ended in which state.

    A day whose run is under way by itself is not run again by Airflow: it counts as ``skipped``. Raises ``SystemExit``
    when the scheduler has stopped, as no run would ever end.
    """
    columns = (TextColumn("{task.description}"), BarColumn(30), MofNCompleteColumn(), TimeElapsedColumn())
    days = [gap.first + n * dt.timedelta(days=1) for n in range((gap.last - gap.first).days + 1)]
    said: dict[dt.date, str] = {}
    scheduling_at = time.monotonic()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("days", total=len(days))
        for _ in poll(every=1):
            done = has_ended(found, key)
            runs = read_runs(found, key)
            for day, run in sorted(runs.items()):
                if run["state"] != said.get(day):
                    said[day] = run["state"]
                    bar.console.print(f"  {day}  {run['state']}")
            ended = [run for run in runs.values() if run["state"] in ENDED]
            bar.update(task, completed=len(ended))
            if done and len(ended) == len(runs):
                break
            if found.is_scheduling():
                scheduling_at = time.monotonic()
            elif time.monotonic() - scheduling_at > SCHEDULER_PATIENCE:
                log = airflow_home() / "serve.log"
                exit_with(f"make backfill: Airflow's scheduler has stopped; see {log}, and start Airflow again", 1)
    for run in runs.values():
        if run["state"] != "success":
            report_failed_tasks(console, found, run["dag_run_id"])
    for day in sorted(set(days) - set(runs)):
        console.print(f"  {day}  skipped: {WHY_SKIPPED}", soft_wrap=True)
    return Counter(runs[day]["state"] if day in runs else "skipped" for day in days)


def has_ended(found: Served, key: str) -> bool:
    """Return whether Airflow has ended the backfill with this key."""
    listed = found.call("GET", "/backfills", params={"dag_id": "ingest", "order_by": "-id"}).json()["backfills"]
    return any(one["completed_at"] for one in listed if (one["dag_run_conf"] or {}).get("backfill") == key)


def read_runs(found: Served, key: str) -> dict[dt.date, dict[str, Any]]:
    """Return the runs of the backfill with this key by day; Airflow's answer does not name a run's backfill."""
    runs: dict[dt.date, dict[str, Any]] = {}
    asked: dict[str, Any] = {"conf_contains": key, "limit": 100, "offset": 0}
    while True:
        answer = found.call("GET", "/dags/ingest/dagRuns", params=asked).json()
        for run in answer["dag_runs"]:
            if (run["conf"] or {}).get("backfill") == key:
                runs[dt.datetime.fromisoformat(run["data_interval_start"]).astimezone(JAKARTA).date()] = run
        asked["offset"] += 100
        if asked["offset"] >= answer["total_entries"]:
            return runs


def report_failed_tasks(console: Console, found: Served, run: str) -> None:
    """Tell which tasks of a run failed, with the error that each of them raised, and where its whole log is."""
    where = f"/dags/ingest/dagRuns/{quote(run, safe='')}"
    for failed in found.call("GET", f"{where}/taskInstances", params={"state": "failed"}).json()["task_instances"]:
        log = f"{where}/taskInstances/{failed['task_id']}/logs/{failed['try_number']}"
        params = {"map_index": failed["map_index"], "full_content": True}
        content = found.call("GET", log, params=params).json().get("content", [])
        raised = [e for line in content if isinstance(line, dict) for e in line.get("error_detail") or []]
        why = f"{raised[0]['exc_type']}: {raised[0]['exc_value']}" if raised else "its log says why"
        console.print(f"[bold red]{run}[/] task {failed['task_id']} failed: {escape(why)}", soft_wrap=True)
        console.print(f"  {found.address}/dags/ingest/runs/{quote(run, safe='')}", soft_wrap=True)


if __name__ == "__main__":
    main()
