"""Visit candidates, and put on trial those that can be read; every verdict is recorded with its evidence."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, replace
from functools import partial
from operator import attrgetter

from kliping import sources
from kliping.canonical import strip_twin_labels
from kliping.errors import UserError
from kliping.pipeline.outlets.probing import SiteError, visit_site
from kliping.pipeline.outlets.site_address import SiteAddress, read_site_address
from kliping.pipeline.outlets.visit_verdict import VisitVerdict, judge_visit
from kliping.pipeline.plan import outlet_states, planning
from kliping.pipeline.runs import stage
from kliping.settings import Settings
from kliping.warehouse import StateDecision

RECORDED_AT_ONCE = 25
"""Verdicts after which they are written down, so that a long round that is stopped has not been for nothing."""


def list_untried(settings: Settings) -> list[str]:
    """Return the hosts to visit: candidates without a decision, then those sent back, oldest decision first."""
    known = [host for source in planning.read_known_sources(settings).values() for host in source.hosts]
    decisions = outlet_states.read_states(settings).values()
    judged = {strip_twin_labels(decision.host) for decision in decisions}
    new = [each.host for each in sources.read_candidates(known) if strip_twin_labels(each.host) not in judged]
    sent_back = sorted((each for each in decisions if each.state == "candidate"), key=attrgetter("decided_at"))
    return new + [each.host for each in sent_back]


def try_candidates(
    settings: Settings, hosts: Sequence[str], *, connect: str = "", say: stage.Progress = stage.say_nothing
) -> Iterator[StateDecision]:
    """Visit candidates, several at once and each at the pace of a run; yield each decision as it is made.

    Decisions are recorded and published every ``RECORDED_AT_ONCE`` visits and at the end. A host of an outlet that is
    on trial or active is visited, too, but nothing is recorded: what is yielded has the outlet's id and state, and what
    the visit showed. Raises ``InputError`` for what is not a host, before anything is requested.
    """
    known = planning.read_known_sources(settings)
    addresses = [read_site_address(host, connect) for host in dict.fromkeys(hosts)]
    owners = {address.host: outlet_states.find_owner(address.host, known) for address in addresses}
    states = outlet_states.read_states(settings)
    pending: list[StateDecision] = []
    stopped = threading.Event()
    with ThreadPoolExecutor(max(1, min(settings.outlets_at_once, len(addresses))), "candidate") as pool:
        flying = [pool.submit(_visit_unless, stopped, settings, address) for address in addresses]
        try:
            for number, future in enumerate(as_completed(flying), 1):
                decision = future.result()
                if decision is None:
                    continue
                progress = f"{decision.reason}: {decision.why} ({number} of {len(flying)})"
                if (owner := owners[decision.host]) is not None:
                    state = states[owner.id].state if owner.id in states else "active"
                    say(f"{decision.host}: {owner.id} stays {state}; the visit alone would say {progress}")
                    yield replace(decision, outlet=owner.id, state=state, file=None)
                    continue
                pending.append(decision)
                say(f"{decision.host}: {decision.state}, {progress}")
                if len(pending) >= RECORDED_AT_ONCE:
                    outlet_states.record_and_publish(settings, pending)
                    pending = []
                yield decision
        finally:
            stopped.set()
            outlet_states.record_and_publish(settings, pending)


def _visit_unless(stopped: threading.Event, settings: Settings, address: SiteAddress) -> StateDecision | None:
    """Visit one candidate; None where the round was stopped before."""
    if stopped.is_set():
        return None
    return visit_candidate(settings, address)


def visit_candidate(settings: Settings, address: SiteAddress) -> StateDecision:
    """Visit one candidate and return what is decided: ``trial`` where it passed, else ``refused`` with the reason."""
    decide = partial(outlet_states.make_decision, address.host, address.host, by="try")
    try:
        visited = visit_site(settings, address)
    except SiteError as error:
        return decide("refused", error.reason, str(error))
    except UserError:
        raise
    verdict: VisitVerdict = judge_visit(visited)
    evidence = {
        "routes": [
            {"kind": tried.route.kind, "url": tried.route.url, "result": tried.describe()} for tried in visited.routes
        ],
        "articles": [asdict(article) for article in verdict.articles],
    }
    if verdict.passed:
        return decide("trial", verdict.reason, verdict.why, file=verdict.file, evidence=evidence)
    return decide("refused", verdict.reason, verdict.why, evidence=evidence)
