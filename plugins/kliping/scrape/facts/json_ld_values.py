"""Values of JSON-LD as text: newsrooms write a string, an object or a list of either for the same property."""

from __future__ import annotations

from typing import Any

from kliping.scrape.facts.json_ld import as_list
from kliping.scrape.lines.plain import plain_text, title_text

MAX_PEOPLE = 30
"""Names that are read of one article."""


def read_value_text(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return the text of a JSON-LD value, the first of several."""
    for one in as_list(value):
        given = one
        if isinstance(one, dict):
            given = one.get("name") or one.get("@value") or one.get("url") or one.get("@id") or ""
        if isinstance(given, list):
            given = next(iter(given), "")
        if isinstance(given, str) and (text := title_text(given)):
            return text
    return ""


def read_value_date(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a date of JSON-LD, which may be a number of seconds."""
    one = next(iter(as_list(value)), None)
    if isinstance(one, dict):
        one = one.get("@value")
    if isinstance(one, str):
        return plain_text(one)
    if isinstance(one, (int, float)) and not isinstance(one, bool) and 0 < one < 1e14:
        return str(int(one))
    return ""


def read_people_names(value: Any, people: dict[str, dict[str, Any]]) -> tuple[str, ...]:  # noqa: ANN401 - whatever JSON holds
    """Return the names of an ``author``: texts, objects, or references to objects elsewhere in the script."""
    names: list[str] = []
    stack = list(reversed(as_list(value)))[-MAX_PEOPLE:]
    while stack and len(names) < MAX_PEOPLE:
        person = stack.pop()
        if isinstance(person, list):
            stack.extend(reversed(person[:MAX_PEOPLE]))
            continue
        if isinstance(person, dict):
            if "name" not in person:  # a reference, perhaps
                person = people.get(str(person.get("@id")), person)
            parts = [read_value_text(person.get(key)) for key in ("givenName", "familyName")]
            stated = [read_value_text(name) for name in as_list(person.get("name"))]
            names += [name for name in stated or [" ".join(filter(None, parts))] if name]
        elif isinstance(person, str) and (name := title_text(person)):
            names.append(name)
    return tuple(name for name in names if "://" not in name)


def is_free_to_read(thing: dict[str, Any]) -> bool | None:
    """Tell whether all of the article is free to read; None where the page does not say."""
    parts = [thing, *(part for part in as_list(thing.get("hasPart")) if isinstance(part, dict))]
    said = [_read_flag(part["isAccessibleForFree"]) for part in parts if "isAccessibleForFree" in part]
    if not said:
        return None
    return not any(word.rpartition("/")[2] in ("false", "0", "no") for word in said)


def _read_flag(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return what a flag says, in lower case: true, "False", "https://schema.org/False"."""
    if isinstance(value, (bool, int)):
        return str(value).lower()
    return read_value_text(value).lower()
