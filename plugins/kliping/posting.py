"""What a request by POST sends, as the text after ``#`` in its address: a form, or JSON written in percent code.

``{page}`` and ``{date:...}`` stay as they are, to be filled in as in any address. A text that is nothing but ``{page}``
becomes a number, as interfaces want it.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

FORM_TYPE = "application/x-www-form-urlencoded"
JSON_TYPE = "application/json"
_JSON_MARKS = ("%7B", "%5B")
"""How an object or a list begins in percent code; no form's field begins so."""
_PLACEHOLDER = re.compile(r"(\{(?:page|site|channel|date(?::[^{}]*)?)\})")
_PAGE_TEXT = '"{page}"'


def encode_form(form: dict[str, str]) -> str:
    """Return a form as it stands after ``#``."""
    return urlencode(form, safe="{}:%/-")


def encode_json(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return JSON as it stands after ``#``, its placeholders readable."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace(_PAGE_TEXT, "{page}")
    parts = _PLACEHOLDER.split(text)
    return "".join(part if _PLACEHOLDER.fullmatch(part) else quote(part, safe="") for part in parts)


def read_posted(fragment: str) -> tuple[str, str]:
    """Return the body that a fragment stands for, its placeholders filled in, and its media type."""
    if fragment.startswith(_JSON_MARKS):
        return unquote(fragment), JSON_TYPE
    return fragment, FORM_TYPE


def read_stated(fragment: str) -> dict[str, Any]:
    """Return a route's fragment as an outlet's file states it: ``{"form": ...}`` or ``{"json": ...}``."""
    if not fragment.startswith(_JSON_MARKS):
        return {"form": dict(parse_qsl(fragment))}
    text = "".join(part if _PLACEHOLDER.fullmatch(part) else unquote(part) for part in _PLACEHOLDER.split(fragment))
    return {"json": json.loads(re.sub(r'(?<!")\{page\}(?!")', _PAGE_TEXT, text))}
