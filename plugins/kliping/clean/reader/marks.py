"""Tell what a piece of a text holds beside its words: addresses, signs, figures, brackets, a place at its beginning."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.clean.reader.cutting import STAMP
from kliping.clean.reader.tokens import Token
from kliping.clean.rules.dateline import is_place
from kliping.dates.words import LOCAL_WEEKDAY, LOCAL_ZONE

_DOMAIN = re.compile(r"(?i)\b[\w-]{2,}\.(?:com|co\.id|id|net|co|tv|org|go\.id|news|ac\.id)\b")
_DOT_INSIDE = re.compile(r"\.\w")
_TOLD = re.compile(rf"(?!(?:{LOCAL_WEEKDAY}|{LOCAL_ZONE}|pukul|jam)\b)\b[^\W\d_]")
"""A word, in folded text, that is no part of a time stamp."""
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}\b")
_PHONE = re.compile(r"(?:\+62|\b0)[\d\- ]{8,}")
INITIAL_LETTERS = re.compile(r"[(\[]\s?(?:\*{1,3}|[A-Za-z*]{1,6}(?:[/\-,|&; ]+[A-Za-z0-9*]{1,9}){0,3})\s?[)\]]")
"""Initials in brackets, as people sign with them and as models and acronyms stand there, too."""
_SLASH = re.compile(r"[A-Za-z.]\s?/\s?[A-Za-z]")
_POSE = re.compile(
    r"(?i)\((?:(?:dua|tiga|paling|kedua|ketiga|nomor) )?(?:dari )?(?:kiri|kanan|tengah|belakang|depan|atas|bawah)\b"
)
"""Where somebody stands in a photo: "Budi (kiri)", "Dewi (kedua dari kanan)"."""
_DATED = re.compile(r"\(\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\)")
_ADDRESS = re.compile(r"(?i)https?://|www\.")
_HANDLE = re.compile(r"(?<!\w)[@#]\w")
_DASHES, _BULLETS = frozenset("-–—"), frozenset("-–•*»>►▶")
_CUT_OFF = ("…", "[…]", "...")
NEAR_START = 30
"""A domain that begins in so many characters opens its piece."""
CREDIT_WORDS, CREDIT_CHARS = 4, 45
"""Words and characters at either end of a piece in which a photographer or an agency is named."""
_PLACE_END = re.compile(r"[,(\-–—:|]")


def read_marks(piece: str, words: Sequence[Token], outlet: frozenset[str], *, figures: bool) -> list[str]:
    """Return the names of the signs in a piece that words do not show; ``figures``: does it hold any?"""
    marks = _sign_marks(piece)
    if "." in piece and _DOT_INSIDE.search(piece):
        marks += _domain_marks(piece)
    if figures:
        marks += _figure_marks(piece.lower())
    if len(words) > CREDIT_WORDS:
        marks += _photo_marks(piece, words)
    if piece[0] in "([" and piece[-1] in ")]":
        marks.append("brk")
        if INITIAL_LETTERS.fullmatch(piece):
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


def _photo_marks(piece: str, words: Sequence[Token]) -> list[str]:
    """Return the names of the signs of a photo's caption: a credit at either end, who stands where, the day."""
    marks = []
    if "/" in piece:
        if _SLASH.search(piece, max(0, len(piece) - CREDIT_CHARS)):
            marks.append("z/")
        if _SLASH.search(piece, 0, CREDIT_CHARS):
            marks.append("h/")
    if "(" in piece:
        if _POSE.search(piece):
            marks.append("pose")
        if _DATED.search(piece):
            marks.append("dated")
    last = {name for word in words[-CREDIT_WORDS:] for name in word.classes}
    marks += [f"z:{name}" for name in ("media", "agency") if name in last]
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
    if (":" in piece or "." in piece) and _CLOCK.search(piece):
        marks.append("clock")
    stamp = STAMP.search(piece)
    if stamp:
        marks.append("stamp")
        if stamp.end() - stamp.start() > 0.5 * len(piece):
            marks.append("stamp%")
        if not _TOLD.search(piece[: stamp.start()] + piece[stamp.end() :]):
            marks.append("stamp=")
    if ("0" in piece or "+62" in piece) and _PHONE.search(piece):
        marks.append("phone")
    return marks
