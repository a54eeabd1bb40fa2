"""What is known of words before any text is read: classes of ``words.txt``, regions, and clusters of words alike."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kliping.lexicon import cue_words

NAME_WORDS_FILE = Path(__file__).with_name("words.txt")
REGIONS_FILE = Path(__file__).with_name("regions.tsv")
CLUSTERS_FILE = Path(__file__).with_name("clusters.txt")
SEEN_FILE = Path(__file__).with_name("seen.txt")
_NO_CLASSES: frozenset[str] = frozenset()
NO_PERSON_CLASSES = frozenset([
    "no_name", "office", "rank", "organisation", "organisation_head", "place_head", "region", "local_place", "country",
    "world_place", "said",
])  # fmt: skip
"""Classes of words that no person is called by; who looks for persons adds what speaks against one at his place."""


def _read_classes() -> Iterator[tuple[str, str]]:
    for path in (NAME_WORDS_FILE, SEEN_FILE):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                name, _, entries = line.partition(":")
                yield from ((entry.strip(), name) for entry in entries.split(","))
    for code, _, name in list_regions():
        yield name.lower(), "region" if len(code) < 6 else "district"


@cache
def list_regions() -> tuple[tuple[str, str, str], ...]:
    """Return code, kind and name of every official region, sorted by code; one row for each spelling of a name."""
    rows = (line.split("\t") for line in REGIONS_FILE.read_text(encoding="utf-8").splitlines() if line[0] != "#")
    return tuple((code, kind, name) for code, kind, name in rows)


@cache
def name_classes() -> dict[str, tuple[str, ...]]:
    """Return, for each known word or phrase in lower case, the names of its classes, sorted."""
    found: dict[str, set[str]] = {}
    for entry, name in _read_classes():
        found.setdefault(entry, set()).add(name)
    return {entry: tuple(sorted(names)) for entry, names in found.items()}


def is_company_form(word: str) -> bool:
    """Return whether a word is a legal form in front of a company's name: "PT", "CV."."""
    return word.isupper() and word.rstrip(".").lower() in cue_words("company")


@cache
def capitalised_cues(name: str) -> frozenset[str]:
    """Return the words of a class of ``cues.txt`` as they are written in front of a name: "Pak"."""
    return frozenset(map(str.capitalize, cue_words(name)))


def find_classes(word: str) -> frozenset[str]:
    """Return the names of the classes of a word or phrase; the case of its letters is ignored."""
    return _class_sets().get(word.lower(), _NO_CLASSES)


@cache
def _class_sets() -> dict[str, frozenset[str]]:
    return {entry: frozenset(names) for entry, names in name_classes().items()}


Phrases = dict[tuple[str, ...], tuple[str, ...]]
"""The classes of phrases, by their words from the second on."""


@cache
def name_phrases() -> dict[str, tuple[tuple[int, Phrases], ...]]:
    """Return the known phrases by their first word: how many words follow it, the most first, and which."""
    found: dict[str, dict[int, Phrases]] = {}
    for entry, classes in name_classes().items():
        first, *rest = entry.split(" ")
        if rest:
            found.setdefault(first, {}).setdefault(len(rest), {})[tuple(rest)] = classes
    return {first: tuple(sorted(by_length.items(), reverse=True)) for first, by_length in found.items()}


@cache
def word_clusters() -> dict[str, str]:
    """Return the path of each frequent word in the tree of words that stand between the same neighbours."""
    found = {}
    for line in CLUSTERS_FILE.read_text(encoding="utf-8").splitlines():
        path, _, words = line.partition("\t")
        found.update(dict.fromkeys(words.split(" "), path))
    return found
