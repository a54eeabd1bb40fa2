"""One day through Airflow, for a person: ``make run``. Starts what the day needs, shows progress, tells the outcome."""

from __future__ import annotations

import argparse
import json
import re
import signal
import subprocess
import sys
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

from local.environment import BIN, ROOT, airflow_home, environment, ready
from local.newsroom import newsroom
from local.process import stop_family

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
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell makes what it starts behind itself ignore Ctrl-C
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        run_day(asked)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise SystemExit(_said("make run: stopped; the same command goes on where it was", 130)) from None


def run_day(asked: argparse.Namespace) -> None:
    """Start what the day needs, run it, report."""
    console = show.make_console()
    began = time.monotonic()
    config = settings.load_settings()
    try:
        day = pipeline.parse_day(asked.day)
        chosen = sources.select_sources(pipeline.read_known_sources(config), asked.sources)
    except InputError as error:
        raise SystemExit(_said(f"make run: {error}", 2)) from None
    with console.status("preparing Airflow (once)"):
        ready()
    with ExitStack() as stack:
        more = {"KLIPING_RETRIES": "0"}  # a person is waiting: say at once what broke
        if any(s.connect for s in chosen) and not config.newsroom:
            more["KLIPING_NEWSROOM"] = stack.enter_context(newsroom(*asked.newsroom))
        at_once = config.outlets_per_task
        if not any(s.demo for s in chosen):
            at_once = max(at_once, 1000)  # dags test runs mapped tasks one after another: one task walks all outlets
        more["KLIPING_OUTLETS_PER_TASK"] = str(at_once)
        console.print(
            f"[bold]{day}[/], and the {pipeline.LOOK_BACK} days before for late articles · "
            f"{len(chosen)} outlets: {', '.join(s.id for s in chosen)}"
        )
        conf = {"day": str(day), "sources": asked.sources, "refetch": asked.refetch}
        code, tail = airflow(console, conf, environment(**more), tasks=4 + 2 * -(-len(chosen) // at_once))
    report(console, code, tail, time.monotonic() - began)


def airflow(console: Console, conf: dict[str, Any], env: dict[str, str], *, tasks: int) -> tuple[int, list[str]]:
    """``airflow dags test ingest``, with its tasks as a progress bar; gives the exit code and its last lines."""
    command = [BIN / "airflow", "dags", "test", "ingest", conf["day"], "-f", ROOT / "dags" / "ingest.py"]
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
            stop_family(child)


def report(console: Console, code: int, tail: list[str], seconds: float) -> None:
    """The last load in full, and where the file is; or why there is none."""
    config = settings.load_settings()
    newest = next(pipeline.list_runs(config), None)
    well = code == 0 and newest is not None and print_run(config, console, run=newest)
    if code != 0:
        console.print("[bold red]The run failed.[/] What Airflow said of it:")
        console.print("".join(line for line in tail if TROUBLE.search(line))[-3000:], markup=False)
        console.print(f"The whole log: {airflow_home() / 'run.log'}\nWhen the cause is gone, the same command goes on.")
    console.print(f"{seconds:.1f} s · {config.published_path}\nopen it: [bold].venv/bin/kliping sql[/]  or  make sql")
    raise SystemExit(0 if well else 1)


def _said(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


if __name__ == "__main__":
    main()
