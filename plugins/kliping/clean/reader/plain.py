"""Tell the plain sentences of a story, which are most of a text, at a glance."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

PLAIN_CHARS = 30
"""A plain sentence is no shorter, in characters."""
PLAIN_SHARE = 50
"""A plain sentence holds no more than one word in so many characters that speaks for boilerplate."""
EDGE_HEAD, EDGE_FOOT = 4, 12
"""Pieces from either end of a text in which a sentence is looked at closely: within the story none is cut."""
DEEP_HEAD, DEEP_FOOT = 3, 8
"""Pieces from either end of a text that are never taken together."""
_ODD = re.compile(r"[|©@#\[\]{}<>*•►▶»…/.](?:(?<![/.])|(?<=[A-Za-z]/)|(?<=[A-Za-z]\.)\w)")
"""What a plain sentence does not hold: a sign, a slash after a letter, a full stop inside a word."""
_PLAIN_ENDS, _QUOTES = frozenset('.!?"”'), frozenset('"“')
_CAPITAL = re.compile(r"[A-Z](?<!\w[A-Z])")
"""The first letter of a word, if it is a capital; the search stops at capitals only."""


def is_plain(text: str, start: int, end: int, cues: Sequence[int], *, inner: bool) -> bool:
    """Return whether a piece is one of a story's many plain sentences, or ``inner`` part of one. Most are.

    ``inner``: does it stand well inside the text, where no sentence is cut?
    """
    if _has_sentence_shape(text, start, end):
        return inner or _has_few_cues(text, start, end, cues)
    if not inner or "\n" in text[start - 3 : start] or "\n" in text[end : end + 3]:
        return False
    apart = text[start - 1].isspace() and text[end : end + 1].isspace()
    return apart and _has_few_cues(text, start, end, cues) and not _ODD.search(text, start, end)


def _has_sentence_shape(text: str, start: int, end: int) -> bool:
    """Return whether a piece begins and ends like a sentence and has no more capitals than one."""
    if end - start < PLAIN_CHARS or text[end - 1] not in _PLAIN_ENDS:
        return False
    if not (text[start].isupper() or text[start] in _QUOTES):
        return False
    piece = text[start:end]
    return not _ODD.search(piece) and len(_CAPITAL.findall(piece)) * 2 <= piece.count(" ") + 1


def _has_few_cues(text: str, start: int, end: int, cues: Sequence[int]) -> bool:
    """Return whether next to no word of a piece, and not its first, speaks for boilerplate."""
    first = bisect_left(cues, start)
    count = bisect_left(cues, end) - first
    opens = start + (text[start] in _QUOTES)
    return count * PLAIN_SHARE <= end - start and not (count and cues[first] == opens)


def is_deep(plain: Sequence[bool], index: int) -> bool:
    """Return whether a piece is plain like its neighbours, and far from both ends."""
    far = DEEP_HEAD <= index < len(plain) - DEEP_FOOT
    return far and plain[index] and plain[index - 1] and plain[index + 1]
