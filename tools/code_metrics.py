"""Print how readable the code is, in numbers: ``python tools/code_metrics.py [folder ...]``.

Without folders it counts the library, ``plugins/``. ``--list`` prints the places instead of the figures: each public
name that two modules define, each function with its module's name and each nested conditional expression.

``tests/test_names.py`` allows only the places that stand in ``tests/names_exceptions.txt``. ``--prune`` drops from that
file what is no longer true; nothing adds to it.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median

ROOT = Path(__file__).resolve().parents[1]
EXCEPTIONS = ROOT / "tests" / "names_exceptions.txt"

Function = ast.FunctionDef | ast.AsyncFunctionDef
NOT_COUNTED = frozenset({"log"})
"""Names that every module may define for itself: its logger."""


@dataclass
class Module:
    """What one Python file defines, and how long it is."""

    name: str
    """Dotted and relative to the folder that was counted, such as ``kliping.clean.folded_text``."""
    lines: int
    functions: list[Function] = field(default_factory=list)
    """All functions and methods, nested ones included, but no magic methods."""
    top_functions: list[str] = field(default_factory=list)
    public_names: list[str] = field(default_factory=list)
    """Classes, functions and constants of the module level without a leading underscore."""
    conditionals: list[int] = field(default_factory=list)
    """The line of every conditional expression (``a if b else c``)."""
    nested_conditionals: list[int] = field(default_factory=list)
    """The line of every conditional expression that stands inside another one."""


def read_module(path: Path, name: str) -> Module:
    """Return the counts of one file."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    module = Module(name, text.count("\n"))
    nested: set[ast.IfExp] = set()
    for node in ast.walk(tree):
        if isinstance(node, Function) and not (node.name.startswith("__") and node.name.endswith("__")):
            module.functions.append(node)
        elif isinstance(node, ast.IfExp):
            module.conditionals.append(node.lineno)
            nested |= {child for child in ast.walk(node) if isinstance(child, ast.IfExp) and child is not node}
    for node in _module_level(tree.body):
        names = list(_defined_names(node))
        module.public_names += [n for n in names if not n.startswith("_") and n not in NOT_COUNTED]
        if isinstance(node, Function) and not node.name.startswith("_"):
            module.top_functions.append(node.name)
    module.public_names = sorted(set(module.public_names))
    module.nested_conditionals = sorted(node.lineno for node in nested)
    return module


def read_folder(folder: Path) -> list[Module]:
    """Return the counts of every Python file under a folder, in the order of their names."""
    modules = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        modules.append(read_module(path, ".".join(parts[:-1] if parts[-1] == "__init__" else parts)))
    return modules


def names_defined_twice(modules: list[Module]) -> dict[str, list[str]]:
    """Return each public name that more than one module defines, with those modules."""
    homes: dict[str, list[str]] = {}
    for module in modules:
        for name in module.public_names:
            homes.setdefault(name, []).append(module.name)
    return {name: found for name, found in sorted(homes.items()) if len(found) > 1}


def functions_named_like_their_module(modules: list[Module]) -> list[str]:
    """Return the module of each public function that is named like its module."""
    return [module.name for module in modules if module.name.rpartition(".")[2] in module.top_functions]


def find_places(modules: list[Module]) -> list[str]:
    """Return one line for each place that the house would rather not have, sorted.

    The lines read ``twice NAME MODULE``, ``own-name MODULE`` and ``nested MODULE COUNT``.
    """
    twice = [f"twice {name} {home}" for name, homes in names_defined_twice(modules).items() for home in homes]
    own = [f"own-name {module}" for module in functions_named_like_their_module(modules)]
    nested = [f"nested {each.name} {len(each.nested_conditionals)}" for each in modules if each.nested_conditionals]
    return sorted(twice + own + nested)


def read_exceptions() -> list[str]:
    """Return the places that are allowed for now, as ``tests/names_exceptions.txt`` lists them."""
    lines = EXCEPTIONS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def prune_exceptions(places: list[str]) -> None:
    """Drop from the list of exceptions every place that no longer exists."""
    lines = EXCEPTIONS.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.startswith("#") or line in places]
    EXCEPTIONS.write_text("\n".join(kept) + "\n", encoding="utf-8")


def summarise(modules: list[Module]) -> dict[str, str]:
    """Return the table: what was counted, and the figure as a person reads it."""
    functions = [function for module in modules for function in module.functions]
    top = [name for module in modules for name in module.top_functions]
    names = {name for module in modules for name in module.public_names}
    lines = sum(module.lines for module in modules)
    conditionals = sum(len(module.conditionals) for module in modules)
    longest = max(modules, key=lambda module: module.lines)
    one_word = [name for name in top if "_" not in name]
    documented = [function for function in functions if ast.get_docstring(function)]
    twice = names_defined_twice(modules)
    return {
        "files, lines": f"{len(modules)}, {lines:,}",
        "functions": f"{len(functions):,}",
        "average length of function names": f"{mean(len(function.name) for function in functions):.1f}",
        "public top-level functions of one word": f"{len(one_word) / len(top):.0%}",
        "public names defined in more than one module": f"{len(twice)} ({len(twice) / len(names):.1%})",
        "functions with their module's name": f"{len(functions_named_like_their_module(modules))}",
        "conditional expressions per 1,000 lines": f"{1000 * conditionals / lines:.1f}",
        "nested conditional expressions": f"{sum(len(module.nested_conditionals) for module in modules)}",
        "median file, lines": f"{median(module.lines for module in modules):.0f}",
        "longest file, lines": f"{longest.lines} ({longest.name})",
        "functions with a docstring": f"{len(documented) / len(functions):.0%}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Count how readable the code is.")
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "plugins"])
    parser.add_argument("--list", action="store_true", help="print the places instead of the figures")
    parser.add_argument("--prune", action="store_true", help="drop settled places from tests/names_exceptions.txt")
    given = parser.parse_args()
    if given.prune:
        prune_exceptions(find_places(read_folder(ROOT / "plugins")))
        return
    for folder in given.folders:
        modules = read_folder(folder)
        if not modules:
            sys.exit(f"{folder}: no Python files")
        lines = find_places(modules) if given.list else render_table(folder, modules)
        sys.stdout.write("".join(line + "\n" for line in lines))


def render_table(folder: Path, modules: list[Module]) -> Iterator[str]:
    yield str(folder.resolve().name)
    for what, figure in summarise(modules).items():
        yield f"  {what:<46}{figure}"


def _module_level(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a module, those under ``if`` and ``try`` included."""
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try):
            yield from _module_level(node.body)
            yield from _module_level(node.orelse)


def _defined_names(node: ast.stmt) -> Iterator[str]:
    """Yield the names that one statement defines; imported names do not count."""
    if isinstance(node, Function | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            yield from (each.id for each in ast.walk(target) if isinstance(each, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


if __name__ == "__main__":
    main()
