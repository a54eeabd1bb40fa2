"""Validate and load: what happens once for a run, when all its outlets are collected and scraped."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kliping import alerts, batch, resources, warehouse
from kliping.clock import Clock, read_clock
from kliping.drafts import replace_when_done
from kliping.errors import make_internal_error
from kliping.failpoints import failpoint
from kliping.pipeline.finishing.judging import judge_days
from kliping.pipeline.outlets.diagnosing import diagnose_load
from kliping.pipeline.outlets.trials import review_outlets
from kliping.pipeline.plan import planning
from kliping.pipeline.plan.planning import IMPORT
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.handover import fetch_stage, hand_over
from kliping.pipeline.runs.retries import retry_once
from kliping.pipeline.watch import watching
from kliping.settings import Settings
from kliping.validate import (
    Finding,
    OutletFiles,
    ValidationContext,
    validate_outcomes,
    validate_outlet_counts,
    validate_outlets,
)
from kliping.validate.docs import SuiteResult, write_data_docs

log = logging.getLogger(__name__)

MOST_FAILED_NAMED = 12
"""Outlets that failed and are named in one line; of more only the number is said."""
UNSOUND = "unsound outcomes, a defect of the stages (report it with the run's stage folder): "
"""Beginning of the error of an outlet whose links did not all end in an outcome; ``--accept`` does not overrule it."""


def validate_run(settings: Settings, run: str, say: stage.Progress = stage.say_nothing) -> dict[str, stage.Validated]:
    """Split every outlet's articles into accepted and quarantined; an outlet that was not scraped is left out.

    A batch rule that fails warns, or stops the outlet's load: its error says which; nothing of it is lost. Where any
    rule failed, pages in the data folder show what Great Expectations saw: ``docs/RUN/index.html``.
    """
    with hand_over(settings, run):
        return retry_once("validate", partial(_validate_run, settings, run, say))


def _validate_run(
    settings: Settings, run: str, say: stage.Progress, notes: tuple[str, ...]
) -> dict[str, stage.Validated]:
    """Validate the outlets that were scraped, imports by a suite of their own, and write the manifests."""
    _say_all(say, notes)
    planned = stage.read_plan(settings, run)
    scraped = [o for o in planned.outlets if _was_scraped(settings, run, o)]
    done: dict[str, stage.Validated] = {}
    results: list[SuiteResult] = []
    for outlets in ([o for o in scraped if o != IMPORT.id], [o for o in scraped if o == IMPORT.id]):
        if outlets:
            done |= _validate_together(settings, planned, outlets, results)
    failpoint("validate.manifest")
    for outlet, validated in done.items():
        stage.write_manifest(settings, run, validated)
        refused = sum(validated.quarantined.values())
        say(f"validate {outlet}: {validated.accepted} accepted, {refused} reasons to refuse")
    failpoint("validate.docs")
    _write_pages(settings, planned, results, say)
    return done


def _write_pages(settings: Settings, planned: stage.Plan, results: list[SuiteResult], say: stage.Progress) -> None:
    """Write pages about the rules that failed, if any did; a bug in that is reported and keeps nothing from loading."""
    folder = settings.data_path / "docs" / planned.run
    if not any(rule.failed for result in results for rule in result.rules):
        shutil.rmtree(folder, ignore_errors=True)  # of an earlier try
        return
    try:
        site = write_data_docs(results, folder, run=planned.run, at=planned.started_at)
    except Exception as error:
        log.exception("the pages of %s", planned.run)
        say(f"validate docs: {make_internal_error(error)}")
    else:
        say(f"validate docs: {site}")


def _say_all(say: stage.Progress, notes: tuple[str, ...]) -> None:
    for note in notes:
        say(note)


def _validate_together(
    settings: Settings, planned: stage.Plan, outlets: list[str], results: list[SuiteResult]
) -> dict[str, stage.Validated]:
    """Validate outlets by one suite, together: Great Expectations' cost is by chunk, not by row."""
    started = time.monotonic()
    folders = [stage.outlet_folder(settings, planned.run, outlet) for outlet in outlets]
    imports = outlets == [IMPORT.id]
    context = ValidationContext(
        day=planned.day,
        days=planned.days,
        sources=planning.read_known_sources(settings),
        usual=warehouse.read_usual_volumes(settings, planned.day),
    )
    reports = validate_outlets(
        [OutletFiles(folder / stage.ARTICLES_FILE, folder) for folder in folders],
        suite="imports" if imports else "articles",
        expectations=resources.SUITES_FOLDER,
        context=context,
        results=results,
    )
    findings: dict[str, list[Finding]] = {}
    if planned.job == "ingest":
        aggregates = [report.aggregates for report in reports]
        for outlet, counted in zip(outlets, aggregates, strict=True):
            if scraped := stage.read_manifest(settings, planned.run, outlet, stage.Scraped):
                counted.loaded_before = scraped.unchanged
        for finding in validate_outlet_counts(
            aggregates, expectations=resources.SUITES_FOLDER, context=context, results=results
        ):
            findings.setdefault(finding.outlet, []).append(finding)
    unsound: dict[str, list[Finding]] = {}
    outcomes = {outlet: folder / stage.OUTCOMES_FILE for outlet, folder in zip(outlets, folders, strict=True)}
    for finding in validate_outcomes(outcomes, expectations=resources.SUITES_FOLDER, results=results):
        unsound.setdefault(finding.outlet, []).append(finding)
    seconds = round(time.monotonic() - started, 3)
    done: dict[str, stage.Validated] = {}
    for outlet, folder, report in zip(outlets, folders, reports, strict=True):
        failpoint("validate.refused")
        _merge_files(
            folder / stage.REFUSED_FILE,
            batch.QUARANTINE_SCHEMA,
            folder / stage.SCRAPE_QUARANTINE_FILE,
            folder / stage.QUARANTINE_ROWS,
        )
        warnings = report.warnings + tuple(str(f) for f in findings.get(outlet, ()) if f.action == "warn")
        stops = "; ".join(str(f) for f in findings.get(outlet, ()) if f.action == "stop")
        defects = "; ".join(map(str, unsound.get(outlet, ())))
        error = report.error
        if not error and defects:
            error = f"{UNSOUND}{defects}"
        elif not error and stops:
            error = f"{warehouse.STOPPED_PREFIX}{stops}"
        done[outlet] = stage.Validated(outlet, report.accepted, dict(report.quarantined), warnings, seconds, error)
    return done


