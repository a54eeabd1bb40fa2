"""Outlets that the warehouse describes: found by a visit, on trial or active, without a file of their own."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kliping import sources, warehouse
from kliping.canonical import strip_twin_labels
from kliping.errors import InputError
from kliping.model import Source
from kliping.pipeline.runs import stage
from kliping.settings import Settings
from kliping.warehouse import StateDecision

log = logging.getLogger(__name__)

FAMILY = "warehouse"
"""Family of the outlets whose description is in the warehouse."""


def read_states(settings: Settings) -> dict[str, StateDecision]:
    """Return each outlet's last decision, as published."""
    return warehouse.read_current_states(settings)


def read_described_sources(settings: Settings) -> dict[str, Source]:
    """Return the outlets on trial or active that the warehouse describes; a description that is wrong is logged."""
    found = {}
    for outlet, decision in read_states(settings).items():
        if decision.state not in warehouse.RUN_STATES or not decision.file:
            continue
        source = _parse_description(outlet, decision.file)
        if source is not None:
            found[outlet] = source
    return found


@lru_cache(maxsize=4_096)
def _parse_description(outlet: str, text: str) -> Source | None:
    """Return the outlet that a text describes, each text read once per process; None where it cannot be read."""
    try:
        return sources.read_outlet_text(outlet, text, FAMILY)
    except sources.SourceError as error:
        log.error("%s: its description in outlet_states cannot be read: %s", outlet, error)
        return None


def find_owner(host: str, known: Mapping[str, Source]) -> Source | None:
    """Return the outlet that has a host; None where none has."""
    for source in known.values():
        if strip_twin_labels(host) in {strip_twin_labels(each) for each in source.hosts}:
            return source
    return None


def name_outlet(host: str, taken: Mapping[str, Source]) -> str:
    """Return the id of a new outlet: its host. Raises ``InputError`` where another outlet has the host."""
    owner = find_owner(host, taken)
    if owner is not None:
        raise InputError(f"{host} belongs to the outlet {owner.id} already: kliping sources check {owner.id} visits it")
    return strip_twin_labels(host)


def record_and_publish(settings: Settings, decisions: Sequence[StateDecision]) -> None:
    """Append decisions to the warehouse's log and publish them, so that the next run knows them."""
    if not decisions:
        return
    with warehouse.writer(settings) as connection:
        warehouse.record_states(connection, decisions)
    at_once = settings.model_copy(update={"publish_every": 0.0})  # the next command needs them, however young the copy
    warehouse.publish_copy(at_once)


def make_decision(
    outlet: str,
    host: str,
    state: warehouse.StateName,
    reason: str,
    why: str,
    *,
    by: str,
    file: str | None = None,
    evidence: object = None,
    now: dt.datetime | None = None,
) -> StateDecision:
    """Return a decision of this moment; ``evidence`` is written as JSON."""
    written = None
    if evidence is not None:
        written = json.dumps(evidence, ensure_ascii=False, default=str)
    moment = now or dt.datetime.now(dt.UTC)
    return StateDecision(outlet, host, state, reason, why, by, moment, file, written)  # type: ignore[arg-type]


def add_described_outlet(
    settings: Settings, known: Mapping[str, Source], host: str, text: str, say: stage.Progress
) -> str:
    """Put an outlet that a person probed into the warehouse, on trial; return its id.

    Raises ``InputError`` where an outlet has its host already, ``SourceError`` where the description cannot be read.
    """
    outlet = name_outlet(host, known)
    sources.read_outlet_text(outlet, text, FAMILY)
    decision = make_decision(outlet, host, "trial", "added", "added by kliping sources add", by="add", file=text)
    record_and_publish(settings, [decision])
    say(f"{outlet} is on trial: the daily run visits it from now on")
    return outlet
