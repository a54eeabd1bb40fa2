"""A run's report for a person: outcomes, what was stripped, articles before and after, what to do next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from kliping import pipeline
from kliping.cli import show
from kliping.cli.output import render_json
from kliping.model import JAKARTA, Removed
from kliping.pipeline import FRESHNESS_DAYS, DiskUse, Problem, RunLine, UnloadedRun, WarehouseStatus
from kliping.settings import Settings

ALL_LOADS = 1_000_000
"""Loads to read where one of them is looked for."""

ROUTINE_NOTE = re.compile(r"\w+ (?:reach|other_days): ")
"""Notes on routes that say what most routes do each day; they stand in ``loads``, and completeness counts with them."""

NO_NAME_RESOLVED = "no name could be resolved. Is this machine online, and may it ask a name server?"


def print_run(settings: Settings, console: Console, *, run: str | None = None, samples: int = 3) -> bool:
    """Print a run's report (None: the last load's); return whether every outlet of it loaded."""
    status = pipeline.read_status(settings, runs=ALL_LOADS if run else 1)
    lines = [line for line in status.runs if run is None or line.run == run]
    if not lines:
        console.print(Text(_explain_absence(status, run), "bold red"))
        return False
    load_id = lines[0].load_id
    lines = [line for line in lines if line.load_id == load_id]
    console.print(show.make_run_table(lines))
    notes = [(line.outlet, note) for line in lines if line.status == "ok" for note in line.notes]
    if why := pipeline.read_report(settings, "reasons", {"load_id": load_id}):
        console.print(show.make_reasons_table(why))
    if stripped := pipeline.read_report(settings, "stripped", {"load_id": load_id}):
        console.print(show.make_stripped_table(stripped))
    for outlet, title, _url, published, text, body, removed in pipeline.read_report(
        settings, "samples", {"load_id": load_id, "n": samples}
    ):
        spans = [Removed(r["start"], r["end"], r["kind"], r["rule"]) for r in removed]
        console.print(show.compare_texts(outlet, title, published, text, body, spans))
    for outlet, note in notes:
        if not ROUTINE_NOTE.match(note):
            console.print(Text.assemble("note  ", (outlet, "bold"), f"  {note}"))
    return print_failures(console, lines)


def _explain_absence(status: WarehouseStatus, run: str | None) -> str:
    """Return why there is no load to report on."""
    if not run:
        return "nothing was ever loaded here: `kliping run` loads yesterday"
    why = f"no load of run {run} was published"
    if status.runs:
        why += f"; the newest is {status.runs[0].run}"
    return why


def print_failures(console: Console, lines: list[RunLine]) -> bool:
    """Say which outlets failed, why, and what to do; True where none did."""
    bad = [line for line in lines if line.status != "ok"]
    if bad and len(bad) == len(lines) and all(" dns: " in line.error for line in bad):
        console.print(Text(f"{len(bad)} outlets failed: {NO_NAME_RESOLVED}", "bold red"))
        console.print(f"  for example {bad[0].outlet}: {bad[0].error}")
        return False
    for line in bad:
        console.print(Text.assemble((f"{line.outlet} {line.status}", "bold red"), f": {line.error}"))
        retry = f"make run DAY={line.day} SOURCES={line.outlet}"
        console.print(f"  when the cause is gone: {retry}", soft_wrap=True)
    return not bad


def print_status(
    console: Console, found: WarehouseStatus, problems: Sequence[Problem], never_loaded: Sequence[UnloadedRun]
) -> None:
    """Print the last runs, and what a person should look at, each cause once with what to do next."""
    problems = [*problems, *(run.as_problem() for run in never_loaded if not run.going)]
    for run in never_loaded:
        if run.going:
            console.print(Text(str(run), "bold"))
    if found.published_at is None:
        console.print(
            "Nothing is published yet. `kliping run` loads yesterday's news; `make run`, in a checkout, a demo day."
        )
        _print_problems(console, problems)
        return
    published = f"{found.published_at.astimezone(JAKARTA):%Y-%m-%d %H:%M} WIB"
    console.print(f"{found.articles:,} articles, {found.quarantined:,} quarantined, published {published}")
    if fresh := found.freshness:
        median, most = format_minutes(fresh.median_minutes), format_minutes(fresh.p95_minutes)
        console.print(
            f"from publication to query: median {median}, 95 % within {most} "
            f"({fresh.articles:,} articles of the last {FRESHNESS_DAYS} days)"
        )
    if watch := found.watch:
        cost = ""
        if watch.requests_per_article is not None:
            cost = f"; {watch.requests_per_article:.2f} requests an article"
        console.print(
            f"watched outlets: {watch.missed:,} of {watch.articles:,} articles of the last {FRESHNESS_DAYS} days were "
            f"missed by watch and found by the day's run{cost} (view watch_coverage)"
        )
    by_load: dict[str, list[RunLine]] = {}
    for line in found.runs:
        by_load.setdefault(line.load_id, []).append(line)
    for lines in by_load.values():
        console.print(show.make_run_table(lines))
    if not problems:
        console.print(Text("nothing to look at", "green"))
    _print_problems(console, problems)


def _print_problems(console: Console, problems: Sequence[Problem]) -> None:
    for problem in problems:
        console.print(Text.assemble(("! ", "bold yellow"), problem.says), soft_wrap=True)
        console.print(Text(f"  next: {problem.remedy}", "dim"), soft_wrap=True)


def format_minutes(minutes: int) -> str:
    """Return minutes as a person says them."""
    if minutes < 120:
        return f"{minutes} min"
    if minutes < 60 * 48:
        return f"{minutes / 60:.0f} h"
    return f"{minutes / 60 / 24:.0f} days"


def render_disk(uses: Sequence[DiskUse]) -> str:
    """Return what each kind of file takes as JSON, for scripts."""
    from dataclasses import asdict

    return render_json([asdict(use) for use in uses])


def render_status(found: WarehouseStatus, problems: Sequence[Problem], never_loaded: Sequence[UnloadedRun]) -> str:
    """Return the status as JSON, for scripts."""
    from dataclasses import asdict

    whole = asdict(found) | {
        "problems": [asdict(problem) for problem in problems],
        "never_loaded": [run.run for run in never_loaded if not run.going],
        "going": [run.run for run in never_loaded if run.going],
    }
    return render_json(whole)
