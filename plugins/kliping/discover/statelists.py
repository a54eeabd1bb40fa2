"""Lists of articles inside a page's state, for a script to draw: at a path that the outlet's file names."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import string
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from kliping.discover.walk import FoundUrl, RouteNote, RouteWalk, resolve_url, to_one_line
from kliping.model import Page, Route
from kliping.pagestate import StateReader

MAX_STATE_PAGE_BYTES = 8_000_000
MAX_ENTRIES = 2_000
ADDRESS_KEYS = (
    "url", "link", "permalink", "canonical_url", "canonicalUrl", "article_url", "articleUrl", "href", "path", "slug",
)  # fmt: skip
TITLE_KEYS = ("title", "headline", "judul", "name")
_DATE_KEY = re.compile(r"(?i)publish|tayang|terbit|rilis|^(?:date|tanggal|tgl|display_?date|created_?at)")
_MARKUP = re.compile(r"<[^<>]*>")


def walk_state(walk: RouteWalk, route: Route) -> Iterator[FoundUrl | RouteNote]:
    """Yield the entries of the list on every page: of each day where the address is dated, else back to the days."""
    for day, address in walk.list_addresses(route):
        yield from _walk_pages(walk, route, day, address)


def _walk_pages(
    walk: RouteWalk, route: Route, day: dt.date | None, address: Callable[[int], str]
) -> Iterator[FoundUrl | RouteNote]:
    """Yield pages until one shows nothing new or is older than the days; then how far the list goes back."""
    seen: set[str] = set()
    oldest: dt.datetime | None = None
    other = 0
    for step in walk.fetch_pages(route, address):
        if isinstance(step, RouteNote):
            yield step
            continue
        url, page = step
        yield from walk.note_age(route, url, page)
        entries = list_entries(page, route.path)
        links = [
            found for entry in entries if (found := read_entry(walk, page, entry, route)) and found.url not in seen
        ]
        if not entries and not seen:
            detail = f"no list at {route.path} in the page's state"
            yield walk.make_note(route, url, "path_missed", detail, failed=True, broken=True)
        seen.update(found.url for found in links)
        dated = [found.published_at for found in links if found.published_at]
        oldest = min([*dated, *filter(None, [oldest])], default=None)
        mine = [found for found in links if day is not None or _may_be_of_days(walk, found)]
        other += len(links) - len(mine)
        yield from mine
        if not links or (day is None and dated and max(dated) < walk.days.start):
            break
    if other:
        yield walk.make_note(route, route.url, "other_days", f"{other:,} entries are of other days")
    if day is None and oldest is not None and oldest > walk.days.start:
        yield walk.make_note(route, route.url, "reach", f"goes back to {oldest:%Y-%m-%d %H:%M} only", since=oldest)


def _may_be_of_days(walk: RouteWalk, found: FoundUrl) -> bool:
    """Return whether an entry may be of the days: by its date, else if the days are recent."""
    if found.published_at is not None:
        return walk.days.include(found.published_at)
    return walk.days.are_recent


def list_entries(page: Page, path: str) -> list[dict[str, Any]]:
    """Return the objects of the lists at ``path`` in the page's states; a page that is JSON itself is its own state."""
    entries: list[dict[str, Any]] = []
    for value in list_state_values(page):
        for found in follow_path(value, path.split(".")):
            each = found if isinstance(found, list) else [found]
            entries += [entry for entry in each if isinstance(entry, dict)][: MAX_ENTRIES - len(entries)]
        if entries:
            return entries
    return []


def list_state_values(page: Page) -> Iterator[Any]:
    """Yield the values of a page's states; none of a page that is too large."""
    if len(page.body) <= MAX_STATE_PAGE_BYTES:
        yield from _read_states(page.body.decode("utf-8-sig", "replace"))


def _read_states(text: str) -> Iterator[Any]:
    """Yield the states of a page; of an answer that is JSON, however short, what it says."""
    if text.lstrip()[:1] in ("{", "["):
        with contextlib.suppress(ValueError, RecursionError):
            yield json.loads(text)
            return
        text = f'<script type="application/json">{text.replace("<", chr(92) + "u003c")}</script>'
    for state in StateReader(LexborHTMLParser(text), stories=False).list_states():
        yield state.value


def follow_path(value: Any, path: Sequence[str]) -> Iterator[Any]:  # noqa: ANN401 - whatever a state holds
    """Yield what stands at ``path``: keys of objects, numbers of places in lists, ``*`` for any of either."""
    if not path:
        yield value
        return
    key, rest = path[0], path[1:]
    inner: list[Any] = []
    if isinstance(value, dict):
        inner = list(value.values()) if key == "*" else [value.get(key)]
    elif isinstance(value, list) and key == "*":
        inner = value[:MAX_ENTRIES]
    elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
        inner = [value[int(key)]]
    for each in inner:
        yield from follow_path(each, rest)


def read_entry(walk: RouteWalk, page: Page, entry: dict[str, Any], route: Route) -> FoundUrl | None:
    """Return one entry's address, headline and date; None where it has no address."""
    if route.address:
        stated = fill_address(route.address, entry)
    else:
        stated = next((entry[key] for key in ADDRESS_KEYS if isinstance(entry.get(key), str) and entry[key]), None)
    if stated is None or not (link := resolve_url(page.final_url, stated)):
        return None
    title = next((entry[key] for key in TITLE_KEYS if isinstance(entry.get(key), str)), None)
    dates = (_read_date(walk, value) for key, value in entry.items() if _DATE_KEY.search(key))
    return FoundUrl(link, to_one_line(_MARKUP.sub("", title or "")), next(filter(None, dates), None))


def _read_date(walk: RouteWalk, value: Any) -> dt.datetime | None:  # noqa: ANN401 - whatever a state holds
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, int | float):
        value = str(int(value))
    return walk.read_date(value)


def fill_address(pattern: str, entry: dict[str, Any]) -> str | None:
    """Return an address with an entry's fields in it (``{slug}``, ``{category.slug}``); None where it lacks one."""
    out = []
    for literal, name, _, _ in string.Formatter().parse(pattern):
        out.append(literal)
        if name is None:
            continue
        value = next(follow_path(entry, name.split(".")), None)
        if isinstance(value, bool) or not isinstance(value, str | int):
            return None
        out.append(str(value).strip("/"))
    return "".join(out)
