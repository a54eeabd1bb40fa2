"""Diagnose an outlet's day: gather the evidence from warehouse and archive, and let ``completeness`` judge it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import duckdb

from kliping import archive, warehouse
from kliping.completeness import CAUSES, DayEvidence, DayVerdict, diagnose_day
from kliping.completeness.diagnosis import FEWEST
from kliping.completeness.evidence import BegunRun, Ending, FieldShare, Funnel, SectionMiss, SeenPage
from kliping.errors import UserError
from kliping.model import JAKARTA, Source
from kliping.pipeline.plan import planning
from kliping.pipeline.runs.unloaded import find_unloaded
from kliping.scrape import inspect_page
from kliping.settings import Settings
from kliping.warehouse import EFFECTS, FETCH_AGAIN, PROBLEMS, DayFacts, Dismissal, Problem

LOW_SHARE = 0.1
"""Share of a run's links that a day must lack before it is said to have few."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A verdict with the evidence that it rests on, and how complete the day is."""

    evidence: DayEvidence
    verdict: DayVerdict
    state: str
    why: str
    problems: tuple[Problem, ...] = ()
    """What else is wrong with the outlet now, the worst first: status, the desk and alerts have the same."""
    asked: bool = False
    """Whether somebody named the day, and wants to know of it rather than of the outlet."""
    open_days: tuple[dt.date, ...] = ()
    """Days that the outlet lacks in whole or in part, and that nobody has dismissed."""
    dismissal: Dismissal | None = None
    """Who took the day off the list of what is missing."""

    @property
    def says(self) -> str:
        """Return what is wrong, in a sentence: the day's cause, else the outlet's worst problem."""
        if self.verdict.is_well and self.concerns:
            return self.concerns[0].brief
        if self.verdict.is_well and self._is_asked_and_open:
            return PROBLEMS["incomplete"].brief
        return self.verdict.says

    @property
    def also(self) -> tuple[str, ...]:
        """Return what is said of the causes beside the first, which may be its effects."""
        return tuple(CAUSES[cause].says for cause in self.verdict.also)

    @property
    def command(self) -> str:
        """Return what to do next: of the outlet, or of the day that was asked for."""
        evidence = self.evidence
        if not self.verdict.is_well:
            return self.verdict.command
        if self._is_asked_and_open:
            return FETCH_AGAIN.format(first=evidence.day, last=evidence.day, outlet=evidence.outlet)
        if self.concerns:
            return self.concerns[0].remedy
        return self.verdict.command

    @property
    def is_well(self) -> bool:
        return self.verdict.is_well and not self.concerns and not self._is_asked_and_open

    @property
    def other_days(self) -> tuple[dt.date, ...]:
        """Return the open days beside the one that is diagnosed."""
        return tuple(day for day in self.open_days if day != self.evidence.day)

    @property
    def concerns(self) -> tuple[Problem, ...]:
        """Return the problems that concern what was asked for."""
        if not self.asked:
            return self.problems
        return tuple(problem for problem in self.problems if problem.day in ("", str(self.evidence.day)))

    @property
    def _is_asked_and_open(self) -> bool:
        return self.asked and self.evidence.day in self.open_days


def diagnose_outlet(
    settings: Settings, outlet: str, day: dt.date | None = None, *, today: dt.date | None = None
) -> Diagnosis:
    """Diagnose an outlet's day, as the published copy knows it; without ``day`` the newest that a run tried.

    Raises ``SourceError`` for an unknown outlet, ``InputError`` where nothing was ever published.
    """
    source = planning.read_source(settings, outlet)
    today = today or dt.datetime.now(JAKARTA).date()
    yesterday = today - dt.timedelta(days=1)
    with warehouse.reader(settings) as connection:
        if connection is None:
            return _diagnose(settings, source, day or yesterday, None)
        shown = day or warehouse.find_newest_day(connection, outlet) or yesterday
        diagnosis = _diagnose(settings, source, shown, warehouse.read_day_facts(connection, outlet, shown))
        open_days = warehouse.list_open_days(connection, outlet)
        dismissal = warehouse.read_dismissal(connection, outlet, shown)
        found = warehouse.find_kept(settings, connection, today)
    problems = _list_others(diagnosis, found)
    return replace(diagnosis, problems=problems, asked=day is not None, open_days=open_days, dismissal=dismissal)


