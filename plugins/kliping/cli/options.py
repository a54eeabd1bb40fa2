"""Kinds of numbers that options take, each with its bounds: what is outside ends in one clear line."""

from __future__ import annotations

import datetime as dt
import getpass
from typing import Annotated

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]

LimitOption = Annotated[int, typer.Option(help="Show at most this many.", min=1, max=1_000_000)]
"""How many rows to show."""

OffsetOption = Annotated[int, typer.Option(help="Matches to pass over: the next page.", min=0, max=1_000_000_000)]

MostOption = Annotated[int, typer.Option("--most", help="Visit at most this many.", min=1, max=1_000_000)]

CountOption = Annotated[int, typer.Option(help="How many loads to show.", min=0, max=1_000_000)]

DaysOption = Annotated[int, typer.Option(help="Number of days to look at, up to today.", min=1, max=36_500)]

SamplesOption = Annotated[int, typer.Option(help="Articles to show before and after.", min=0, max=10_000)]

WhyOption = Annotated[str, typer.Option(help="The reason; it is kept with the decision.")]

ByOption = Annotated[str, typer.Option(help="Who decided.", default_factory=getpass.getuser, show_default="you")]

ZoneOption = Annotated[
    str, typer.Option("--timezone", help="Time zone of the times, such as Asia/Jakarta.", metavar="ZONE")
]


def parse_optional_day(text: str | None) -> dt.date | None:
    """Return the day that an option names; None where it was left out."""
    from kliping import pipeline

    if text is None:
        return None
    return pipeline.parse_day(text)
