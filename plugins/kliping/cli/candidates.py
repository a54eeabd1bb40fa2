"""``kliping sources probe`` and ``add``: from an address to an outlet."""

from __future__ import annotations

from typing import Annotated

import typer

from kliping.cli.options import MostOption
from kliping.cli.outlets import sources_app
from kliping.cli.output import print_line

ConnectOption = Annotated[
    str, typer.Option(metavar="HOST:PORT", help="Visit the site at this address, such as that of a test server.")
]


def _is_address(name: str) -> bool:
    return "://" in name


@sources_app.command("probe")
def probe_command(
    pages: Annotated[
        list[str],
        typer.Argument(metavar="URL...", help="A site's address, one of its articles, or saved article pages."),
    ],
    *,
    url: Annotated[str, typer.Option(help="The address of a saved page that does not state its own.")] = "",
    connect: ConnectOption = "",
) -> None:
    """Draft the file of a new outlet: find its routes, see how far back they reach, read some of its articles.

    The draft goes to standard output, progress to standard error.
    """
    from kliping import pipeline, settings
    from kliping.cli.command import fail

    addresses = [name for name in pages if _is_address(name)]
    if addresses and len(addresses) < len(pages):
        fail("give addresses or saved pages, not both")
    if not addresses:
        print_line(pipeline.draft_from_files(pages, url))
        return
    config = settings.load_settings()
    _, text = pipeline.probe_site(config, addresses, connect=connect, say=_say)
    print_line(text)


def _say(line: str) -> None:
    print_line(line, err=True)


@sources_app.command("add")
def add_command(
    address: Annotated[str, typer.Argument(metavar="URL", help="The address of a site, or of one of its articles.")],
    *,
    run: Annotated[bool, typer.Option("--run", help="Load a day of it at once.")] = False,
    day: Annotated[str, typer.Option(help="With --run: YYYY-MM-DD, `today` or `yesterday`.")] = "yesterday",
    connect: ConnectOption = "",
) -> None:
    """Probe a site and put it into the daily run, on trial; `--run` loads its first day.

    `kliping sources show ID` prints its description. A file of the same id in KLIPING_SOURCES_PATH replaces it.
    """
    from kliping import pipeline, settings
    from kliping.cli import report, show

    config = settings.load_settings()
    asked = pipeline.parse_day(day)
    outlet, text = pipeline.add_site(config, address, connect=connect, say=_say)
    print_line(text)
    if not run:
        print_line(f"next: kliping run --sources {outlet} --day {asked}")
        return
    loaded = pipeline.run_day(config, day=asked, spec=outlet, say=_say)
    if not report.print_run(config, show.make_console(markup=False), run=loaded.run, samples=0):
        raise typer.Exit(1)


@sources_app.command("try")
def try_command(
    hosts: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Hosts of candidates. Default: those not visited yet.")
    ] = None,
    *,
    most: MostOption = 50,
    connect: ConnectOption = "",
) -> None:
    """Visit candidates: find routes, read five articles in two ways; put on trial what passes, or say why not.

    Outlets on trial are in the daily run. After 14 complete days they are active; after 7 silent ones they go back.
    Hosts of outlets that are on trial or active are visited without changing anything.
    """
    from collections import Counter

    from kliping import pipeline, settings

    config = settings.load_settings()
    chosen = hosts or pipeline.list_untried(config)[:most]
    ended = Counter(
        f"{decision.state} ({decision.reason})"
        for decision in pipeline.try_candidates(config, chosen, connect=connect, say=_say)
    )
    counts = ", ".join(f"{count} {name}" for name, count in ended.most_common())
    print_line(f"{ended.total()} visited: {counts or 'no candidate is left'}")
    print_line("next: kliping sources list --state trial shows those that the daily run visits from now on")
