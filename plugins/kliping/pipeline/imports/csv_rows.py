"""Records out of CSV: whatever parts the fields, and where quotation marks are not written as they must be."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO

from kliping.pipeline.imports.records import (
    HEADER_WITHIN,
    FileRecord,
    FileRow,
    RankHeader,
    Unreadable,
    choose_header_row,
    is_header_again,
    text_lines,
)

LARGEST_FIELD = 20_000_000
"""Characters of a CSV field; a quotation mark that is never closed ends there."""
MAX_HEADER_CHARACTERS = 100_000
"""Characters of a line that are looked at for the names of columns."""
DELIMITERS = ",;\t|"
GUARDED = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Beginnings of a field that a spreadsheet might run; ``kliping export`` puts an apostrophe before it."""
LONGEST_ROW = 50
"""Lines of one CSV row whose quotation marks are not doubled."""
_IN_APOSTROPHES = re.compile(r"'[^'\"]*'(?:[,;\t|]'[^'\"]*')+")
"""A header whose names stand in apostrophes."""
_SWAPPED = str.maketrans("'\"", "\"'")
MOST_SPLITS = 500
"""So many ways are tried to split such a row."""


def csv_records(stream: BinaryIO, rank_header: RankHeader) -> Iterator[FileRecord]:
    """Yield the rows of a CSV file by its header, whatever is above it."""
    csv.field_size_limit(LARGEST_FIELD)
    lines = enumerate(text_lines(stream, newline=""), 1)
    stated = ((n, line) for n, line in lines if line.strip() and not line.lower().startswith("sep="))
    top = list(islice(stated, HEADER_WITHIN))
    if _stand_in_apostrophes([line[:MAX_HEADER_CHARACTERS] for _, line in top], rank_header):
        yield from _rows_in_apostrophes(chain(top, lines), rank_header)
        return
    yield from _rows_below_header(top, lines, rank_header)


def _stand_in_apostrophes(top: list[str], rank_header: RankHeader) -> bool:
    """Return whether the names of the header stand in apostrophes, or most fields of the row below it."""
    if any(_IN_APOSTROPHES.fullmatch(line.strip()) for line in top):
        return True
    split = [_split_header(line) for line in top]
    at = choose_header_row([names for _, names in split], rank_header)
    if not split[at + 1 :] or '"' in top[at + 1][:1]:
        return False
    delimiter, names = split[at]
    mark = re.escape(delimiter)
    field = rf"(?:'(?:[^'\\]|''|\\.)*'|[^'{mark}\n]*)"
    row = re.match(rf"{field}(?:{mark}{field}){{{len(names) - 1}}}\s*$", "".join(top[at + 1 :]), re.MULTILINE)
    quoted = len(re.findall(rf"(?:^|{mark})'", row[0])) if row else 0
    return quoted > 1 and 2 * quoted >= len(names)


def _rows_in_apostrophes(lines: Iterable[tuple[int, str]], rank_header: RankHeader) -> Iterator[FileRecord]:
    """Yield the rows of a file whose fields stand in apostrophes: they are read as quotation marks, and the reverse."""
    swapped = ((number, line.translate(_SWAPPED)) for number, line in lines)
    for record in _rows_below_header(list(islice(swapped, HEADER_WITHIN)), swapped, rank_header):
        if isinstance(record, Unreadable):
            yield record
        else:
            fields = {name: value.translate(_SWAPPED) for name, value in record.fields.items()}
            yield FileRow(record.place, fields)


def _rows_below_header(
    top: list[tuple[int, str]], lines: Iterator[tuple[int, str]], rank_header: RankHeader
) -> Iterator[FileRecord]:
    """Yield the rows below the header that is in ``top``, the first lines that are not blank."""
    split = [_split_header(line) for _, line in top]
    at = choose_header_row([names for _, names in split], rank_header)
    delimiter, names = split[at] if split else (",", [])
    for number, fields, why in _csv_rows(chain(top[at + 1 :], lines), delimiter, len(names)):
        place = f"line {number}"
        if why:
            yield Unreadable(place, why)
        elif any(map(str.strip, fields)) and not is_header_again(fields, names):
            yield FileRow(place, dict(zip(names, map(_strip_guard, fields), strict=False)))


