"""Look for everything that is wrong, and notify the people whom the policy of alerts names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kliping import alerts, warehouse
from kliping.alerts import OF_LOOK, ChannelReport
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.running_days import find_open_problems
from kliping.pipeline.runs.unloaded import find_unloaded
from kliping.settings import Settings
from kliping.warehouse import Problem, make_problem

RUN_PATIENCE = dt.timedelta(hours=6)
"""How old a run must be that has not loaded before anybody is notified; the DAG `ingest` ends one that takes longer."""


def find_alarming(settings: Settings, *, now: dt.datetime | None = None) -> tuple[Problem, ...]:
    """Return the problems that people may be notified of: those of the published copy, and runs that never loaded."""
    now = now or dt.datetime.now(dt.UTC)
    late = [run for run in find_unloaded(settings) if not run.going and now - run.started_at >= RUN_PATIENCE]
    return (*find_open_problems(settings), *(run.as_problem() for run in late))


def check_and_notify(
    settings: Settings,
    say: stage.Progress = stage.say_nothing,
    *,
    closing: Sequence[str] = (OF_LOOK,),
    now: dt.datetime | None = None,
) -> tuple[ChannelReport, ...]:
    """Look for problems and report them as the policy says; without a channel nothing is looked for."""
    if not alerts.has_channel(settings):
        return ()
    reports = alerts.notify_problems(settings, find_alarming(settings, now=now), closing=closing, now=now)
    for report in reports:
        say(str(report))
    for says in dict.fromkeys(f"{alert.says}. Next: {alert.command}" for report in reports for alert in report.lasting):
        say(f"alerts: {says}")
    return reports


def report_dead_task(settings: Settings, dag: str, task: str, run: str, error: BaseException | None) -> None:
    """Report that a task of Airflow's has failed for good: once for a run and a task.

    ``error`` None: its process was killed. What the warehouse refused was reported when it did.
    """
    if isinstance(error, warehouse.WarehouseError):
        return
    says = "its process was killed"
    if error is not None:
        says = f"{type(error).__name__}: {error}"
    died = make_problem(
        "task_died", dag, task, run, dag=dag, task=task, run=run, error=says,
        command=f"its log says why: task {task} of run {run}; then clear it, or start the DAG {dag} again",
    )  # fmt: skip
    alerts.notify_event(settings, died)
