"""What the rooms of the cleaner know of each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from kliping import clean

FOLDER = Path(clean.__file__).parent
KNOWS = {
    "vocabulary": {"vocabulary"},
    "headlines": {"vocabulary", "headlines"},
    "rules": {"vocabulary", "headlines", "rules", "facts"},
    "facts": {"vocabulary", "headlines", "rules", "facts"},
    "reader": {"vocabulary", "rules", "reader"},
}
"""Which rooms each room imports."""


def list_imported_rooms(room: str) -> set[str]:
    """The rooms of the cleaner that the modules of one room import."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (FOLDER / room).glob("*.py")]
    froms = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = [f"{node.module}.{name.name}" for node in froms for name in node.names]
    return {name.split(".")[2] for name in names if name.startswith("kliping.clean.")} & set(KNOWS)


def test_every_folder_with_modules_is_a_room_of_the_cleaner() -> None:
    assert {path.parent.name for path in FOLDER.glob("*/__init__.py")} == set(KNOWS)


@pytest.mark.parametrize("room", KNOWS)
def test_a_room_imports_what_it_may(room: str) -> None:
    assert list_imported_rooms(room) == KNOWS[room]
