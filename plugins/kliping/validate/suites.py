"""Suites of expectations, as files that a person can read: ``expectations/NAME.yml`` or ``.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

Severity = Literal["critical", "warning"]


class SuiteError(Exception):
    """A suite cannot be read, or one of its expectations cannot be evaluated; names the file and the rule."""


@dataclass(frozen=True, slots=True)
class SuiteRule:
    """One expectation: what Great Expectations is told, and what a person is."""

    name: str
    says: str
    severity: Severity
    type: str
    kwargs: Mapping[str, Any] = field(hash=False)

    @property
    def column(self) -> str:
        return str(self.kwargs["column"])


@dataclass(frozen=True, slots=True)
class Suite:
    """A file of rules, in order; names are unique."""

    name: str
    path: Path
    rules: tuple[SuiteRule, ...]

    @property
    def columns(self) -> list[str]:
        """The columns that its rules read, each once."""
        return list(dict.fromkeys(rule.column for rule in self.rules))


def read_suite(folder: Path, name: str) -> Suite:
    """The suite ``name`` of ``folder``. Raises ``SuiteError`` where it is missing or not as it should be."""
    path = next((p for p in (folder / f"{name}.yml", folder / f"{name}.json") if p.is_file()), None)
    if path is None:
        known = sorted(p.stem for p in folder.glob("*.yml")) if folder.is_dir() else []
        raise SuiteError(f"there is no suite {name} in {folder} (there are: {', '.join(known) or 'none'})")
    document = _read_document(path)
    if not isinstance(document, Mapping) or not isinstance(document.get("expectations"), Sequence):
        raise SuiteError(f"{path}: a suite is a mapping with a list of expectations")
    rules = tuple(_read_rule(path, number, entry) for number, entry in enumerate(document["expectations"], 1))
    names = [rule.name for rule in rules]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SuiteError(f"{path}: rules that are named twice: {', '.join(twice)}")
    return Suite(name, path, rules)


def read_languages(folder: Path) -> dict[str, tuple[str, ...]]:
    """The commonest words of each language, from ``languages.yml``."""
    path = folder / "languages.yml"
    document = _read_document(path)
    if not isinstance(document, Mapping):
        raise SuiteError(f"{path}: expected a mapping of languages to lists of words")
    return {str(language): tuple(map(str, words)) for language, words in document.items()}


def _read_document(path: Path) -> object:
    try:
        text = path.read_text("utf-8")
        return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
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
