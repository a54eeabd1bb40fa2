"""The stage folder of a run: where its files are, and the manifests that each stage writes.

``stage/run=RUN/plan.json`` holds the run's plan, ``stage/run=RUN/outlet=ID/STAGE.json`` the result of a stage for an
outlet. Tasks pass on only the run's name; the state of a run is read from its manifests, even if it never loaded. A
file appears whole or not at all.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pydantic

from kliping.batch import JobKind, RouteDay
from kliping.drafts import write_whole
from kliping.settings import Settings

Progress = Callable[[str], None]
"""Receives one line a step: ``collect detakkini: 31 discovered, 28 fetched``."""


def say_nothing(line: str) -> None:
    """Ignore a line of progress."""


PLAN_FILE = "plan.json"
ARTICLES_FILE = "articles.parquet"
ACCEPTED_ROWS = "accepted.parquet"
QUARANTINE_ROWS = "quarantine.parquet"
SCRAPE_QUARANTINE_FILE = "scrape.quarantine.parquet"
LEDGER_FILE = "ledger.parquet"
REFUSED_FILE = "refused.parquet"
"""Every quarantined row of the outlet: pages that are not articles, and rows that an expectation failed."""
OUTCOMES_FILE = "outcomes.parquet"
NO_ANSWER = "no route answered"
"""How the error of an outlet begins of which a run found nothing because of the outlet, and not of our own fault."""
SIGHTINGS_FILE = "sightings.parquet"
"""Every article's address, once for each route that showed it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run means to do. ``days`` are walked, newest first; ``day`` is the one it is for."""

    run: str
    job: JobKind
    day: dt.date
    days: tuple[dt.date, ...]
    outlets: tuple[str, ...]
    refetch: bool
    rules_version: str
    learned_snapshot: str
    started_at: dt.datetime
    missed: tuple[dt.date, ...] = ()
    token: str = ""
    """What the plan left in every place that workers share."""
    sources: str = ""
    """The outlets as they were asked for: demo, live, or ids."""
    quiet: tuple[str, ...] = ()
    """Outlets that ``watch`` has found unusually quiet: it asks other kinds of routes as well."""
    first_kinds: dict[str, str] = field(default_factory=dict)
    """Outlets of which ``watch`` asks another kind of routes first than usual."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What ``collect`` did with one outlet: ``discovered`` = ``known`` + ``fetched`` + the ``results``."""

    outlet: str
    discovered: int = 0
    known: int = 0
    fetched: int = 0
    """Articles handed to scrape."""
    results: dict[str, int] = field(default_factory=dict)
    """Links that ended here, by outcome."""
    requests: int = 0
    list_requests: int = 0
    """Those of the requests that asked for lists: what a visit of ``watch`` costs beside its articles."""
    found_by_kind: str = ""
    """Kind of the route that showed the last link that was not known; empty where none did."""
    bytes: int = 0
    replayed: bool = False
    """Read from the archive; nothing was asked of the network."""
    parts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    error: str = ""
    route_days: tuple[RouteDay, ...] = ()

    @property
    def has_news(self) -> bool:
        """Return whether there is anything to load: a link that was not known, or an error."""
        return self.discovered > self.known or bool(self.error)


@dataclass(frozen=True, slots=True)
class Scraped:
    """What ``scrape`` did with one outlet's pages."""

    outlet: str
    articles: int = 0
    quarantined: dict[str, int] = field(default_factory=dict)
    """Pages that are not articles, by kind."""
    unchanged: int = 0
    """Articles that the published copy has from the same records by the same rules: not scraped again."""
    seconds: float = 0.0
    error: str = ""
    notes: tuple[str, ...] = ()
    """What a person should know: pages that brought out a bug."""


@dataclass(frozen=True, slots=True)
class Validated:
    """How the expectations split one outlet's articles."""

    outlet: str
    accepted: int = 0
    quarantined: dict[str, int] = field(default_factory=dict)
    """Failing rows by rule; a row that fails two rules counts under both."""
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    error: str = ""


Manifest = Collected | Scraped | Validated
AnyManifest = TypeVar("AnyManifest", Plan, Collected, Scraped, Validated)

_NAMES: dict[type[Any], str] = {
    Plan: PLAN_FILE,
    Collected: "collect.json",
    Scraped: "scrape.json",
    Validated: "validate.json",
}

_ADAPTERS: dict[type[Any], pydantic.TypeAdapter[Any]] = {kind: pydantic.TypeAdapter(kind) for kind in _NAMES}
"""What checks each kind of manifest; making one takes longer than reading with it."""


def run_name(day: dt.date, key: str) -> str:
    """Return a run's name, fit for a folder: its day and what tells it from other runs of that day."""
    return f"{day.isoformat()}.{re.sub(r'[^A-Za-z0-9_-]+', '-', key).strip('-')}"


def is_watch(run: str) -> bool:
    """Return whether a run is a round of ``watch``, by its name."""
    return ".watch-" in run


def run_folder(settings: Settings, run: str) -> Path:
    """Return the stage folder of a run."""
    return settings.stage_path / f"run={run}"


def outlet_folder(settings: Settings, run: str, outlet: str) -> Path:
    """Return the folder of an outlet in a run's stage folder; make it where there is none."""
    folder = run_folder(settings, run) / f"outlet={outlet}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def list_runs(settings: Settings) -> Iterator[str]:
    """Yield the names of the staged runs, newest first."""
    folders = (f for f in settings.stage_path.glob("run=*") if (f / PLAN_FILE).is_file())
    for folder in sorted(folders, key=lambda f: (f / PLAN_FILE).stat().st_mtime, reverse=True):
        yield folder.name.removeprefix("run=")


def write_manifest(settings: Settings, run: str, manifest: Plan | Manifest) -> None:
    """Write the run's plan, or what a stage did with an outlet."""
    if isinstance(manifest, Plan):
        path = run_folder(settings, run) / PLAN_FILE
    else:
        path = outlet_folder(settings, run, manifest.outlet) / _NAMES[type(manifest)]
    write_whole(path, json.dumps(asdict(manifest), default=str, indent=1, ensure_ascii=False) + "\n", durable=True)


def read_plan(settings: Settings, run: str) -> Plan:
    """Return a run's plan. Raises ``FileNotFoundError`` where no such run was ever planned here."""
    return _read_json(Plan, run_folder(settings, run) / PLAN_FILE)


def read_manifest(settings: Settings, run: str, outlet: str, kind: type[AnyManifest]) -> AnyManifest | None:
    """Return what a stage left of an outlet; None where it has not finished."""
    path = run_folder(settings, run) / f"outlet={outlet}" / _NAMES[kind]
    if not path.is_file():
        return None
    return _read_json(kind, path)


def _read_json(kind: type[AnyManifest], path: Path) -> AnyManifest:
    read: AnyManifest = _ADAPTERS[kind].validate_json(path.read_bytes())
    return read
