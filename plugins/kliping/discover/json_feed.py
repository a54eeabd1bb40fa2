"""JSON Feed (https://www.jsonfeed.org/version/1.1/): entries under the names that feedparser gives those of RSS."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from kliping.discover.xml_decoding import JSON_WRAPPING, MalformedDocument, decode_document

_FIELDS = {
    "link": ("url", "external_url", "link", "loc"),
    "id": ("id", "guid"),
    "title": ("title",),
    "published": ("date_published", "pubDate", "published"),
    "updated": ("date_modified", "updated", "lastmod"),
}
"""Under each of feedparser's names, those of JSON Feed, then of RSS, Atom and sitemaps that were written as JSON."""
_LISTS = ("items", "item", "entries", "entry", "url")
_MOST_LEVELS = 4
"""Objects around the list: ``{"rss": {"channel": {"item": [...]}}}`` has three."""
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")


def read_json_feed(body: bytes) -> list[dict[str, str]]:
    """Return the entries, in a list at the top as well, without fields that hold no text.

    Raises ``MalformedDocument`` for what is not a JSON feed.
    """
    text = JSON_WRAPPING.sub("", decode_document(body).lstrip())
    try:
        document = _parse(text)
    except (ValueError, RecursionError) as error:
        try:
            document = _parse(_TRAILING_COMMA.sub("", text))
        except (ValueError, RecursionError):
            raise MalformedDocument(f"it is no JSON: {error}") from None
    entries = _find_entries([document])
    if entries is None:
        raise MalformedDocument("it is no JSON feed: it has no list of items")
    return [_read_entry(entry) for entry in entries if isinstance(entry, dict)]


def _parse(text: str) -> object:
    """Return the first value, or a list of the objects where each stands in a line of its own.

    What else comes after it is the end of a call or a comment, but a document that is cut off is none.
    """
    decoder = json.JSONDecoder(strict=False)
    first, end = decoder.raw_decode(text)
    values = [first]
    while (rest := text[end:].lstrip()).startswith("{"):
        value, end = decoder.raw_decode(text := rest)
        values.append(value)
    if len(values) > 1:
        return values
    return first


def _find_entries(level: list[object]) -> list[Any] | None:
    """Return the list of entries: at the top, under its name, or within the objects around it."""
    for _ in range(_MOST_LEVELS):
        for value in level:
            if isinstance(value, list) and not any(_holds_list(each) for each in value):
                return value
            if isinstance(value, dict) and (named := _get_list(value)) is not None:
                return named
        level = [inner for value in level for inner in _list_inner(value)]
    return None


def _get_list(value: dict[str, Any]) -> list[Any] | None:
    lists = (inner for name in _LISTS if isinstance(inner := value.get(name), list))
    return next((each for each in lists if not each or any(isinstance(entry, dict) for entry in each)), None)


def _holds_list(value: object) -> bool:
    return isinstance(value, dict) and _get_list(value) is not None


def _list_inner(value: object) -> list[object]:
    if isinstance(value, dict):
        return [inner for inner in value.values() if isinstance(inner, dict)]
    return [inner for inner in value if isinstance(inner, dict)] if isinstance(value, list) else []


def _read_entry(entry: dict[str, Any]) -> dict[str, str]:
    named = {}
    for name, fields in _FIELDS.items():
        texts = (_read_text(entry.get(field), counted=name in ("published", "updated")) for field in fields)
        named[name] = next(filter(None, texts), "")
    return {name: value for name, value in named.items() if value}


def _read_text(value: object, *, counted: bool) -> str:
    """Return a text, the first one of a list, or a number where seconds are ``counted``; else an empty text."""
    if isinstance(value, list):
        return next((each for each in value if isinstance(each, str) and each), "")
    if counted and isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return str(value)
    return value if isinstance(value, str) else ""
