"""Publish what was loaded: the copy, the problems that it shows, the search index; then notify of what is new."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from kliping import alerts, warehouse
from kliping.alerts import OF_LOOK, OF_STEP
from kliping.clock import Clock, read_clock
from kliping.errors import UserError, make_internal_error
from kliping.model import JAKARTA
from kliping.pipeline.answers.strips import keep_overview
from kliping.pipeline.finishing.alerting import check_and_notify
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.retries import retry_once
from kliping.settings import Settings

log = logging.getLogger(__name__)

CHEAP_INDEX = 5_000
"""Articles up to which each daily run builds the index of ``search_words()`` in SQL; above that, once a day."""


def publish_loaded(
    settings: Settings,
    say: stage.Progress = stage.say_nothing,
    clock: Clock = read_clock,
    *,
    run: str | None = None,
) -> warehouse.PublishReport:
    """Publish the new state to analysts (open readers keep the old one) and report of new problems.

    After a round of ``watch`` (``run``) the index of ``search_words()`` stays as it is: it would be built each minute.
    """
    with alerts.report_failure(settings, "publish", "kliping publish"):
        report = retry_once("publish", partial(_publish_copy, settings, say, clock))
    if report.how == "lake":
        say("publish: readers of the DuckLake see what was loaded")
    elif report.published:
        written = f"{report.written / 1e6:,.1f} MB of it written ({report.how})"
        cost = f"{report.bytes / 1e6:,.1f} MB, {written} in {report.seconds:.1f} s"
        say(f"publish: {settings.published_path}, {cost}")
    elif report.holder:
        say(
            f"publish: postponed, because {report.holder} has {settings.published_path} open for writing; "
            "close it there, and the next run or `kliping publish` publishes what was loaded"
        )
    else:
        say("publish: the copy is young enough (KLIPING_PUBLISH_EVERY), or nothing was ever loaded")
    if report.published:
        keep_answers(settings, say, clock)
        _try_beside("no search index", partial(_refresh_index, settings, say, run), say)
    check_and_notify(settings, say, closing=(OF_LOOK, OF_STEP), now=clock())
    return report


def keep_answers(settings: Settings, say: stage.Progress = stage.say_nothing, clock: Clock = read_clock) -> None:
    """Find what is wrong, and put together what the desk's first page shows, so that no reader of the copy has to."""
    today = clock().astimezone(JAKARTA).date()
    _try_beside("problems are found when somebody asks", partial(warehouse.keep_problems, settings, today), say)
    _try_beside("the first page is put together when somebody asks", partial(keep_overview, settings, today), say)


def _publish_copy(
    settings: Settings, say: stage.Progress, clock: Clock, notes: tuple[str, ...]
) -> warehouse.PublishReport:
    for note in notes:
        say(note)
    return warehouse.publish_copy(settings, clock=clock)


def _try_beside(without: str, work: Callable[[], None], say: stage.Progress) -> None:
    """Do what the published copy can do without; where it fails, or has a bug, a line says so, ``without`` first."""
    try:
        work()
    except (warehouse.WarehouseError, OSError) as error:
        say(f"publish: {without}: {error}")
    except UserError:
        raise
    except Exception as error:  # a bug of ours: said, and the copy is there without it
        log.exception("publish: %s", without)
        say(f"publish: {without}: {make_internal_error(error)}")


def _refresh_index(settings: Settings, say: stage.Progress, run: str | None) -> None:
    """Bring the search engine up to date, and build the index of ``search_words()`` where that is cheap."""
    refreshed = warehouse.refresh_engine(settings)
    say(f"publish: search index took over {refreshed.changed:,} changes in {refreshed.seconds:.1f} s")
    if 0 < refreshed.articles <= CHEAP_INDEX and not (run and stage.is_watch(run)):
        report = warehouse.build_search_index(settings)
        say(f"publish: index for SQL of {report.articles:,} articles in {report.seconds:.1f} s")
