"""Days that a running daily run will load, and that are no problem yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import islice

import pydantic

from kliping import warehouse
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.handover import list_shared_runs
from kliping.pipeline.runs.run_lock import is_running
from kliping.settings import Settings
from kliping.warehouse import Problem


def find_running_days(settings: Settings, newest: int = 20) -> frozenset[dt.date]:
    """Return the days whose own daily runs are on their way, among the ``newest`` runs."""
    days = set()
    for run in islice((run for run in list_shared_runs(settings) if ".watch-" not in run), newest):
        try:
            planned = stage.read_plan(settings, run)
        except (OSError, pydantic.ValidationError):
            continue  # a plan of another version of Kliping
        if planned.job == "ingest" and is_running(settings, run):
            days.add(planned.day)
    return frozenset(days)


def find_open_problems(settings: Settings) -> tuple[Problem, ...]:
    """Return everything that is wrong now, but for days that a run on its way is to load."""
    return drop_running_days(settings, warehouse.find_problems(settings))


def drop_running_days(settings: Settings, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Leave out the days that no run has loaded, where runs of all of them are on their way."""
    found = tuple(problems)
    if not any(problem.name == "missed" for problem in found):
        return found
    underway = find_running_days(settings)
    return tuple(
        problem for problem in found if problem.name != "missed" or not underway.issuperset(_list_days(problem))
    )


def _list_days(problem: Problem) -> list[dt.date]:
    """Return the days of a problem of the name ``missed``: its cause has the first."""
    first = dt.date.fromisoformat(problem.cause.partition(":")[2])
    last = dt.date.fromisoformat(problem.day)
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
