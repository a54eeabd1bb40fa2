"""JSON Feed (https://www.jsonfeed.org/version/1.1/): entries under the names that feedparser gives those of RSS."""

from __future__ import annotations

import json
import math
from typing import Any

from kliping.discover.xml_decoding import JSON_WRAPPING, MalformedDocument, decode_document

_FIELDS = {"link": "url", "id": "id", "title": "title", "published": "date_published", "updated": "date_modified"}


def read_json_feed(body: bytes) -> list[dict[str, str]]:
    """Return the entries, in a list at the top as well, without fields that hold no text.

    Raises ``MalformedDocument`` for what is not a JSON feed.
    """
    try:
        text, wrapped = JSON_WRAPPING.subn("", decode_document(body).lstrip())
        if wrapped:
            text = text.rstrip().rstrip(";").rstrip().removesuffix(")")
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise MalformedDocument(f"it is no JSON: {error}") from None
    entries = document.get("items") if isinstance(document, dict) else document
    if not isinstance(entries, list):
        raise MalformedDocument("it is no JSON feed: it has no list of items")
    return [_read_entry(entry) for entry in entries if isinstance(entry, dict)]


def _read_entry(entry: dict[str, Any]) -> dict[str, str]:
    named = {name: _read_text(entry.get(field), counted="date" in field) for name, field in _FIELDS.items()}
    named["link"] = named["link"] or _read_text(entry.get("external_url"), counted=False)
    return {name: value for name, value in named.items() if value}


def _read_text(value: object, *, counted: bool) -> str:
    """Return a text, the first one of a list, or a number where seconds are ``counted``; else an empty text."""
    if isinstance(value, list):
        return next((each for each in value if isinstance(each, str) and each), "")
    if counted and isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return str(value)
    return value if isinstance(value, str) else ""
