"""``kliping run``, ``reprocess`` and ``status``: run the pipeline in one process, show its results."""

from __future__ import annotations

from typing import Annotated

import typer

from kliping.cli.command import app
from kliping.cli.options import CountOption, SamplesOption

SourcesOption = Annotated[
    str | None, typer.Option(help="demo, live, or ids separated by commas. Default: KLIPING_SOURCES.")
]


@app.command("run", rich_help_panel="Load")
def run_command(
    *,
    day: Annotated[str, typer.Option(help="YYYY-MM-DD in Asia/Jakarta, `today` or `yesterday`.")] = "yesterday",
    sources: SourcesOption = None,
    refetch: Annotated[bool, typer.Option("--refetch", help="Fetch again even if the archive has the day.")] = False,
    samples: SamplesOption = 0,
) -> None:
    """Ingest one day in this process, without Airflow; stages and tables are the same.

    Exit code 1 when an outlet failed; the others are loaded all the same.
    """
    from kliping import pipeline, settings
    from kliping.cli import report, show

    config = settings.load_settings()
    console = show.make_console(markup=False)
    loaded = pipeline.run_day(
        config,
        day=pipeline.parse_day(day),
        spec=sources,
        refetch=refetch,
        say=lambda line: console.print(line, style="dim"),
    )
    if not report.print_run(config, console, run=loaded.run, samples=samples):
        raise typer.Exit(1)


@app.command("reprocess", rich_help_panel="Load")
def reprocess_command(
    *,
    first: Annotated[str, typer.Option("--from", help="First day, YYYY-MM-DD.")],
    last: Annotated[str, typer.Option("--to", help="Last day, YYYY-MM-DD.")],
    sources: SourcesOption = None,
) -> None:
    """Scrape days again from the archive by the current rules, without the network."""
    from kliping import pipeline, settings
    from kliping.cli import report, show

    config = settings.load_settings()
    console = show.make_console(markup=False)
    reports = pipeline.reprocess_days(
        config,
        first=pipeline.parse_day(first),
        last=pipeline.parse_day(last),
        spec=sources,
        say=lambda line: console.print(line, style="dim"),
    )
    if not all([report.print_run(config, console, run=done.run, samples=0) for done in reports]):  # noqa: C419  # tell all
        raise typer.Exit(1)


@app.command("status", rich_help_panel="Look")
def status_command(
    *,
    last: CountOption = 5,
    run: Annotated[str | None, typer.Option(help="Show one run in full: every reason, and what was removed.")] = None,
    samples: SamplesOption = 0,
    disk: Annotated[
        bool, typer.Option("--disk", help="Show what each kind of file takes, and how long it is kept.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
) -> None:
    """Show the last runs with their outcomes, and every problem with the command to run next."""
    from kliping import pipeline, settings
    from kliping.cli import report, show

    config = settings.load_settings()
    if disk:
        uses = pipeline.measure_disk(config)
        if as_json:
            typer.echo(report.render_disk(uses))
        else:
            show.make_console(markup=False).print(show.make_disk_table(uses))
        return
    if run:
        loaded = report.print_run(config, show.make_console(markup=False), run=run, samples=samples)
        raise typer.Exit(0 if loaded else 1)
    found = pipeline.read_status(config, runs=last)
    problems = (
        *pipeline.find_open_problems(config),
        *pipeline.find_outdated(config),
        *pipeline.find_undelivered(config),
    )
    unloaded = pipeline.find_unloaded(config)
    if as_json:
        typer.echo(report.render_status(found, problems, unloaded))
    else:
        report.print_status(show.make_console(markup=False), found, problems, unloaded)
