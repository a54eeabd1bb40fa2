"""Persons that begin a sentence: "Haswandi kemudian bertanya", "Semtamu, yang melarikan diri, ...".

There every word has a capital, so that the letters show nothing. A word that is known to be nothing else and does
something, or of which something is told, is a person's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.lexicon import cue_words
from kliping.mentions import Mention
from kliping.names.tokens import Span
from kliping.names.vocabulary import find_classes, word_clusters

LONGEST_LEADING_NAME = 3
SHORTEST_LEADING_WORD = 3
_WITH_CAPITAL = "seen_capital"
_PERSON = frozenset(["first_name", "last_name", "seen_person_f", "seen_person_l"])
"""Classes of words that persons are called by."""
_NO_OTHER = _PERSON | {_WITH_CAPITAL}
"""Of any other class a word of such a name must not be."""
_COMMON = re.compile(r"\w+(?:nya|wan|wati|kan|isme|isasi|itas|lah|kah|pun)|ke\w{3,}an|pe\w{4,}|\w{3,}(?:er|or|ris)")
"""How words are built that are no names: "ketekunan", "perenang", "lifter"."""
_ACTIVE = re.compile(r"(?!merupakan)(?:me[mnrlwy]|ber)[a-z]{3,}")
"""A verb of doing something; what "merupakan" follows is mostly a thing."""


def add_leading_persons(sentences: Sequence[Sequence[Span]], mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with the persons that begin a sentence and are none of them."""
    covered = {each.start for each in mentions}
    persons = (_find_person(sentence, covered) for sentence in sentences)
    return sorted([*mentions, *filter(None, persons)])


def _find_person(sentence: Sequence[Span], covered: set[int]) -> Mention | None:
    """Return the person that begins a sentence; None where nobody does."""
    words = _count_name_words(sentence, covered)
    after = [word for word, _, _ in sentence[words : words + 2]]
    if not words or len(after) < 2 or sentence[words][1] in covered or not _goes_on(after):
        return None
    return Mention(sentence[0][1], sentence[words - 1][2], "person")


def _goes_on(words: Sequence[str]) -> bool:
    """Return whether words go on as they do after a person's name."""
    return (
        words[0] in cue_words("goes_on")
        or (words[0] == "," and words[1] == "yang")
        or bool(_ACTIVE.fullmatch(words[0]))
    )


def _count_name_words(sentence: Sequence[Span], covered: set[int]) -> int:
    """Return how many words at the beginning of a sentence can be a person's name."""
    words = 0
    for word, start, _ in sentence[:LONGEST_LEADING_NAME]:
        if start in covered or not can_be_person(word):
            break
        words += 1
    return words


def can_be_person(word: str) -> bool:
    """Return whether a word can be a person's name: it is listed as one, or nowhere."""
    if not (word[0].isupper() and word.isalpha() and word.istitle() and len(word) >= SHORTEST_LEADING_WORD):
        return False
    lower = word.lower()
    classes = find_classes(lower)
    if _PERSON.isdisjoint(classes) and _COMMON.fullmatch(lower):
        return False
    if classes:
        return _NO_OTHER.issuperset(classes)
    return lower not in word_clusters() and word not in word_clusters()
