"""What is looked at in one token: its shape, its classes, and the numbers of the features that it makes."""

from __future__ import annotations

from typing import NamedTuple

from kliping.clean.reader.weights import feature_numbers, keep_numbers
from kliping.clean.vocabulary.words import FUNCTION_WORDS
from kliping.lexicon import word_classes

_FIELD = 16
"""Bits of a field of ``Token.counts``."""


class _Blanks(dict[int, str]):
    """For each character code what ``blank_marks`` puts in its place."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = character if character.isalnum() or character == "_" else " "
        return self[code]


_BLANKS = _Blanks()


def blank_marks(folded: str) -> str:
    """Return a folded text with a space for whatever no word holds: all offsets stay, and ``split`` gives the words."""
    return folded.translate(_BLANKS)


class Token(NamedTuple):
    """What is looked at in one token."""

    lower: str
    shape: str
    classes: tuple[str, ...]
    is_word: bool
    counts: int
    """Is it of letters; capitalised; in capitals; in lower case where Title Case would have a capital: four fields of
    one number, so that one sum counts them all in a piece (``split_counts``)."""
    bag: int
    """The feature of a piece that holds it, ..."""
    first: tuple[int, ...]
    """... those of one whose first word it is, ..."""
    second: tuple[int, ...]
    """... or whose second, ..."""
    final: int
    """... that of one whose last word it is, ..."""
    begins: int
    """... of one that begins with it, ..."""
    ends: int
    """... and of one that ends with it."""


@keep_numbers(most=1 << 16)
def read_token(token: str) -> Token:
    """Return the properties of a token."""
    numbers = feature_numbers()
    lower, shape = token.lower(), _name_shape(token)
    letters = token.isalpha()
    capital = letters and token[0].isupper()
    upper = letters and token.isupper() and len(token) > 1
    content = letters and token.islower() and len(token) > 1 and lower not in FUNCTION_WORDS
    named = word_classes().get(lower, ())
    last = "w" if token[-1].isalnum() else token[-1]
    return Token(
        lower, shape, named, token[0].isalnum(),
        letters | capital << _FIELD | upper << 2 * _FIELD | content << 3 * _FIELD,
        numbers["b=" + lower],
        (numbers["w0=" + lower], *(numbers[f"p0:{name}"] for name in named)),
        tuple(numbers[f"p1:{name}"] for name in named),
        numbers["wl=" + lower],
        numbers["~beg=" + shape[:2]],
        numbers["~end=" + last],
    )  # fmt: skip


def split_counts(counts: int) -> tuple[int, int, int, int]:
    """Return the four fields of a sum of ``Token.counts``; of pieces of more words than a field holds, nonsense."""
    most = (1 << _FIELD) - 1
    return counts & most, counts >> _FIELD & most, counts >> 2 * _FIELD & most, counts >> 3 * _FIELD


def _name_shape(token: str) -> str:
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