def _list_others(diagnosis: Diagnosis, found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the outlet's problems beside the verdict on the day and what its cause does to it, the worst first."""
    evidence, verdict = diagnosis.evidence, diagnosis.verdict
    told = {verdict.cause} if verdict.is_well else {verdict.cause, *EFFECTS}
    return tuple(
        problem
        for problem in warehouse.sort_problems(found, evidence.outlet)
        if not (problem.kind in told and _is_told(problem, evidence))
    )


def _is_told(problem: Problem, evidence: DayEvidence) -> bool:
    """Return whether a problem is of the day alone, or of the error with which its load ended."""
    day = str(evidence.day)
    same_error = bool(evidence.error) and problem.evidence == evidence.error
    return same_error or (problem.day == day and problem.first in ("", day))


def diagnose_load(
    settings: Settings, connection: duckdb.DuckDBPyConnection, outlets: Sequence[str], day: dt.date
) -> None:
    """Diagnose what a load brought of its day, and write down what is wrong, through a connection from ``writer()``."""
    rows = []
    known = planning.read_known_sources(settings)
    for outlet in outlets:
        if outlet not in known:
            continue
        facts = warehouse.read_day_facts(connection, outlet, day)
        if facts is None:
            continue
        verdict = _diagnose(settings, known[outlet], day, facts).verdict
        rows.append(
            {
                "outlet": outlet,
                "day": day,
                "cause": verdict.cause,
                "says": verdict.says,
                "evidence": list(verdict.evidence),
                "command": verdict.command,
                "broke_at": verdict.broke_at or None,
                "load_id": facts.load_id,
            }
        )
    warehouse.record_diagnoses(connection, rows)


def _diagnose(settings: Settings, source: Source, day: dt.date, facts: DayFacts | None) -> Diagnosis:
    evidence = _gather_evidence(settings, source, day, facts)
    state, why = "unknown", ""
    if facts is not None:
        state, why = facts.state, facts.why
    return Diagnosis(evidence, diagnose_day(evidence), state, why)


def _gather_evidence(settings: Settings, source: Source, day: dt.date, facts: DayFacts | None) -> DayEvidence:
    rules = source.rules_for(day)
    selectors = {}
    if rules is not None:
        selectors = {name: ", ".join(getattr(rules, name)) for name in ("body", "title", "date")}
    if facts is None:
        empty, begun = FieldShare(1.0, None), _find_begun(settings, source.id, day)
        return DayEvidence(
            source.id, day, "", (), "", Funnel(), None, (), (), {}, empty, (), selectors, 0, low=False, begun=begun
        )  # fmt: skip
    return DayEvidence(
        source.id,
        day,
        facts.run,
        facts.route_messages,
        facts.error,
        Funnel(*facts.steps),
        Funnel(*facts.usual) if facts.usual else None,
        facts.routes,
        tuple(Ending(*ending) for ending in facts.endings),
        facts.notes,
        FieldShare(facts.dated, facts.dated_before),
        tuple(_look_at_pages(settings, source, facts)),
        selectors,
        facts.found_before,
        low=facts.state == "incomplete" and facts.missed >= max(FEWEST, LOW_SHARE * facts.steps[0]),
        routes_usual=facts.routes_usual,
        sections_missed=tuple(SectionMiss(*section) for section in facts.sections_missed),
        common_title=facts.common_title,
    )


def _find_begun(settings: Settings, outlet: str, day: dt.date) -> BegunRun:
    """Return the newest run of an outlet's day that no load knows; an empty one for none."""
    for run in find_unloaded(settings):
        if run.day == day and outlet in run.outlets:
            return BegunRun(str(run), run.command, run.going)
    return BegunRun()


def _look_at_pages(settings: Settings, source: Source, facts: DayFacts) -> Iterator[SeenPage]:
    """Yield what some of the archived pages show; one that cannot be read is left out: other problems report it."""
    for url, record in facts.records:
        try:
            page = archive.read_page(settings.archive_root, record)
        except (archive.ArchiveError, UserError, OSError) as error:
            log.warning("%s: %s cannot be read: %s", source.id, record, error)
            continue
        seen = inspect_page(page.body, source.rules_for(page.fetched_at.astimezone(JAKARTA).date()))
        leads_to = "" if _is_same_page(page.url, page.final_url) else page.final_url
        yield SeenPage(url, seen.found, seen.paywalled, seen.scripted, seen.title, leads_to)


def _is_same_page(asked: str, answered: str) -> bool:
    """Return whether two addresses differ in their scheme, query or host at most."""
    return urlsplit(asked).path.rstrip("/") == urlsplit(answered).path.rstrip("/")
