"""Which outlets, which days, by which rules: decided once, before a run makes its first request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence, Set
from types import MappingProxyType
from typing import Any

from kliping import archive, discover, fetch, resources, sources, warehouse
from kliping.batch import JobKind
from kliping.dates import EARLIEST_DATE
from kliping.errors import InputError
from kliping.model import JAKARTA, Source
from kliping.pipeline.learn import learning
from kliping.pipeline.plan import outlet_states
from kliping.pipeline.runs import handover, sharing, stage
from kliping.pipeline.runs.running_days import find_running_days
from kliping.scrape import scrape
from kliping.settings import Settings
from kliping.sources.check import SourceCheck, check_source
from kliping.storage import copy_outlets, explain_place

LOOK_BACK = 2
"""Days before its own that a run walks too, for articles that appear late."""
WATCHED_PER_TASK = 25
"""Least outlets of a task of ``watch``: starting a task costs seconds, a visit to a feed less than one."""
MOST_NAMED_DAYS = 7
"""Most days that were never loaded and are named before a run; of more only the number is said."""

IMPORT = Source(id=learning.IMPORT_ID, name="imported documents")
"""Stands for the outlet where documents are staged and archived; each document names its own, if it can."""


def read_known_sources(settings: Settings) -> dict[str, Source]:
    """Return every outlet: those with a file, and those on trial or active that the warehouse describes.

    Files are built in, the checkout's, or in the operator's own folder. A file replaces a description of the same id.

    Raises ``sources.SourceError`` for a malformed file or a host of two outlets' files, ``InputError`` where
    ``KLIPING_SOURCES_PATH`` is no folder.
    """
    found = sources.load_sources()
    for folder in resources.list_checkout_outlets():
        found |= sources.load_sources(folder)
    if settings.sources_path:
        with explain_place("KLIPING_SOURCES_PATH", settings.sources_path):
            folder = copy_outlets(settings.sources_path, settings.outlets_copy)
        if not folder.is_dir():
            raise InputError(f"KLIPING_SOURCES_PATH={settings.sources_path!r}: there is no such folder")
        found |= sources.load_sources(folder)
    sources.check_hosts(found)
    return outlet_states.read_described_sources(settings) | found


def read_source(settings: Settings, outlet: str) -> Source:
    """Return one outlet of the run; ``sources.connect_source`` says where it is visited."""
    if outlet == IMPORT.id:
        return IMPORT
    return sources.select_sources(read_known_sources(settings), outlet)[0]


def check_sources(settings: Settings, spec: str) -> Iterator[SourceCheck]:
    """Visit outlets as ``sources.check_source`` does, one after another; writes nothing."""
    now = dt.datetime.now(dt.UTC)
    for found in select_reachable(settings, spec):
        with fetch.Session(sources.connect_source(found, settings.newsroom), settings=settings) as session:
            yield check_source(
                found,
                discover=lambda source, days, get: discover.discover_links(source, days, get, now=now),
                get=session.get,
                scrape=lambda page, source: scrape(
                    page.body, url=page.final_url, source=source, fetched_at=page.fetched_at, headers=page.headers
                ),
                now=now,
            )


def parse_day(text: str, *, today: dt.date | None = None) -> dt.date:
    """Read ``2024-11-26``, or ``today`` / ``yesterday`` in Jakarta.

    Raises ``InputError`` for what is not a date, for the future, and for days before the web had news.
    """
    today = today or dt.datetime.now(JAKARTA).date()
    words = {"today": today, "yesterday": today - dt.timedelta(days=1)}
    try:
        day = words.get(text.strip().lower()) or dt.date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"day {text!r} is not a date: write it as YYYY-MM-DD, such as 2024-11-26") from None
    if day > today:
        raise InputError(f"day {day} is in the future: today is {today} in Jakarta, nothing can be collected yet")
    if day < EARLIEST_DATE.date():
        raise InputError(f"day {day} is before {EARLIEST_DATE.date()}: no outlet has articles that old on the web")
    return day


def choose_day(given: str | None, interval_start: dt.datetime | None, *, today: dt.date | None = None) -> dt.date:
    """Return the day of a scheduled or triggered run: the one given, else its data interval's, else yesterday.

    A run that is triggered without a logical date has no data interval. Raises ``InputError`` as ``parse_day`` does.
    """
    if given:
        return parse_day(given, today=today)
    if interval_start is not None:
        return parse_day(str(interval_start.astimezone(JAKARTA).date()), today=today)
    return parse_day("yesterday", today=today)


def plan_run(
    settings: Settings,
    *,
    day: dt.date,
    spec: str,
    key: str,
    refetch: bool = False,
    filling_from: dt.date | None = None,
) -> stage.Plan:
    """Plan a run and write its ``plan.json``. Raises ``SourceError`` for an unknown outlet.

    Without ``refetch`` the setting ``KLIPING_REFETCH`` decides whether the archive is passed over. ``filling_from`` is
    the first day of a backfill that this run belongs to: only the run of that day also walks the days before it, for
    those of the next days would fetch the same pages beside it.
    """
    chosen = select_reachable(settings, spec)
    looks_back = filling_from is None or day <= filling_from
    before = [day - dt.timedelta(days=n) for n in range(1, LOOK_BACK + 1)] if looks_back else []
    missed = warehouse.find_missed_days(settings, until=min(day, filling_from or day))
    if missed:  # otherwise no plan of another run has to be fetched
        underway = find_running_days(settings)
        missed = tuple(one for one in missed if one not in underway)
    return write_plan(
        settings,
        key,
        "ingest",
        day,
        days=(day, *before),
        outlets=tuple(s.id for s in chosen),
        refetch=refetch or settings.refetch,
        missed=missed,
        spec=spec,
    )


def select_reachable(settings: Settings, spec: str) -> tuple[Source, ...]:
    """Return the outlets of ``spec``. Raises ``InputError`` for demo outlets without the demo newsroom."""
    chosen = sources.select_sources(read_known_sources(settings), spec)
    if any(s.connect == "newsroom" for s in chosen) and not settings.newsroom:
        raise InputError(
            "the demo outlets live in the demo newsroom, and KLIPING_NEWSROOM names no newsroom: "
            "use `make run` or `make serve`, or start one (`python -m demo.newsroom`) and set it to its host:port"
        )
    return chosen


def deal_batches(settings: Settings, planned: stage.Plan) -> list[dict[str, Any]]:
    """Divide the run's outlets among tasks, a ``make_batch`` each.

    They are dealt out one by one, as neighbours are alike: the regional outlets of one publisher would fill a task.
    """
    per_task = settings.outlets_per_task
    if planned.job == "watch":
        per_task = max(per_task, WATCHED_PER_TASK)
    tasks = -(-len(planned.outlets) // per_task)
    return [make_batch(planned, planned.outlets[task::tasks]) for task in range(tasks)]


def make_batch(planned: stage.Plan, outlets: Sequence[str] | None = None) -> dict[str, Any]:
    """Return what a task is handed: the run, its outlets (None: all of them), and the token of the shared places."""
    return {"run": planned.run, "outlets": list(outlets or planned.outlets), "token": planned.token}


def check_worker(settings: Settings, batch: Mapping[str, Any]) -> None:
    """Raise ``NotShared`` where this worker lacks what the one that planned the batch's run has."""
    sharing.check_tokens(settings, batch["run"], batch["token"])
    known = read_known_sources(settings).keys() | {IMPORT.id}
    if unknown := [outlet for outlet in batch["outlets"] if outlet not in known]:
        raise sharing.NotShared(
            f"this worker has no file of the outlet {unknown[0]}, which run {batch['run']} is to visit: give every "
            "worker the same KLIPING_SOURCES_PATH and the same version of Kliping"
        )