def _was_scraped(settings: Settings, run: str, outlet: str) -> bool:
    scraped = stage.read_manifest(settings, run, outlet, stage.Scraped)
    return scraped is not None and not scraped.error


def _merge_files(out: Path, schema: pa.Schema, *parts: Path) -> None:
    """Write the rows of ``parts`` to one file; one group of rows is in memory at a time."""
    with replace_when_done(out) as draft, pq.ParquetWriter(draft, schema, compression="zstd") as writer:
        for path in parts:
            if path.is_file():
                file = pq.ParquetFile(path)
                for group in range(file.num_row_groups):
                    writer.write_table(file.read_row_group(group).cast(schema))


def read_batch(settings: Settings, run: str, accept: Sequence[str] = ()) -> batch.Batch:
    """Return what the stages left, as one batch; an outlet whose stages failed brings its error and no rows.

    ``accept`` names outlets that a batch rule stopped and that a person wants to have loaded all the same.
    """
    planned = stage.read_plan(settings, run)
    outlets = [_read_outlet(settings, planned, outlet, accepted=outlet in accept) for outlet in planned.outlets]
    visits: dict[str, tuple[int, int]] = {}
    if planned.job == "watch":
        visits = watching.count_requests(settings, planned)
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
        watching.keep_validators(settings, run, sorted(loaded | left_out))
        watching.keep_findings(settings, run, sorted(loaded | left_out))
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
    _say_all(say, notes)
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
