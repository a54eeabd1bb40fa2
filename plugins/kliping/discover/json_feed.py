"""JSON Feed (https://www.jsonfeed.org/version/1.1/): entries under the names that feedparser gives those of RSS."""

from __future__ import annotations

import json
from typing import Any

from kliping.discover.mending import MalformedDocument, decode_document

_FIELDS = {"link": "url", "id": "id", "title": "title", "published": "date_published", "updated": "date_modified"}


def is_json(body: bytes) -> bool:
    """Tell whether a document begins as a JSON object."""
    return body[:100].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def read_json_feed(body: bytes) -> list[dict[str, Any]]:
    """Return the entries, without fields that hold no text. Raises ``MalformedDocument`` for what is no JSON feed."""
    try:
        document = json.loads(decode_document(body), strict=False)
    except (ValueError, RecursionError) as error:
        raise MalformedDocument(f"it is no JSON: {error}") from None
    entries = document.get("items")
    if not isinstance(entries, list):
        raise MalformedDocument("it is no JSON feed: it has no list of items")
    return [_read_entry(entry) for entry in entries if isinstance(entry, dict)]


def _read_entry(entry: dict[str, Any]) -> dict[str, Any]:
    named = {name: entry.get(field) for name, field in _FIELDS.items()}
    return {name: value for name, value in named.items() if isinstance(value, str) and value}
