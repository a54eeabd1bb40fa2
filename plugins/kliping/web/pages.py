"""What every page has: the desk that serves it, its templates, addresses, and the words of its language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse

from kliping import pipeline
from kliping.errors import InputError
from kliping.model import JAKARTA
from kliping.pipeline.answers.lookups import Lookup
from kliping.settings import Settings
from kliping.web import charts
from kliping.web.access_control import get_visitor, sign_form
from kliping.web.marking import mark_removed
from kliping.web.sentences import split_advice
from kliping.web.wording import LANGUAGE_COOKIE, LANGUAGES, Format, choose_language, load_words


@dataclass(frozen=True, slots=True)
class Host:
    """What serves the desk, and what it can do that Kliping alone cannot; by default nothing."""

    name: str = ""
    """Such as Airflow; empty where the desk stands alone."""
    home: str = ""
    """Address of its own pages."""
    find_run: Callable[[str], str] | None = None
    """Run of Kliping's -> address of the host's own run, or empty."""
    start_backfill: Callable[[Request, dt.date, dt.date, str], str] | None = None
    """First day, last day, outlets -> what was started, in a sentence."""
    record_action: Callable[[Request, str, dict[str, Any]], None] | None = None
    """Writes what somebody did to the host's audit log."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages of one application share."""

    read_settings: Callable[[], Settings]
    host: Host
    secret: bytes
    now: Callable[[], dt.datetime]

    @property
    def today(self) -> dt.date:
        return self.now().astimezone(JAKARTA).date()


NOTHING_PUBLISHED = "Nothing is published yet. `make run` or `kliping run` loads a first day, and this page fills."


def get_desk(request: Request) -> Desk:
    """Return the desk that a request was sent to."""
    desk: Desk = request.app.state.desk
    return desk


@contextmanager
def open_published(request: Request) -> Iterator[Lookup]:
    """Open the published copy for one request. Raises ``InputError`` with the way out where there is none."""
    with pipeline.open_lookup(get_desk(request).read_settings()) as lookup:
        if lookup is None:
            raise InputError(NOTHING_PUBLISHED)
        yield lookup


def read_day(text: str) -> dt.date:
    """Return the day of an address. Raises ``InputError`` for what is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text[:40]!r} is not a day: write it as 2026-11-26.") from None


def write_address(base: str, *parts: str, **query: object) -> str:
    """Return the address of a page: path segments and query, quoted; a query of None or an empty text is left out."""
    asked = {name: value for name, value in query.items() if value not in (None, "")}
    path = base.rstrip("/") + "/" + "/".join(quote(part, safe="/") for part in parts)
    return path + (f"?{urlencode(asked)}" if asked else "")


@cache
def _prepare_templates(language: str) -> Environment:
    templates = Environment(
        loader=PackageLoader("kliping.web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    templates.install_gettext_translations(load_words(language), newstyle=True)  # type: ignore[attr-defined]
    shown = Format(language)
    templates.globals |= {"charts": charts, "mark_removed": mark_removed, "format": shown, "say": shown.say}
    templates.globals["split_advice"] = split_advice
    return templates


@cache
def _find_version() -> str:
    try:
        return version("kliping")
    except PackageNotFoundError:
        return ""


def lead_to(request: Request, *parts: str, **query: object) -> RedirectResponse:
    """Return the answer that leads to another page of the desk."""
    return RedirectResponse(write_address(request.scope.get("root_path", ""), *parts, **query), 303)


def translate(request: Request, text: str) -> str:
    """Return a sentence of ours in the request's language."""
    return str(load_words(choose_language(request)).ugettext(text))


def render_page(request: Request, template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:  # noqa: ANN401
    """Return a page: a template filled with what is shown, in the request's language."""
    desk, visitor, language = get_desk(request), get_visitor(request), choose_language(request)
    base = request.scope.get("root_path", "").rstrip("/")
    others = [(k, v) for k, v in request.query_params.multi_items() if k != "lang"]
    path = request.scope["path"]

    def link(*parts: str, **query: object) -> str:
        return write_address(base, *parts, **query)

    text = (
        _prepare_templates(language)
        .get_template(template)
        .render(
            link=link,
            here=template.removesuffix(".html"),
            languages={each: f"{quote(path)}?{urlencode([*others, ('lang', each)])}" for each in LANGUAGES},
            language=language,
            host=desk.host,
            visitor=visitor,
            signed=sign_form(desk.secret, visitor),
            now=desk.now(),
            version=_find_version(),
            **shown,
        )
    )
    answer = HTMLResponse(text, status)
    if request.query_params.get("lang") in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE, language, max_age=31_536_000, httponly=True, samesite="lax", path=base or "/"
        )
    return answer
