"""The path to the page that JSON-LD states as a ``BreadcrumbList``: the names of the lists that hold the article."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kliping.scrape.facts.json_ld import is_type, strip_namespaces, wrap_list
from kliping.scrape.lines.plain import title_text

BREADCRUMB_TYPES = frozenset({"breadcrumblist"})
MOST_CRUMBS = 10


def read_breadcrumbs(things: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """Return the names of the first path that has any, in the order of their positions."""
    for thing in things:
        lists = [thing, *(strip_namespaces(one) for one in wrap_list(thing.get("breadcrumb")) if isinstance(one, dict))]
        for one in lists:
            if is_type(one, BREADCRUMB_TYPES) and (names := _list_names(one)):
                return names
    return ()


def _list_names(crumbs: dict[str, Any]) -> tuple[str, ...]:
    items = [strip_namespaces(one) for one in wrap_list(crumbs.get("itemListElement")) if isinstance(one, dict)]
    named = [(_read_position(item), _read_name(item)) for item in items[:MOST_CRUMBS]]
    if all(position is not None for position, _ in named):
        named.sort(key=lambda one: one[0] or 0)
    return tuple(name for _, name in named if name)


def _read_position(item: dict[str, Any]) -> int | None:
    """Return where an item stands; None where it does not say, or not in a number."""
    try:
        return int(str(item.get("position")))
    except ValueError:
        return None


def _read_name(item: dict[str, Any]) -> str:
    """Return an item's name, which stands beside its address or in the object that has the address."""
    target = item.get("item")
    for holder in (item, target):
        if isinstance(holder, dict):
            name = strip_namespaces(holder).get("name")
            if isinstance(name, str) and (text := title_text(name)) and "://" not in text:
                return text
    return ""
