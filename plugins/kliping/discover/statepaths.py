"""Find lists of articles in the state of a page that a script draws, and the paths at which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kliping.discover.statelists import ADDRESS_KEYS, TITLE_KEYS, list_state_values
from kliping.model import Page

LEAST_ENTRIES = 5
LEAST_TITLE_WORDS = 3
MOST_DEPTH = 8
MOST_PLACES = 20_000
"""Values of a page's states that are looked at."""
MOST_PATHS = 2


class _FoundList(NamedTuple):
    entries: int
    path: str


def find_state_paths(page: Page) -> list[str]:
    """Return the paths of lists whose entries have a headline and an address of their own, the longest list first.

    An address is a field such as ``url`` or ``slug``; entries that only have a number need ``address`` in the file.
    """
    found = [each for value in list_state_values(page) for each in _search_lists(value)]
    ranked = sorted(found, key=lambda each: -each.entries)
    return list(dict.fromkeys(each.path for each in ranked))[:MOST_PATHS]


def _search_lists(state: Any) -> Iterator[_FoundList]:  # noqa: ANN401 - whatever a state holds
    waiting: list[tuple[Any, tuple[str, ...]]] = [(state, ())]
    for _ in range(MOST_PLACES):
        if not waiting:
            return
        value, path = waiting.pop(0)
        if isinstance(value, list) and path:
            for inner in ("", *_list_wrappers(value)):
                entries = [_unwrap(each, inner) for each in value]
                count = sum(_is_entry(each) for each in entries)
                if count >= LEAST_ENTRIES and 2 * count > len(entries):
                    yield _FoundList(count, ".".join([*path, *(("*", inner) if inner else ())]))
        if len(path) < MOST_DEPTH:
            waiting += [(each, (*path, key)) for key, each in _list_parts(value) if isinstance(each, dict | list)]


def _list_parts(value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - whatever a state holds
    """Yield what a value holds, with the key that leads there; keys with a full stop or a blank cannot be written."""
    if isinstance(value, dict):
        yield from ((key, each) for key, each in value.items() if key and not {".", " "}.intersection(key))
    elif isinstance(value, list):
        yield from ((str(at), each) for at, each in enumerate(value[:LEAST_ENTRIES]))


def _list_wrappers(value: list[Any]) -> list[str]:
    """Return the key under which each entry holds its own object, as in ``edges.*.node``."""
    first = value[0] if value else None
    if not isinstance(first, dict):
        return []
    return [key for key, each in first.items() if isinstance(each, dict) and not {".", " "}.intersection(key)]


def _unwrap(entry: Any, key: str) -> Any:  # noqa: ANN401 - whatever a state holds
    if key and isinstance(entry, dict):
        return entry.get(key)
    return entry


def _is_entry(entry: Any) -> bool:  # noqa: ANN401 - whatever a state holds
    if not isinstance(entry, dict):
        return False
    titles = [entry[key] for key in TITLE_KEYS if isinstance(entry.get(key), str)]
    addressed = any(isinstance(entry.get(key), str) and entry[key].strip() for key in ADDRESS_KEYS)
    return addressed and any(len(title.split()) >= LEAST_TITLE_WORDS for title in titles)
