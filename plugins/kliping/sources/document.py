"""A YAML file as data that remembers its lines, checked against a schema; errors name file, line and field."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from kliping.errors import InputError

log = logging.getLogger(__name__)

MAX_YAML_BYTES = 1_000_000
MAX_YAML_DEPTH = 20
MAX_YAML_FIELDS = 10_000
"""Of a file, every alias counted as what it stands for; the largest outlet has some hundred."""

Location = tuple[str | int, ...]
FileSchema = TypeVar("FileSchema", bound=BaseModel)


class SourceError(InputError):
    """An outlet that is not known, or a file of one that cannot be read; the message is for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A mapping read from ``path``, and on which line (from 1) each of its fields stands."""

    path: Path
    data: dict[str, Any]
    lines: dict[Location, int]

    def over(self, defaults: YamlFile | None) -> YamlFile:
        """Return this file's fields, and the defaults where it states none. Line 0 marks a default."""
        if defaults is None:
            return self
        inherited = {key: value for key, value in defaults.data.items() if key not in self.data}
        lines = {where: 0 for where in defaults.lines if where and where[0] in inherited}
        return YamlFile(self.path, {**inherited, **self.data}, {**lines, **self.lines})

    def rename_fields(self, renamed: Mapping[tuple[str, ...], str]) -> YamlFile:
        """Return the file with the fields of an older release under their present names, and warn of each.

        ``renamed`` gives the present name of an old field, by its path without positions: ``("rules", "until")``.
        Raises ``SourceError`` where a field stands under both names.
        """
        lines: dict[Location, int] = {}
        for where, line in self.lines.items():
            current = _rename_path(where, renamed)
            if where and where[-1] != current[-1]:
                place = f"{self.path}:{line}: {where[-1]}"
                if current in self.lines:
                    raise SourceError(f"{place}: is stated twice, for {current[-1]} means the same")
                log.warning("%s: is called %s now; please rename it", place, current[-1])
            lines[current] = line
        return YamlFile(self.path, _rename_keys(self.data, (), renamed), lines)

    def check(self, schema: type[FileSchema]) -> FileSchema:
        """Return the file as ``schema``. Raises ``SourceError`` with one line per problem."""
        try:
            return schema.model_validate(self.data)
        except ValidationError as error:
            problems = "\n".join(self._describe_problem(schema, e["loc"], e["type"], e["msg"]) for e in error.errors())
            raise SourceError(problems) from None

    def _describe_problem(self, schema: type[BaseModel], where: Location, kind: str, message: str) -> str:
        """Return one problem as ``file:line: field: message``, with the field's name that may have been meant."""
        message = message.removeprefix("Value error, ")
        if kind == "extra_forbidden":
            known = _list_fields_at(schema, where[:-1])
            near = difflib.get_close_matches(str(where[-1]), known, n=1)
            message = f"unknown field; known: {', '.join(known)}"
            if near:
                message = f"unknown field; did you mean {near[0]}?"
        elif kind == "missing":
            message = "is missing"
        written = where
        while written not in self.lines:
            written = written[:-1]
        line = self.lines[written] or 1
        field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where)
        return f"{self.path}:{line}: {field.lstrip('.') or 'file'}: {message}"


def _rename_path(where: Location, renamed: Mapping[tuple[str, ...], str]) -> Location:
    """Return a field's place with the present names of its parts."""
    current: list[str | int] = []
    names: tuple[str, ...] = ()
    for part in where:
        if isinstance(part, str):
            names = (*names, part)
            part = renamed.get(names, part)  # noqa: PLW2901
        current.append(part)
    return tuple(current)


def _rename_keys(value: Any, names: tuple[str, ...], renamed: Mapping[tuple[str, ...], str]) -> Any:  # noqa: ANN401  # whatever YAML holds
    if isinstance(value, list):
        return [_rename_keys(entry, names, renamed) for entry in value]
    if isinstance(value, dict):
        inner = {key: (*names, str(key)) for key in value}
        return {renamed.get(inner[key], key): _rename_keys(entry, inner[key], renamed) for key, entry in value.items()}
    return value


def _list_fields_at(schema: type[BaseModel], where: Location) -> list[str]:
    """Return the names of the fields that the entry at ``where`` may have."""
    for part in where:
        if isinstance(part, str):
            (schema,) = [t for t in get_args(schema.model_fields[part].annotation) if isinstance(t, type)]
    return list(schema.model_fields)


def read_yaml(path: Path) -> YamlFile:
    """Read the mapping in ``path``.

    Raises ``SourceError`` where it is not YAML, no mapping, names a field twice, or is larger, deeper or (its aliases
    written out) longer than any outlet's file.
    """
    return read_yaml_text(path, _read_text(path))


def read_yaml_text(path: Path, text: str) -> YamlFile:
    """Read the mapping in ``text`` as ``read_yaml`` does; ``path`` is only what messages name."""
    try:
        _check_depth(path, text)
        return _parse_yaml(path, text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise SourceError(f"{path}:{line}: file: is not YAML ({error.problem or error.context})") from None
    except yaml.YAMLError as error:
        raise SourceError(f"{path}:1: file: is not YAML ({error})") from None


def _read_text(path: Path) -> str:
    """Return the text of an outlet's file. Raises ``SourceError``."""
    try:
        with path.open("rb") as file:
            body = file.read(MAX_YAML_BYTES + 1)
    except OSError as error:
        raise SourceError(f"{path}:1: file: cannot be read ({error.strerror or error})") from None
    if len(body) > MAX_YAML_BYTES:
        raise SourceError(f"{path}:1: file: is larger than {MAX_YAML_BYTES:,} bytes")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}:1: file: is not UTF-8 ({error.reason} at byte {error.start})") from None


def _check_depth(path: Path, text: str) -> None:
    """Refuse deep nesting while the file is still a stream of events: a tree of it is built by recursion."""
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_YAML_DEPTH:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise SourceError(f"{path}:{line}: file: is nested deeper than {MAX_YAML_DEPTH} levels")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _parse_yaml(path: Path, text: str) -> YamlFile:
    """Return the mapping that a text holds, with the line of each field. Raises ``SourceError``."""
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise SourceError(f"{path}:1: file: must hold fields like `name: ...`")
        lines: dict[Location, int] = {}
        _note_lines(path, node, (), lines)
        return YamlFile(path, loader.construct_document(node), lines)
    except SourceError:
        raise
    except (ValueError, OverflowError, TypeError) as error:  # a date like 2024-99-99, a number beyond measure
        raise SourceError(f"{path}:1: file: holds a value that cannot be read ({error})") from None
    finally:
        loader.dispose()


def _note_lines(path: Path, node: yaml.Node, where: Location, lines: dict[Location, int]) -> None:
    """Enter the line of every field below ``node``. Raises ``SourceError`` for fields stated twice, and too many."""
    if len(where) > MAX_YAML_DEPTH or len(lines) > MAX_YAML_FIELDS:
        line = node.start_mark.line + 1
        raise SourceError(
            f"{path}:{line}: file: its aliases make more than {MAX_YAML_FIELDS:,} fields, or hold themselves"
        )
    lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*where, str(key.value))
            if inner in lines:
                raise SourceError(f"{path}:{key.start_mark.line + 1}: {'.'.join(map(str, inner))}: is stated twice")
            lines[inner] = key.start_mark.line + 1
            _note_lines(path, value, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            _note_lines(path, value, (*where, number), lines)
