"""Find how an index page is asked for one day: by its form of a date, or by links to other days.

Nothing is requested here and nothing is taken for granted: what is found is tried, as any route is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kliping.model import Page, Route
from kliping.posting import encode_form

LINKED_DAYS = 40
"""So many days back a link of an index page may lead."""
MOST_ADDRESSES = 3
_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%d-%m-%Y", "%d/%m/%Y", "%Y%m%d", "%Y/%-m/%-d", "%d%m%Y")
"""How addresses write a day; the first that fits."""
_DATE_NAME = re.compile(r"(?i)date|tanggal|tgl|hari")
_TOKEN_NAME = re.compile(r"(?i)token|csrf|nonce|viewstate")
"""Fields by which a site knows that its own page has sent a form."""
_MONTH_NAME = re.compile(r"(?i)month|bulan|bln")
_DAY_NAME = re.compile(r"(?i)^(?:d|day|tgl|tanggal|date)$")
_YEAR_NAME = re.compile(r"(?i)year|tahun|thn")


@dataclass(frozen=True, slots=True)
class DatedRoute:
    """A route that may list single days. ``token`` names a field that only the visitor's own session can fill in."""

    route: Route
    token: str = ""


def find_dated_routes(page: Page, today: dt.date) -> list[DatedRoute]:
    """Return routes with ``{date:...}`` that the page's forms and links suggest, the most telling first."""
    tree = LexborHTMLParser(page.body)
    linked = (DatedRoute(Route("index", url)) for url in _read_links(tree, page.final_url, today))
    return list(dict.fromkeys([*_read_forms(tree, page.final_url), *linked]))[:MOST_ADDRESSES]


def _read_forms(tree: LexborHTMLParser, at: str) -> Iterator[DatedRoute]:
    for form in tree.css("form"):
        target = urljoin(at, form.attributes.get("action") or "").partition("#")[0]
        fields = [node for node in form.css("input[name],select[name]") if node.attributes.get("name")]
        fixed = _list_fixed(fields)
        dated = next((node for node in fields if _holds_date(node)), None)
        parts = _read_three_fields(fields)
        if dated is not None:
            parts = {str(dated.attributes["name"]): f"{{date:{_read_format(dated)}}}"}
        if parts is None:
            continue
        if (form.attributes.get("method") or "get").strip().lower() == "post":
            token = next((name for name in fixed if _TOKEN_NAME.search(name)), "")
            yield DatedRoute(Route("post", f"{target}#{encode_form(fixed | parts)}"), token)
        else:
            yield DatedRoute(Route("index", _join_query(target, fixed, parts)))


def _holds_date(field: LexborNode) -> bool:
    kind = (field.attributes.get("type") or "text").lower()
    if field.tag != "input" or kind not in ("date", "text"):
        return False
    return kind == "date" or bool(_DATE_NAME.search(field.attributes.get("name") or ""))


def _read_format(field: LexborNode) -> str:
    """Return how a field writes a day, by its value or its example; a date field sends ISO 8601."""
    if (field.attributes.get("type") or "").lower() == "date":
        return "%Y-%m-%d"
    shown = (field.attributes.get("value") or field.attributes.get("placeholder") or "").strip()
    for form in _FORMATS:
        try:
            dt.datetime.strptime(shown, form.replace("-m", "m").replace("-d", "d") if "%-" in form else form)  # noqa: DTZ007
        except ValueError:
            continue
        return form
    letters = re.sub(r"(?i)[dh]{2}|t{2}", "%d", re.sub(r"(?i)y{4}|t{4}", "%Y", re.sub(r"(?i)m{2}|b{2}", "%m", shown)))
    return letters if letters in _FORMATS else "%Y-%m-%d"


def _read_three_fields(fields: list[LexborNode]) -> dict[str, str] | None:
    """Return the query of a form with a field each for the day, the month and the year; None for any other."""
    names = [str(node.attributes["name"]) for node in fields if node.tag == "select"]
    parts: dict[str, str] = {}
    for pattern, form in ((_DAY_NAME, "%d"), (_MONTH_NAME, "%m"), (_YEAR_NAME, "%Y")):
        name = next((name for name in names if pattern.search(name)), None)
        if name is None:
            return None
        parts[name] = f"{{date:{form}}}"
    return parts


def _list_fixed(fields: list[LexborNode]) -> dict[str, str]:
    """Return what a form always sends."""
    hidden = (node.attributes for node in fields if (node.attributes.get("type") or "").lower() == "hidden")
    return {str(each["name"]): each.get("value") or "" for each in hidden}


def _join_query(target: str, *queries: dict[str, str]) -> str:
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query))
    for each in queries:
        query |= each
    return parts._replace(query=urlencode(query, safe="{}:%/-"), fragment="").geturl()


def _read_links(tree: LexborHTMLParser, at: str, today: dt.date) -> Iterator[str]:
    """Yield the addresses of links to the page itself for another day: its address with a day after it."""
    own = urlsplit(at)
    base = own.path.rstrip("/")
    for anchor in tree.css("a[href]"):
        try:
            parts = urlsplit(urljoin(at, anchor.attributes.get("href") or ""))
        except ValueError:
            continue
        if parts.netloc != own.netloc or not parts.path.startswith(base):
            continue
        rest = parts.path[len(base) :] + (f"?{parts.query}" if parts.query else "")
        if dated := _replace_day(rest, today):
            yield f"{parts.scheme}://{parts.netloc}{base}{dated}"


def _replace_day(rest: str, today: dt.date) -> str | None:
    """Return what follows an index page's path with ``{date:...}`` for its day; None where more than a day is there."""
    for form in _FORMATS:
        for back in range(LINKED_DAYS):
            written = (today - dt.timedelta(days=back)).strftime(form)
            before, found, after = rest.partition(written)
            if found and re.fullmatch(r"/?|[/?][\w=&-]*", before) and after in ("", "/"):
                return f"{before.replace('{', '')}{{date:{form}}}{after}"
    return None
