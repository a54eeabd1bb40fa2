"""The zone of a clock that a page shows without one: metadata of the same clock or the same instant name it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kliping.dates import Moment

INDONESIAN_OFFSETS = (7, 8, 9)
"""Hours that WIB, WITA and WIT are ahead of UTC."""
_SAME = dt.timedelta(minutes=1)


def take_stated_zone(line: Moment, stated: Iterable[Moment]) -> Moment:
    """Return a visible line with the zone that ``stated`` moments give it; unchanged with its own, or where none fits.

    A newsroom in Makassar shows "18:05" and states 18:05+08:00 or 10:05Z. Other offsets than these are not believed.
    """
    if line.zoned or line.counted or line.precision == "day":
        return line
    found = {
        hours
        for moment in stated
        if moment.zoned and moment.precision == "minute"
        for hours in INDONESIAN_OFFSETS
        if _shows_clock(line, moment, dt.timedelta(hours=hours))
    }
    own = line.at.utcoffset() or dt.timedelta()
    if not found or own // dt.timedelta(hours=1) in found:
        return line
    zone = dt.timezone(dt.timedelta(hours=min(found)))
    return line._replace(at=line.at.replace(tzinfo=zone), zoned=True)


def _shows_clock(line: Moment, moment: Moment, offset: dt.timedelta) -> bool:
    """Return whether a moment, stated in UTC or with this offset, is shown by the line's clock at this offset."""
    if moment.at.utcoffset() not in (dt.timedelta(), offset):
        return False
    return abs(moment.at.astimezone(dt.timezone(offset)).replace(tzinfo=None) - line.clock) <= _SAME
