"""Which of an outlet's dated rules a page is read by."""

from __future__ import annotations

import datetime as dt

from kliping import dates
from kliping.model import Rules, Source
from kliping.scrape.facts.candidates import PageFacts


def choose_rules(source: Source, facts: PageFacts, day: dt.date | None) -> Rules | None:
    """Return the outlet's rules of the page's time: the day it was fetched, else the day it says it appeared."""
    if len(source.rules) < 2 or day is not None:
        return source.rules_for(day)
    for _, value in facts.published:
        if published := dates.parse_date(value):
            return source.rules_for(published.at.date())
    return source.rules_for(None)
