"""``kliping read``: the analysts' pages, served on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from kliping.cli.command import app
from kliping.cli.desk import LOOPBACK, serve_pages


@app.command("read", rich_help_panel="Look")
def read_command(
    *,
    port: Annotated[int, typer.Option(help="Port; 0 takes any that is free.", min=0, max=65_535)] = 8091,
    host: Annotated[
        str, typer.Option(help="Address to listen at. Any other than 127.0.0.1 lets others on the network ask.")
    ] = LOOPBACK,
) -> None:
    """Serve the reading room: search, articles, names and outlets as pages for a browser.

    It prints an address that ends in a token: open it. The pages are those of `kliping desk` with another first page.
    They read the published copy, so they neither hold nor wait for the warehouse. Ctrl-C ends it.
    """
    serve_pages(host, port, door="read")
