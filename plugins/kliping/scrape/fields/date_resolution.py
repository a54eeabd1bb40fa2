"""Which of a page's dates to believe: the visible line against the metadata.

Machine-readable dates lie: outlets are known to publish Jakarta's clock with the offset of California or with ``Z``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

from kliping.dates import EARLIEST_DATE, Moment
from kliping.model import JAKARTA
from kliping.scrape.fields.shown_zones import INDONESIAN_OFFSETS

MAX_CLOCK_SKEW = dt.timedelta(minutes=30)
"""How far ahead of the fetch a page's clock may be."""
PAGE_MADE = dt.timedelta(minutes=2)
"""A moment in an attribute that is no further from the fetch is taken for when the page was made."""
BELIEVED_CHANGE_DATES = frozenset({"json-ld:dateModified", "json-ld~dateModified", "meta:article:modified_time"})
"""Dates of a change that may stand in for the publication's; others change with the page around the article."""


class DateEvidence(NamedTuple):
    """What a page tells of its dates. Named moments come with the method that found them, most trusted first."""

    published: Sequence[tuple[str, Moment]]
    """Metadata of the publication."""
    modified: Sequence[tuple[str, Moment]]
    """Metadata of a change."""
    ruled: Moment | None
    """What the outlet's rule points at."""
    shown: Sequence[Moment]
    """Visible lines, best first."""
    updated: Sequence[Moment]
    """Visible lines of a change."""
    times: Callable[[], Sequence[Moment]]
    """Reads ``<time>`` elements; asked only where nothing else tells the hour."""
    attribute_times: Callable[[], Sequence[Moment]]
    """Reads attributes such as ``data-date``; asked only where these do not tell it, either."""


class PageDates(NamedTuple):
    """When an article was published and changed, where the first is from, and what was refused on the way."""

    published: Moment | None
    modified: Moment | None
    method: str
    notes: tuple[str, ...]


class ResolvedDate(NamedTuple):
    """The date to believe, where it came from, and what was refused on the way."""

    moment: Moment | None
    method: str
    notes: tuple[str, ...]


def resolve_page_dates(
    evidence: DateEvidence, *, fetched_at: dt.datetime | None, zone: dt.tzinfo, indonesian: bool
) -> PageDates:
    """Choose the dates to believe of all that a page tells. See ``resolve_date`` for the preferences."""
    stated = sorted(evidence.published, key=_is_midnight)  # midnight is what a template says
    visible = list(evidence.shown)
    if evidence.ruled:
        visible.insert(0, evidence.ruled)
    found, method, notes = resolve_date(stated, visible, fetched_at=fetched_at, zone=zone, indonesian=indonesian)
    if found is None or found.precision == "day" or found.counted:
        day = None if found is None or found.counted else found  # "sejam lalu" may stand on a page of any age
        if exact := find_exact_time(evidence.times(), day, fetched_at, zone):
            found, method = exact, "time"
        elif exact := find_exact_time(_before_fetch(evidence.attribute_times(), fetched_at), day, fetched_at, zone):
            found, method = exact, "attribute"
    if evidence.ruled and found == evidence.ruled:
        method = "rule:date"

    def believe(changed: Sequence[Moment], stated: Sequence[tuple[str, Moment]]) -> tuple[Moment, ...]:
        return resolve_changes(changed, stated, found, fetched_at=fetched_at, zone=zone, indonesian=indonesian)

    if found is None and not evidence.updated:
        trusted = [(name, moment) for name, moment in evidence.modified if name in BELIEVED_CHANGE_DATES]
        if believed := believe([moment for _, moment in trusted], ()):
            earliest = min(believed, key=lambda moment: moment.at)
            return PageDates(earliest, None, trusted[0][0], (*notes, "date_from_modified"))
    changed = believe([*evidence.updated, *(moment for _, moment in evidence.modified)], stated)
    later = (moment for moment in changed if found is None or moment.at > found.at)
    return PageDates(found, next(later, None), method, notes)


def resolve_date(
    stated: Sequence[tuple[str, Moment]],
    shown: Sequence[Moment],
    *,
    fetched_at: dt.datetime | None = None,
    zone: dt.tzinfo = JAKARTA,
    indonesian: bool = True,
) -> ResolvedDate:
    """Weigh metadata (``stated``: method and moment, most trusted first) against visible lines (``shown``, best first).

    A visible line wins: it is what the newsroom's people check. It gives way where it is only a day and the metadata
    fall on that day, and where it is only a day and the metadata name another one (a masthead shows today's date).
    Metadata that show the same clock with different offsets are read with the Indonesian one. ``indonesian``: the page
    is an Indonesian newsroom's, which keeps no American clock.
    """
    notes: list[str] = []
    lines = [m for m in shown if _is_plausible(m, fetched_at, notes)]
    metadata = []
    for method, given in stated:
        moment = given
        if (
            fetched_at is not None
            and given.at > fetched_at + MAX_CLOCK_SKEW
            and _count_offset_hours(given) not in INDONESIAN_OFFSETS
        ):
            moment = _read_in_zone(given, zone)  # a local clock labelled Z lies in the future for seven hours
        if _is_plausible(moment, fetched_at, notes):
            metadata.append((method, moment))
    believed = _choose_metadata(metadata, zone, notes, indonesian=indonesian)
    line = _choose_line(lines, [moment for _, moment in metadata])
    if line is None or (believed is not None and line.precision == "day" and line.at.date() != believed[1].at.date()):
        method, chosen = believed or ("", None)
        return ResolvedDate(chosen, method, tuple(notes))
    if believed is not None and line.precision == "day":
        return ResolvedDate(believed[1], believed[0], tuple(notes))
    if believed is not None and abs(line.at - believed[1].at) > dt.timedelta(minutes=5):
        same_clock = abs(line.clock - believed[1].clock) <= dt.timedelta(minutes=5)
        if same_clock:
            notes.append("date_offset_wrong")
        else:
            notes.append("date_disagrees")
    return ResolvedDate(line, "visible", tuple(notes))


