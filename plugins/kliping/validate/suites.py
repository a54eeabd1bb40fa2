"""Suites of expectations, as files that a person can read: ``expectations/NAME.yml`` or ``.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

Severity = Literal["critical", "warning"]
RuleAction = Literal["warn", "stop"]


class SuiteError(Exception):
    """A suite cannot be read, or one of its expectations cannot be evaluated; names the file and the rule."""


@dataclass(frozen=True, slots=True)
class SuiteRule:
    """One expectation: what Great Expectations checks, and the sentence that a person reads."""

    name: str
    says: str
    severity: Severity
    type: str
    kwargs: Mapping[str, Any] = field(hash=False)

    @property
    def action(self) -> RuleAction:
        """Return what a batch that fails the rule leads to: a warning, or no load of the outlet."""
        return "stop" if self.severity == "critical" else "warn"

    @property
    def column(self) -> str:
        """Return the column that the rule reads."""
        return str(self.kwargs["column"])


@dataclass(frozen=True, slots=True)
class Suite:
    """Rules in their order, with those of the suite that it extends; names are unique."""

    name: str
    path: Path
    rules: tuple[SuiteRule, ...]

    @property
    def columns(self) -> list[str]:
        """Return the columns that its rules read, each once."""
        return list(dict.fromkeys(rule.column for rule in self.rules))


def read_suite(folder: Path, name: str) -> Suite:
    """Return the suite ``name`` of ``folder``; its own rules stand after those of the suite that it extends.

    ``extends`` names that suite, ``without`` the rules of it that are left out; an own rule replaces one of its name.
    Raises ``SuiteError`` where the suite is missing or not as it should be.
    """
    return _read_suite(folder, name, ())


def _read_suite(folder: Path, name: str, extending: tuple[str, ...]) -> Suite:
    """Return a suite that the suites ``extending`` are made of."""
    path = _find_suite(folder, name)
    if name in extending:
        raise SuiteError(f"{path}: suites that extend one another in a circle: {' -> '.join((*extending, name))}")
    document = _read_document(path)
    if not isinstance(document, Mapping) or not isinstance(document.get("expectations"), Sequence):
        raise SuiteError(f"{path}: a suite is a mapping with a list of expectations")
    own = tuple(_read_rule(path, number, entry) for number, entry in enumerate(document["expectations"], 1))
    names = [rule.name for rule in own]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SuiteError(f"{path}: rules that are named twice: {', '.join(twice)}")
    inherited: tuple[SuiteRule, ...] = ()
    if extended := document.get("extends"):
        inherited = _read_suite(folder, str(extended), (*extending, name)).rules
    without = [str(rule) for rule in document.get("without", ())]
    if unknown := sorted(set(without) - {rule.name for rule in inherited}):
        raise SuiteError(f"{path}: without names rules that no extended suite has: {', '.join(unknown)}")
    kept = tuple(rule for rule in inherited if rule.name not in {*without, *names})
    return Suite(name, path, kept + own)


def _find_suite(folder: Path, name: str) -> Path:
    """Return the file of a suite. Raises ``SuiteError``."""
    for path in (folder / f"{name}.yml", folder / f"{name}.json"):
        if path.is_file():
            return path
    known = sorted(p.stem for p in folder.glob("*.yml"))
    raise SuiteError(f"there is no suite {name} in {folder} (there are: {', '.join(known) or 'none'})")


def read_languages(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the commonest words of each language, from ``languages.yml``."""
    path = folder / "languages.yml"
    document = _read_document(path)
    if not isinstance(document, Mapping):
        raise SuiteError(f"{path}: expected a mapping of languages to lists of words")
    return {str(language): tuple(map(str, words)) for language, words in document.items()}


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's, where PyYAML has it: a tenth of the time."""


def _read_document(path: Path) -> object:
    try:
        text = path.read_text("utf-8")
        if path.suffix == ".json":
            return json.loads(text)
        return yaml.load(text, Loader=_LOADER)  # noqa: S506  # as safe as safe_load
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise SuiteError(f"{path} cannot be read: {error}") from error


def _read_rule(path: Path, number: int, entry: Mapping[str, Any]) -> SuiteRule:
    try:
        meta, severity = entry["meta"], entry.get("severity", "critical")
        if severity not in ("critical", "warning"):
            raise ValueError(f"severity is critical or warning, not {severity}")
        return SuiteRule(str(meta["rule"]), str(meta["says"]), severity, str(entry["type"]), dict(entry["kwargs"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SuiteError(
            f"{path}: expectation {number} needs type, kwargs with a column, severity, and meta with rule and says "
            f"({type(error).__name__}: {error})"
        ) from error
