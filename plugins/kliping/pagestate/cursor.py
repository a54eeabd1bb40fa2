"""A place in a script: what comes next there, and strings, numbers and JSON read from it."""

from __future__ import annotations

import json
import re
from typing import Any

_BLANK = re.compile(r"(?:[\s\ufeff]+|/\*.*?\*/|//[^\n]*)*", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"|\'((?:[^\'\\]++|\\.)*+)\'|`((?:[^`\\]++|\\.)*+)`', re.DOTALL)
NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?n?")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " ", "v": " ", "0": "", "\n": "", "\r\n": "", "\r": ""}
_BRACKET = re.compile(
    r'"(?:[^"\\]++|\\.)*+"|\'(?:[^\'\\]++|\\.)*+\'|`(?:[^`\\]++|\\.)*+`|/\*.*?\*/|[{}\[\]()]', re.DOTALL
)
_JSON = json.JSONDecoder(strict=False)


class NotDataError(ValueError):
    """The text at this place states no value."""


def decode_escapes(text: str) -> str:
    """Return what a string literal stands for, given what is between its quotes."""
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_decode_escape, text)
    if any("\ud800" <= letter <= "\udfff" for letter in plain):
        return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return plain


def _decode_escape(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is None:
        return _LETTERS.get(match[4], match[4])
    if (number := int(code, 16)) < 0x110000:
        return chr(number)
    return ""


class ScriptCursor:
    """Goes through ``source``; ``at`` is the place it has come to."""

    def __init__(self, source: str, at: int) -> None:
        self.source = source
        self.at = at

    def skip_blank(self) -> str:
        """Go to the next letter that is no white space and no comment; return it."""
        if match := _BLANK.match(self.source, self.at):
            self.at = match.end()
        return self.source[self.at : self.at + 1]

    def take(self, mark: str) -> bool:
        """Go past ``mark`` where it comes next."""
        self.skip_blank()
        if self.source.startswith(mark, self.at):
            self.at += len(mark)
            return True
        return False

    def read_string(self) -> str:
        match = _STRING.match(self.source, self.at)
        if match is None:
            raise NotDataError("a string without end")
        self.at = match.end()
        return decode_escapes(match[1] or match[2] or match[3] or "")

    def read_number(self) -> float | int | None:
        match = NUMBER.match(self.source, self.at)
        if match is None:
            raise NotDataError("no number")
        self.at = match.end()
        digits = match[0].replace("_", "").rstrip("n")
        if digits[:2].lower() == "0x":
            return int(digits, 16)
        if digits.isdecimal() and len(digits) < 20:
            return int(digits)
        return float(digits)

    def read_plain_json(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return the object or list at this place where it is JSON, at the speed of a parser; None where it is not."""
        try:
            value, self.at = _JSON.raw_decode(self.source, self.at)
        except (ValueError, RecursionError):
            return None
        return value

    def skip_brackets(self) -> None:
        """Go past the bracket that closes the one at this place."""
        depth = 0
        for match in _BRACKET.finditer(self.source, self.at):
            if match[0] in "{[(":
                depth += 1
            elif match[0] in "}])":
                depth -= 1
                if depth <= 0:
                    self.at = match.end()
                    return
        raise NotDataError("a bracket without end")
