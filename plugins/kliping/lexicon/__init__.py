"""Classes of words that tell story from boilerplate, for the cleaner and the scraper; data in ``classes.txt``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

CLASSES = Path(__file__).with_name("classes.txt")


@cache
def word_classes() -> dict[str, tuple[str, ...]]:
    """Return, for each word in lower case, the names of its classes, sorted."""
    found: dict[str, set[str]] = {}
    for line in CLASSES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, words = line.partition(":")
            for word in words.split():
                found.setdefault(word, set()).add(name)
    return {word: tuple(sorted(names)) for word, names in found.items()}
