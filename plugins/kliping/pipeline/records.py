"""Rows out of files that somebody else wrote: JSON lines, JSON documents, CSV, Parquet.

Each row comes with its place in the file. What cannot be read is given as ``Unreadable``, with its place and the
reason, and the rows behind it follow.
"""

from __future__ import annotations

import csv
import io
import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import pyarrow.parquet as pq

LARGEST_FIELD = 20_000_000
"""Characters of a CSV field; a quotation mark that is never closed ends there."""
DELIMITERS = ",;\t|"
GUARDED = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Beginnings of a field that a spreadsheet might run; ``kliping export`` puts an apostrophe before it."""

WRAPPERS = ("articles", "data", "items", "results", "docs", "rows", "records", "entries", "posts", "berita")
"""Names under which an object keeps its list of records."""

_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class FileRow:
    """One record. ``place`` is a line of the file where it has lines, and says so."""

    place: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record, or the rest of a file, that cannot be read, and why."""

    place: str
    why: str


FileRecord = FileRow | Unreadable


def json_records(stream: BinaryIO) -> Iterator[FileRecord]:
    """Yield the objects of JSON lines, or of one document: an array, an object, an object that holds an array."""
    lines = enumerate(_text_lines(stream), 1)
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


def csv_records(stream: BinaryIO) -> Iterator[FileRecord]:
    """Yield the rows of a CSV file by its header; the delimiter is the one that splits the header into most columns."""
    csv.field_size_limit(LARGEST_FIELD)
    lines = enumerate(_text_lines(stream, newline=""), 1)
    header = next((line for _, line in lines if line.strip() and not line.lower().startswith("sep=")), "")
    delimiter = max(DELIMITERS, key=lambda mark: len(_split_fields(header, mark)))
    names = [name.strip() for name in _split_fields(header, delimiter)]
    for number, fields, why in _csv_rows(lines, delimiter, len(names)):
        place = f"line {number}"
        if why:
            yield Unreadable(place, why)
        else:
            yield FileRow(place, dict(zip(names, map(_strip_guard, fields), strict=False)))


def parquet_records(stream: BinaryIO) -> Iterator[FileRecord]:
    """Yield the rows of a Parquet file."""
    if not isinstance(stream, io.BufferedReader):  # a compressed file: Parquet is read from its end
        stream = io.BytesIO(stream.read())
    number = 0
    for piece in pq.ParquetFile(stream).iter_batches(1_000):
        for fields in piece.to_pylist():
            number += 1
            yield FileRow(f"row {number}", fields)


def _strip_guard(field: str) -> str:
    """Return the field without the apostrophe that was put before what a spreadsheet might run."""
    if field.startswith("'") and field.lstrip("' \n").startswith(GUARDED):
        return field[1:]
    return field


def _text_lines(stream: BinaryIO, newline: str = "\n") -> Iterator[str]:
    """Yield lines as UTF-8, or as what a byte order mark says, or one by one as Windows-1252 where they are neither.

    Only line feeds end a line (and carriage returns, where ``newline`` is empty): U+2028 stands inside texts.
    """
    if not hasattr(stream, "peek"):
        stream = io.BufferedReader(stream)  # type: ignore[type-var]
    start = stream.peek(4)[:4]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield from io.TextIOWrapper(stream, "utf-16", "replace", newline)
        return
    for number, line in enumerate(io.TextIOWrapper(stream, "latin-1", newline=newline)):
        text = decode_text(line.encode("latin-1"))
        if number == 0:
            text = text.removeprefix("\ufeff")
        yield text


def decode_text(given: bytes) -> str:
    """Decode bytes as UTF-8, or else as Windows-1252."""
    try:
        return given.decode("utf-8")
    except UnicodeDecodeError:
        return given.decode("windows-1252", "replace")


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
    text, at = line.strip(" \t\r\n\x1e,"), 0
    while at < len(text):
        try:
            found, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield Unreadable(f"line {number}", f"not a JSON object: {error}")
            return
        yield from _unwrap_records(f"line {number}", found)
        while at < len(text) and text[at] in " \t\r\n\x1e,":
            at += 1


def _unwrap_records(place: str, found: object) -> Iterator[FileRecord]:
    """Yield the records of an answer that wraps a list of them; or else the one that ``found`` is."""
    inner = None
    if isinstance(found, dict):
        inner = next((found[name] for name in WRAPPERS if name in found), None)
    if isinstance(inner, list) and inner and all(isinstance(entry, dict) for entry in inner):
        for number, entry in enumerate(inner, 1):
            yield FileRow(f"{place}, row {number}", entry)
    else:
        yield _make_record(place, found)


def _make_record(place: str, found: object) -> FileRecord:
    if isinstance(found, dict):
        return FileRow(place, found)
    return Unreadable(place, f"a record must be a JSON object, this one is a {type(found).__name__}")


def _read_document(text: str) -> Iterator[FileRecord]:
    """Yield the records of one JSON document; an array is read by its elements, so that a broken one is alone."""
    start = len(text) - len(text.lstrip())
    if text[start] == "[":
        yield from _read_elements(text, start + 1)
        return
    try:
        found = _DECODER.decode(text)
    except (ValueError, RecursionError):
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield from _read_line(number, line)
        return
    yield from _unwrap_records("line 1", found)


def _read_elements(text: str, at: int) -> Iterator[FileRecord]:
    """Yield the elements of a JSON array whose first one begins at ``at``; a broken one is named, and passed over."""
    number = 0
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        if at >= len(text) or text[at] == "]":
            if at >= len(text):
                yield Unreadable(f"row {number + 1}", "the array breaks off")
            return
        number += 1
        try:
            found, at = _DECODER.raw_decode(text, at)
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


def _split_fields(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _csv_rows(lines: Iterable[tuple[int, str]], delimiter: str, width: int) -> Iterator[tuple[int, list[str], str]]:
    """Yield each row's first line, its fields, and what is wrong with it; reading goes on after a broken line."""
    source = iter(lines)
    waiting: deque[tuple[int, str]] = deque()
    while True:
        taken: list[tuple[int, str]] = []

        def feed(taken: list[tuple[int, str]] = taken) -> Iterator[str]:
            while True:
                if waiting:
                    entry = waiting.popleft()
                elif (following := next(source, None)) is not None:
                    entry = following
                else:
                    return
                taken.append(entry)
                yield entry[1]

        try:
            fields = next(csv.reader(feed(), delimiter=delimiter, strict=True), None)
            why = ""
        except csv.Error as error:
            fields = _split_fields(taken[0][1], delimiter)
            waiting.extendleft(reversed(taken[1:]))
            why = ""
            if len(fields) != width:
                why = str(error)
        if fields is None:
            return
        if fields:
            yield taken[0][0], fields, why or _describe_misfit(fields, width)


def _describe_misfit(fields: list[str], width: int) -> str:
    """Return what is wrong with a row's width; empty fields may follow, and the last field may be left out."""
    if len(fields) >= width - 1 and not any(fields[width:]):
        return ""
    return f"{len(fields)} fields where the header has {width}"