def resolve_changes(
    changed: Sequence[Moment],
    stated: Sequence[tuple[str, Moment]],
    published: Moment | None,
    *,
    fetched_at: dt.datetime | None = None,
    zone: dt.tzinfo = JAKARTA,
    indonesian: bool = True,
) -> tuple[Moment, ...]:
    """Return the moments of a change that can be believed, read with the offset that the publication was read with.

    ``stated`` and ``published``: what metadata say of the publication, and what was believed of it.
    """
    wrong = {
        moment.at.utcoffset()
        for _, moment in stated
        if published is not None and moment.clock == published.clock and moment.at != published.at
    }
    own_zone = zone
    if published is not None:
        own_zone = published.at.tzinfo or zone
    believed = []
    for moment in changed:
        ahead = (
            fetched_at is not None
            and moment.at > fetched_at + MAX_CLOCK_SKEW
            and _count_offset_hours(moment) not in INDONESIAN_OFFSETS
        )
        if moment.zoned and (
            moment.at.utcoffset() in wrong or ahead or (indonesian and _count_offset_hours(moment) < 0)
        ):
            moment = _read_in_zone(moment, own_zone)  # noqa: PLW2901
        if _is_plausible(moment, fetched_at, []):
            believed.append(moment)
    return tuple(believed)


def _before_fetch(moments: Sequence[Moment], fetched_at: dt.datetime | None) -> list[Moment]:
    """Return the moments without those of the fetch itself: pages keep in such attributes when they were made, too."""
    if fetched_at is None:
        return list(moments)
    return [moment for moment in moments if moment.at < fetched_at - PAGE_MADE]


def find_exact_time(
    times: Sequence[Moment], day: Moment | None, fetched_at: dt.datetime | None, zone: dt.tzinfo = JAKARTA
) -> Moment | None:
    """Return the ``<time>`` element of the page that tells the clock of ``day``; without a day, the only one there is.

    None where ``day`` has its clock already, and where none fits.
    """
    if day is not None and day.precision == "minute":
        return None
    clocks = [m for m in times if m.precision == "minute" and _is_plausible(m, fetched_at, [])]
    if day is None:
        if len({m.at for m in clocks}) != 1:
            return None
        return clocks[0]
    return next(
        (m for m in clocks if m.at.astimezone(zone).date() == day.at.date() and m.clock.time() != dt.time()), None
    )


def _is_midnight(named: tuple[str, Moment]) -> bool:
    return named[1].clock.time() == dt.time()


def _is_plausible(moment: Moment, fetched_at: dt.datetime | None, notes: list[str]) -> bool:
    if moment.at < EARLIEST_DATE:
        notes.append("date_before_1990")
        return False
    if fetched_at is not None and moment.at > fetched_at + MAX_CLOCK_SKEW:
        notes.append("date_in_future")
        return False
    return True


def _choose_metadata(
    stated: list[tuple[str, Moment]], zone: dt.tzinfo, notes: list[str], *, indonesian: bool
) -> tuple[str, Moment] | None:
    """Return the first with a clock; the same clock with an Indonesian offset, where another states that."""
    if not stated:
        return None
    method, first = next(((name, m) for name, m in stated if m.precision == "minute"), stated[0])
    if first.precision == "minute" and _count_offset_hours(first) not in INDONESIAN_OFFSETS:
        for name, other in stated:
            same_clock = abs(other.clock - first.clock) < dt.timedelta(minutes=1)
            if other.precision == "minute" and same_clock and _count_offset_hours(other) in INDONESIAN_OFFSETS:
                notes.append("date_offset_wrong")
                return name, other
        if _count_offset_hours(first) < 0 and indonesian:
            notes.append("date_offset_wrong")
            return method, _read_in_zone(first, zone)
    return method, first


def _choose_line(lines: list[Moment], metadata: list[Moment]) -> Moment | None:
    """Return the visible line that metadata confirm, by instant or by clock; else the best line."""
    minute = dt.timedelta(minutes=1)
    exact = [line for line in lines if line.precision == "minute"]
    for line in exact:
        if any(abs(line.at - m.at) <= minute or abs(line.clock - m.clock) <= minute for m in metadata):
            return line
    if metadata:
        near = (line for line in exact if any(abs(line.at - m.at) <= dt.timedelta(days=1) for m in metadata))
        days = (line for line in lines if line.precision == "day")
        return next(near, None) or next(days, None)
    return next(iter([*exact, *lines]), None)


def _count_offset_hours(moment: Moment) -> float:
    offset = moment.at.utcoffset() or dt.timedelta()
    return offset.total_seconds() / 3600


def _read_in_zone(moment: Moment, zone: dt.tzinfo) -> Moment:
    return moment._replace(at=moment.at.replace(tzinfo=zone), zoned=False)
