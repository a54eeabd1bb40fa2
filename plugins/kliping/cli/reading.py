"""``kliping read`` and ``kliping clippings``: the analysts' pages, served on this machine; a day's report as a file."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Annotated

import typer

from kliping.cli.command import app, fail
from kliping.cli.data import join_query
from kliping.cli.desk import LOOPBACK, serve_pages
from kliping.cli.options import parse_optional_day
from kliping.cli.output import print_line


@app.command("read", rich_help_panel="Look")
def read_command(
    *,
    port: Annotated[int, typer.Option(help="Port; 0 takes any that is free.", min=0, max=65_535)] = 8091,
    host: Annotated[
        str, typer.Option(help="Address to listen at. Any other than 127.0.0.1 lets others on the network ask.")
    ] = LOOPBACK,
    renew_feeds: Annotated[
        bool,
        typer.Option(
            "--renew-feeds", help="Make a new token for feeds: no address that a feed reader was given works any more."
        ),
    ] = False,
) -> None:
    """Serve the reading room: search, articles, names and outlets as pages for a browser.

    It prints an address that ends in a token: open it. The pages are those of `kliping desk` with another first page.
    They read the published copy, so they neither hold nor wait for the warehouse. The links to feeds hold a token of
    their own, which is kept in data/feeds.token and admits to feeds only. Ctrl-C ends it.
    """
    serve_pages(host, port, door="read", renew_feeds=renew_feeds)


@app.command("clippings", rich_help_panel="Look")
def clippings_command(
    words: Annotated[list[str] | None, typer.Argument(metavar="[QUERY]...", help="As for `kliping search`.")] = None,
    *,
    day: Annotated[str | None, typer.Option(help="Day, YYYY-MM-DD; the newest that has a match.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only articles of this outlet.")] = None,
    section: Annotated[str | None, typer.Option(help="Only articles of this section.")] = None,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("kliping.pdf"),
) -> None:
    """Write the clippings of a day as a PDF report: a list of contents, then each text once, whole.

    Copies of one text are folded into the first. Without a query every article of the day is clipped.
    """
    from kliping import pipeline, settings

    if out.suffix.lower() != ".pdf":
        fail(f"{out}: the report is a PDF: name a file that ends in .pdf")
    config = settings.load_settings()
    query = join_query(words) if words else "*"
    clippings = pipeline.clip_day(config, query, day=parse_optional_day(day), outlet=outlet, section=section)
    if not clippings.found:
        fail(f"no article of {clippings.day} matches", 1)
    described = "Pencarian: " + ", ".join(filter(None, [query, outlet, section]))
    texts = pipeline.read_clipped_texts(config, clippings)
    report = pipeline.render_clippings(clippings, texts, described, dt.datetime.now(dt.UTC))
    write_report(out, report)
    print_line(f"{out}: {len(clippings.found)} texts of {clippings.day}, in {clippings.page.total} articles")


def write_report(out: Path, report: bytes) -> None:
    """Write a file completely or not at all; end the command where it cannot be written."""
    partly = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        partly.write_bytes(report)
        partly.replace(out)
    except OSError as error:
        partly.unlink(missing_ok=True)
        fail(f"{out}: cannot be written: {error.strerror}")
