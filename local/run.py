"""One day through Airflow, for a person: ``make run``. Starts what the day needs, shows progress, tells the outcome."""

from __future__ import annotations

import argparse
import json
import re
import signal
import subprocess
import time
from collections import deque
from contextlib import ExitStack
from typing import Any

from kliping import pipeline, settings, sources
from kliping.cli import show
from kliping.cli.report import print_run
from kliping.errors import InputError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from local.command import end_on_signals, exit_with
from local.environment import BIN, ROOT, airflow_home, make_environment, prepare_airflow, run_home
from local.newsroom import run_newsroom
from local.process import stop_families

STARTED = re.compile(r"\[DAG TEST\] starting task_id=(\S+) map_index=(-?\d+)")
ENDED = re.compile(r"\[DAG TEST\] end task task_id=(\S+) map_index=(-?\d+)")
SAID = re.compile(r"(?:^|\] |\t)((?:collect|scrape|validate|load|publish|run) [^\n\[]+: [^\n\[]+)")
TROUBLE = re.compile(r"error|exception|failed", re.IGNORECASE)


def main() -> None:
    """Run and report; exit code 1 when the run or an outlet failed, 2 for unusable input, 130 for Ctrl-C."""
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--day", default="yesterday", help="YYYY-MM-DD in Asia/Jakarta, today or yesterday")
    parser.add_argument("--sources", default="demo", help="demo, live, or ids separated by commas")
    parser.add_argument("--refetch", action="store_true", help="ask the outlets again although the archive has the day")
    parser.add_argument("--newsroom", nargs=argparse.REMAINDER, default=[], help="arguments for the demo newsroom")
    asked = parser.parse_args()
    end_on_signals()
    try:
        run_day(asked)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        exit_with("make run: stopped; run the same command to continue", 130)


def run_day(asked: argparse.Namespace) -> None:
    """Start what the day needs, run it, report."""
    console = show.make_console()
    began = time.monotonic()
    config = settings.load_settings()
    try:
        day = pipeline.parse_day(asked.day)
        chosen = sources.select_sources(pipeline.read_known_sources(config), asked.sources)
    except InputError as error:
        exit_with(f"make run: {error}", 2)
    with console.status("preparing Airflow (once)"):
        prepare_airflow(run_home())
    with ExitStack() as stack:
        more = {"AIRFLOW_HOME": str(run_home())}
        more["KLIPING_RETRIES"] = "0"  # a person is waiting: say at once what broke
        if any(s.connect for s in chosen) and not config.newsroom:
            more["KLIPING_NEWSROOM"] = stack.enter_context(run_newsroom(*asked.newsroom))
        at_once = config.outlets_per_task
        if not any(s.demo for s in chosen):
            at_once = max(at_once, 1000)  # dags test runs mapped tasks one after another: one task walks all outlets
        more["KLIPING_OUTLETS_PER_TASK"] = str(at_once)
        console.print(
            f"[bold]{day}[/], and the {pipeline.LOOK_BACK} days before for late articles · "
            f"{len(chosen)} outlets: {', '.join(s.id for s in chosen)}"
        )
        conf = {"day": str(day), "sources": asked.sources, "refetch": asked.refetch}
        code, tail = run_airflow(console, conf, make_environment(**more), tasks=4 + 2 * -(-len(chosen) // at_once))
    report_run(console, code, tail, time.monotonic() - began)


def run_airflow(console: Console, conf: dict[str, Any], env: dict[str, str], *, tasks: int) -> tuple[int, list[str]]:
    """Run ``airflow dags test ingest`` with a progress bar of its tasks; return its exit code and last lines."""
    # without a date: Airflow takes a run's date for its beginning, and one of days ago for a run that took days
    command = [BIN / "airflow", "dags", "test", "ingest", "-f", ROOT / "dags" / "ingest.py"]
    child = subprocess.Popen(
        [*map(str, command), "--conf", json.dumps(conf)], cwd=ROOT, text=True, errors="replace",
        env=env | {"AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip
    assert child.stdout is not None
    tail: deque[str] = deque(maxlen=400)
    columns = (TextColumn("{task.description}"), BarColumn(24), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with (
            (airflow_home() / "run.log").open("w") as log,
            Progress(SpinnerColumn(), *columns, console=console, transient=True) as bar,
        ):
            task = bar.add_task("Airflow is starting", total=tasks)
            for line in child.stdout:
                log.write(line)
                tail.append(line)
                if started := STARTED.search(line):
                    bar.update(task, description=started[1].split(".")[-1])
                elif ENDED.search(line):
                    bar.advance(task)
                elif said := SAID.search(line):
                    bar.console.print(Text(f"  {said[1].strip()}", "dim"))
        return child.wait(), list(tail)
    finally:
        if child.poll() is None:
            stop_families([child])


def report_run(console: Console, code: int, tail: list[str], seconds: float) -> None:
    """Report the last load in full, and where the file is; or why there is none."""
    config = settings.load_settings()
    newest = next(pipeline.list_shared_runs(config), None)
    well = code == 0 and newest is not None and print_run(config, console, run=newest)
    if code != 0:
        console.print("[bold red]The run failed.[/] What Airflow said of it:")
        console.print("".join(line for line in tail if TROUBLE.search(line))[-3000:], markup=False)
        console.print(f"The whole log: {airflow_home() / 'run.log'}\nWhen the cause is gone, the same command goes on.")
    console.print(
        f"{seconds:.1f} s · {pipeline.name_published(config)}\nopen it: [bold].venv/bin/kliping sql[/]  or  make sql"
    )
    raise SystemExit(0 if well else 1)


if __name__ == "__main__":
    main()
