"""What the tagger looks at: features of a word wherever it stands, and of a capitalised word among its neighbours.

The name of a feature tells how far it is seen: one that begins with ``~`` weighs on the words right before and after
its own, too, and one that begins with ``~~`` on those two away as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kliping.names.vocabulary import name_classes, name_phrases, word_clusters

_DIGITS = re.compile(r"\d+")
_CLASSES_NEAR = frozenset(["address", "rank", "office", "said", "before_place", "place_head", "organisation_head"])
_GROUPS = {
    "country": "P", "world_place": "P", "local_place": "P", "region": "P", "district": "D", "organisation": "G",
    "first_name": "N", "last_name": "N", "place_head": "H", "organisation_head": "O", "office": "T", "address": "T",
    "rank": "T",
}  # fmt: skip
_SHAPES_OF_WORDS = frozenset(["a", "Aa", "A", "AaA", "aA"])
_LETTERS = {"seen_small": "s", "seen_both": "b", "seen_capital": "c"}
SENTENCE_EDGE = "¶"
"""The token that stands before the first and after the last of a sentence, twice."""
_PADS = (SENTENCE_EDGE, SENTENCE_EDGE)
LONGEST_NAME_RUN = 5
"""So many capitalised words are looked back and ahead for the ends of their run."""


LONGEST_SIDE = 3
"""Words of a run on one side are counted up to so many."""
TEMPLATE_FIELDS = ("shape", "lower", "path", "groups", "letters")
NEIGHBOUR_OFFSETS = {"before2": -2, "before": -1, "word": 0, "after": 1, "after2": 2}


def _parse_parts(parts: str) -> tuple[tuple[str, str], ...]:
    return tuple((whose, field) for whose, _, field in (part.partition(".") for part in parts.split()))


TEMPLATES: dict[str, tuple[tuple[str, str], ...]] = {
    name: _parse_parts(parts)
    for name, parts in {
        "t": "before.shape word.shape after.shape",
        "b": "before.lower word.shape",
        "a": "after.lower word.shape",
        "cc": "before.path word.path",
        "ca": "word.path after.path",
        "ct": "before.path word.shape after.path",
        "2": "before2.shape before.shape word.shape",
        "3": "word.shape after.shape after2.shape",
        "g3": "before.groups word.groups after.groups word.shape",
        "li": "before.shape word.shape word.letters after.letters",
        "lb": "before.letters word.letters after.shape",
        "rb": "lead.lower run.left",
        "ra": "tail.lower run.right",
        "rl": "run.left run.right",
        "rc": "lead.path run.left",
        "rh": "head.lower run.inner",
        "rg": "head.groups run.left run.right",
        "rt": "end.groups run.left run.right",
        "rx": "lead.path tail.path run.inner run.more",
    }.items()
}
"""What is looked at together, by the name of the feature: whose field.

