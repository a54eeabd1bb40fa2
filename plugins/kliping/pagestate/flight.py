"""Next's streamed state: rows of JSON, of text and of elements that name one another (React's flight format)."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any

_ROW = re.compile(rb"([0-9a-fA-F]*):(T([0-9a-fA-F]+),|[A-Z](?=[\[{\"])|)")
_REFERENCE = re.compile(r"\$(?:[L@FQWK]?)([0-9a-fA-F]+)((?::[^:]+)*)$")
MAX_ROWS = 50_000
FlightRows = dict[str, Any]


def join_flight(stream: str) -> list[Any]:
    """Return the values of a stream's rows, in which the names of other rows are replaced by their values."""
    rows = read_flight_rows(stream.encode("utf-8", "replace"))
    joiner = FlightJoiner(rows)
    return [joiner.join_row(key) for key in rows]


def read_flight_rows(stream: bytes) -> FlightRows:
    """Return the rows by their names. The length of a text row is in bytes."""
    rows: FlightRows = {}
    at = 0
    while at < len(stream) and len(rows) < MAX_ROWS:
        match = _ROW.match(stream, at)
        if match is None:
            at = stream.find(b"\n", at) + 1
            if not at:
                break
            continue
        key = match[1].decode("ascii")
        if match[3]:
            end = match.end() + int(match[3], 16)
            rows[key] = stream[match.end() : end].decode("utf-8", "replace")
            at = end
            continue
        end = stream.find(b"\n", match.end())
        if end < 0:
            end = len(stream)
        if not match[2]:
            with suppress(ValueError, RecursionError):  # a row that was cut off
                rows[key] = json.loads(stream[match.end() : end], strict=False)
        at = end + 1
    return rows


class FlightJoiner:
    """Puts the values of rows where their names stand; each row is made once, and one that holds itself stays open."""

    def __init__(self, rows: FlightRows) -> None:
        self.rows = rows
        self.made: FlightRows = {}

    def join_row(self, key: str) -> Any:  # noqa: ANN401 - whatever a row holds
        """Return the value of a row; None for one that is not there or is being made."""
        if key in self.made or key not in self.rows:
            return self.made.get(key)
        self.made[key] = None
        self.made[key] = self._join(self.rows[key], 0)
        return self.made[key]

    def _join(self, value: Any, depth: int) -> Any:  # noqa: ANN401 - whatever a row holds
        if depth > 200:
            return None
        if isinstance(value, dict):
            return {key: self._join(each, depth + 1) for key, each in value.items()}
        if isinstance(value, list):
            return [self._join(each, depth + 1) for each in value]
        if isinstance(value, str) and value[:1] == "$":
            return self._join_name(value)
        return value

    def _join_name(self, name: str) -> Any:  # noqa: ANN401 - one line for each kind of name
        if name[:2] == "$$":
            return name[1:]
        if name[:2] in ("$D", "$n"):
            return name[2:]
        if name in ("$", "$undefined", "$NaN", "$Infinity"):
            return name if name == "$" else None
        match = _REFERENCE.match(name)
        if match is None:
            return name
        found = self.join_row(match[1])
        if name[:2] == "$L" and not isinstance(found, str | list | dict):
            return name
        for key in match[2].split(":")[1:]:
            if isinstance(found, dict):
                found = found.get(key)
            elif isinstance(found, list) and key.isdecimal() and int(key) < len(found):
                found = found[int(key)]
            elif isinstance(found, list) and len(found) > 3 and key == "props":
                found = found[3]
            else:
                return None
        return found
