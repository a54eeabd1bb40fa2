"""Word lists for the cleaner and the scraper, as data.

``classes.txt`` has the classes of words by which the model tells story from boilerplate; ``roles.txt`` has what bylines
call the people who made an article; ``cues.txt`` has the words that tell who says what.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

CLASSES = Path(__file__).with_name("classes.txt")
BYLINE_ROLES_FILE = Path(__file__).with_name("roles.txt")
CUES_FILE = Path(__file__).with_name("cues.txt")


@cache
def word_classes() -> dict[str, tuple[str, ...]]:
    """Return, for each word in lower case, the names of its classes, sorted."""
    found: dict[str, set[str]] = {}
    for name, words in _read_lists(CLASSES):
        for word in words:
            found.setdefault(word, set()).add(name)
    return {word: tuple(sorted(names)) for word, names in found.items()}


@cache
def role_words(*names: str) -> tuple[str, ...]:
    """Return the words of these classes of ``roles.txt``, in order, in lower case."""
    lists = dict(_read_lists(BYLINE_ROLES_FILE))
    return tuple(word for name in names for word in lists[name])


@cache
def cue_words(name: str) -> frozenset[str]:
    """Return the words of a class of ``cues.txt``, in lower case."""
    return frozenset(dict(_read_lists(CUES_FILE))[name])


def _read_lists(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the words of each line ``name: word word``."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, words = line.partition(":")
            yield name, words.split()
