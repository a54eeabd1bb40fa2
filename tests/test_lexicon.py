"""Words of a class stand in one file: other lists and patterns name the class."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from kliping.dates.words import LOCAL_WEEKDAYS
from kliping.lexicon import fill_classes, role_words

LIBRARY = Path(__file__).parents[1] / "plugins/kliping"
HOMES = ("lexicon/roles.txt", "dates/words.py")
MODELS = ("names",)
"""Folders of words that were learned or taken over whole."""


def test_classes_are_filled_in_lists_and_patterns() -> None:
    assert fill_classes("<editor>, disunting oleh", ",") == "editor,redaktur,penyunting,redpel,pemred, disunting oleh"
    assert re.fullmatch(f"(?P<day>{fill_classes('<weekday>', '|')})", "jum'at")
    assert re.compile(fill_classes("(?P<zone>(?:<zone>))", "|")).groupindex == {"zone": 1}
    assert set(role_words("editor", "photographer")) < set(role_words())
    with pytest.raises(KeyError, match="redaksi"):
        fill_classes("<redaksi>", "|")


def _spell_lists(words: tuple[str, ...]) -> list[str]:
    """Return the places where ``words`` stand side by side: two in a pattern, three in a word list."""
    one = rf"(?:{'|'.join(map(re.escape, words))})"
    in_pattern = re.compile(rf"(?i)\b{one}(?:\)\?)?\|\(?{one}\b")
    in_list = re.compile(rf"(?i)\b{one}(?:,? {one}){{2,}}\b")
    found = []
    for path in sorted(LIBRARY.rglob("*")):
        name = path.relative_to(LIBRARY).as_posix()
        if path.suffix not in {".py", ".txt", ".tsv"} or name in HOMES or name.startswith(MODELS):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            found += [f"{name}:{number}: {match[0]}" for form in (in_pattern, in_list) for match in form.finditer(line)]
    return found


def test_weekdays_are_spelt_once() -> None:
    assert not _spell_lists(LOCAL_WEEKDAYS)


def test_roles_are_spelt_once() -> None:
    assert not _spell_lists(role_words())
