"""Tell what a piece of a text holds beside its words: addresses, signs, figures, brackets, a place at its beginning."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.clean.dateline import is_place
from kliping.clean.pieces import STAMP
from kliping.clean.tokens import Word

_DOMAIN = re.compile(r"(?i)\b[\w-]{2,}\.(?:com|co\.id|id|net|co|tv|org|go\.id|news|ac\.id)\b")
_DOT_INSIDE = re.compile(r"\.\w")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}\b")
_PHONE = re.compile(r"(?:\+62|\b0)[\d\- ]{8,}")
_INITIALS = re.compile(r"[(\[]\s?(?:\*{1,3}|[A-Za-z*]{1,6}(?:[/\-,|&; ]+[A-Za-z0-9*]{1,9}){0,3})\s?[)\]]")
_ADDRESS = re.compile(r"(?i)https?://|www\.")
_HANDLE = re.compile(r"(?<!\w)[@#]\w")
_DASHES, _BULLETS = frozenset("-–—"), frozenset("-–•*»>►▶")
_CUT_OFF = ("…", "[…]", "...")
NEAR_START = 30
"""A domain that begins in so many characters opens its piece."""
_PLACE_END = re.compile(r"[,(\-–—:|]")


def read_marks(piece: str, words: Sequence[Word], outlet: frozenset[str]) -> list[str]:
    """Return the names of the signs in a piece that words do not show."""
    marks = _sign_marks(piece)
    if "." in piece and _DOT_INSIDE.search(piece):
        marks += _domain_marks(piece)
    if not all(word.letters for word in words):
        marks += _figure_marks(piece.lower())
    if piece[0] in "([" and piece[-1] in ")]":
        marks.append("brk")
        if _INITIALS.fullmatch(piece):
            marks.append("init")
    if not words:
        marks.append("punct=" + piece[:3])
    if outlet and not outlet.isdisjoint([word.lower for word in words]):
        marks.append("outl")
    if piece[0].isupper():
        first = _PLACE_END.split(piece[:50], maxsplit=1)[0].strip()
        if 1 < len(first) < 40 and is_place(first):
            marks.append("place0")
    return marks


def _sign_marks(piece: str) -> list[str]:
    marks = []
    if ("/" in piece or ("w" in piece and "." in piece)) and _ADDRESS.search(piece):
        marks.append("url")
    if ("@" in piece or "#" in piece) and _HANDLE.search(piece):
        marks.append("hand")
    if "|" in piece:
        marks.append("pipe")
    if "©" in piece:
        marks.append("cpr")
    if piece[-1] in _DASHES:
        marks.append("dash$")
    if piece.endswith(_CUT_OFF):
        marks.append("cutoff")
    if piece[0] in _BULLETS:
        marks.append("bullet")
    return marks


def _domain_marks(piece: str) -> list[str]:
    domain = _DOMAIN.search(piece)
    if domain is None:
        return []
    return ["dom", "dom0"] if domain.start() < NEAR_START else ["dom"]


def _figure_marks(piece: str) -> list[str]:
    marks = []
    if _CLOCK.search(piece):
        marks.append("clock")
    stamp = STAMP.search(piece)
    if stamp:
        marks.append("stamp")
        if stamp.end() - stamp.start() > 0.5 * len(piece):
            marks.append("stamp%")
    if _PHONE.search(piece):
        marks.append("phone")
    return marks
