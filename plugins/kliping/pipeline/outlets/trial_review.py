"""The rule by which outlets on trial become active or go back, and active ones that have stopped are put aside."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from kliping import warehouse
from kliping.model import JAKARTA
from kliping.pipeline.plan.outlet_states import make_decision
from kliping.pipeline.runs import stage
from kliping.resources import read_sql
from kliping.warehouse import StateDecision

log = logging.getLogger(__name__)

COMPLETE_DAYS = 14
"""Complete days, in a row or not, after which an outlet on trial is active."""
SILENT_TRIAL_DAYS = 7
"""Visited days in a row without an article after which an outlet on trial goes back to the candidates."""
WHOLE_DAYS = 28
"""Days after which an outlet on trial is active although nothing confirms its numbers: all that was found is loaded."""
LONGEST_TRIAL = 45
"""Days after which a trial ends, however it went."""
MOST_INCOMPLETE = 0.25
"""Incomplete days for each whole one up to which an outlet becomes active by its whole days."""
SILENT_ACTIVE_DAYS = 14
"""Visited days in a row without an article after which an active outlet is gone."""
_COMPLETE = ("complete", "likely complete")


@dataclass(frozen=True, slots=True)
class JudgedDay:
    """One outlet's day: how complete it is, how many articles its routes showed and how many are loaded.

    ``visited`` is False where no run could ask the outlet for a reason of our own: such a day counts for nothing.
    """

    day: dt.date
    state: str
    found: int
    held: int
    visited: bool = True

    @property
    def is_complete(self) -> bool:
        """Return whether the day is judged to be complete, and has articles."""
        return self.state in _COMPLETE and self.held > 0

    @property
    def is_whole(self) -> bool:
        """Return whether all that was found is loaded, as far as can be known: nothing confirms a single route."""
        return self.is_complete or (self.state == "unknown" and 0 < self.found <= self.held)


def decide_next_state(
    current: StateDecision, days: Sequence[JudgedDay], day: dt.date, now: dt.datetime
) -> StateDecision | None:
    """Return the decision that the rule makes after the run of ``day``; None where the outlet stays what it is.

    ``days`` are those since ``current``, oldest first, as far as runs have judged them.
    """
    complete = [each for each in days if each.is_complete]
    whole = sum(each.is_whole for each in days)
    incomplete = sum(each.state == "incomplete" and each.visited for each in days)
    silent = _count_silent(days)
    age = (day - current.decided_at.astimezone(JAKARTA).date()).days
    evidence = {
        "complete": [str(each.day) for each in complete],
        "whole_days": whole,
        "incomplete_days": incomplete,
        "silent_days": silent,
        "judged_days": len(days),
    }

    def decide(state: warehouse.StateName, reason: str, why: str) -> StateDecision:
        return make_decision(current.outlet, current.host, state, reason, why, by="rule", evidence=evidence, now=now)

    if current.state == "trial" and len(complete) >= COMPLETE_DAYS:
        return decide("active", "complete_days", f"{len(complete)} of its days on trial are complete")
    if current.state == "trial" and silent >= SILENT_TRIAL_DAYS:
        return decide("candidate", "silent", f"nothing was found on the last {silent} days of its trial")
    needed = WHOLE_DAYS
    if age >= LONGEST_TRIAL:
        needed = COMPLETE_DAYS
    if current.state == "trial" and whole >= needed and incomplete <= MOST_INCOMPLETE * whole:
        return decide("active", "whole_days", f"all that was found on {whole} of its days on trial is loaded")
    if current.state == "trial" and age >= LONGEST_TRIAL:
        why = f"after {age} days on trial {len(complete)} days are complete, {whole} whole and {incomplete} incomplete"
        return decide("candidate", "incomplete", why)
    if current.state == "active" and silent >= SILENT_ACTIVE_DAYS:
        return decide("gone", "silent", f"nothing was found for {silent} days; kliping sources try visits it again")
    return None


def _count_silent(days: Sequence[JudgedDay]) -> int:
    """Return how many of the last visited days in a row showed no article."""
    count = 0
    for each in reversed(days):
        if each.found:
            break
        count += each.visited
    return count


def review_outlets(
    connection: duckdb.DuckDBPyConnection, outlets: Sequence[str], day: dt.date, now: dt.datetime
) -> list[StateDecision]:
    """Decide on the outlets of a daily run that are on trial or active, record it, and log it; return the decisions.

    ``connection`` is one from ``writer()``. A second call finds the new states and decides nothing more.
    """
    states = warehouse.list_current_states(connection)
    chosen = [o for o in outlets if o in states and states[o].state in warehouse.RUN_STATES]
    if not chosen:
        return []
    judged = read_judged_days(connection, chosen, day)
    found = [decide_next_state(states[outlet], judged.get(outlet, ()), day, now) for outlet in chosen]
    decisions = [decision for decision in found if decision is not None]
    warehouse.record_states(connection, decisions)
    for decision in decisions:
        log.warning("%s: %s from now on, %s: %s", decision.outlet, decision.state, decision.reason, decision.why)
    return decisions


def read_judged_days(
    connection: duckdb.DuckDBPyConnection, outlets: Sequence[str], day: dt.date
) -> Mapping[str, Sequence[JudgedDay]]:
    """Return each outlet's days since its last decision, oldest first, up to ``day``."""
    sql = read_sql("outlets/judged_days")
    given = {"outlets": sorted(outlets), "day": day, "no_answer": stage.NO_ANSWER}
    rows = connection.execute(sql, given).fetchall()
    found: dict[str, list[JudgedDay]] = {}
    for outlet, *judged in rows:
        found.setdefault(outlet, []).append(JudgedDay(*judged))
    return found
