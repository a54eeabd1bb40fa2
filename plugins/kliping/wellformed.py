"""Text that can be stored: without halves of surrogate pairs, NUL, and control characters in what is one line.

JSON on a page may hold ``\\ud83d`` alone (a headline cut inside an emoji), and no encoding, file or database takes it.
"""

from __future__ import annotations

import re
from typing import Any

_UNSTORABLE = re.compile("[\ud800-\udfff\x00]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def sanitize_text(text: str) -> str:
    """Return ``text`` with U+FFFD for each character that cannot be stored, so that offsets into it stay right."""
    return _UNSTORABLE.sub("\ufffd", text)


def sanitize_line(text: str) -> str:
    """Return ``text`` without characters that cannot be stored and without control characters."""
    if not _CONTROLS.search(text):
        return text
    return _CONTROLS.sub("", text).strip()


def sanitize_value(value: Any) -> Any:  # noqa: ANN401  # whatever a row holds
    """Return a row's value with each string as ``sanitize_line`` gives it, without list entries that become empty."""
    if isinstance(value, str):
        return sanitize_line(value)
    if isinstance(value, list):
        repaired = [sanitize_value(entry) for entry in value]
        return [entry for entry, given in zip(repaired, value, strict=True) if entry or not given]
    if isinstance(value, dict):
        return {name: sanitize_value(entry) for name, entry in value.items()}
    return value


def sanitize_url(url: str) -> str:
    """Return ``url`` with the percent-encoded U+FFFD for each character that no address can carry."""
    return _UNSTORABLE.sub("%EF%BF%BD", url)
