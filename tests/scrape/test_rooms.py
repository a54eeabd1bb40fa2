"""A page goes through the scraper as along a line: no room imports one that comes after it."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from types import FrameType

import pytest
from kliping import scrape
from kliping.model import Source

from tests.scrape.layouts import LAYOUTS

ROOMS = ("lines", "parse", "facts", "state", "blocks", "decide", "fields")
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


MOST_RETURNS = 8
"""Times that somebody who follows one page from function to function comes back to a module he has left."""


def clear_caches() -> None:
    """Empty the caches of the scraper: what another test left in them would not be called again, nor counted."""
    modules = [module for name, module in sys.modules.items() if name.startswith("kliping.scrape.")]
    for cached in [value for module in modules for value in vars(module).values()]:
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()


def follow_page(html: bytes) -> list[str]:
    """The modules in the order in which functions are first called for a page; what lines of text say is left out."""
    seen: set[object] = set()
    modules: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event != "call" or FOLDER not in path.parents or path.parent.name == "lines" or frame.f_code in seen:
            return
        seen.add(frame.f_code)
        if not frame.f_code.co_name.startswith("<") and path.stem != (modules or [""])[-1]:
            modules.append(path.stem)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        scrape.scrape(html, url="https://www.kabarmuara.id/read/77123/panen-kabut", source=Source.GENERIC)
    finally:
        sys.setprofile(before)
    return modules


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_goes_on_and_seldom_comes_back(layout: str) -> None:
    clear_caches()
    modules = follow_page(LAYOUTS[layout].encode())
    assert modules[0] == "article"
    assert len(set(modules)) > 25, "nothing was followed"
    assert len(modules) - len(set(modules)) <= MOST_RETURNS, " -> ".join(modules)
