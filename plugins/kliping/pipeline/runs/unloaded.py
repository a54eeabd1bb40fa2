"""Runs that were staged and never loaded, each with the command that loads them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import islice

import pydantic

from kliping import warehouse
from kliping.model import JAKARTA
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.handover import fetch_stage, list_shared_runs
from kliping.pipeline.runs.run_lock import is_running
from kliping.settings import Settings
from kliping.warehouse import Problem, make_problem

LOADS_QUERY = 'SELECT run, job, "day", outlet, max(finished_at) FROM loads GROUP BY ALL'


@dataclass(frozen=True, slots=True)
class UnloadedRun:
    """A run that broke off, or is on its way. ``staged``: its load is all that is missing."""

    run: str
    started_at: dt.datetime
    staged: bool
    command: str
    """What to run next."""
    going: bool = False
    """A process works on it, or did a short while ago."""
    day: dt.date | None = None
    outlets: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.going:
            return f"Run {self.run} is on its way since {self.started_at.astimezone(JAKARTA):%Y-%m-%d %H:%M} WIB"
        state = "staged" if self.staged else "planned"
        return f"Run {self.run} was {state} and never loaded: it broke off"

    def as_problem(self) -> Problem:
        """Return the problem that a run is that broke off."""
        return make_problem("never_loaded", self.run, run=self, command=self.command)


def find_unloaded(settings: Settings, newest: int = 20) -> list[UnloadedRun]:
    """Return those of the newest staged runs that no load knows and whose day no later load has brought in.

    Of several runs for the same outlets and day only the newest is returned: what brings it in is enough.
    """
    with warehouse.reader(settings) as connection:
        rows = []
        if connection is not None:
            rows = connection.execute(LOADS_QUERY).fetchall()
    loaded = {run for run, *_ in rows}
    filled: dict[tuple[dt.date, str], dt.datetime] = {}
    for _, job, day, outlet, at in rows:
        if job in ("ingest", "reprocess"):
            filled[day, outlet] = max(at, filled.get((day, outlet), at))
    found = []
    followed: set[tuple[str, dt.date, str]] = set()
    for run in islice((run for run in list_shared_runs(settings) if not stage.is_watch(run)), newest):
        if run in loaded:
            continue
        try:
            planned = stage.read_plan(settings, run)
        except (OSError, pydantic.ValidationError):
            continue  # a plan of another version of Kliping
        parts = {(planned.job, planned.day, outlet) for outlet in planned.outlets}
        if _is_filled_since(planned, filled) or (planned.job != "import" and parts <= followed):
            continue
        followed |= parts
        found.append(_describe_unloaded(settings, planned))
    return found


def _is_filled_since(planned: stage.Plan, filled: dict[tuple[dt.date, str], dt.datetime]) -> bool:
    """Return whether later loads have what the run was for; only its own load can have that of an import."""
    if planned.job == "import":
        return False
    times = [filled.get((planned.day, outlet)) for outlet in planned.outlets]
    return all(at is not None and at > planned.started_at for at in times)


def _describe_unloaded(settings: Settings, planned: stage.Plan) -> UnloadedRun:
    """Return a run that no load knows, with the command that loads it."""
    fetch_stage(settings, planned.run, planned.outlets, ending=".json")
    staged = all(
        stage.read_manifest(settings, planned.run, outlet, stage.Validated) is not None for outlet in planned.outlets
    )
    names = planned.sources or warehouse.name_outlets(settings, planned.outlets)
    commands = {
        "ingest": f"make run DAY={planned.day} SOURCES={names}",
        "reprocess": f"kliping reprocess --from {planned.day} --to {planned.day} --sources {names}",
        "import": "kliping import, with the same files",
    }
    command = commands.get(planned.job, "kliping status")
    if staged:
        command = f"kliping load --run {planned.run}"
    going = is_running(settings, planned.run)
    outlets = tuple(planned.outlets)
    return UnloadedRun(planned.run, planned.started_at, staged, command, going, planned.day, outlets)
