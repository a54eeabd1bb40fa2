"""What is looked at in one token: its shape, its classes, and the features that it makes."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from kliping.clean.words import FUNCTION_WORDS
from kliping.lexicon import word_classes


class Token(NamedTuple):
    """What is looked at in one token."""

    lower: str
    shape: str
    classes: tuple[str, ...]
    is_word: bool
    letters: bool
    capital: bool
    upper: bool
    content: bool
    """In lower case, where Title Case would have a capital."""
    bag: str
    first: tuple[str, ...]
    """Its features as the first word of a piece, ..."""
    second: tuple[str, ...]
    """... as the second, ..."""
    final: str
    """... and as the last one."""


@lru_cache(maxsize=1 << 16)
def read_token(token: str) -> Token:
    """Return the properties of a token."""
    lower = token.lower()
    letters = token.isalpha()
    upper = letters and token.isupper() and len(token) > 1
    content = letters and token.islower() and len(token) > 1 and lower not in FUNCTION_WORDS
    classes = word_classes().get(lower, ())
    first: tuple[str, ...] = ("w0=" + lower,)
    second: tuple[str, ...] = ()
    if classes:
        first += tuple([f"p0:{name}" for name in classes])
        second = tuple([f"p1:{name}" for name in classes])
    return Token(
        lower, _shape(token), classes, token[0].isalnum(), letters, letters and token[0].isupper(), upper, content,
        "b=" + lower, first, second, "wl=" + lower,
    )  # fmt: skip


def _shape(token: str) -> str:
    """Name the kind of token: "0" digits, "A" capitals, "X" one capital, "a" small, "Aa" a capitalised word."""
    if token.isdigit():
        return "0"
    if not token.isalpha():
        return token
    if token.isupper():
        return "A" if len(token) > 1 else "X"
    if token.islower():
        return "a"
    return "Aa" if token[0].isupper() else "aA"
