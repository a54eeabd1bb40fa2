"""The rules of the house that a linter cannot see: which room may import which, and how long a file may be."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]

ARROWS = {
    # A room imports only those that it names, and each of them is listed above it, so there can be no circle.
    "model": "",
    "errors": "model",
    "failpoints": "",
    "deferred": "",
    "dates": "model",
    "diskdict": "",
    "drafts": "",
    "mediatypes": "",
    "lexicon": "dates",
    "mentions": "",
    "mojibake": "",
    "minhash": "",
    "wellformed": "",
    "resources": "",
    "sites": "",
    "pagestate": "",
    "storage": "errors drafts",
    "settings": "errors resources storage",
    "pagers": "",
    "posting": "",
    "clock": "",
    "canonical": "model pagers sites",
    "batch": "model wellformed",
    "sources": "model errors resources storage settings sites canonical posting",
    "discover": "model errors dates canonical mediatypes pagestate posting",
    "fetch": "clock model errors settings drafts canonical mediatypes posting",
    "archive": "model settings failpoints canonical diskdict drafts mediatypes",
    "clean": "model dates lexicon mojibake",
    "scrape": "model dates pagers sites canonical sources lexicon mojibake clean mediatypes pagestate",
    "names": "mentions lexicon",
    "quotes": "mentions lexicon names",
    "validate": "model errors settings failpoints drafts batch",
    "warehouse": "clock deferred model errors mentions minhash resources settings failpoints drafts batch",
    "completeness": "model batch",
    "alerts": "model errors resources settings failpoints warehouse completeness",
    "saved": "errors resources settings",
    "pipeline": "clock deferred model errors dates mediatypes minhash sites wellformed resources storage settings "
    "failpoints diskdict drafts canonical batch sources discover fetch archive clean scrape names quotes validate "
    "warehouse completeness alerts saved posting",
    "web": "model errors settings pipeline",
    "cli": "model errors resources settings sources fetch clean scrape pipeline web",
}
ONLY_INSIDE_FUNCTIONS = {("scrape", "sources"), ("sources", "settings")}

OUTSIDE = {
    # folders beside the library, and what they may know of it
    "dags": "settings pipeline",
    "local": "model errors settings drafts sources pipeline cli",
    "demo": "",
}

MOST_LINES = 320
MOST_LINES_OF_A_TEST = 400
MOST_LINES_OF_A_DAG = 70


class Import(NamedTuple):
    """One import statement's target, such as ``kliping.clean.folded_text`` or ``airflow.sdk``."""

    target: str
    line: int
    inside: bool
    """In a function, so that it costs nothing at start and closes no circle."""


@cache
def list_modules() -> dict[str, Path]:
    """Every module of the library by its dotted name."""
    found = {}
    for path in sorted((ROOT / "plugins" / "kliping").rglob("*.py")):
        parts = path.relative_to(ROOT / "plugins").with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def list_imports(path: Path) -> tuple[Import, ...]:
    """All of a file's imports; ``from a import b`` counts as ``a.b``."""

    def walk(node: ast.AST, inside: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from (Import(name.name, child.lineno, inside) for name in child.names)
            elif isinstance(child, ast.ImportFrom):
                base = "." * child.level + (child.module or "")
                yield from (Import(f"{base}.{name.name}", child.lineno, inside) for name in child.names)
            else:
                yield from walk(child, inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))

    return tuple(walk(ast.parse(path.read_text(encoding="utf-8")), inside=False))


def name_room(dotted: str) -> str:
    """``clean`` for ``kliping.clean.folded_text``; empty for the package itself (``kliping.__version__``)."""
    name = [*dotted.split("."), ""][1]
    return name if f"kliping.{name}" in list_modules() else ""


def list_tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("needs a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_the_library_knows_no_airflow() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{each.line}"
        for path in list_modules().values()
        for each in list_imports(path)
        if each.target.split(".")[0] == "airflow"
    ]
    assert found == []


def test_the_library_knows_nothing_that_is_built_on_it() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{each.line} imports {each.target}"
        for path in list_modules().values()
        for each in list_imports(path)
        if each.target.split(".")[0] in {"dags", "demo", "local", "bench", "training", "tools", "tests"}
    ]
    assert found == []


def test_imports_name_their_room() -> None:
    """A relative import would hide an arrow from the table."""
    found = [
        str(p.relative_to(ROOT)) for p in list_modules().values() if any(i.target[0] == "." for i in list_imports(p))
    ]
    assert found == []


def test_every_room_has_its_arrows_and_they_run_down_only() -> None:
    assert {name_room(name) for name in list_modules()} - {""} == ARROWS.keys()
    above: set[str] = set()
    for name, known in ARROWS.items():
        assert set(known.split()) <= above, f"{name} must stand below all that it knows"
        above.add(name)


