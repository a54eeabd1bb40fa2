"""``kliping sources``: the outlets that Kliping knows."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from kliping.cli.main import app

outlets = typer.Typer(no_args_is_help=True, help="The outlets that Kliping knows: list them, look at one.")
app.add_typer(outlets, name="sources")

AsJson = Annotated[bool, typer.Option("--json", help="For scripts.")]


@outlets.command("list")
def list_outlets(
    *,
    family: Annotated[str | None, typer.Option(help="Only outlets of this CMS family.")] = None,
    as_json: AsJson = False,
) -> None:
    """Every outlet: its family, hosts, routes, and when its rules were last seen to work."""
    from rich.table import Table

    from kliping import pipeline, settings
    from kliping.cli import show

    found = [s for s in pipeline.known_sources(settings.load()).values() if family in (None, s.family)]
    if as_json:
        typer.echo(json.dumps([asdict(s) for s in found], default=str, ensure_ascii=False, indent=1))
        return
    table = Table(title=f"{len(found)} outlets", title_justify="left")
    for name in ("id", "name", "family", "scope", "hosts", "routes", "verified"):
        table.add_column(name, overflow="fold")
    for s in found:
        routes = ", ".join(dict.fromkeys(r.kind for r in s.routes))
        seen = "demo" if s.demo else str(s.verified or "never")
        table.add_row(
            s.id, s.name, s.family, s.scope, ", ".join(s.hosts), routes, seen, style="" if s.enabled else "dim"
        )
    show.console().print(table)


@outlets.command()
def show(outlet: Annotated[str, typer.Argument(help="The outlet's id.")], *, as_json: AsJson = False) -> None:
    """One outlet, with everything that its file and its family's say."""
    from rich.pretty import Pretty

    from kliping import pipeline, settings, sources
    from kliping.cli.show import console

    found = sources.select(pipeline.known_sources(settings.load()), outlet)[0]
    if as_json:
        typer.echo(json.dumps(asdict(found), default=str, ensure_ascii=False, indent=1))
    else:
        console().print(Pretty(found, expand_all=True))
