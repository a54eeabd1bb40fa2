"""When ``watch`` visits an outlet next: a rule without clock, files or network.

The interval follows how often the outlet publishes at this hour, so that a request finds about ``NEW_PER_VISIT`` new
articles: an outlet with one feed and twelve articles an hour is asked every three minutes, one with five a day every
half hour. The longest intervals come first: an outlet that publishes less costs more requests for each article.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kliping.model import JAKARTA

A_DAY = dt.timedelta(days=1)
SHORTEST = dt.timedelta(minutes=1)
"""The DAG ``watch`` makes a round each minute; an outlet is never asked more often."""
LONGEST_BY_DAY = dt.timedelta(minutes=30)
LONGEST_AT_NIGHT = dt.timedelta(minutes=120)
NIGHT_HOURS = range(5)
"""Hours of Jakarta in which few outlets publish."""
NEW_PER_VISIT = 0.6
"""New articles that a visit should find on average for each request that it costs: 1 / 0.6 + 1 = 2.7 an article."""
PROFILE_DAYS = 7
"""Days whose publications around the same hour say what to expect."""
PROFILE_HOURS = 3
"""Hours of each of those days that are counted, half of them before this time of day and half after it."""
REMEMBERED = dt.timedelta(days=PROFILE_DAYS, hours=PROFILE_HOURS / 2)
QUIET_ARTICLES = 5
"""How many articles an outlet usually has in a span in which it now shows none, for its list to be doubted: by chance
that is seven spans in a thousand."""
RECENT = dt.timedelta(hours=2)
"""What was published since then counts as well: on a day with much news, or in an outlet's first week."""


def choose_interval(published: Iterable[dt.datetime], now: dt.datetime, requests: float = 1) -> dt.timedelta:
    """Return how long to wait between two visits of an outlet that published articles at these aware times.

    ``requests`` is how many a visit makes for lists: with twice as many the interval is twice as long. Between
    ``SHORTEST`` and the longest interval of this hour; more publications never make it longer, more requests never
    shorter. Times after ``now``, or longer ago than ``REMEMBERED``, do not count.
    """
    longest = LONGEST_BY_DAY
    if now.astimezone(JAKARTA).hour in NIGHT_HOURS:
        longest = LONGEST_AT_NIGHT
    an_hour = estimate_rate(published, now)
    if not an_hour:
        return longest
    return min(longest, max(SHORTEST, dt.timedelta(hours=requests * NEW_PER_VISIT / an_hour)))


def estimate_rate(published: Iterable[dt.datetime], now: dt.datetime) -> float:
    """Return how many articles an hour to expect now: as on the last days at this hour, or as just now, if more."""
    profile = recent = 0
    for moment in published:
        age = now - moment
        if age < dt.timedelta() or age > REMEMBERED:
            continue
        recent += age <= RECENT
        profile += _is_near_hour(age)
    return max(profile / (PROFILE_DAYS * PROFILE_HOURS), recent / (RECENT / dt.timedelta(hours=1)))


def _is_near_hour(age: dt.timedelta) -> bool:
    """Return whether a moment this long ago was within half of ``PROFILE_HOURS`` of the same time of a day before."""
    after = age % A_DAY
    apart = min(after, A_DAY - after)
    return age > dt.timedelta(hours=PROFILE_HOURS / 2) and apart <= dt.timedelta(hours=PROFILE_HOURS / 2)


def is_due(
    published: Iterable[dt.datetime], last_visit: dt.datetime | None, now: dt.datetime, requests: float = 1
) -> bool:
    """Return whether an outlet is to be visited now; one that was never visited is, and after a clock was set back."""
    if last_visit is None or last_visit > now:
        return True
    return now - last_visit >= choose_interval(published, now, requests)


def is_unusually_quiet(published: Iterable[dt.datetime], checked_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Return whether an outlet shows nothing new for so long that the list it is watched by may be frozen.

    The span since its last article, or since its other lists were last asked (``checked_at``), is held to the same
    hours of the last days: it is unusual where these had ``QUIET_ARTICLES`` on average. Nothing is unusual on an
    outlet's first day.
    """
    known = [moment for moment in published if dt.timedelta() <= now - moment <= REMEMBERED]
    if not known:
        return False
    quiet_since = max(known)
    if checked_at is not None:
        quiet_since = max(quiet_since, checked_at)
    days = min(PROFILE_DAYS, (now - min(known)) // A_DAY)
    spans = [(quiet_since - n * A_DAY, now - n * A_DAY) for n in range(1, days + 1)]
    found = sum(begin < moment <= end for begin, end in spans for moment in known)
    return found >= QUIET_ARTICLES * max(1, days)
