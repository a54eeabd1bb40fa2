"""What some calls and keys of JavaScript give whose result is plain from their arguments alone."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from urllib.parse import unquote

_UNPACKING = frozenset({"decodeURIComponent", "decodeURI", "unescape"})
_FIRST = frozenset({"Object.freeze", "Object.seal", "BigInt", "String", "Number", "reactive", "ref"})
MAX_LIST = 100_000
"""Values of a list to which a script gives values by their places."""


def get_part(holder: Any, key: str | int | None) -> Any:  # noqa: ANN401 - whatever a script states
    """Return one part of an object or a list; None where it has none of that name or number."""
    if isinstance(holder, dict):
        return holder.get(str(key))
    if isinstance(holder, list) and isinstance(key, int) and -1 < key < len(holder):
        return holder[key]
    return None


def call_unpacking(name: str, arguments: list[Any]) -> Any:  # noqa: ANN401 - whatever a script states
    """Return what a call gives that only unpacks its argument; None for any other."""
    first = next(iter(arguments), None)
    if name == "JSON.parse" and isinstance(first, str):
        try:
            return json.loads(first, strict=False)
        except (ValueError, RecursionError):
            return None
    if name in _UNPACKING and isinstance(first, str):
        return unquote(first)
    if name in ("atob", "window.atob") and isinstance(first, str):
        return decode_base64(first)
    if name in _FIRST:
        return first
    if name == "Array":
        return []
    if name == "Object.assign":
        merged: dict[str, Any] = {}
        for each in arguments:
            if isinstance(each, dict):
                merged |= each
        return merged
    return None


def decode_base64(text: str) -> str:
    """Return the text that base64 stands for, as UTF-8; empty where it stands for none."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
