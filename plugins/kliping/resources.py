"""The files that belong to Kliping and are no code: SQL, expectation suites, and the outlets that a checkout adds.

The top-level folders ``sql/`` and ``expectations/`` of the repository lie inside the package once it is built into a
wheel; in a checkout they are found where they stand.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path


def _find_checkout() -> Path | None:
    root = Path(__file__).resolve().parents[2]
    if not (root / "pyproject.toml").is_file():
        return None
    return root


CHECKOUT = _find_checkout()
"""The repository that this library runs from; None where it is installed as a package."""


def _find_folder(name: str) -> Path:
    """Return the folder ``name`` of the package, or of the checkout."""
    packaged = Path(str(files("kliping") / name))
    if CHECKOUT is None or packaged.is_dir():
        return packaged
    return CHECKOUT / name


SQL_FOLDER = _find_folder("sql")
SUITES_FOLDER = _find_folder("expectations")
OUTLETS_FOLDER = _find_folder("sources")


@cache
def read_sql(name: str) -> str:
    """Return the text of ``sql/ROOM/QUERY.sql`` by the name ``ROOM/QUERY``."""
    return (SQL_FOLDER / f"{name}.sql").read_text("utf-8")


@cache
def list_checkout_outlets() -> tuple[Path, ...]:
    """Return the folders of outlet files that the checkout's ``pyproject.toml`` names; none for a package."""
    if CHECKOUT is None:
        return ()
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    return tuple(CHECKOUT / folder for folder in project["tool"]["kliping"]["outlets"])
