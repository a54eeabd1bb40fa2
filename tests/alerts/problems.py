"""Problems that alerts are told of, and the call that tells them."""

from __future__ import annotations

import datetime as dt

from kliping import alerts
from kliping.model import JAKARTA
from kliping.settings import Settings
from kliping.warehouse import Problem, make_problem

NOON = dt.datetime(2024, 11, 27, 12, tzinfo=JAKARTA)
HOUR = dt.timedelta(hours=1)
DISK = make_problem("disk", free=1.0)


def diagnose(
    outlet: str, cause: str = "forbidden", evidence: str = "feed blocked: HTTP 403", first: int = 26, last: int = 26
) -> Problem:
    """A diagnosis of days of November 2024."""
    days = f"2024-11-{last}" if first == last else f"2024-11-{first} to 2024-11-{last}"
    return make_problem(
        "diagnosed",
        cause=f"{cause}:{outlet}:2024-11-{first}",
        outlet=outlet,
        days=days,
        last=dt.date(2024, 11, last),
        says="the outlet refuses our robot",
        shown_by=evidence,
        evidence="",
        missed="; about 40 articles missed",
        command=f"kliping sources check {outlet}",
    )


def lack(*outlets: str) -> Problem:
    return make_problem(
        "gap",
        "2024-11-26",
        ",".join(outlets),
        among=outlets,
        last=dt.date(2024, 11, 26),
        outlets=", ".join(outlets),
        lack="lack",
        days="2024-11-26",
        why="",
        error="no route answered",
        command="make backfill FROM=2024-11-26 TO=2024-11-26 SOURCES=" + ",".join(outlets),
    )


def notify(settings: Settings, *found: Problem, now: dt.datetime = NOON) -> None:
    alerts.notify_problems(settings, found, now=now)
