"""Texts, words and names out of the values that objects state them as: a string, an object, a list of either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kliping.scrape.lines.author_names import split_names
from kliping.scrape.lines.plain import title_text, unescape_fully

MAX_STEPS_IN = 4
_NAME_KEYS = (
    "name",
    "nama",
    "nama_lengkap",
    "namaLengkap",
    "fullname",
    "fullName",
    "full_name",
    "displayName",
    "display_name",
    "title",
    "label",
    "username",
)
MAX_NAMES_CHARS = 200
_TEXT_KEYS = ("rendered", "basic", "text", "value", "title", "name", "nama", "label", "url", "src", "main")


def read_text(value: Any) -> str:  # noqa: ANN401 - whatever a state holds
    """Return the text of a value: itself, or what an object says under one of the usual keys."""
    for _ in range(3):
        if isinstance(value, list):
            value = next(iter(value), None)
        if isinstance(value, dict):
            value = next((value[key] for key in _TEXT_KEYS if value.get(key)), None) or _find_named(value)
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, str | int | float):
        return title_text(unescape_fully(str(value))[:2_000])
    return ""


_NAMED_KEY = re.compile(
    r"^(?:name|nama|title|judul)[_A-Z-]|[_-](?:name|nama|title|judul)$|[a-z](?:Name|Nama|Title|Judul)$"
)
"""A key that says whose name it is: ``nama_kanal``, ``rubrikName``."""
_LIST_KEYS = ("nodes", "edges", "items", "data", "list")
_HOLDER_KEYS = ("node", "attributes", "fields", "data")


def open_holder(value: Any) -> Any:  # noqa: ANN401 - whatever a state holds
    """Return the thing or the list in what GraphQL, Strapi or Contentful put around it; any other value as it is."""
    for _ in range(MAX_STEPS_IN):
        if isinstance(value, list) and value and isinstance(value[0], dict):
            first = open_holder(value[0])
            return value if first is value[0] else [open_holder(each) for each in value]
        if not isinstance(value, dict) or any(isinstance(value.get(key), str) for key in _TEXT_KEYS):
            return value
        inner = next((value[key] for key in _LIST_KEYS if isinstance(value.get(key), list)), None)
        if inner is None:
            inner = next((value[key] for key in _HOLDER_KEYS if isinstance(value.get(key), dict)), None)
        if inner is None:
            return value
        value = inner
    return value


def list_terms(value: Any, taxonomy: str) -> list[str]:  # noqa: ANN401 - whatever a state holds
    """Return the names of WordPress's terms of one taxonomy: a list for each, side by side."""
    if not isinstance(value, list):
        return []
    lists = (each if isinstance(each, list) else [each] for each in value)
    terms = [each for one in lists for each in one if isinstance(each, dict)]
    return [read_text(term) for term in terms if term.get("taxonomy") == taxonomy]


def _find_named(thing: dict[str, Any]) -> str | None:
    """Return the text of the first key that ends or begins like one of a name; None for none."""
    return next((text for key, text in thing.items() if isinstance(text, str) and _NAMED_KEY.search(key)), None)


def read_tag_word(value: Any) -> str:  # noqa: ANN401 - whatever a state holds
    """Return one word of a list: a text, or the name of an object, or of the one that it holds."""
    if isinstance(value, dict) and not read_text(value):
        value = next((each for each in value.values() if isinstance(each, dict)), None)
    return read_text(value)


def list_person_names(value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - whatever a state holds
    if isinstance(value, str) and "://" not in value and len(value) < MAX_NAMES_CHARS:
        yield from (name for part in value.split(",") for name in split_names(title_text(part)))
    elif isinstance(value, dict) and (stated := _read_name(value)):
        yield title_text(stated)
    elif isinstance(value, dict | list) and depth < MAX_STEPS_IN:
        inner = list(value.values()) if isinstance(value, dict) else value
        for each in inner[:30]:
            if isinstance(value, list) or isinstance(each, dict | list):
                yield from list_person_names(each, depth + 1)


def _read_name(person: dict[str, Any]) -> str:
    """Return the name that an object states, whole or in parts; empty for none."""
    for key in _NAME_KEYS:
        if isinstance(person.get(key), str) and person[key]:
            return str(person[key])
    return " ".join(str(person[key]) for key in ("firstName", "first_name", "lastName", "last_name") if person.get(key))
