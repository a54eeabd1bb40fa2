"""Which outlets a round of ``watch`` visits, and by which of their routes."""

from __future__ import annotations

import datetime as dt

from kliping import warehouse
from kliping.model import JAKARTA
from kliping.pipeline.plan import planning
from kliping.pipeline.runs import stage
from kliping.pipeline.watch import visit_times, watch_visits
from kliping.settings import Settings


def find_due_outlets(settings: Settings, *, spec: str, now: dt.datetime | None = None) -> tuple[str, ...]:
    """Return the outlets of ``spec`` that ``watch`` is to visit at ``now``, by what they published on the last days."""
    now = now or dt.datetime.now(dt.UTC)
    visits = watch_visits.read_visits(settings)
    published = warehouse.read_publication_times(settings, since=now - visit_times.REMEMBERED)
    due = []
    for source in planning.select_reachable(settings, spec):
        visit = visits.get(source.id, watch_visits.NO_VISIT)
        first = visit.choose_first_kind(now)
        requests = visit.requests or len(watch_visits.choose_watched_routes(source.routes, first))
        if visit_times.is_due(published.get(source.id, ()), visit.at, now, requests):
            due.append(source.id)
    return tuple(due)


def plan_watch(settings: Settings, *, spec: str, key: str, now: dt.datetime | None = None) -> stage.Plan:
    """Plan a run that looks for new links of today and yesterday in feeds and news sitemaps.

    ``now`` counts as the time of the visits, also of those that break off: an outlet is not asked again at once.
    """
    now = now or dt.datetime.now(dt.UTC)
    today = now.astimezone(JAKARTA).date()
    outlets = tuple(s.id for s in planning.select_reachable(settings, spec))
    days = (today, today - dt.timedelta(days=1))
    published = warehouse.read_publication_times(settings, since=now - visit_times.REMEMBERED)
    visits = watch_visits.read_visits(settings)
    last = {outlet: visits.get(outlet, watch_visits.NO_VISIT) for outlet in outlets}
    quiet = tuple(o for o in outlets if visit_times.is_unusually_quiet(published.get(o, ()), last[o].checked_at, now))
    first_kinds = {o: kind for o in outlets if (kind := last[o].choose_first_kind(now))}
    planned = planning.write_plan(
        settings, key, "watch", today, days=days, outlets=outlets, started_at=now, quiet=quiet, first_kinds=first_kinds
    )  # fmt: skip
    watch_visits.keep_visits(settings, outlets, now)
    return planned


def plan_round(settings: Settings, *, spec: str, key: str, now: dt.datetime | None = None) -> stage.Plan | None:
    """Plan a round of ``watch``: a visit to the outlets of ``spec`` that are due; None where none is."""
    now = now or dt.datetime.now(dt.UTC)
    due = find_due_outlets(settings, spec=spec, now=now)
    if not due:
        return None
    return plan_watch(settings, spec=",".join(due), key=key, now=now)
