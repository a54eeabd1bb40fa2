"""Word lists as data: files of lines ``name: entry, entry``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from kliping.lexicon import fill_classes

FACT_WORDS_FILE = Path(__file__).with_name("word_lists.txt")


@cache
def entries(name: str) -> frozenset[str]:
    """Return the entries of the list of this name in ``word_lists.txt``, lower case."""
    for line in FACT_WORDS_FILE.read_text(encoding="utf-8").splitlines():
        head, _, rest = line.partition(":")
        if head == name:
            return frozenset(entry.strip() for entry in fill_classes(rest, ",").split(",") if entry.strip())
    raise KeyError(name)


def any_of(*names: str) -> str:
    """Return a regular expression for any entry of these lists, the longest first."""
    found = sorted({entry for name in names for entry in entries(name)}, key=lambda entry: (-len(entry), entry))
    return "(?:" + "|".join(re.escape(entry).replace(r"\ ", r"\s") for entry in found) + ")"
