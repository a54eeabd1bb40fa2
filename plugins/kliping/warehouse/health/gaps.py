"""Days that an outlet lacks: its load failed, or no run asked for it. They stay gaps until a later run fills them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.access.connection import has_table
from kliping.warehouse.access.reading import reader
from kliping.warehouse.health.status import PAUSE_DAYS

ONE_DAY = dt.timedelta(days=1)

MOST_NAMED = 12
"""Most outlets that a command names one by one; for more it has the value of the setting KLIPING_SOURCES."""

STOPPED_PREFIX = "stopped: "
"""Beginning of the error of an outlet that a batch rule stopped; ``load --accept`` overrules it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Days in a row, both ends included, that these outlets lack."""

    first: dt.date
    last: dt.date
    outlets: tuple[str, ...]
    error: str = ""
    """Why the newest try failed; empty where no run tried."""

    @property
    def days(self) -> str:
        """Write the days as a person does."""
        if self.first == self.last:
            return str(self.first)
        return f"{self.first} to {self.last}"

    def list_days(self) -> list[dt.date]:
        return [self.first + n * ONE_DAY for n in range((self.last - self.first).days + 1)]

    def command(self, sources: str) -> str:
        """Write the command that fills the gap from ``sources``."""
        return f"make backfill FROM={self.first} TO={self.last} SOURCES={sources}"


def group_days(days: Iterable[dt.date]) -> list[tuple[dt.date, dt.date]]:
    """Join sorted days that follow one another: the first and the last of each row."""
    rows: list[tuple[dt.date, dt.date]] = []
    for day in days:
        if rows and day - rows[-1][1] == ONE_DAY:
            rows[-1] = (rows[-1][0], day)
        else:
            rows.append((day, day))
    return rows


def group_gaps(lacking: Mapping[dt.date, frozenset[str]]) -> list[Gap]:
    """Join days that follow one another and lack the same outlets, so that each day is in one gap."""
    gaps: list[Gap] = []
    for day in sorted(lacking):
        outlets = tuple(sorted(lacking[day]))
        if gaps and gaps[-1].outlets == outlets and day - gaps[-1].last == ONE_DAY:
            gaps[-1] = Gap(gaps[-1].first, day, outlets)
        elif outlets:
            gaps.append(Gap(day, day, outlets))
    return gaps


def read_loaded_days(settings: Settings, first: dt.date, last: dt.date) -> frozenset[tuple[dt.date, str]]:
    """Read which outlets a daily run has loaded for which day of the range, from the published copy."""
    with reader(settings) as connection:
        if connection is None:
            return frozenset()
        rows = connection.execute(
            read_sql("health/loaded_days"),
            {"first": first, "last": last},
        ).fetchall()
    return frozenset(rows)


def find_gaps(connection: duckdb.DuckDBPyConnection, missed: Iterable[dt.date] = ()) -> list[Gap]:
    """Find what each outlet lacks although runs asked for it before and after, or asked for it and failed.

    Outlets with the same gap share one; days of ``missed`` lack every outlet and are reported as such. What waits for a
    decision (refused, or stopped by a batch rule) is no gap, nor is a day that somebody has dismissed.
    """
    rows = connection.execute(
        read_sql("health/gaps"),
        {"stopped": STOPPED_PREFIX, "pause": PAUSE_DAYS},
    ).fetchall()
    reported_elsewhere = set(missed)
    dismissed = read_dismissed(connection)
    by_outlet: dict[str, dict[dt.date, str]] = {}
    for outlet, day, error in rows:
        if day not in reported_elsewhere and (outlet, day) not in dismissed:
            by_outlet.setdefault(outlet, {})[day] = error
    shared: dict[tuple[dt.date, dt.date], list[str]] = {}
    for outlet, errors in by_outlet.items():
        for row in group_days(errors):
            shared.setdefault(row, []).append(outlet)
    return [
        Gap(first, last, tuple(outlets), _tell_error({outlet: by_outlet[outlet][last] for outlet in outlets}))
        for (first, last), outlets in sorted(shared.items())
    ]


def _tell_error(errors: Mapping[str, str]) -> str:
    """Return the error of one outlet for all of them: where they differ, with the outlet's name."""
    outlet, error = next(iter(errors.items()))
    return error if len(set(errors.values())) == 1 or not error else f"{outlet}: {error}"


def read_dismissed(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, dt.date]]:
    if not has_table(connection, "dismissals"):
        return set()
    return set(connection.execute('SELECT outlet, "day" FROM dismissals').fetchall())


def name_usual_sources(settings: Settings, connection: duckdb.DuckDBPyConnection) -> str:
    """Return the outlets of recent daily runs as ``--sources`` takes them; the setting's value for too many."""
    rows = connection.execute(
        read_sql("health/usual_outlets"),
        {"pause": PAUSE_DAYS},
    ).fetchall()
    return name_outlets(settings, [row[0] for row in rows])


def name_outlets(settings: Settings, outlets: Sequence[str]) -> str:
    """Write outlets in the form that a run takes; more than ``MOST_NAMED``, or none, are what the setting says."""
    if 0 < len(outlets) <= MOST_NAMED:
        return ",".join(outlets)
    return settings.sources
