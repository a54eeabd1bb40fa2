"""``kliping desk``: the operators' pages, served on this machine."""

from __future__ import annotations

import datetime as dt
import secrets
import socket
from threading import Thread
from typing import Annotated

import typer

from kliping.cli.command import app, fail
from kliping.cli.output import print_line

LOOPBACK = "127.0.0.1"


@app.command("desk", rich_help_panel="Look")
def desk_command(
    *,
    port: Annotated[int, typer.Option(help="Port; 0 takes any that is free.", min=0, max=65_535)] = 8090,
    host: Annotated[
        str, typer.Option(help="Address to listen at. Any other than 127.0.0.1 lets others on the network ask.")
    ] = LOOPBACK,
) -> None:
    """Serve the desk: what is missing of each outlet, why, and what to do, as pages for a browser.

    It prints an address that ends in a token: open it. Whoever has the token may look and act (release, drop, dismiss),
    and the command's user is who did it. The token is a new one at each start; that of the feeds, in
    data/feeds.token, stays. The pages read the published copy, so
    they neither hold nor wait for the warehouse. Airflow shows the same pages behind its own login (`make serve`).
    Ctrl-C ends it.
    """
    serve_pages(host, port)


def serve_pages(host: str, port: int, door: str = "", *, renew_feeds: bool = False) -> None:
    """Serve the application until Ctrl-C, and print the address of one of its first pages: ``door`` is its path.

    ``renew_feeds``: with a new token for feeds.
    """
    import uvicorn

    from kliping import pipeline, settings
    from kliping.model import JAKARTA
    from kliping.web import TokenAccess, make_desk

    try:
        listener = socket.create_server((host, port))
    except OSError as error:
        fail(f"cannot listen on {host}:{port} ({error.strerror}): choose another port, or --port 0 for a free one", 1)
    with listener:
        taken = listener.getsockname()[1]
        token = secrets.token_urlsafe(24)
        feed_token = pipeline.read_feed_token(settings.load_settings(), renew=renew_feeds)
        print_line(f"http://{host}:{taken}/{door}?token={token}")
        if host != LOOPBACK:
            print_line("The pages are open to the network, unencrypted: whoever has this address may act.", err=True)
        # the first page takes a second to put together where nothing is kept of the copy
        today = dt.datetime.now(JAKARTA).date()
        Thread(target=pipeline.prepare_overview, args=(settings.load_settings(), today), daemon=True).start()
        server = uvicorn.Server(
            uvicorn.Config(
                make_desk(TokenAccess(token, f"kliping_desk_{taken}", feed_token)),
                log_level="warning",
                access_log=False,
                server_header=False,
            )
        )
        server.run(sockets=[listener])
