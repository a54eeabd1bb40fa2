"""Words of a text whose line breaks may be lost: "TrumpSementara" is two words, "WhatsApp" is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CAMEL_NAMES = Path(__file__).with_name("camel_names.txt")

FUNCTION_WORDS = frozenset(
    "di ke dari dan yang untuk pada dengan dalam oleh bagi atau hingga sampai usai vs soal jadi tak itu ini karena agar "
    "akan saat jika bila kepada terhadap tentang sebagai serta antara para sang si bukan tapi namun demi lewat via per of "
    "the and in on a to for at secara tanpa seperti daripada versi hari pun juga lagi masih sudah telah bisa dapat ada apa "
    "adalah tidak belum dr de la al bin von van nya lalu maupun setelah sebelum sejak selama akibat".split()
)
"""Words that Title Case leaves in lower case, at one outlet or another."""

_WORD = re.compile(r"\S+")
_JOINT = re.compile(
    r"(?<=[a-z0-9%)\]?!\"”'’.…+])(?=[A-Z“\"‘])|(?<=[A-Z?!])(?=[“\"])|(?<=[A-Z])(?=[A-Z][a-z]{2}|(?:Di|Ia|Ke)$)|(?<=[?!.\"”)])(?=\d{1,3}$)"
)
_MARKS = "\"“”'‘’().,:;!?[]…-–—"
_DIGIT = re.compile(r"\d")
_SHORT_FORMS = re.compile(r"(?:TV|FC|AI|ID|VR|XL|RI|AS|PT|MD|KW|GB|TB|UN|MP|HP|PC|GP|II|III)\b")


@cache
def camel_names() -> frozenset[str]:
    """Names with a capital inside."""
    lines = CAMEL_NAMES.read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


def bare(word: str) -> str:
    """The word in lower case without the punctuation around it."""
    return word.strip(_MARKS).lower()


def shape(word: str) -> str:
    """The bare word with its figures made equal: "2024" and "2019" are both "0000"."""
    plain = bare(word)
    return plain if plain.isalpha() else _DIGIT.sub("0", plain)


def is_content(word: str) -> bool:
    """A word in lower case that Title Case would have capitalised."""
    return word.islower() and len(word) > 1 and bare(word) not in FUNCTION_WORDS


def split(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Words of ``text[start:stop]``, and the parts of words that a lost break may have glued, as (start, end)."""
    for match in _WORD.finditer(text, start, stop):
        at, end = match.span()
        word = match.group()
        if len(word) > 1 and not word.islower() and not word[1:].islower():
            first = at
            for joint in _JOINT.finditer(word):
                cut = joint.start()
                if 0 < cut < len(word) and not one_name(word, cut):
                    yield at, first + cut
                    at = first + cut
        yield at, end


def one_name(word: str, cut: int) -> bool:
    """Does ``word[cut:]`` go on with the same word (iPhone, YouTube, U.S.), rather than begin a new sentence?"""
    left, right = word[:cut], word[cut:]
    if right[0] in "\"“‘":
        return len(right) < 3 or not right[1].isalnum() or (left[-1].isalnum() and len(left) < 2)
    if left[-1] in "\"'’”‘":
        return len(left) < 3 or (left[-1] in "'’" and left[-2].isalnum() and len(left) < 4)
    if left[-1] == ".":
        return len(left) < 4 or left[-2].isdigit() or right[:2].isupper() or _is_domain(left, right)
    core_left = re.search(r"[\w'’]*$", left)
    core_right = re.match(r"[\w'’]*", right)
    assert core_left and core_right
    whole = core_left.group() + core_right.group()
    if left[-1].isdigit():
        return len(core_left.group()) < 4 and not right[1:2].islower()
    if len(core_right.group()) < 2:
        return True
    if left[-1] in ")]%?!+…":
        return False
    if whole in camel_names() or any(
        whole.startswith(name) and len(name) > len(core_left.group()) and not whole[len(name) :][:1].islower()
        for name in _names_of(core_left.group())
    ):
        return True
    if left[-1].isupper():  # "AcehDi" ends lower; "PSVRed": two capitals and more before a new word
        return len(core_left.group()) < 2 and len(core_right.group()) < 4
    if bool(_SHORT_FORMS.match(core_right.group())) and len(core_right.group()) <= 3:
        return True
    return len(core_left.group()) <= 2 or core_left.group()[-2:-1] in "'’"


@cache
def _names_of(first: str) -> tuple[str, ...]:
    return tuple(name for name in camel_names() if name.startswith(first))


def _is_domain(left: str, right: str) -> bool:
    return bool(re.match(r"(?i)(?:com|co|id|net|org|go|ac|tv)\b", right)) and not left[-3:-1].isspace()
