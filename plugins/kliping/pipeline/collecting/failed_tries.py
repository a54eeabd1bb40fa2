"""When ``watch`` asks again for an article that it could not load: at once, then after growing waits, then not at all.

A page that brings out a bug would else be fetched at every change of its list, and a link that answers with an error in
every round. The day's run asks for all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kliping import warehouse
from kliping.errors import INTERNAL_ERROR
from kliping.model import JAKARTA, Link
from kliping.pipeline.runs import stage
from kliping.pipeline.runs.ledger import Ledger, make_outcome
from kliping.settings import Settings
from kliping.warehouse import FailedTries

FIRST_WAIT = dt.timedelta(minutes=10)
"""After the second failure; twice as long after each other one. The first is followed by the next visit."""
MOST_ROUND_FETCHES = 6
"""Fetches of one article by the rounds of the two days that they look at; the waits are two and a half hours."""


class FailedArticles:
    """The articles that earlier rounds could not load, by canonical URL."""

    def __init__(self, tried: Iterable[FailedTries], now: dt.datetime) -> None:
        self._tried = {one.url: one for one in tried}
        self._now = now
        self.must_be_listed = False
        """Whether a later visit is to ask for a link that may not be listed again if nothing changes."""

    def hold_back(self, link: Link, ledger: Ledger) -> bool:
        """Return whether this visit leaves the link alone; if so the ledger has it as known, or with its last outcome.

        The last outcome has the reason of the last failure: the signal of that stays until the article is loaded.
        """
        one = self._tried.get(link.canonical_url)
        if one is None or (one.tries < MOST_ROUND_FETCHES and self._now - one.last_at >= find_wait(one.tries)):
            return False
        if one.tries == MOST_ROUND_FETCHES:
            detail = f"{one.detail} (failed {one.tries} times: watch leaves it to the day's run)"
            ledger.end(make_outcome(link, "failed", one.reason, detail))
            return True
        ledger.known += 1
        if one.tries < MOST_ROUND_FETCHES and one.reason != INTERNAL_ERROR:  # a bug does not pass by itself
            self.must_be_listed = True
        return True


def read_failed_articles(settings: Settings, planned: stage.Plan, outlet: str, now: dt.datetime) -> FailedArticles:
    """Return what rounds of ``watch`` could not load of the days of such a round; nothing for other runs."""
    if planned.job != "watch":
        return FailedArticles((), now)
    since = dt.datetime.combine(min(planned.days), dt.time(), JAKARTA)
    return FailedArticles(warehouse.read_failed_tries(settings, outlet, since), now)


def find_wait(tries: int) -> dt.timedelta:
    """Return how long to wait after so many failures."""
    if tries < 2:
        return dt.timedelta()
    return FIRST_WAIT * (1 << (tries - 2))
