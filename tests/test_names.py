"""One name for one thing: no public name in two modules, no function with its module's name, no nested conditional."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.code_metrics import ROOT, find_places, read_exceptions, read_folder, read_module


def test_one_public_name_stands_in_one_module() -> None:
    found = find_places(read_folder(ROOT / "plugins"))
    allowed = read_exceptions()
    new = sorted(set(found) - set(allowed))
    settled = sorted(set(allowed) - set(found))
    assert new == [], "give these another name; tests/names_exceptions.txt only shrinks"
    assert settled == [], "these are settled: run `python tools/code_metrics.py --prune`"
    assert len(allowed) == len(set(allowed))


@pytest.mark.parametrize("folder", ["bench", "dags", "demo", "local", "tools", "training"])
def test_no_conditional_stands_inside_another(folder: str) -> None:
    """What the library must not have, the folders beside it do not have either."""
    modules = read_folder(ROOT / folder)
    assert modules
    assert {module.name: module.nested_conditionals for module in modules if module.nested_conditionals} == {}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("def tell(): ...\n", "twice tell b"),
        ("class Tell: ...\n", "twice Tell b"),
        ("TELL = 1\n", "twice TELL b"),
        ("TELL: int = 1\n", "twice TELL b"),
        ("A, TELL = 1, 2\n", "twice TELL b"),
        ("try:\n    import x\nexcept ImportError:\n    x = None\nelse:\n    TELL = 1\n", "twice TELL b"),
        ("def b(): ...\n", "own-name b"),
        ("x = 1 if y else 2 if z else 3\n", "nested b 1"),
        ("def f():\n    return (1 if a else 2) if b else [3 if c else 4 for c in d]\n", "nested b 2"),
    ],
)
def test_what_the_house_would_rather_not_have_is_seen(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / "a.py").write_text("def tell(): ...\nclass Tell: ...\nTELL = 1\n")
    (tmp_path / "b.py").write_text(text)
    assert place in find_places(read_folder(tmp_path))


@pytest.mark.parametrize(
    "text",
    [
        "def _tell(): ...\n",
        "from a import tell, Tell, TELL\n",
        "class Other:\n    def tell(self): ...\n    TELL = 1\n",
        "def other():\n    TELL = 1\n",
        "log = 1\n",
        "x = 1 if y else 2\nz = 1 if y else 2\n",
    ],
)
def test_what_a_module_keeps_to_itself_does_not_count(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.py").write_text("def tell(): ...\nclass Tell: ...\nTELL = 1\nlog = 2\n")
    (tmp_path / "b.py").write_text(text)
    assert find_places(read_folder(tmp_path)) == []


def test_a_package_is_named_by_its_folder(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("def shop(): ...\n")
    assert find_places(read_folder(tmp_path)) == ["own-name shop"]


def test_methods_count_as_functions_and_magic_ones_do_not(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("class A:\n    def __len__(self): ...\n    def tell(self): ...\ndef other(): ...\n")
    assert sorted(each.name for each in read_module(path, "a").functions) == ["other", "tell"]
