"""The kept text as paragraphs: spaces tidied, hard wraps joined, glued sentences parted."""

from __future__ import annotations

import re

_GLUED = re.compile(r"(?<=[a-z0-9)][.!?])(?=[A-Z“][\w])|(?<=[.!?,][\"”])(?=[A-Z“])|(?<=[a-z)][.!?])(?=\"[A-Z])")
_BLANKS = re.compile(r"[ \t\u00a0\u202f\u2009]+")


def paragraphs(pieces: list[str], *, wrapped: bool) -> tuple[str, tuple[str, ...]]:
    """The text of the kept ``pieces`` and the names of the repairs; ``wrapped``: may a line break be a hard wrap?

    Pieces that a removal parted in the middle of a line stand apart as paragraphs where a sentence had ended.
    """
    kept = "".join(pieces)
    names: set[str] = set()
    joined: list[str] = []
    for piece in pieces:
        for line in re.split(r"[\n\r]+", piece):
            line = _BLANKS.sub(" ", line).strip()
            if not line:
                continue
            parted = _GLUED.sub("\n", line)
            if parted != line:
                names.add("paragraph_breaks")
            if wrapped and joined and _continues(joined[-1], parted):
                joined[-1] += " " + parted
                names.add("hard_wraps")
            else:
                joined.append(parted)
    text = "\n".join(joined)
    if text != kept and not names:
        names.add("spaces")
    return text, tuple(sorted(names))


def _continues(before: str, line: str) -> bool:
    """Did a hard wrap split a sentence between these two lines?"""
    return before[-1] not in ".!?:;\"”)" and line[0].islower() and len(before) > 40
