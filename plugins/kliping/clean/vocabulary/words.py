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
    """Return the list of this name in ``words.txt``."""
    lines = (line.partition(":") for line in WORD_LISTS_FILE.read_text(encoding="utf-8").splitlines())
    return next(frozenset(words.split()) for head, _, words in lines if head == name)


FUNCTION_WORDS = word_list("function")
"""Words that Title Case leaves in lower case, at one outlet or another."""

_WORD = re.compile(r"\S+")
_INITIAL = re.compile(r"\b\w|(?<=[a-z])[A-Z]")
"""The first letter of a word, also of one that lost its space: "MasyarakatEkonomi"."""
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
    """Return the names that have a capital inside, such as "WhatsApp"."""
    lines = CAMEL_NAMES_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


def strip_marks(word: str) -> str:
    """Return the word in lower case without the punctuation around it."""
    return word.strip(_MARKS).lower()


def word_shape(word: str) -> str:
    """Return the bare word with all digits alike: "2024" and "2019" are both "0000"."""
    plain = strip_marks(word)
    return plain if plain.isalpha() else _DIGIT.sub("0", plain)


def is_abbreviation(name: str, text: str, at: int) -> bool:
    """Return whether the words in front of ``at`` are what ``name`` stands for: "Bantuan Langsung Tunai (BLT)"."""
    if len(name) < 2 or not name.isalpha() or not name[1].isupper():
        return False
    letters = iter([letter.lower() for letter in _INITIAL.findall(text[max(0, at - 100) : at])[-8:]])
    return all(letter in letters for letter in name.lower())


def is_content(word: str) -> bool:
    """Return whether a word in lower case would have a capital in Title Case."""
    return word.islower() and len(word) > 1 and strip_marks(word) not in FUNCTION_WORDS


def find_words(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the words of ``text[start:stop]``; words glued by a lost break come one by one."""
    for match in _WORD.finditer(text, start, stop):
        at, end = match.span()
        word = match.group()
        if len(word) > 1 and not word.islower() and not word[1:].islower():
            first = at
            for joint in _JOINT.finditer(word):
                cut = joint.start()
                behind_quote = word[cut - 1 : cut] in "'’" and word[cut - 2 : cut - 1].islower()
                if behind_quote and not _opens_quotation(text, start, first):
                    cut -= 1  # the quotation mark opens what follows: Oxford'Monster
                if 0 < cut < len(word) and not one_name(word, cut):
                    yield at, first + cut
                    at = first + cut
        yield at, end


def _opens_quotation(text: str, start: int, at: int) -> bool:
    """Return whether a single quotation mark opens a quotation between ``start`` and ``at``, where a word begins."""
    if text[start : start + 1] in "'‘":
        return True
    before = text[max(0, start - 1) : at + 1]
    return any(f"{space}{mark}" in before for space in " \n" for mark in "'‘")


def one_name(word: str, cut: int) -> bool:
    """Return whether ``word[cut:]`` goes on with the same word (iPhone, YouTube, U.S.) and begins no new sentence."""
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
    return _is_one_core(begun.group(), goes_on.group(), left[-1])


def _is_one_core(left: str, right: str, last: str) -> bool:
    """Tell the same from the letters and figures on both sides of the cut; ``last`` is the character before it."""
    if last.isdigit():
        return len(left) < 4 and not right[1:2].islower()
    if len(right) < 2:
        return True
    if last in ")]%?!+…":
        return False
    whole = left + right
    for name in _names_beginning(left):
        if whole.startswith(name) and len(name) > len(left) and not whole[len(name) :][:1].islower():
            return True
    if last.isupper():  # "PSVRed": two capitals and more before a new word
        return len(left) < 2 and len(right) < 4
    if _SHORT_FORMS.fullmatch(right):
        return True
    return len(left) <= 2 or left[-2] in "'’"


@lru_cache(maxsize=4096)
def _names_beginning(first: str) -> tuple[str, ...]:
    """Return the names with a capital inside that begin with ``first``."""
    names = _sorted_names()
    found = names[bisect_left(names, first) : bisect_right(names, first + "\U0010ffff")]
    return tuple(name for name in found if name.startswith(first))


@cache
def _sorted_names() -> tuple[str, ...]:
    return tuple(sorted(camel_names()))


def is_capitalised(text: str, *, fewest: int = 5) -> bool:
    """Return whether the text is in Title Case: its words, but for function words, begin with capitals or figures.

    ``fewest``: shorter texts, in words, are taken for names.
    """
    words = text.split()
    return len(words) >= fewest and sum(map(is_content, words)) <= len(words) // 8