@pytest.mark.parametrize("name", ARROWS)
def test_a_room_knows_only_what_it_may(name: str) -> None:
    allowed = {name, "", *ARROWS[name].split()}
    wrong = []
    for dotted, path in list_modules().items():
        for each in list_imports(path) if name_room(dotted) == name else ():
            if each.target.split(".")[0] != "kliping":
                continue
            known = name_room(each.target)
            if known not in allowed or ((name, known) in ONLY_INSIDE_FUNCTIONS and not each.inside):
                wrong.append(f"{path.relative_to(ROOT)}:{each.line} imports {each.target}")
    assert wrong == []


@pytest.mark.parametrize("folder", OUTSIDE)
def test_a_folder_outside_knows_only_what_it_may(folder: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{each.line} imports {each.target}"
        for path in list_tracked(f"{folder}/*.py")
        for each in list_imports(path)
        if each.target.split(".")[0] == "kliping" and name_room(each.target) not in OUTSIDE[folder].split()
    ]
    assert wrong == []


def test_no_circle_between_modules() -> None:
    """Imports at the top of modules, the ones that are run while a module is only half there."""
    graph: dict[str, set[str]] = {}
    for dotted, path in list_modules().items():
        named = {each.target for each in list_imports(path) if not each.inside}
        known = {target if target in list_modules() else target.rpartition(".")[0] for target in named}
        graph[dotted] = (known & list_modules().keys()) - {dotted, dotted.rpartition(".")[0]}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_a_module_is_one_idea() -> None:
    lengths = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in list_tracked("*.py")
    }
    assert len(lengths) > 50
    most = {name: MOST_LINES_OF_A_TEST if name.startswith("tests/") else MOST_LINES for name in lengths}
    assert {name: lines for name, lines in lengths.items() if lines > most[name]} == {}


QUERY = re.compile(r"(?s)\b(?:SELECT\b.*\bFROM|INSERT INTO|CREATE (?:OR REPLACE )?\w+|MERGE INTO|DELETE FROM)\b")
MOST_LINES_OF_A_QUERY = 3


def test_sql_lives_in_its_folder() -> None:
    """A query of more than three lines is a file of ``sql/``; one that code puts together may stay with the code."""
    found = []
    for path in sorted((ROOT / "plugins").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        composed = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        found += [
            f"{path.relative_to(ROOT)}:{text.lineno}"
            for text in texts
            if id(text) not in composed
            and len(text.value.strip().splitlines()) > MOST_LINES_OF_A_QUERY
            and QUERY.search(text.value)
        ]
    assert found == []


def test_test_files_outside_packages_have_names_of_their_own() -> None:
    """Pytest imports a file without a package by its name alone: of two of one name it collects one."""
    paths = [path for path in list_tracked("tests/**/test_*.py") if not path.with_name("__init__.py").exists()]
    counts = Counter(path.name for path in paths)
    assert len(counts) > 50
    assert {name for name, count in counts.items() if count > 1} == set()


def test_dag_files_only_join_stages() -> None:
    lengths = {}
    for path in list_tracked("dags/*.py"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"^@dag\b", text, re.MULTILINE):
            lengths[path.name] = text.count("\n")
    assert {"ingest.py", "reprocess.py", "import_corpus.py"} <= lengths.keys()
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES_OF_A_DAG} == {}


TELLING = re.compile(
    # a letter in brackets matches itself, and keeps this file from naming what it looks for
    rb"(?i)[p]ypi\.org|[p]ythonhosted\.org|/[s]imple/|[i]ndex[_-]url|--(?:extra-|default-)?[i]ndex\b|[f]ind[_-]links"
    rb"|(?<![\w.>-])/(?:work|root|Users)/|(?<![\w.>-])/home/\w+/"
)


@pytest.mark.parametrize(
    "parts",
    [
        ("https://py", "pi.org/project/x"),
        ("https://files.python", "hosted.org/packages/x.whl"),
        ("https://mirror.example/sim", "ple/x/"),
        ("--extra-in", "dex-url https://mirror.example"),
        ("--default-in", "dex https://mirror.example"),
        ("UV_IN", "DEX_URL=https://mirror.example"),
        ("--find", "-links wheels"),
        ("open /ro", "ot/x"),
        ("open /ho", "me/x/y"),
    ],
    ids="".join,
)
def test_what_tells_of_an_index_or_a_machine_is_seen(parts: tuple[str, str]) -> None:
    assert TELLING.search("".join(parts).encode())
    assert not any(TELLING.search(part.encode()) for part in parts)


def test_no_package_index_and_no_path_of_a_machine() -> None:
    telling_here = re.compile(re.escape(str(ROOT).encode()) + rb"\b")
    found = []
    for path in list_tracked():
        data = path.read_bytes()
        match = TELLING.search(data) or (len(ROOT.parts) > 2 and telling_here.search(data)) or None
        if match:
            line = data.count(b"\n", 0, match.start()) + 1
            found.append(f"{path.relative_to(ROOT)}:{line} {match[0].decode(errors='replace')}")
    assert found == []
