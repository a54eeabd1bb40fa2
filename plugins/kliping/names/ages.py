"""A name with an age after it is a person's: "Sarkum (51)", "Sarkum, 51 tahun," say so where the letters do not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.mentions import Mention
from kliping.names.features import is_named
from kliping.names.tokens import Span
from kliping.names.vocabulary import NO_PERSON_CLASSES, find_classes

LONGEST_AGED_NAME = 4
"""So many capitalised words in front of an age are looked at."""
_AGE = re.compile(r" \([1-9]\d(?: (?:tahun|thn|th))?\)(?! ?;)|, [1-9]\d tahun\b")
"""An age as papers write it. Ten to ninety-nine only: a lower number is as often a count; ";" parts rows of a table."""
_NO_PERSON = NO_PERSON_CLASSES | {"address", "district", "seen_small"}


def add_aged_persons(text: str, sentences: Sequence[Sequence[Span]], mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with the persons that only an age after their name shows."""
    ages = {match.start() for match in _AGE.finditer(text)}
    ages -= {each.end for each in mentions}
    if not ages:
        return list(mentions)
    found = list(mentions)
    taken = {at for each in mentions for at in range(each.start, each.end)}
    for sentence in sentences:
        for at, (_, _, end) in enumerate(sentence):
            if end in ages and (start := _find_name_start(text, sentence, at, taken)) is not None:
                found.append(Mention(start, end, "person"))
    return sorted(found)


def _find_name_start(text: str, sentence: Sequence[Span], last: int, taken: set[int]) -> int | None:
    """Return where the name that ends with a word begins; None where the word is no part of a person's name.

    ``taken``: the offsets that names which are known already cover.
    """
    start, at = None, last
    while at >= max(0, last - LONGEST_AGED_NAME + 1):
        word, begins, ends = sentence[at]
        beside = start is None or text[ends:start] == " "
        if not (beside and is_named(word) and word.isalpha() and word.istitle()) or begins in taken:
            break
        if _NO_PERSON & find_classes(word):
            break
        start, at = begins, at - 1
    return start
