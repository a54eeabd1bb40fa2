"""Suites that extend one another: what is inherited, left out, replaced, and the message for a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from kliping.validate import SuiteError, read_suite

BASE = ("first", "second", "third")


def write_suite(folder: Path, name: str, rules: tuple[str, ...], says: str = "of the base", more: str = "") -> None:
    rule = "{{type: expect_column_values_to_not_be_null, kwargs: {{column: body}}, meta: {{rule: {}, says: {}}}}}"
    entries = ", ".join(rule.format(name, says) for name in rules)
    (folder / f"{name}.yml").write_text(f"name: {name}\n{more}\nexpectations: [{entries}]\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_suite(tmp_path, "base", BASE)
    return tmp_path


@pytest.mark.parametrize(
    ("own", "more", "expected"),
    [
        ((), "extends: base", ["first", "second", "third"]),
        (("fourth",), "extends: base", ["first", "second", "third", "fourth"]),
        (("fourth",), "extends: base\nwithout: [second]", ["first", "third", "fourth"]),
        (("second",), "extends: base", ["first", "third", "second own"]),
        (("fourth",), "", ["fourth own"]),
    ],
)
def test_what_a_suite_has(folder: Path, own: tuple[str, ...], more: str, expected: list[str]) -> None:
    write_suite(folder, "mine", own, "own", more)
    found = read_suite(folder, "mine")
    assert found.name == "mine"
    assert [rule.name for rule in found.rules] == [name.split()[0] for name in expected]
    assert [rule.says for rule in found.rules if rule.name in own] == ["own"] * len(own)


def test_a_suite_may_extend_one_that_extends_another(folder: Path) -> None:
    write_suite(folder, "middle", ("fourth",), more="extends: base\nwithout: [first]")
    write_suite(folder, "mine", ("fifth",), more="extends: middle\nwithout: [third]")
    assert [rule.name for rule in read_suite(folder, "mine").rules] == ["second", "fourth", "fifth"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("extends: essays", "no suite essays"),
        ("extends: mine", "in a circle: mine -> mine"),
        ("extends: other", "in a circle: mine -> other -> mine"),
        ("extends: base\nwithout: [secnod]", "without names rules that no extended suite has: secnod"),
        ("without: [first]", "without names rules that no extended suite has: first"),
    ],
)
def test_a_mistake_is_named(folder: Path, more: str, message: str) -> None:
    write_suite(folder, "other", ("fourth",), more="extends: mine")
    write_suite(folder, "mine", ("fifth",), more=more)
    with pytest.raises(SuiteError, match=message):
        read_suite(folder, "mine")


def test_no_rule_is_written_twice(repository: Path) -> None:
    """What the suite of imports asks as that of articles does stands in that of articles alone."""
    text = (repository / "expectations" / "imports.yml").read_text("utf-8")
    articles = {rule.name: rule for rule in read_suite(repository / "expectations", "articles").rules}
    imports = read_suite(repository / "expectations", "imports").rules
    assert len(imports) > 10
    for rule in imports:
        assert (f"rule: {rule.name}," in text) == (rule != articles.get(rule.name)), rule.name
