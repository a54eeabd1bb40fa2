"""Repairs of damaged characters before cleaning: double-encoded UTF-8, HTML entities, invisible characters.

The cleaner works on the repaired text; ``Offsets`` maps every span back to the text as given.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from kliping.mojibake import decode_mojibake

_HIGH = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_DAMAGE = re.compile(
    rf"(?P<encoding>[\u00c2-\u00df][{_HIGH}]|[\u00e0-\u00ef][{_HIGH}]{{2}}|[\u00f0-\u00f4][{_HIGH}]{{3}}|â€(?=[\s.,)]|$))"
    r"|(?P<entities>&(?:amp;){0,4}(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});)"
    r"|(?P<invisible>[\u00ad\u200b\u200e\u200f\u2060\ufeff]+)"
)
_AMP = re.compile(r"^&(?:amp;)+")
_FIRST_SIGNS = re.compile(
    "[&\u00ad\u200b\u200e\u200f\u2060\ufeff\u00c2-\u00df\u00e0-\u00f4]"
    f"(?:(?<=&)(?=[#a-zA-Z])|(?<=[\u00c2-\u00df\u00e0-\u00f4])(?=[{_HIGH}])|(?<=[^&\u00c2-\u00f4]))"
)
"""The first character of a damaged sequence, followed by what makes damage likely: a cheap test before the real one."""


@dataclass(frozen=True, slots=True)
class Offsets:
    """Maps offsets of a repaired text to offsets of the text as given.

    Pieces are (offset in the repaired text, offset in the given text, copied unchanged?), in order.
    """

    repaired: tuple[int, ...]
    given: tuple[int, ...]
    copied: tuple[bool, ...]

    def start(self, at: int) -> int:
        """Return where the character at ``at`` begins in the given text."""
        piece = bisect_right(self.repaired, at) - 1
        if self.copied[piece]:
            return self.given[piece] + at - self.repaired[piece]
        return self.given[piece]

    def end(self, at: int) -> int:
        """Return where the character before ``at`` ends in the given text."""
        if at == 0:
            return 0
        piece = bisect_right(self.repaired, at - 1) - 1
        if self.copied[piece]:
            return self.given[piece] + at - self.repaired[piece]
        return self.given[piece + 1]


def repair_text(text: str) -> tuple[str, Offsets | None, tuple[str, ...]]:
    """Return the text without damaged characters, the map of its offsets, and the names of the repairs.

    The map is None, and the names are empty, where nothing was damaged.
    """
    if (text.isascii() and "&" not in text) or not _FIRST_SIGNS.search(text):
        return text, None, ()
    parts: list[str] = []
    repaired: list[int] = []
    given: list[int] = []
    copied: list[bool] = []
    names: set[str] = set()
    at = size = 0

    def put(piece: str, start: int, *, same: bool) -> None:
        nonlocal size
        repaired.append(size)
        given.append(start)
        copied.append(same)
        parts.append(piece)
        size += len(piece)

    for first in _FIRST_SIGNS.finditer(text):
        if first.start() < at or not (match := _DAMAGE.match(text, first.start())):
            continue
        name = match.lastgroup
        assert name is not None
        piece = _REPAIRS[name](match.group())
        if piece == match.group():
            continue
        if match.start() > at:
            put(text[at : match.start()], at, same=True)
        if piece:
            put(piece, match.start(), same=False)
        at = match.end()
        names.add(name)
    if not names:
        return text, None, ()
    if at < len(text) or not parts:
        put(text[at:], at, same=True)
    put("", len(text), same=True)
    return "".join(parts), Offsets(tuple(repaired), tuple(given), tuple(copied)), tuple(sorted(names))


@lru_cache(maxsize=4096)
def _decode_again(damaged: str) -> str:
    if damaged == "â€":  # its third byte has no character in Windows-1252
        return "”"
    return decode_mojibake(damaged)


@lru_cache(maxsize=4096)
def _unescape_entity(entity: str) -> str:
    if entity == "&amp;":
        return "&"
    plain = html.unescape(_AMP.sub("&", entity))
    return entity if plain.endswith(";") and len(plain) > 1 else plain


_REPAIRS: dict[str, Callable[[str], str]] = {
    "encoding": _decode_again,
    "entities": _unescape_entity,
    "invisible": lambda _: "",
}
