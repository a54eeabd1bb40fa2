"""Airflow's own backfill over a range of days, followed to its end: ``make backfill``."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections import Counter
from contextlib import ExitStack
from typing import Any
from urllib.parse import quote

import requests
from kliping.model import JAKARTA
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from local.environment import airflow_home
from local.serve import Served, running, served

ENDED = {"success", "failed"}
DATES = ("from_date", "to_date")


def main() -> None:
    """Exit code 1 when a day failed, 2 for input that cannot be used."""
    parser = argparse.ArgumentParser(prog="make backfill", description=__doc__)
    parser.add_argument("--from", dest="first", required=True, help="first day, YYYY-MM-DD in Asia/Jakarta")
    parser.add_argument("--to", dest="last", required=True, help="last day, included")
    parser.add_argument("--sources", default="demo", help="demo, live, or ids separated by commas")
    parser.add_argument("--again", action="store_true", help="run days again that Airflow has run already")
    asked = parser.parse_args()
    console = Console(highlight=False)

    from kliping import pipeline, settings, sources
    from kliping.cli import report, show
    from kliping.fate import InputError

    config = settings.load()
    try:
        if not asked.first or not asked.last:
            raise InputError("name the days: make backfill FROM=2024-11-20 TO=2024-11-26")
        first, last = pipeline.parse_day(asked.first), pipeline.parse_day(asked.last)
        if last < first:
            raise InputError(f"the range ends before it begins: {first} to {last}")
        sources.select(pipeline.known_sources(config), asked.sources)
    except InputError as error:
        print(f"make backfill: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    with ExitStack() as stack:
        found = running()
        if found is None:
            with console.status("no `make serve` is running: starting Airflow for this backfill") as status:
                found = stack.enter_context(served(0, asked.sources, say=status.update))
        try:
            states = follow(console, found, create(found, first, last, asked.sources, again=asked.again))
        except requests.ConnectionError:
            print(
                f"make backfill: Airflow at {found.address} went away; its log: {airflow_home()}/serve.log",
                file=sys.stderr,
            )
            raise SystemExit(1) from None
    console.print(f"{sum(states.values())} days: " + ", ".join(f"{n} {state}" for state, n in sorted(states.items())))
    from kliping import warehouse

    found_now = warehouse.status(config, runs=sum(states.values()))
    report.status(show.console(), found_now, warehouse.signals(config), pipeline.never_loaded(config))
    raise SystemExit(0 if set(states) <= {"success"} else 1)


def create(found: Served, first: dt.date, last: dt.date, sources: str, *, again: bool) -> int:
    """Unpause the DAG (runs of a paused one stay queued) and ask for the backfill; gives its id."""
    found.call("PATCH", "/dags/ingest", json={"is_paused": False}).raise_for_status()
    asked = {
        "dag_id": "ingest",
        "from_date": f"{first}T00:00:00+07:00",
        "to_date": f"{last}T00:00:00+07:00",
        "dag_run_conf": {"sources": sources},
        "reprocess_behavior": "completed" if again else "failed",
        "max_active_runs": 2,
    }
    answer = found.call("POST", "/backfills", json=asked)
    if answer.status_code == requests.codes.conflict:
        return _running(found, asked)
    if not answer.ok:
        raise SystemExit(f"Airflow refused the backfill: {answer.status_code} {answer.text}")
    return int(answer.json()["id"])


def _running(found: Served, asked: dict[str, Any]) -> int:
    """The id of the backfill that is in the way, if it is the very one that was asked for."""
    for other in found.call("GET", "/backfills", params={"dag_id": "ingest"}).json()["backfills"]:
        if other["completed_at"] is None:
            same = all(dt.datetime.fromisoformat(other[k]) == dt.datetime.fromisoformat(asked[k]) for k in DATES)
            if same and other["dag_run_conf"] == asked["dag_run_conf"]:
                return int(other["id"])
            first, last = (dt.datetime.fromisoformat(other[k]).astimezone(JAKARTA).date() for k in DATES)
            raise SystemExit(
                f"a backfill of {first} to {last} is running, and Airflow runs one at a time: "
                f"make backfill FROM={first} TO={last} follows it; {found.address}/dags/ingest/backfills can cancel it"
            )
    raise SystemExit("Airflow says that a backfill is running, and lists none: try again")


def follow(console: Console, found: Served, backfill: int) -> Counter[str]:
    """Wait for every run of the backfill; gives how many ended in which state."""
    columns = (TextColumn("{task.description}"), BarColumn(30), MofNCompleteColumn(), TimeElapsedColumn())
    said: dict[str, str] = {}
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("backfill", total=None)
        while True:
            runs = found.call("GET", "/dags/ingest/dagRuns", params={"backfill_id": backfill, "limit": 1000}).json()
            runs = [
                r
                for r in runs["dag_runs"]
                if r.get("backfill_id", backfill) == backfill and r["run_type"] == "backfill"
            ]
            for run in sorted(runs, key=lambda r: r["data_interval_end"]):
                if run["state"] != said.get(run["dag_run_id"]):
                    said[run["dag_run_id"]] = run["state"]
                    day = dt.datetime.fromisoformat(run["data_interval_start"]).astimezone(JAKARTA).date()
                    bar.console.print(f"  {day}  {run['state']}")
            done = sum(run["state"] in ENDED for run in runs)
            bar.update(task, completed=done, total=len(runs) or None)
            status = found.call("GET", f"/backfills/{backfill}").json()
            if status.get("completed_at") and done == len(runs):
                break
            time.sleep(1)  # Airflow tells nobody of a change: it has to be asked
    for run in runs:
        if run["state"] != "success":
            say_why(console, found, run["dag_run_id"])
    return Counter(run["state"] for run in runs)


def say_why(console: Console, found: Served, run: str) -> None:
    """Which tasks of a run failed, with the error that each of them raised, and where its whole log is."""
    where = f"/dags/ingest/dagRuns/{quote(run, safe='')}"
    for failed in found.call("GET", f"{where}/taskInstances", params={"state": "failed"}).json()["task_instances"]:
        log = f"{where}/taskInstances/{failed['task_id']}/logs/{failed['try_number']}"
        params = {"map_index": failed["map_index"], "full_content": True}
        content = found.call("GET", log, params=params).json().get("content", [])
        raised = [e for line in content if isinstance(line, dict) for e in line.get("error_detail") or []]
        why = f"{raised[0]['exc_type']}: {raised[0]['exc_value']}" if raised else "its log says why"
        console.print(f"[bold red]{run}[/] task {failed['task_id']} failed: {why}", soft_wrap=True)
        console.print(f"  {found.address}/dags/ingest/runs/{quote(run, safe='')}", soft_wrap=True)


if __name__ == "__main__":
    main()
