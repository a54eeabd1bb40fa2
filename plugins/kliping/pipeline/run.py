"""A whole run in one process, without Airflow: the stages in their order, as DAG tasks call them one by one."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from kliping import warehouse
from kliping.clock import Clock, read_clock
from kliping.pipeline.collecting.collect import collect_outlet
from kliping.pipeline.finishing.loading import load_run
from kliping.pipeline.finishing.publishing import publish_loaded
from kliping.pipeline.finishing.validating import validate_run
from kliping.pipeline.imports.learn_import import learn_from_import
from kliping.pipeline.imports.replay import archive_documents, replay_archive
from kliping.pipeline.plan.planning import (
    describe_plan,
    plan_import,
    plan_reprocess,
    plan_run,
)
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.handover import hand_over
from kliping.pipeline.scraping.scrape import scrape_outlet
from kliping.pipeline.watch.watch_planning import plan_round, plan_watch
from kliping.settings import Settings
from kliping.storage import describe_fault

StageResult = TypeVar("StageResult")


def make_run_key() -> str:
    """Return what distinguishes a run from others of its day."""
    return f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"


def collect_all(
    settings: Settings,
    run: str,
    outlets: Sequence[str],
    say: stage.Progress = stage.say_nothing,
    clock: Clock = read_clock,
) -> list[stage.Collected]:
    """Collect several outlets at once; the slowest decides how long it takes, none stops another."""
    count = _count_outlets(len(outlets))

    def one(outlet: str) -> stage.Collected:
        done = collect_outlet(settings, run, outlet, clock=clock)
        origin = "from the archive" if done.replayed else "fetched"
        counts = [f"{done.discovered} discovered", f"{done.known} known", f"{done.fetched} {origin}"]
        counts += [f"{n} {result}" for result, n in sorted(done.results.items())]
        line = f"collect {outlet}: {', '.join(counts)}"
        if done.error:
            line += f"; {done.error}"
        say(f"{line}{next(count)}")
        return done

    with hand_over(settings, run, outlets):
        return _run_each(settings, run, outlets, one, stage.Collected, at_once=settings.outlets_at_once)


def replay_all(
    settings: Settings, run: str, outlets: Sequence[str], say: stage.Progress = stage.say_nothing
) -> list[stage.Collected]:
    """Take several outlets' pages of a day from the archive; the network is not asked."""

    def one(outlet: str) -> stage.Collected:
        done = replay_archive(settings, run, outlet)
        say(f"replay {outlet}: {done.fetched} archived pages")
        return done

    with hand_over(settings, run, outlets):
        return _run_each(settings, run, outlets, one, stage.Collected)


def scrape_all(
    settings: Settings, run: str, outlets: Sequence[str], say: stage.Progress = stage.say_nothing
) -> list[stage.Scraped]:
    """Scrape several outlets, one after another: a single one already uses every worker process.

    An outlet whose collect broke off left no ledger; its manifest says why, and there is nothing to scrape.
    Nor is there where a visit of ``watch`` found nothing new.
    """
    with hand_over(settings, run, outlets):
        collected = [o for o in outlets if _has_pages(settings, run, o)]
        return _scrape_each(settings, run, collected, say)


def _has_pages(settings: Settings, run: str, outlet: str) -> bool:
    """Return whether there is anything to scrape; of a visit of ``watch`` that found nothing new there is not."""
    if not (stage.outlet_folder(settings, run, outlet) / stage.LEDGER_FILE).is_file():
        return False
    collected = stage.read_manifest(settings, run, outlet, stage.Collected)
    return collected is None or collected.has_news or stage.read_plan(settings, run).job != "watch"


def _scrape_each(settings: Settings, run: str, outlets: Sequence[str], say: stage.Progress) -> list[stage.Scraped]:
    count = _count_outlets(len(outlets))

    def one(outlet: str) -> stage.Scraped:
        done = scrape_outlet(settings, run, outlet)
        counts = [f"{done.articles} articles", f"{sum(done.quarantined.values())} pages that are not articles"]
        if done.unchanged:
            counts.append(f"{done.unchanged} loaded before")
        say(f"scrape {outlet}: {', '.join(counts)}{next(count)}")
        return done

    return _run_each(settings, run, outlets, one, stage.Scraped)


def _count_outlets(total: int) -> Iterator[str]:
    """Yield what is said after each outlet that is done: `` (3 of 6 outlets)``; nothing where there is only one."""
    if total <= 1:
        return itertools.repeat("")
    return (f" ({n} of {total} outlets)" for n in itertools.count(1))


