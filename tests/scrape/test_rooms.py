"""A page goes through the scraper as along a line: no room imports one that comes after it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from kliping import scrape

ROOMS = ("lines", "parse", "facts", "blocks", "decide", "fields")
"""In the order in which a page goes through them; the modules beside them join them."""
FOLDER = Path(scrape.__file__).parent


def imported_rooms(room: str) -> set[str]:
    """The rooms of the scraper that the modules of one room import."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (FOLDER / room).glob("*.py")]
    froms = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = [f"{node.module}.{name.name}" for node in froms for name in node.names]
    return {name.split(".")[2] for name in names if name.startswith("kliping.scrape.")}


def test_every_folder_with_modules_is_a_room() -> None:
    assert {path.parent.name for path in FOLDER.glob("*/__init__.py")} == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_only_those_before_it(room: str) -> None:
    before = {*ROOMS[: ROOMS.index(room) + 1]}
    assert imported_rooms(room) <= before


def test_the_later_rooms_do_stand_on_the_earlier_ones() -> None:
    assert imported_rooms("fields") >= {"lines", "blocks", "decide", "fields"}
