"""``kliping sources``: list, show, check and draft outlets."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from kliping.cli.command import app, fail
from kliping.cli.options import JsonOption
from kliping.cli.output import print_line, render_json

sources_app = typer.Typer(no_args_is_help=True, help="List, show and check outlets; draft the file of a new one.")
app.add_typer(sources_app, name="sources", rich_help_panel="Look")


class OutletState(StrEnum):
    """How far an outlet is."""

    OUTLET = "outlet"
    CANDIDATE = "candidate"
    TRIAL = "trial"
    ACTIVE = "active"
    REFUSED = "refused"
    GONE = "gone"


@sources_app.command("list")
def list_sources_command(
    *,
    family: Annotated[str | None, typer.Option(help="Only outlets of this CMS family.")] = None,
    state: Annotated[
        OutletState,
        typer.Option(
            help="outlet: visited by runs. candidate: known from a register, not visited or sent back. "
            "trial, active, refused, gone: as the last visit or the rule has decided."
        ),
    ] = OutletState.OUTLET,
    as_json: JsonOption = False,
) -> None:
    """Show every outlet: its family, hosts, routes, and when its rules were last seen to work."""
    from rich.table import Table

    from kliping import pipeline, settings
    from kliping.cli import show

    config = settings.load_settings()
    known = pipeline.read_known_sources(config).values()
    if state is OutletState.CANDIDATE:
        _show_candidates(pipeline.list_untried(config), family, as_json=as_json)
        return
    if state is not OutletState.OUTLET:
        if family:
            fail("--family works with --state outlet and --state candidate; leave it out here")
        _show_states(state, as_json=as_json)
        return
    found = [s for s in known if family in (None, s.family)]
    if as_json:
        typer.echo(render_json([asdict(s) for s in found]))
        return
    table = Table(title=f"{len(found)} outlets", title_justify="left")
    for name in ("id", "name", "family", "scope", "hosts", "routes", "verified"):
        table.add_column(name, overflow="fold")
    for s in found:
        routes = ", ".join(dict.fromkeys(r.kind for r in s.routes))
        verified = "demo" if s.demo else str(s.verified or "never")
        style = "" if s.enabled else "dim"
        table.add_row(s.id, s.name, s.family, s.scope, ", ".join(s.hosts), routes, verified, style=style)
    show.make_console(markup=False).print(table)


def _show_states(state: OutletState, *, as_json: bool) -> None:
    """Print the outlets whose last decision was ``state``, with the reason."""
    from rich.table import Table

    from kliping import pipeline, settings
    from kliping.cli import show

    decisions = pipeline.read_states(settings.load_settings()).values()
    found = [asdict(decision) for decision in decisions if decision.state == state]
    if as_json:
        typer.echo(render_json(found))
        return
    table = Table(title=f"{len(found):,} outlets are {state}", title_justify="left")
    names = ("outlet", "reason", "why", "decided_by", "decided_at")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in found:
        table.add_row(*(str(row[name]) for name in names))
    show.make_console(markup=False).print(table)


def _show_candidates(untried: list[str], family: str | None, *, as_json: bool) -> None:
    """Print the hosts that may become outlets, and what to do with one."""
    from rich.table import Table

    from kliping import sources
    from kliping.cli import show

    registered = {each.host: each for each in sources.read_candidates()}
    listed = [registered.get(host) or sources.OutletCandidate(host, host, "", "", "") for host in untried]
    found = [each for each in listed if family in (None, each.family)]
    if as_json:
        typer.echo(render_json([asdict(each) for each in found]))
        return
    table = Table(title=f"{len(found):,} candidates", title_justify="left")
    for name in ("host", "name", "province", "standing", "family"):
        table.add_column(name, overflow="fold")
    for each in found:
        table.add_row(each.host, each.name, each.province, each.standing, each.family)
    show.make_console(markup=False).print(table)
    print_line("next: kliping sources try HOST... visits some and puts on trial those that can be read")


@sources_app.command("check")
def check_command(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Ids of outlets. Default: all that are enabled.")
    ] = None,
) -> None:
    """Visit outlets: does each route list articles, can three of them be read? Stores nothing.

    Exit code 1 when an outlet is broken.
    """
    from rich.text import Text

    from kliping import pipeline, settings
    from kliping.cli.show import make_console

    verdicts = []
    for seen in pipeline.check_sources(settings.load_settings(), ",".join(ids or ["live"])):
        verdicts.append(seen.verdict)
        colour = {"ok": "green", "partial": "yellow", "broken": "red"}[seen.verdict]
        make_console(markup=False).print(Text.assemble((f"{seen.verdict:8}", colour), " ", (seen.source.id, "bold")))
        for route in seen.routes:
            notes = "; ".join(route.notes)
            make_console(markup=False).print(f"  {route.route.kind:8} {route.articles} of {route.links} links  {notes}")
        coverage = ", ".join(f"{name} {share:.0%}" for name, share in seen.coverage.items())
        make_console(markup=False).print(f"  {len(seen.articles)} articles: {coverage}")
    if "broken" in verdicts:
        raise typer.Exit(1)


@sources_app.command("show")
def show_source_command(
    outlet: Annotated[str, typer.Argument(help="The outlet's id.")], *, as_json: JsonOption = False
) -> None:
    """Show one outlet: its own settings and those of its family."""
    from kliping import pipeline, settings, sources

    found = sources.select_sources(pipeline.read_known_sources(settings.load_settings()), outlet)[0]
    if as_json:
        typer.echo(render_json(asdict(found)))
    else:
        print_line(sources.write_yaml(found).rstrip())


@sources_app.command("repair")
def repair_command(outlet: Annotated[str, typer.Argument(help="The outlet's id.")]) -> None:
    """Propose corrected rules for an outlet whose pages have changed, with what they read; changes nothing.

    Fetches articles whose titles, dates and texts are known, and looks for selectors that find these on every page.
    Exit code 1 when the proposal does not read them all.
    """
    from kliping import pipeline, settings

    found = pipeline.repair_outlet(settings.load_settings(), outlet)
    print_line(found.diff or "the rules in force are the best that can be found")
    print_line(
        f"read right: {found.before} of {found.pages} known articles before, {found.after} of {found.pages} after"
    )
    if found.diff:
        print_line(f"next: put the proposed rules into the file of {outlet}, then kliping sources check {outlet}")
    if found.after < found.pages:
        raise typer.Exit(1)
