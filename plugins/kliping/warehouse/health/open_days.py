"""Days of outlets that want a person: those with a diagnosis, and those that lack articles though all went well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import duckdb

from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.access.connection import has_table
from kliping.warehouse.health.gaps import MOST_NAMED, Gap, find_gaps, group_days, name_outlets
from kliping.warehouse.health.problems import Problem, make_problem
from kliping.warehouse.health.status import PAUSE_DAYS


def list_names(outlets: Sequence[str]) -> str:
    """Return the first of the outlets, and how many more there are."""
    named = ", ".join(outlets[:MOST_NAMED])
    if len(outlets) > MOST_NAMED:
        named += f" and {len(outlets) - MOST_NAMED} more"
    return named


def find_diagnosed(connection: duckdb.DuckDBPyConnection) -> Iterable[Problem]:
    """Yield what is wrong with outlets' newest days, and older days that are still incomplete, until dismissed.

    Days in a row of one outlet and cause are one problem; its evidence is that of the last of them.
    """
    if not has_table(connection, "diagnoses"):
        return
    rows = connection.execute(
        read_sql("health/diagnosed_days"),
        {"pause": PAUSE_DAYS},
    ).fetchall()
    by_cause: dict[tuple[str, str], dict[dt.date, tuple[str, str, str, int, bool]]] = {}
    for outlet, cause, day, says, shown_by, command, missed, broken in rows:
        by_cause.setdefault((outlet, cause), {})[day] = (says, shown_by, command, missed, broken)
    for (outlet, cause), days in by_cause.items():
        for first, last in group_days(days):
            says, shown_by, command, _, broken = days[last]
            missed = sum(days[day][3] for day in days if first <= day <= last)
            named = Gap(first, last, (outlet,)).days
            yield make_problem(
                "diagnosed",
                cause=f"{cause}:{outlet}:{first}",
                outlet=outlet,
                first=first,
                last=last,
                shown_by=shown_by,
                days=named,
                says=says,
                brief=says,
                standing="broken" if broken else "incomplete",
                evidence=f" ({shown_by})" if shown_by else "",
                missed=f"; about {missed} articles missed" if missed else "",
                command=command,
            )


def list_open_days(connection: duckdb.DuckDBPyConnection, outlet: str) -> tuple[dt.date, ...]:
    """Return the days of an outlet that want a person: that it lacks, in whole or in part, or whose cause is open."""
    if not has_table(connection, "diagnoses"):
        return ()
    rows = connection.execute(
        read_sql("health/open_days"),
        {"outlet": outlet, "pause": PAUSE_DAYS},
    ).fetchall()
    lacking = {day for (day,) in rows}
    for gap in find_gaps(connection):
        if outlet in gap.outlets:
            lacking.update(gap.list_days())
    return tuple(sorted(lacking))


class Dismissal(NamedTuple):
    """Who took a day off the list of what is missing, and why."""

    by: str
    why: str
    at: dt.datetime


def read_dismissal(connection: duckdb.DuckDBPyConnection, outlet: str, day: dt.date) -> Dismissal | None:
    """Return who last dismissed an outlet's day; None where nobody has."""
    if not has_table(connection, "dismissals"):
        return None
    row = connection.execute(read_sql("health/dismissal"), {"outlet": outlet, "day": day}).fetchone()
    return Dismissal(*row) if row else None


def find_incomplete(
    settings: Settings, connection: duckdb.DuckDBPyConnection, told: Iterable[Problem]
) -> Iterable[Problem]:
    """Yield, as one problem, the outlets that are well and lack articles of days that nobody has dismissed.

    ``told``: problems that say it of their outlets already.
    """
    if not has_table(connection, "diagnoses"):
        return
    rows = connection.execute(
        read_sql("health/incomplete_outlets"),
        {"pause": PAUSE_DAYS},
    ).fetchall()
    elsewhere = {outlet for problem in told for outlet in problem.outlets}
    rows = [row for row in rows if row[0] not in elsewhere]
    if not rows:
        return
    outlets = tuple(row[0] for row in rows)
    gap = Gap(min(row[1] for row in rows), max(row[2] for row in rows), outlets)
    shown_by = rows[0][4]
    if len(rows) > 1:
        shown_by = f"{outlets[0]}: {shown_by}"
    yield make_problem(
        "incomplete",
        ",".join(outlets),
        among=outlets,
        first=gap.first,
        last=gap.last,
        outlets=list_names(outlets),
        missed=sum(row[3] or 0 for row in rows),
        days=gap.days,
        shown_by=shown_by,
        command=gap.command(name_outlets(settings, outlets)) + " AGAIN=1",
    )
