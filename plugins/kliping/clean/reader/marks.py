"""Marks of a piece of text: what it holds beside words, such as addresses, symbols, digits, brackets, a leading place.

A mark is a short name, which the weights know a feature by. ``0`` after a name says that it stands at the beginning,
``$`` at the end, ``%`` that it is most of the piece and ``=`` all of it; ``h`` and ``z`` before ``/`` or a class
say that the first or the last words hold it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.clean.reader.cutting import STAMP
from kliping.clean.reader.signature import INITIAL_LETTERS
from kliping.clean.reader.tokens import Token
from kliping.clean.vocabulary.places import is_place
from kliping.dates.words import LOCAL_WEEKDAY, LOCAL_ZONE

_DOMAIN = re.compile(r"(?i)\b[\w-]{2,}\.(?:com|co\.id|id|net|co|tv|org|go\.id|news|ac\.id)\b")
_DOT_INSIDE = re.compile(r"\.\w")
_OTHER_WORD = re.compile(rf"(?!(?:{LOCAL_WEEKDAY}|{LOCAL_ZONE}|pukul|jam)\b)\b[^\W\d_]")
"""The first letter of a word that does not belong to a time stamp, in folded text."""
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}\b")
_PHONE = re.compile(r"(?:\+62|\b0)[\d\- ]{8,}")
_SLASH = re.compile(r"[A-Za-z.]\s?/\s?[A-Za-z]")
_PHOTO_POSITION = re.compile(
    r"(?i)\((?:(?:dua|tiga|paling|kedua|ketiga|nomor) )?(?:dari )?(?:kiri|kanan|tengah|belakang|depan|atas|bawah)\b"
)
"""Where somebody stands in a photo: "Budi (kiri)", "Dewi (kedua dari kanan)"."""
_BRACKETED_DATE = re.compile(r"\(\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\)")
_ADDRESS = re.compile(r"(?i)https?://|www\.")
_HANDLE = re.compile(r"(?<!\w)[@#]\w")
_DASHES, _BULLETS = frozenset("-–—"), frozenset("-–•*»>►▶")
_CUT_OFF = ("…", "[…]", "...")
NEAR_START = 30
"""A domain within so many characters of the beginning counts as leading."""
CREDIT_CHARS = 45
"""Characters at either end of a piece that are searched for a photo credit such as "Antara/Dewi Lestari"."""
CREDIT_WORDS = 4
"""Words at the end of a piece that are searched for the name of an agency."""
_PLACE_END = re.compile(r"[,(\-–—:|]")


def read_marks(piece: str, words: Sequence[Token], outlet_words: frozenset[str], *, has_digits: bool) -> list[str]:
    """Return the marks of a piece, which is not empty; ``words``: its words; ``has_digits``: is one a number?"""
    marks = _symbol_marks(piece)
    if "." in piece and _DOT_INSIDE.search(piece):
        marks += _domain_marks(piece)
    if has_digits:
        marks += _number_marks(piece.lower())
    if len(words) > CREDIT_WORDS:
        marks += _photo_marks(piece, words)
    if piece[0] in "([" and piece[-1] in ")]":
        marks.append("brk")
        if INITIAL_LETTERS.fullmatch(piece):
            marks.append("init")
    if not words:
        marks.append("punct=" + piece[:3])
    if outlet_words and not outlet_words.isdisjoint([word.lower for word in words]):
        marks.append("outl")
    if piece[0].isupper():
        first = _PLACE_END.split(piece[:50], maxsplit=1)[0].strip()
        if 1 < len(first) < 40 and is_place(first):
            marks.append("place0")
    return marks


def _photo_marks(piece: str, words: Sequence[Token]) -> list[str]:
    """Return the marks of a photo's caption: a credit at either end, where people stand, a date."""
    marks = []
    if "/" in piece:
        if _SLASH.search(piece, max(0, len(piece) - CREDIT_CHARS)):
            marks.append("z/")
        if _SLASH.search(piece, 0, CREDIT_CHARS):
            marks.append("h/")
    if "(" in piece:
        if _PHOTO_POSITION.search(piece):
            marks.append("pose")
        if _BRACKETED_DATE.search(piece):
            marks.append("dated")
    last = {name for word in words[-CREDIT_WORDS:] for name in word.classes}
    marks += [f"z:{name}" for name in ("media", "agency") if name in last]
    return marks


def _symbol_marks(piece: str) -> list[str]:
    """Return the marks of symbols and addresses; each pattern is tried only where its cheapest sign is there."""
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
    """Return the marks of a site's name, such as kabarkita.com."""
    domain = _DOMAIN.search(piece)
    if domain is None:
        return []
    return ["dom", "dom0"] if domain.start() < NEAR_START else ["dom"]


def _number_marks(piece: str) -> list[str]:
    """Return the marks of clocks, time stamps and telephone numbers; ``piece``: in lower case."""
    marks = []
    if (":" in piece or "." in piece) and _CLOCK.search(piece):
        marks.append("clock")
    stamp = STAMP.search(piece)
    if stamp:
        marks.append("stamp")
        if stamp.end() - stamp.start() > 0.5 * len(piece):
            marks.append("stamp%")
        if not _OTHER_WORD.search(piece[: stamp.start()] + piece[stamp.end() :]):
            marks.append("stamp=")
    if ("0" in piece or "+62" in piece) and _PHONE.search(piece):
        marks.append("phone")
    return marks