def _split_header(line: str) -> tuple[str, list[str]]:
    """Return the mark that splits a line into most fields, and these."""
    shown = line[:MAX_HEADER_CHARACTERS]
    delimiter = max(DELIMITERS, key=lambda mark: len(_split_fields(shown, mark)))
    return delimiter, [name.strip() for name in _split_fields(shown, delimiter)]


def _strip_guard(field: str) -> str:
    """Return the field without the apostrophe that was put before what a spreadsheet might run."""
    if field.startswith("'") and field.lstrip("' \n").startswith(GUARDED):
        return field[1:]
    return field


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
            taken += islice(chain(_drain(waiting), source), LONGEST_ROW)
            fields, used, why = _repair_row([line for _, line in taken], delimiter, width, str(error))
            waiting.extendleft(reversed(taken[used:]))
        if fields is None:
            return
        if fields:
            yield taken[0][0], fields, why or _describe_misfit(fields, width)


def _drain(waiting: deque[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    while waiting:
        yield waiting.popleft()


def _repair_row(lines: list[str], delimiter: str, width: int, error: str) -> tuple[list[str], int, str]:
    """Return a broken row's fields, the number of its lines, and what is wrong with it where it cannot be repaired.

    A quotation mark that is not doubled closes its field only before a delimiter or at the end of the line.
    """
    closing = re.compile(rf'(?<!\\)(?:"")*"(?=\s*(?:{re.escape(delimiter)}|$))')
    text = ""
    for used, line in enumerate(lines[:LONGEST_ROW], 1):
        if used > 1 and len(_split_fields(line, delimiter)) == width:  # a row of its own
            break
        text += line
        if fields := _split_loosely(text.rstrip("\r\n"), width, delimiter, closing):
            return fields, used, ""
    for fields in (_split_fields(lines[0], delimiter), lines[0].rstrip("\r\n").split(delimiter)):
        if len(fields) == width:
            return fields, 1, ""
    fields, used = _split_fields(lines[0], delimiter), 1
    while used < len(lines) and len(_split_fields(lines[used], delimiter)) < min(2, width):
        used += 1  # the rest of a field
    return fields, used, error


def _split_loosely(text: str, width: int, delimiter: str, closing: re.Pattern[str]) -> list[str] | None:
    """Return the ``width`` fields of a row; None where it has others. The first mark that may close a field does."""
    tried: list[tuple[int, list[str]]] = [(0, [])]  # where a field begins, and those before it
    for _ in range(MOST_SPLITS):
        if not tried:
            return None
        at, fields = tried.pop()
        if len(fields) == width:
            if at > len(text):
                return fields
        elif text[at : at + 1] == '"':
            ends = islice(closing.finditer(text, at + 1), MOST_SPLITS)
            closed = [(end.end(), _unescape_field(text[at + 1 : end.end() - 1])) for end in ends]
            tried += [(_find_field(text, delimiter, end), [*fields, field]) for end, field in reversed(closed)]
        elif at <= len(text):
            following = _find_field(text, delimiter, at)
            tried.append((following, [*fields, text[at : following - 1]]))
    return None


def _find_field(text: str, delimiter: str, at: int) -> int:
    """Return where the field after the next delimiter begins; a place after the end where there is none."""
    found = text.find(delimiter, at)
    if found < 0:
        return len(text) + 1
    return found + 1


def _unescape_field(field: str) -> str:
    return re.sub(r'\\"|""', '"', field)


def _describe_misfit(fields: list[str], width: int) -> str:
    """Return what is wrong with a row's width; empty fields may follow, and the last field may be left out."""
    if len(fields) >= width - 1 and not any(fields[width:]):
        return ""
    return f"{len(fields)} fields where the header has {width}"
