"""What the folders and modules inside of the three large rooms import of each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

LIBRARY = Path(__file__).resolve().parents[1] / "plugins" / "kliping"

KNOWS = {
    # Each folder or module may import those that it names, and all of these stand above it.
    "pipeline": {
        "naming": "",
        "runs": "",
        "learn": "naming",
        "plan": "learn runs",
        "answers": "plan runs",
        "imports": "learn plan runs",
        "outlets": "plan runs",
        "watch": "plan runs",
        "collecting": "plan runs watch",
        "scraping": "imports learn naming plan runs",
        "finishing": "answers outlets plan runs watch",
        "maintain": "finishing learn plan runs scraping",
        "run": "collecting finishing imports plan runs scraping watch",
    },
    "warehouse": {
        "document": "",
        "errors": "",
        "access": "errors",
        "health": "access",
        "lake_maintenance": "access",
        "lookups": "access errors",
        "publish": "access",
        "times": "access errors",
        "exports": "access errors times",
        "fulltext": "access errors times",
        "loads": "access errors",
        "moving": "access errors publish",
        "maintain": "access errors lake_maintenance moving publish",
        "sandbox": "access errors fulltext",
    },
    "clean": {
        "folded_text": "",
        "paragraphs": "",
        "repair": "",
        "vocabulary": "folded_text",
        "headlines": "folded_text vocabulary",
        "facts": "folded_text headlines vocabulary",
        "rules": "facts folded_text headlines vocabulary",
        "reader": "folded_text rules vocabulary",
        "explain": "folded_text reader repair rules",
        "docs": "headlines reader rules",
        "cleaner": "facts folded_text paragraphs reader repair rules",
    },
}


def list_parts(room: str) -> dict[str, list[Path]]:
    """The folders and modules of a room, each with its files; its ``__init__.py`` imports all of them."""
    folders = {path.parent.name: sorted(path.parent.glob("*.py")) for path in (LIBRARY / room).glob("*/__init__.py")}
    modules = {path.stem: [path] for path in (LIBRARY / room).glob("*.py") if path.stem != "__init__"}
    return folders | modules


def find_known_parts(room: str, part: str) -> set[str]:
    """The other parts of the room that the files of one part import."""
    parts = list_parts(room)
    trees = [ast.parse(path.read_text("utf-8")) for path in parts[part]]
    froms = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = [f"{node.module}.{name.name}" for node in froms for name in node.names]
    inside = {name.split(".")[2] for name in names if name.startswith(f"kliping.{room}.")}
    return (inside & set(parts)) - {part}


@pytest.mark.parametrize("room", KNOWS)
def test_each_part_of_a_room_is_listed_below_what_it_knows(room: str) -> None:
    assert set(list_parts(room)) == set(KNOWS[room])
    above: set[str] = set()
    for part, known in KNOWS[room].items():
        unlisted = set(known.split()) - above
        assert not unlisted, f"{part} must be listed below {unlisted}"
        above.add(part)


@pytest.mark.parametrize(("room", "part"), [(room, part) for room, parts in KNOWS.items() for part in parts])
def test_a_part_imports_what_it_may(room: str, part: str) -> None:
    assert find_known_parts(room, part) == set(KNOWS[room][part].split())
