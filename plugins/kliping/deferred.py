"""Packages whose names are imported when they are first used, so that a command imports only what it needs."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path


def defer_imports(package: str) -> Callable[[str], object]:
    """Return a package's ``__getattr__`` (PEP 562), which imports a name as its ``TYPE_CHECKING`` block says.

    A name is kept in the package, so it is looked up once. Raises ``AttributeError`` for a name that is not there.
    """
    module = sys.modules[package]
    homes: dict[str, tuple[str, str]] = {}

    def __getattr__(name: str) -> object:  # noqa: N807  # the name that Python looks for
        if not homes:
            homes.update(_list_homes(Path(str(module.__file__))))
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        home, inner = homes[name]
        value: object = getattr(import_module(home), inner)
        setattr(module, name, value)
        return value

    return __getattr__


def _list_homes(path: Path) -> dict[str, tuple[str, str]]:
    """Return the names that a module imports for type checking, each with its module and its name there."""
    tree = ast.parse(path.read_text("utf-8"))
    blocks = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    lines = [line for block in blocks for line in block.body if isinstance(line, ast.ImportFrom)]
    return {name.asname or name.name: (str(line.module), name.name) for line in lines for name in line.names}
