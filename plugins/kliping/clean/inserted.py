"""Headlines of other articles that stand in the story with nothing to announce them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kliping.clean import headline
from kliping.clean.text import Reading
from kliping.clean.words import FUNCTION_WORDS

_START = re.compile(r"[.!?\"”’)\]…\n][ \u00a0]{0,2}(?=[A-Z0-9\"“'‘])")
_TOKEN = rf"(?:[\"“'‘(]{{0,2}}[A-Z0-9]\S*|(?:{'|'.join(sorted(FUNCTION_WORDS))})(?=\s))"
_RUN = re.compile(rf"{_TOKEN}(?:[ \u00a0]{_TOKEN}){{5}}")
_RIGHT = re.compile(r"[a-z0-9?!)\"'”’A-Z][\"“]?[A-Z“\"](?![A-Z ,.)])|[(\[][a-z]{2,5}[/)]|\[Gambas")
LEAST, MOST = 28, 170
"""Shortest and longest headline taken for one without a word to announce it, in characters."""


def candidates(reading: Reading, limit: int) -> Iterator[tuple[int, int]]:
    """(start, end) of stretches in Title Case that a lost or kept line break parts from the story; ``limit`` at most."""
    text = reading.text
    at = 0
    while limit and (found := _START.search(text, at)):
        start = at = found.end()
        if not _RUN.match(text, start):
            continue
        stop = reading.line_end(start)
        if text[start - 1].isspace() and stop - start > MOST and not _RIGHT.search(text, start, start + MOST):
            continue  # parted from the story on neither side
        limit -= 1
        end = headline.end_of_headline(reading, start, stop)
        if end is None or not LEAST <= end - start <= MOST or not headline.is_title_case(text[start:end]):
            continue
        glued = not text[start - 1].isspace() or (end < stop and not text[end].isspace())
        line = text[start - 1] == "\n" and end == stop
        signed = headline.SIGN_OFF.match(text[end : end + 12].lstrip())
        if glued or line or signed or end == stop:
            yield start, end
            at = end - 1


def find(reading: Reading) -> list[tuple[int, int]]:
    """(start, end) of the stretches that are surely headlines."""
    limit = 32 + len(reading.text) // 256
    return [
        (start, end)
        for start, end in candidates(reading, limit)
        if headline.bare_chance(reading, start, end) >= headline.SURE
    ]
