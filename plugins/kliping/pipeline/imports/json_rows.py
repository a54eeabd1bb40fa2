"""Records out of JSON: a line each, in a list, wrapped, column by column, or as Python prints them."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from kliping.pipeline.imports.records import FileRecord, FileRow, Unreadable, text_lines

WRAPPERS = ("articles", "data", "items", "results", "docs", "rows", "records", "entries", "posts", "berita", "hits")
"""Names under which an object keeps its list of records."""


def _read_whole_number(digits: str) -> int | str:
    """Return a number; one of more digits than Python reads stays text."""
    try:
        return int(digits)
    except ValueError:
        return digits


_DECODER = json.JSONDecoder(strict=False, parse_int=_read_whole_number)


_SHELL_CALL = re.compile(
    r'(?<=[:\[,\s])(?:new )?(?:ObjectId|ISODate|Date|UUID|Number(?:Long|Int|Decimal))\(\s*("[^"\\]*"|-?\d+)\s*\)'
)
"""A value as MongoDB's shell prints it: a call with one argument."""


def json_records(stream: BinaryIO) -> Iterator[FileRecord]:
    """Yield the objects of JSON lines, or of one document: an array, an object, an object that holds an array."""
    lines = enumerate(text_lines(stream), 1)
    blank = ""
    for number, line in lines:
        if not line.strip():
            blank += "\n"
            continue
        opening = line.lstrip()[0]
        if opening == "[" or (opening == "{" and not _is_json(line)):
            text = blank + line + "".join(rest for _, rest in lines)
            yield from _read_document(text)
            return
        yield from _read_line(number, line)
        break
    for number, line in lines:
        if line.strip():
            yield from _read_line(number, line)


def _is_json(text: str) -> bool:
    try:
        _DECODER.decode(text.strip().rstrip(","))
    except ValueError as error:
        return "Extra data" in str(error)
    except RecursionError:
        return False
    return True


def _read_line(number: int, line: str) -> Iterator[FileRecord]:
    """Yield the objects of one line; more than one where somebody forgot the line feeds."""
    text, at = _write_plain_values(line.strip(" \t\r\n\x1e,")), 0
    if (written := _read_python(text)) is not None:
        yield from _unwrap_records(f"line {number}", written)
        return
    while at < len(text):
        try:
            found, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield Unreadable(f"line {number}", f"not a JSON object: {error}")
            return
        yield from _unwrap_records(f"line {number}", found)
        while at < len(text) and text[at] in " \t\r\n\x1e,":
            at += 1


def _write_plain_values(text: str) -> str:
    """Return JSON with the values that MongoDB's shell prints as calls, ``ISODate("...")``, written without them."""
    if "ObjectId(" not in text and "ISODate(" not in text:
        return text
    return _SHELL_CALL.sub(r"\1", text)


def _read_python(text: str) -> object:
    """Return the dictionary that a line holds as Python prints it; None for anything else."""
    if text.startswith("{'"):
        with suppress(ValueError, SyntaxError, RecursionError, MemoryError):
            return ast.literal_eval(text)
    return None


def _unwrap_records(place: str, found: object) -> Iterator[FileRecord]:
    """Yield the records of an answer that wraps a list of them; or else the one that ``found`` is."""
    inner = _find_wrapped(found)
    if inner is None:
        yield _make_record(place, found)
        return
    for number, entry in enumerate(inner, 1):
        yield _make_record(f"{place}, row {number}", entry)


def _find_wrapped(found: object) -> list[dict[str, Any]] | None:
    """Return the records in an object: in a list, by their ids, or column by column, as pandas writes them."""
    if not isinstance(found, dict) or not found:
        return None
    for name in WRAPPERS:
        inner = found.get(name)
        if isinstance(inner, list) and inner and all(isinstance(entry, dict) for entry in inner):
            return inner
        if isinstance(inner, dict) and (wrapped := _find_wrapped(inner)):
            return wrapped
    names, rows = found.get("columns"), found.get("data")
    if isinstance(names, list) and isinstance(rows, list) and all(isinstance(row, list) for row in rows):
        return [dict(zip(names, row, strict=False)) for row in rows]
    values = list(found.values())
    if len(values) > 1 and all(isinstance(value, list) and len(value) == len(values[0]) for value in values):
        return [dict(zip(found, row, strict=True)) for row in zip(*values, strict=True)]
    if all(isinstance(value, dict) and value for value in values):
        keys = values[0].keys()
        if len(values) > 1 and all(key.isdigit() for key in keys) and all(value.keys() == keys for value in values):
            return [{name: column[key] for name, column in found.items()} for key in keys]
        if all(len(value) > 1 for value in values):
            return values
    return None


def _make_record(place: str, found: object) -> FileRecord:
    if isinstance(found, str) and found.lstrip().startswith("{"):  # JSON within JSON
        with suppress(ValueError, RecursionError):
            found = _DECODER.decode(found)
    if isinstance(found, dict):
        if isinstance(inner := found.get("_source"), dict):  # as Elasticsearch gives it
            return FileRow(place, inner)
        return FileRow(place, found)
    return Unreadable(place, f"a record must be a JSON object, this one is a {type(found).__name__}")


def _read_document(text: str) -> Iterator[FileRecord]:
    """Yield the records of one JSON document; an array is read by its elements, so that a broken one is alone."""
    text = _write_plain_values(text)
    start = len(text) - len(text.lstrip())
    if text[start] == "[":
        yield from _read_elements(text, start + 1)
        return
    found = list(_read_values(text, start))
    if not found:
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield from _read_line(number, line)
        return
    for at, value in found:
        yield from _unwrap_records(f"line {text.count(chr(10), 0, at) + 1}", value)


def _read_values(text: str, at: int) -> Iterator[tuple[int, Any]]:
    """Yield the values of a document, one after the other, and where each begins; none where one cannot be read."""
    values = []
    with suppress(ValueError, RecursionError):
        while at < len(text):
            value, end = _DECODER.raw_decode(text, at)
            values.append((at, value))
            at = end + len(text[end:]) - len(text[end:].lstrip(" \t\r\n\x1e,"))
        yield from values


def _read_elements(text: str, at: int) -> Iterator[FileRecord]:
    """Yield the elements of a JSON array whose first one begins at ``at``; a broken one is named, and passed over."""
    number = 0
    names: list[str] = []
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        if at >= len(text) or text[at] == "]":
            if at >= len(text):
                yield Unreadable(f"row {number + 1}", "the array breaks off")
            elif text[at + 1 :].strip():  # another array, or lines
                yield from _read_document(text[at + 1 :])
            return
        number += 1
        try:
            found, at = _DECODER.raw_decode(text, at)
            if number == 1 and isinstance(found, list) and all(isinstance(name, str) for name in found):
                names = found  # a table whose first row has the names
                continue
            if names and isinstance(found, list):
                found = dict(zip(names, found, strict=False))
            yield _make_record(f"row {number}", found)
        except (ValueError, RecursionError) as error:
            line = text.count("\n", 0, at) + 1
            yield Unreadable(f"row {number}, from line {line}", f"not JSON: {error}")
            at = _next_element(text, at)
            if at == len(text):
                return


def _next_element(text: str, at: int) -> int:
    """Return where the next readable object of a broken array begins; the end of ``text`` where none does."""
    tries = 0
    while (at := text.find("{", at + 1)) >= 0 and tries < 1_000:
        if text[:at].rstrip()[-1:] != ",":
            continue
        tries += 1
        try:
            _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            continue
        return at
    return len(text)