def _run_each(
    settings: Settings,
    run: str,
    outlets: Sequence[str],
    one: Callable[[str], StageResult],
    kind: type[stage.Collected] | type[stage.Scraped],
    at_once: int = 1,
) -> list[StageResult]:
    """Do ``one`` for each outlet. What broke is left in the outlet's manifest and raised when all others are done."""
    done: list[StageResult] = []
    broken: list[Exception] = []
    with ThreadPoolExecutor(max(1, min(at_once, len(outlets))), "outlet") as pool:
        for outlet, future in [(outlet, pool.submit(one, outlet)) for outlet in outlets]:
            try:
                done.append(future.result())
            except Exception as error:  # noqa: BLE001  # kept, and raised below: a bug in one outlet stops no other
                error.add_note(f"outlet {outlet}, run {run}")
                stage.write_manifest(settings, run, kind(outlet, error=_describe(settings, error)))
                broken.append(error)
    if broken:
        raise ExceptionGroup(f"{len(broken)} of {len(outlets)} outlets broke off", broken)
    return done


def _describe(settings: Settings, error: Exception) -> str:
    """Return what broke; where an object store refuses, with the setting that names it and the way out."""
    if isinstance(error, PermissionError) and error.errno is None:  # a driver's: those of the system have a number
        return describe_fault("KLIPING_ARCHIVE", settings.archive_root, error)
    return f"{type(error).__name__}: {error}"


def finish_run(
    settings: Settings, run: str, say: stage.Progress = stage.say_nothing, clock: Clock = read_clock
) -> warehouse.LoadReport:
    """Validate, load and publish a run whose outlets are staged."""
    validate_run(settings, run, say)
    report = load_run(settings, run, say, clock=clock)
    publish_loaded(settings, say, clock, run=run)
    return report


def run_day(
    settings: Settings,
    *,
    day: dt.date,
    spec: str | None = None,
    key: str | None = None,
    refetch: bool = False,
    say: stage.Progress = stage.say_nothing,
    clock: Clock = read_clock,
) -> warehouse.LoadReport:
    """Ingest one day from routes to published tables."""
    asked = settings.sources if spec is None else spec
    planned = plan_run(settings, day=day, spec=asked, key=key or make_run_key(), refetch=refetch)
    say(describe_plan(settings, planned))
    return _run_stages(settings, planned, say, clock)


def watch_routes(
    settings: Settings,
    *,
    spec: str | None = None,
    say: stage.Progress = stage.say_nothing,
    clock: Clock = read_clock,
) -> warehouse.LoadReport:
    """Load what feeds and news sitemaps have of today and yesterday that is not known yet."""
    asked = settings.sources if spec is None else spec
    planned = plan_watch(settings, spec=asked, key=make_run_key(), now=clock())
    return _run_stages(settings, planned, say, clock)


def watch_round(
    settings: Settings,
    *,
    spec: str | None = None,
    say: stage.Progress = stage.say_nothing,
    clock: Clock = read_clock,
) -> warehouse.LoadReport | None:
    """Visit the outlets that are due, as a round of the DAG ``watch`` does; None where none is due."""
    asked = settings.sources if spec is None else spec
    planned = plan_round(settings, spec=asked, key=make_run_key(), now=clock())
    if planned is None:
        return None
    return _run_stages(settings, planned, say, clock)


def _run_stages(settings: Settings, planned: stage.Plan, say: stage.Progress, clock: Clock) -> warehouse.LoadReport:
    """Do the stages of a run that visits outlets."""
    _run_step(partial(collect_all, clock=clock), settings, planned, say)
    _run_step(scrape_all, settings, planned, say)
    return finish_run(settings, planned.run, say, clock)


def reprocess_days(
    settings: Settings,
    *,
    first: dt.date,
    last: dt.date,
    spec: str | None = None,
    say: stage.Progress = stage.say_nothing,
) -> list[warehouse.LoadReport]:
    """Scrape days again from the archive, by the present rules, without the network."""
    reports = []
    for planned in plan_reprocess(settings, first=first, last=last, spec=spec, key=make_run_key()):
        _run_step(replay_all, settings, planned, say)
        _run_step(scrape_all, settings, planned, say)
        reports.append(finish_run(settings, planned.run, say))
    return reports


def import_documents(
    settings: Settings,
    files: Iterable[Path],
    *,
    say: stage.Progress = stage.say_nothing,
    columns: Mapping[str, str] | None = None,
) -> warehouse.LoadReport:
    """Archive, clean, validate and load documents that somebody has already scraped."""
    planned = plan_import(settings, key=make_run_key())
    archive_documents(settings, planned.run, files, say, columns=columns)
    learn_from_import(settings, planned.run, say)
    scrape_all(settings, planned.run, planned.outlets, say)
    return finish_run(settings, planned.run, say)


def _run_step(
    step: Callable[[Settings, str, Sequence[str], stage.Progress], object],
    settings: Settings,
    planned: stage.Plan,
    say: stage.Progress,
) -> None:
    """Do a step; outlets that fail in it do not stop the run: load marks them as failed, with the reason."""
    try:
        step(settings, planned.run, planned.outlets, say)
    except ExceptionGroup as group:
        for error in group.exceptions:
            say(f"broke off: {error!r} {' '.join(getattr(error, '__notes__', ()))}")
