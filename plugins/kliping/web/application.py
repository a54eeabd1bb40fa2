"""The application: its rooms joined behind one access control, and a clear page for whatever goes wrong."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Callable
from importlib.resources import files

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kliping.errors import InputError, UserError
from kliping.settings import Settings, load_settings
from kliping.web.access_control import HEADERS, AccessControl, GuardedApp
from kliping.web.article import article_pages
from kliping.web.calendar import calendar_pages
from kliping.web.outlet import outlet_pages
from kliping.web.pages import Desk, Host, render_page
from kliping.web.quarantine import quarantine_pages
from kliping.web.reading.article import story_pages
from kliping.web.reading.compare import compare_pages
from kliping.web.reading.digest import digest_pages
from kliping.web.reading.names import name_pages
from kliping.web.reading.outlets import reading_outlet_pages
from kliping.web.reading.quotes import quote_pages
from kliping.web.reading.saved import saved_pages
from kliping.web.reading.search import search_pages
from kliping.web.run import run_pages
from kliping.web.today import today_pages

log = logging.getLogger(__name__)

ASSETS = {"desk.css": "text/css", "reading.css": "text/css", "desk.js": "text/javascript", "icon.svg": "image/svg+xml"}


def make_desk(
    access: AccessControl,
    *,
    read_settings: Callable[[], Settings] = load_settings,
    host: Host | None = None,
    secret: bytes | None = None,
    now: Callable[[], dt.datetime] | None = None,
) -> FastAPI:
    """Return the desk as an ASGI application whose every answer stands behind ``access``.

    ``host`` is what serves it, and what that can do beyond Kliping. ``secret`` signs forms: processes that answer for
    one another share it; without one each start draws a new one.
    """
    app = FastAPI(title="Kliping", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.desk = Desk(read_settings, host or Host(), secret or secrets.token_bytes(32), now or _read_clock)
    for pages in (today_pages, outlet_pages, run_pages, article_pages, quarantine_pages, calendar_pages):
        app.include_router(pages)
    for pages in (
        search_pages,
        story_pages,
        name_pages,
        quote_pages,
        reading_outlet_pages,
        compare_pages,
        digest_pages,
    ):
        app.include_router(pages)
    app.include_router(saved_pages)
    for name in ASSETS:
        app.add_api_route(f"/{name}", _send_asset, include_in_schema=False)
    app.add_exception_handler(HTTPException, _show_refusal)
    app.add_exception_handler(UserError, _show_mistake)
    app.add_exception_handler(Exception, _show_bug)
    app.add_middleware(GuardedApp, access=access)
    return app


def _read_clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _send_asset(request: Request) -> Response:
    name = request.url.path.rpartition("/")[2]
    text = (files("kliping.web") / "static" / name).read_bytes()
    return Response(text, media_type=ASSETS[name], headers={"Cache-Control": "private, max-age=3600"})


def _show_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = {404: "There is no such page.", 405: "This address takes no such request."}
    says = known.get(error.status_code) if error.detail in ("Not Found", "Method Not Allowed") else error.detail
    return render_page(request, "problem.html", status=error.status_code, says=says or error.detail)


def _show_mistake(request: Request, error: Exception) -> Response:
    status = 404 if isinstance(error, InputError) else 503
    return render_page(request, "problem.html", status=status, says=str(error))


def _show_bug(request: Request, error: Exception) -> Response:
    log.exception("%s %s", request.method, request.url.path, exc_info=error)
    answer = render_page(request, "problem.html", status=500, says=f"A bug of ours: {type(error).__name__}: {error}")
    answer.headers.update(HEADERS)  # it is sent from outside of access control
    return answer