``lead`` and ``tail`` stand before and after the run of capitalised words, ``head`` and ``end`` are its first and last;
``run`` says how many of it stand on each side.
"""


class Word(NamedTuple):
    """What is looked at in a word: its lower case, shape, place in the tree of clusters, groups of classes."""

    lower: str
    shape: str
    path: str
    groups: str
    letters: str
    named: bool


def name_word_shape(word: str) -> str:
    """Name the kind of word: "0" digits, "A" capitals, "X" one capital, "a" small, "Aa" capitalised, else a mark."""
    if word.isascii() and word.isalpha():
        if word.islower():
            return "a"
        if word.isupper():
            return "A" if len(word) > 1 else "X"
    if word[0].isdigit():
        return "0"
    letters = [char for char in word if char.isalpha()]
    if not letters:
        return word
    if all(char.isupper() for char in letters):
        return "A" if len(letters) > 1 else "X"
    if word[0].isupper():
        return "Aa" if word[1:].islower() or not word.isalpha() else "AaA"
    return "a" if word.islower() else "aA"


class Traits(NamedTuple):
    """What is known of a word by itself: its lower case, shape, path in the tree of clusters, and classes."""

    lower: str
    shape: str
    path: str | None
    classes: tuple[str, ...]


@lru_cache(maxsize=1 << 10)
def read_traits(word: str) -> Traits:
    """Return what is known of a word by itself."""
    lower, clusters = word.lower(), word_clusters()
    path = clusters.get(word) or clusters.get(lower)
    return Traits(lower, name_word_shape(word), path, name_classes().get(lower, ()))


def describe_word(word: str) -> list[str]:
    """Return the features of a word that its neighbours do not change."""
    return [*describe_letters(word), *describe_kind(word)]


def describe_letters(word: str) -> list[str]:
    """Return the features that are the word itself, its beginnings and its ends."""
    lower, shape, _, _ = read_traits(word)
    if shape == "0":
        return ["~~w=0", "d=" + _DIGITS.sub("0", word)]
    if shape not in _SHAPES_OF_WORDS:
        return ["~~w=" + lower]
    size, e3 = len(lower), lower[-3:]
    found = ["~~w=" + lower, "~e3=" + e3]
    if size > 2:
        found += ("p2=" + lower[:2], "e2=" + lower[-2:])
    if size > 3:
        found += ("p3=" + lower[:3], "e3=" + e3)
    if size > 4:
        found += ("p4=" + lower[:4], "e4=" + lower[-4:])
    return found


def describe_kind(word: str) -> tuple[str, ...]:
    """Return the features that words of one kind share: of their shape, length, cluster and classes."""
    _, shape, path, classes = read_traits(word)
    if shape == "0":
        return ("~s=0",)
    return _describe_kind(shape, path, classes, min(len(word), 8), "-" in word)


@lru_cache(maxsize=1 << 12)
def _describe_kind(
    shape: str, path: str | None, classes: tuple[str, ...], length: int, hyphen: bool
) -> tuple[str, ...]:
    found = ["~~s=" + shape]
    if path is not None:
        found += [f"~~c8={path[:8]}", f"~c12={path[:12]}", f"~c4={path[:4]}", f"c={path}", f"~c6={path[:6]}"]
    else:
        found.append("~c=rare")
    for name in classes:
        found.append(f"~~k={name}" if name in _CLASSES_NEAR else f"~k={name}")
        found.append(f"k={name}/{shape}")
    if shape in _SHAPES_OF_WORDS:
        found.append(f"len={length}/{shape}")
        if hyphen:
            found.append("hyphen/" + shape)
    return tuple(found)


def is_named(word: str) -> bool:
    """Return whether a word could be part of a name by its letters: it holds a capital and begins with a letter."""
    return word[0].isalpha() and not word.islower()


def mark_phrases(words: Sequence[str], places: Sequence[int]) -> dict[int, list[str]]:
    """Return features of the words in known phrases, by position; ``places``: where phrases may begin."""
    found: dict[int, list[str]] = {}
    phrases = name_phrases()
    for at in places:
        for length, by_rest in phrases.get(words[at].lower(), ()):
            end = at + 1 + length
            classes = by_rest.get(tuple(map(str.lower, words[at + 1 : end])))
            if classes is None:
                continue
            for name in classes:
                found.setdefault(at, []).append("g=B" + name)
                for inner in range(at + 1, end - 1):
                    found.setdefault(inner, []).append("g=I" + name)
                found.setdefault(end - 1, []).append("g=L" + name)
            break
    return found


@lru_cache(maxsize=1 << 15)
def look_up_word(word: str) -> Word:
    """Return what is looked at in a word beside its features."""
    lower, shape, path, classes = read_traits(word)
    groups, letters = _group_classes(classes)
    path = path[:6] if path else "rare"
    # "|" parts the fields of a feature
    return Word(lower.replace("|", "¦"), shape.replace("|", "¦"), path, groups, letters, is_named(word))


@lru_cache(maxsize=1 << 10)
def _group_classes(classes: tuple[str, ...]) -> tuple[str, str]:
    """Return the groups of some classes, and in which letters a word of them was seen."""
    groups = {_GROUPS[name] for name in classes if name in _GROUPS}
    return "".join(sorted(groups)), next((_LETTERS[name] for name in classes if name in _LETTERS), "u")


def describe_place(words: Sequence[Word], at: int, first: int, last: int) -> list[str]:
    """Return the features of a capitalised word among its neighbours; two words stand before and after it.

    ``first`` and ``last`` are the ends of the run of capitalised words that it stands in.
    """
    left, right = min(at - first, LONGEST_SIDE), min(last - at, LONGEST_SIDE)
    run = {"left": str(left), "right": str(right), "inner": str(left > 0), "more": str(right > 0)}
    run_ends = {"lead": first - 1, "tail": last + 1, "head": first, "end": last}
    found = []
    for name, parts in TEMPLATES.items():
        said = []
        for whose, field in parts:
            if whose == "run":
                said.append(run[field])
            else:
                said.append(
                    getattr(words[run_ends[whose] if whose in run_ends else at + NEIGHBOUR_OFFSETS[whose]], field)
                )
        found.append(f"{name}={'|'.join(said)}")
    return found


def describe_sentence(words: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Return the features that neighbours give, of those words of a sentence that have any; each with its position."""
    read = [look_up_word(word) for word in (*_PADS, *words, *_PADS)]
    named = [at for at, word in enumerate(read) if word.named]
    if not named:
        return []
    found: dict[int, list[str]] = {}
    for first, last in join_runs(named):
        for at in range(first, last + 1):
            found[at] = describe_place(read, at, max(first, at - LONGEST_NAME_RUN), min(last, at + LONGEST_NAME_RUN))
    for at, marks in mark_phrases([word.lower for word in read], named).items():
        found[at] = found.get(at, []) + marks
    return [(at - len(_PADS), found[at]) for at in sorted(found) if at - len(_PADS) < len(words)]


def join_runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and the last of each run of numbers that follow one another."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