def describe_plan(settings: Settings, planned: stage.Plan) -> str:
    """Return what a person wants to know before the run: its day, its outlets, and days that no run has loaded."""
    days = str(planned.day)
    if late := planned.days[1:]:
        days += f" and late articles of {', '.join(map(str, late))}"
    lines = [f"run {planned.run}: {days}, {len(planned.outlets)} outlets: {', '.join(planned.outlets)}"]
    if missed := planned.missed:
        named = [*map(str, missed[:MOST_NAMED_DAYS])]
        if len(missed) > MOST_NAMED_DAYS:
            named.append("...")
        names = planned.sources or warehouse.name_outlets(settings, planned.outlets)
        lines.append(
            f"{len(missed)} days before it were never loaded: {', '.join(named)}; "
            f"fill them with: make backfill FROM={missed[0]} TO={missed[-1]} SOURCES={names}"
        )
    return "\n".join(lines)


def find_lacking(
    settings: Settings, *, first: dt.date, last: dt.date, spec: str, again: bool = False
) -> list[warehouse.Gap]:
    """Find the days of a range, and the outlets of ``spec``, that no daily run has loaded; ``again``: all of them.

    Days in a row that lack the same outlets are one gap. Raises ``InputError`` for a range that ends before it begins.
    """
    if last < first:
        raise InputError(f"the range ends before it begins: {first} to {last}")
    outlets = frozenset(s.id for s in sources.select_sources(read_known_sources(settings), spec))
    loaded: Set[tuple[dt.date, str]] = frozenset()
    if not again:
        loaded = warehouse.read_loaded_days(settings, first, last)
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    return warehouse.group_gaps({day: frozenset(o for o in outlets if (day, o) not in loaded) for day in days})


