"""Load: what the stages left of a run becomes one batch, and one transaction of the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from kliping import alerts, batch, warehouse
from kliping.clock import Clock, read_clock
from kliping.pipeline.finishing.judging import judge_days
from kliping.pipeline.outlets.diagnosing import diagnose_load
from kliping.pipeline.outlets.trial_review import review_outlets
from kliping.pipeline.plan import planning
from kliping.pipeline.plan.planning import IMPORT
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.handover import fetch_stage
from kliping.pipeline.runs.retries import retry_once
from kliping.pipeline.watch import watch_visits
from kliping.settings import Settings

MOST_FAILED_NAMED = 12
"""Outlets that failed and are named in one line; of more only the number is said."""


def read_batch(settings: Settings, run: str, accept: Sequence[str] = ()) -> batch.Batch:
    """Return what the stages left, as one batch; an outlet whose stages failed brings its error and no rows.

    ``accept`` names outlets that a batch rule stopped and that a person wants to have loaded all the same.
    """
    planned = stage.read_plan(settings, run)
    outlets = [_read_outlet(settings, planned, outlet, accepted=outlet in accept) for outlet in planned.outlets]
    visits: dict[str, tuple[int, int]] = {}
    if planned.job == "watch":
        visits = watch_visits.count_requests(settings, planned)
    return batch.Batch(
        run=run,
        job=planned.job,
        day=planned.day,
        started_at=planned.started_at,
        rules_version=planned.rules_version,
        learned_snapshot=planned.learned_snapshot,
        outlets=tuple(filter(None, outlets)),
        visits=visits,
    )


def _read_outlet(settings: Settings, planned: stage.Plan, outlet: str, *, accepted: bool) -> batch.OutletBatch | None:
    """Return what the stages left of one outlet; None where ``watch`` found nothing new.

    A row every ten minutes that says so would hide the others. ``accepted``: the batch rule that stopped the outlet is
    overruled.
    """
    folder = stage.outlet_folder(settings, planned.run, outlet)
    collected = stage.read_manifest(settings, planned.run, outlet, stage.Collected)
    scraped = stage.read_manifest(settings, planned.run, outlet, stage.Scraped)
    validated = stage.read_manifest(settings, planned.run, outlet, stage.Validated)
    if planned.job == "watch" and collected and not collected.has_news:
        return None
    if collected is None or validated is None:
        unfinished = "collect" if collected is None else "scrape or validate"
        errors = [manifest.error for manifest in (collected, scraped) if manifest and manifest.error]
        errors.append(f"{unfinished} did not finish; its task's log says why")
        route_days = () if collected is None else collected.route_days
        return batch.OutletBatch(outlet, 0, 0, error=errors[0], route_days=route_days)
    error = validated.error
    if accepted and error.startswith(warehouse.STOPPED_PREFIX):
        error = ""
    notes = collected.notes
    sightings = folder / stage.SIGHTINGS_FILE
    if scraped:
        notes += scraped.notes
    return batch.OutletBatch(
        outlet,
        collected.discovered,
        collected.known,
        accepted=folder / stage.ACCEPTED_ROWS,
        quarantine=folder / stage.REFUSED_FILE,
        outcomes=folder / stage.OUTCOMES_FILE,
        sightings=sightings if sightings.is_file() else None,
        route_days=collected.route_days,
        mixed=outlet == IMPORT.id,
        notes=notes + validated.warnings,
        error=collected.error or error,
    )


def load_run(
    settings: Settings,
    run: str,
    say: stage.Progress = stage.say_nothing,
    *,
    accept: Sequence[str] = (),
    clock: Clock = read_clock,
) -> warehouse.LoadReport:
    """Commit a run's batch. Raises ``warehouse.WarehouseError`` with what to do; nothing is half-loaded then."""
    fetch_stage(settings, run)
    staged = read_batch(settings, run, accept)
    with alerts.report_failure(settings, "load", f"kliping load --run {run}"):
        report = retry_once("load", partial(_load_batch, settings, staged, say, clock))
    if staged.job == "watch":
        left_out = set(stage.read_plan(settings, run).outlets) - {one.outlet for one in staged.outlets}
        loaded = {one.outlet for one in report.outlets if one.status == "ok"}
        watch_visits.keep_validators(settings, run, sorted(loaded | left_out))
        watch_visits.keep_findings(settings, run, sorted(loaded | left_out))
    ended = ", ".join(f"{n} {result}" for result, n in report.counts.items() if n)
    say(f"load {report.load_id}: {ended or 'nothing'}")
    return report


def sum_up_load(settings: Settings, report: warehouse.LoadReport) -> str:
    """Return a run in one line: its day, what it brought, and the outlets that failed."""
    planned = stage.read_plan(settings, report.run)
    says = ", ".join(f"{count} {result}" for result, count in report.counts.items() if count) or "nothing new"
    if bad := [outlet.outlet for outlet in report.refused]:
        named = ", ".join(bad[:MOST_FAILED_NAMED])
        if len(bad) > MOST_FAILED_NAMED:
            named += f" and {len(bad) - MOST_FAILED_NAMED} more"
        says = f"{len(bad)} of {len(report.outlets)} outlets failed: {named}; {says}"
    if late := planned.days[1:]:
        says += f" (with late articles of {', '.join(map(str, late))})"
    return f"{planned.day}: {says}"


def _load_batch(
    settings: Settings, staged: batch.Batch, say: stage.Progress, clock: Clock, notes: tuple[str, ...]
) -> warehouse.LoadReport:
    """Load a batch; a second time, after a bug, is safe: it changes nothing that the first one loaded."""
    for note in notes:
        say(note)
    sources = planning.read_known_sources(settings)
    with warehouse.writer(settings) as connection:
        warehouse.register_outlets(connection, [sources[o.outlet] for o in staged.outlets if o.outlet in sources])
        report = warehouse.load_batch(connection, staged, clock)
        if staged.job != "import":
            planned = stage.read_plan(settings, staged.run)
            judge_days(connection, planned.outlets, planned.days, report.load_id)
        if staged.job == "ingest":
            diagnose_load(settings, connection, planned.outlets, planned.day)
            for decision in review_outlets(connection, planned.outlets, planned.day, clock()):
                say(f"{decision.outlet}: {decision.state} from now on: {decision.why}")
        return report
