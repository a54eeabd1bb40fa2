"""Word lists for the cleaner and the scraper, as data.

``classes.txt`` has the classes of words by which the model tells story from boilerplate; ``roles.txt`` has what bylines
call the people who made an article; ``cues.txt`` has the words that tell who says what.

Any other word list or pattern names such words by their class, in angle brackets: ``<editor>`` (a class of
``roles.txt``), ``<role>`` (all of them), ``<weekday>``, ``<month>`` (the beginnings of their names) and ``<zone>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from kliping.dates.words import LOCAL_WEEKDAYS, LOCAL_ZONES, MONTH_BEGINNING

CLASSES = Path(__file__).with_name("classes.txt")
BYLINE_ROLES_FILE = Path(__file__).with_name("roles.txt")
CUES_FILE = Path(__file__).with_name("cues.txt")
_CLASS_NAME = re.compile(r"(?<!\(\?P)<([a-z]+)>")
"""A class in angle brackets; not the name of a group, as in ``(?P<name>...)``."""
_DATE_WORDS = {"weekday": LOCAL_WEEKDAYS, "month": tuple(MONTH_BEGINNING.split("|")), "zone": LOCAL_ZONES}


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
    """Return the words of these classes of ``roles.txt``, in order, in lower case; of all classes if none is named."""
    lists = _role_lists()
    return tuple(word for name in names or lists for word in lists[name])


def fill_classes(text: str, separator: str) -> str:
    """Return ``text`` with the words of a class, separated by ``separator``, for each name in angle brackets."""
    return _CLASS_NAME.sub(lambda found: separator.join(_named_words(found[1])), text)


@cache
def cue_words(name: str) -> frozenset[str]:
    """Return the words of a class of ``cues.txt``, in lower case."""
    return frozenset(dict(_read_lists(CUES_FILE))[name])


@cache
def _role_lists() -> dict[str, list[str]]:
    return dict(_read_lists(BYLINE_ROLES_FILE))


def _named_words(name: str) -> Sequence[str]:
    """Return the words of a class; raises ``KeyError`` for an unknown one."""
    if name == "role":
        return role_words()
    return _DATE_WORDS.get(name) or role_words(name)


def _read_lists(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the words of each line ``name: word word``."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, words = line.partition(":")
            yield name, fill_classes(words, " ").split()