def plan_reprocess(
    settings: Settings, *, first: dt.date, last: dt.date, key: str, spec: str | None = None
) -> list[stage.Plan]:
    """Plan one run for each day that the archive holds anything of, oldest first.

    ``spec`` None: every archived outlet. Raises ``InputError`` where the archive holds nothing of the range.
    """
    if last < first:
        raise InputError(f"the range ends before it begins: {first} to {last}")
    wanted: set[str] | None = None
    if spec is not None:
        wanted = {s.id for s in sources.select_sources(read_known_sources(settings), spec)}
    plans = []
    for n in range((last - first).days + 1):
        day = first + dt.timedelta(days=n)
        outlets = tuple(
            o for o in archive.list_archived_outlets(settings.archive_root, day) if wanted is None or o in wanted
        )
        if outlets:
            plans.append(write_plan(settings, key, "reprocess", day, days=(day,), outlets=outlets, spec=spec or ""))
    if not plans:
        raise InputError(f"the archive holds nothing of {first} to {last}; `make run DAY={first}` would collect a day")
    return plans


def plan_import(settings: Settings, *, key: str) -> stage.Plan:
    """Plan an import; it belongs to the day on which it is made."""
    day = dt.datetime.now(JAKARTA).date()
    return write_plan(settings, key, "import", day, days=(day,), outlets=(IMPORT.id,))


def write_plan(
    settings: Settings,
    key: str,
    job: JobKind,
    day: dt.date,
    *,
    days: tuple[dt.date, ...],
    outlets: tuple[str, ...],
    refetch: bool = False,
    missed: tuple[dt.date, ...] = (),
    spec: str = "",
    started_at: dt.datetime | None = None,
    quiet: tuple[str, ...] = (),
    first_kinds: Mapping[str, str] = MappingProxyType({}),
) -> stage.Plan:
    """Write the plan of a run into an empty stage folder, and return it."""
    snapshot = learning.read_pinned_version(settings)
    if job != "ingest":
        key = f"{job}-{key}"
    run = stage.run_name(day, key)
    planned = stage.Plan(
        run=run,
        job=job,
        day=day,
        days=days,
        outlets=outlets,
        refetch=refetch,
        rules_version=learning.stamp_rules_version(snapshot),
        learned_snapshot=snapshot,
        started_at=started_at or dt.datetime.now(dt.UTC),
        missed=missed,
        token=sharing.write_tokens(settings, run),
        sources=spec,
        quiet=quiet,
        first_kinds=dict(first_kinds),
    )
    # a run that is planned again (Airflow clears runs) starts from nothing: no file of its earlier try may be loaded
    handover.remove_stage(settings, run)
    stage.write_manifest(settings, run, planned)
    handover.send_stage(settings, run, ())
    return planned
