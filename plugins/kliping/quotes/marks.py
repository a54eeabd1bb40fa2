"""Stretches between quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_CLOSES = {'"': '"', "“": '”"', "„": "“”", "«": "»", "”": "”"}
"""What closes each opening mark; outlets open with a closing mark, too."""
_MARK = re.compile(r"[\"“”„«»\n]")


class Quoted(NamedTuple):
    """A stretch between marks: its offsets without the marks, and those with them."""

    start: int
    end: int
    opens: int
    closes: int


def list_quoted(text: str) -> Iterator[Quoted]:
    """Yield what stands between quotation marks; marks inside others are theirs.

    A paragraph that opens a mark and does not close it goes on in the next one if that begins with a mark.
    """
    opened: int | None = None
    mark = ""
    depth = 0
    for match in _MARK.finditer(text):
        at, char = match.start(), match.group()
        if opened is None:
            if char in _CLOSES and not _must_close(text, at):
                opened, mark, depth = at, char, 0
        elif char == "\n":
            following = re.compile(r"\s*").match(text, at)
            goes_on = following is not None and text[following.end() : following.end() + 1] == mark
            if not goes_on:
                opened = None
        elif text[match.end() : match.end() + 1] and _begins_paragraph(text, at) and char == mark:
            continue
        elif char == mark and mark in "“„«":
            depth += 1
        elif char in _CLOSES[mark]:
            if depth and char != '"':
                depth -= 1
                continue
            yield _trim(text, opened, at)
            opened = None


def _must_close(text: str, at: int) -> bool:
    """Return whether a straight mark closes a quotation whose opening mark is missing: ... pekan depan," kata Rini."""
    return text[at] == '"' and text[max(0, at - 1) : at] in set(",.?!…") and text[at + 1 : at + 2] in (" ", "\n", "")


def _begins_paragraph(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _trim(text: str, opens: int, closes: int) -> Quoted:
    start, end = opens + 1, closes
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return Quoted(start, end, opens, closes + 1)
