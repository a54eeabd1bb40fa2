"""Words of a text whose line breaks may be lost: "TrumpSementara" is two words, "WhatsApp" is one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

CAMEL_NAMES_FILE = Path(__file__).with_name("camel_names.txt")

WORD_LISTS_FILE = Path(__file__).with_name("words.txt")


def word_list(name: str) -> frozenset[str]:
    """The list of this name in ``words.txt``."""
    lines = (line.partition(":") for line in WORD_LISTS_FILE.read_text(encoding="utf-8").splitlines())
    return next(frozenset(words.split()) for head, _, words in lines if head == name)


FUNCTION_WORDS = word_list("function")
"""Words that Title Case leaves in lower case, at one outlet or another."""

_WORD = re.compile(r"\S+")
_JOINT = re.compile(
    r"(?<=[a-z0-9%)\]?!\"”'’.…+])(?=[A-Z“\"‘])"  # TrumpSementara, kata."Kami
    r"|(?<=[A-Z?!])(?=[“\"])|(?<=[A-Z])(?=[A-Z][a-z]{2}|(?:Di|Ia|Ke)$)"  # PSVRed, AcehDi
    r"|(?<=[?!.\"”)])(?=\d{1,3}\.?$)|(?<=[a-z])(?=\d{1,2}\.$)"  # Dunia?1.
)
_MARKS = "\"“”'‘’().,:;!?[]…-–—"
_DIGIT = re.compile(r"\d")
_SHORT_FORMS = re.compile(r"TV|FC|AI|ID|VR|XL|RI|AS|PT|MD|KW|GB|TB|UN|MP|HP|PC|GP|II|III")
_DOMAIN_END = re.compile(r"(?i)(?:com|co|id|net|org|go|ac|tv)\b")
_CORE_END = re.compile(r"[\w'’]*$")
_CORE = re.compile(r"[\w'’]*")


@cache
def camel_names() -> frozenset[str]:
    """Names with a capital inside."""
    lines = CAMEL_NAMES_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


def strip_marks(word: str) -> str:
    """The word in lower case without the punctuation around it."""
    return word.strip(_MARKS).lower()


def word_shape(word: str) -> str:
    """The bare word with its figures made equal: "2024" and "2019" are both "0000"."""
    plain = strip_marks(word)
    return plain if plain.isalpha() else _DIGIT.sub("0", plain)


def is_content(word: str) -> bool:
    """A word in lower case that Title Case would have capitalised."""
    return word.islower() and len(word) > 1 and strip_marks(word) not in FUNCTION_WORDS


def find_words(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Words of ``text[start:stop]``, and the parts of words that a lost break may have glued, as (start, end)."""
    for match in _WORD.finditer(text, start, stop):
        at, end = match.span()
        word = match.group()
        if len(word) > 1 and not word.islower() and not word[1:].islower():
            first = at
            for joint in _JOINT.finditer(word):
                cut = joint.start()
                if (
                    word[cut - 1 : cut] in "'’"
                    and word[cut - 2 : cut - 1].islower()
                    and not _opened(text, start, first)
                ):
                    cut -= 1  # the quotation mark opens what follows: Oxford'Monster
                if 0 < cut < len(word) and not one_name(word, cut):
                    yield at, first + cut
                    at = first + cut
        yield at, end


def _opened(text: str, start: int, at: int) -> bool:
    """Does a single quotation mark between ``start`` and ``at``, where a word begins, open a quotation?"""
    return any(f"{before}{mark}" in text[max(0, start - 1) : at + 1] for before in " \n" for mark in "'‘") or (
        text[start : start + 1] in "'‘"
    )


def one_name(word: str, cut: int) -> bool:
    """Does ``word[cut:]`` go on with the same word (iPhone, YouTube, U.S.), rather than begin a new sentence?"""
    left, right = word[:cut], word[cut:]
    if right[0] in '"“‘':
        return len(right) < 3 or not right[1].isalnum() or (left[-1].isalnum() and len(left) < 2)
    if left[-1] in "\"'’”‘":
        return len(left) < 3 or (left[-1] in "'’" and left[-2].isalnum() and len(left) < 4)
    if left[-1] == ".":
        return len(left) < 4 or left[-2].isdigit() or right[:2].isupper() or bool(_DOMAIN_END.match(right))
    if right[0].isdigit():
        return left.endswith("Rp")
    begun, goes_on = _CORE_END.search(left), _CORE.match(right)
    assert begun
    assert goes_on
    return _one_core(begun.group(), goes_on.group(), left[-1])


def _one_core(left: str, right: str, last: str) -> bool:
    """The same for the letters and figures on both sides of the joint; ``last`` is the character before it."""
    if last.isdigit():
        return len(left) < 4 and not right[1:2].islower()
    if len(right) < 2:
        return True
    if last in ")]%?!+…":
        return False
    whole = left + right
    if any(
        whole.startswith(name) and len(name) > len(left) and not whole[len(name) :][:1].islower()
        for name in _names_of(left)
    ):
        return True
    if last.isupper():  # "PSVRed": two capitals and more before a new word
        return len(left) < 2 and len(right) < 4
    if _SHORT_FORMS.fullmatch(right):
        return True
    return len(left) <= 2 or left[-2] in "'’"


@lru_cache(maxsize=4096)
def _names_of(first: str) -> tuple[str, ...]:
    names = _sorted_names()
    found = names[bisect_left(names, first) : bisect_right(names, first + "\U0010ffff")]
    return tuple(name for name in found if name.startswith(first))


@cache
def _sorted_names() -> tuple[str, ...]:
    return tuple(sorted(camel_names()))
