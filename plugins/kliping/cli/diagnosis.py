"""``kliping why`` and ``dismiss``: why an outlet's day lacks articles, and which causes a person has dismissed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kliping.cli.command import app
from kliping.cli.options import ByOption, WhyOption
from kliping.cli.output import print_line, render_json
from kliping.model import JAKARTA

if TYPE_CHECKING:
    from kliping.pipeline import Diagnosis

STEPS = ("found", "known", "fetched", "scraped", "accepted", "loaded")

OutletArgument = Annotated[str, typer.Argument(help="The outlet's id.")]


@app.command("why", rich_help_panel="Look")
def why_command(
    outlet: OutletArgument,
    *,
    day: Annotated[
        str, typer.Option(help="YYYY-MM-DD in Asia/Jakarta. Default: the newest day that a run tried.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False,
) -> None:
    """Say why an outlet's day lacks articles: where it broke, the cause with its evidence, what to do next.

    Exit code 1 when something is wrong.
    """
    from kliping import pipeline, settings

    asked = pipeline.parse_day(day) if day else None
    found = pipeline.diagnose_outlet(settings.load_settings(), outlet, asked)
    verdict, evidence = found.verdict, found.evidence
    if as_json:
        typer.echo(render_json(asdict(found)))
    else:
        print_line(f"{outlet} {evidence.day}: {found.says}")
        for line in verdict.evidence:
            print_line(f"  {line}")
        if verdict.broke_at:
            print_line(f"  it broke at: {verdict.broke_at}")
        for name, funnel in (("now", evidence.funnel), ("usual", evidence.usual)):
            if funnel is not None:
                print_line(f"  {name:6} " + ", ".join(f"{getattr(funnel, step)} {step}" for step in STEPS))
        print_line(f"  completeness: {found.state}" + (f" ({found.why})" if found.why else ""))
        _print_surroundings(found)
        print_line(f"next: {found.command}")
    if not found.is_well:
        raise typer.Exit(1)


def _print_surroundings(found: Diagnosis) -> None:
    """Print who dismissed the day, what else is wrong with the outlet, and its other open days."""
    if gone := found.dismissal:
        at = gone.at.astimezone(JAKARTA)
        print_line(f"  dismissed by {gone.by} on {at:%Y-%m-%d}, so status and doctor do not list it: {gone.why}")
    if found.also:
        print_line(f"  also: {'; '.join(found.also)}")
    for problem in found.concerns:
        print_line(f"  open: {problem.says}")
    if others := found.other_days:
        count = "1 other day is" if len(others) == 1 else f"{len(others)} other days are"
        print_line(f"  {count} open, too; of the newest: kliping why {found.evidence.outlet} --day {others[-1]}")


@app.command("dismiss", rich_help_panel="Look")
def dismiss_command(
    outlet: OutletArgument,
    *,
    day: Annotated[str, typer.Option(help="YYYY-MM-DD in Asia/Jakarta.")],
    why: WhyOption,
    by: ByOption,
) -> None:
    """Take an outlet's day off the list of what is missing; `status` and `doctor` no longer report it."""
    from kliping import pipeline, settings

    dismissed = pipeline.parse_day(day)
    pipeline.dismiss_day(settings.load_settings(), outlet, dismissed, by=by, why=why, say=print_line)
    print_line(f"dismissed {outlet} {dismissed}")
