"""Validate: split every outlet's articles into accepted and quarantined, once all outlets of a run are scraped."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kliping import batch, resources, warehouse
from kliping.drafts import replace_when_done
from kliping.errors import make_internal_error
from kliping.failpoints import failpoint
from kliping.pipeline.plan import planning
from kliping.pipeline.plan.planning import IMPORT
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.handover import hand_over
from kliping.pipeline.runs.retries import retry_once
from kliping.settings import Settings
from kliping.validate import (
    Finding,
    OutletCounts,
    OutletFiles,
    ValidationContext,
    validate_outcomes,
    validate_outlet_counts,
    validate_outlets,
)
from kliping.validate.docs import SuiteResult, write_data_docs

log = logging.getLogger(__name__)

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
    for note in notes:
        say(note)
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
    except Exception as error:  # a bug of ours: said, and the load goes on without the pages
        log.exception("the pages of %s", planned.run)
        say(f"validate docs: {make_internal_error(error)}")
    else:
        say(f"validate docs: {site}")


def _validate_together(
    settings: Settings, planned: stage.Plan, outlets: list[str], results: list[SuiteResult]
) -> dict[str, stage.Validated]:
    """Validate outlets by one suite, together: Great Expectations' cost is by chunk, not by row."""
    started = time.monotonic()
    folders = {outlet: stage.outlet_folder(settings, planned.run, outlet) for outlet in outlets}
    imports = outlets == [IMPORT.id]
    context = ValidationContext(
        day=planned.day,
        days=planned.days,
        sources=planning.read_known_sources(settings),
        usual=warehouse.read_usual_volumes(settings, planned.day),
    )
    reports = validate_outlets(
        [OutletFiles(folder / stage.ARTICLES_FILE, folder) for folder in folders.values()],
        suite="imports" if imports else "articles",
        expectations=resources.SUITES_FOLDER,
        context=context,
        results=results,
    )
    counted = dict(zip(outlets, [report.aggregates for report in reports], strict=True))
    unusual = _find_unusual_counts(settings, planned, counted, context, results)
    outcomes = {outlet: folder / stage.OUTCOMES_FILE for outlet, folder in folders.items()}
    unsound = _group_findings(validate_outcomes(outcomes, expectations=resources.SUITES_FOLDER, results=results))
    seconds = round(time.monotonic() - started, 3)
    done: dict[str, stage.Validated] = {}
    for (outlet, folder), report in zip(folders.items(), reports, strict=True):
        failpoint("validate.refused")
        _merge_files(
            folder / stage.REFUSED_FILE,
            batch.QUARANTINE_SCHEMA,
            folder / stage.SCRAPE_QUARANTINE_FILE,
            folder / stage.QUARANTINE_ROWS,
        )
        warnings = report.warnings + tuple(str(each) for each in unusual.get(outlet, ()) if each.action == "warn")
        stops = [each for each in unusual.get(outlet, ()) if each.action == "stop"]
        error = report.error or _tell_error(unsound.get(outlet, ()), stops)
        done[outlet] = stage.Validated(outlet, report.accepted, dict(report.quarantined), warnings, seconds, error)
    return done


def _find_unusual_counts(
    settings: Settings,
    planned: stage.Plan,
    counted: Mapping[str, OutletCounts],
    context: ValidationContext,
    results: list[SuiteResult],
) -> dict[str, list[Finding]]:
    """Return what the batch rules find in the counts of each outlet's day; other jobs than ``ingest`` have none."""
    if planned.job != "ingest":
        return {}
    for outlet, counts in counted.items():
        if scraped := stage.read_manifest(settings, planned.run, outlet, stage.Scraped):
            counts.loaded_before = scraped.unchanged
    found = validate_outlet_counts(
        list(counted.values()), expectations=resources.SUITES_FOLDER, context=context, results=results
    )
    return _group_findings(found)


def _group_findings(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return the findings by their outlets."""
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.outlet, []).append(finding)
    return grouped


def _tell_error(unsound: Sequence[Finding], stops: Sequence[Finding]) -> str:
    """Return why an outlet is not loaded: its outcomes are unsound, or a batch rule stopped it; empty otherwise."""
    if unsound:
        return UNSOUND + "; ".join(map(str, unsound))
    if stops:
        return warehouse.STOPPED_PREFIX + "; ".join(map(str, stops))
    return ""


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
