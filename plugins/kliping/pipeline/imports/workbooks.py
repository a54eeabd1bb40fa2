"""Rows of spreadsheets (.xlsx) and of SQLite files, without the programs that wrote them."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from kliping.pipeline.imports.imported import SERIAL_DAYS
from kliping.pipeline.imports.records import (
    HEADER_WITHIN,
    FileRecord,
    FileRow,
    RankHeader,
    Unreadable,
    choose_header_row,
    is_header_again,
    make_seekable,
)

MAX_PART_BYTES = 2_000_000_000
"""Of one part of a workbook, unpacked."""
_MAIN = "{*}"
"""Parts of both kinds of workbook are read: a strict one names its elements by another namespace."""
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
"""What programs call the parts that hold sheets, for a workbook that does not name them."""
_RELATIONS = "xl/_rels/workbook.xml.rels"
_DATE_FORMATS = frozenset({*range(14, 23), *range(45, 48)})
"""Numbers of the built-in formats that show a date or an hour."""
_DATE_FORMAT = re.compile(r"(?i)(?:\"[^\"]*\"|\\.|\[[^\]]*\]|[^\"\\\[ymdh])*[ymdh]")
_EPOCHS = {True: dt.datetime(1904, 1, 1), False: dt.datetime(1899, 12, 30)}  # noqa: DTZ001 - a workbook knows no zone
_DAYS_APART = (_EPOCHS[True] - _EPOCHS[False]).days
ROW_ERRORS = (ValueError, IndexError, OverflowError)


def workbook_records(stream: BinaryIO, rank_header: RankHeader) -> Iterator[FileRecord]:
    """Yield the rows of each sheet by its header, whatever is above it.

    Raises ``ValueError`` for what is not a workbook.
    """
    try:
        book = zipfile.ZipFile(make_seekable(stream))
    except zipfile.BadZipFile as error:
        raise ValueError(str(error)) from error
    with book:
        reader = _WorkbookReader(book)
        sheets = reader.list_sheets()
        for number, name in enumerate(sheets, 1):
            yield from reader.list_rows(name, f"sheet {number}" if len(sheets) > 1 else "", rank_header)


class _WorkbookReader:
    """Knows a workbook's shared texts and which of its styles are dates."""

    def __init__(self, book: zipfile.ZipFile) -> None:
        self.book = book
        self.parts = {name.replace("\\", "/"): name for name in book.namelist()}  # some programs write backslashes
        self.texts: list[str] = []
        with suppress(ValueError):  # rows whose texts are after a damage are named one by one
            for each in self._parse("xl/sharedStrings.xml", "si"):
                self.texts.append("".join(each.itertext(f"{_MAIN}t")))
        formats = {each.get("numFmtId"): each.get("formatCode", "") for each in self._parse("xl/styles.xml", "numFmt")}
        self.dates = [_is_date(xf.get("numFmtId"), formats) for xf in self._list_cell_styles()]
        properties = next(self._parse("xl/workbook.xml", "workbookPr"), None)
        self.epoch = _EPOCHS[properties is not None and properties.get("date1904") in ("1", "true")]

    def _parse(self, name: str, tag: str) -> Iterator[Any]:
        """Yield the elements of a part, each emptied when the next is asked for; none where there is no such part."""
        if name not in self.parts:
            return
        part_name = self.parts[name]
        if self.book.getinfo(part_name).file_size > MAX_PART_BYTES:
            raise ValueError(f"{name} is larger than {MAX_PART_BYTES:,} bytes")
        try:
            with self.book.open(part_name) as part:
                for _, element in etree.iterparse(part, tag=_MAIN + tag, resolve_entities=False, no_network=True):
                    yield element
                    element.clear()
        except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise ValueError(f"{name}: {error}") from error

    def _list_cell_styles(self) -> list[Any]:
        for styles in self._parse("xl/styles.xml", "cellXfs"):
            return [xf.attrib for xf in styles]
        return []

    def list_sheets(self) -> list[str]:
        """Return the parts that hold the sheets, in the workbook's order; those named as usual where it lists none."""
        targets = {
            each.get("Id"): each.get("Target", "")
            for each in self._parse(_RELATIONS, "Relationship")
            if each.get("Type", "").endswith("/worksheet")
        }
        asked = [value for sheet in self._parse("xl/workbook.xml", "sheet") for value in sheet.attrib.values()]
        named = [posixpath.normpath(posixpath.join("/xl", targets[key]))[1:] for key in asked if key in targets]
        if sheets := [name for name in dict.fromkeys(named) if name in self.parts]:
            return sheets
        usual = sorted((int(match[1]), name) for name in self.parts if (match := _SHEET.fullmatch(name)))
        return [name for _, name in usual]

    def list_rows(self, name: str, sheet: str, rank_header: RankHeader) -> Iterator[FileRecord]:
        """Yield the rows of a sheet below its header."""
        rows = self._read_rows(name, sheet)
        top = list(islice(rows, HEADER_WITHIN))
        at = choose_header_row([[str(value) for value in row.fields.values()] for row in _rows_of(top)], rank_header)
        header: dict[int, str] = {}
        seen = 0
        for row in chain(top, rows):
            if isinstance(row, Unreadable):
                yield row
                continue
            cells = row.fields
            if seen == at:
                header = {n: str(value).strip() for n, value in cells.items()}
            elif seen > at and not is_header_again([str(value) for value in cells.values()], list(header.values())):
                yield FileRow(row.place, {header[n]: value for n, value in cells.items() if n in header})
            seen += 1

    def _read_rows(self, name: str, sheet: str) -> Iterator[FileRecord]:
        """Yield the rows that are not blank, each cell by its column's number; then where a sheet breaks off."""
        parsed = enumerate(self._parse(name, "row"), 1)
        count = 0
        while True:
            try:
                count, row = next(parsed)
            except StopIteration:
                return
            except ValueError as error:
                yield Unreadable(f"{sheet} behind row {count}".strip(), f"the rest cannot be read: {error}")
                return
            place = f"{sheet} row {row.get('r') or count}".strip()
            try:
                cells = {at: value for at, value in map(self._read_cell, enumerate(row)) if value not in (None, "")}
            except ROW_ERRORS as error:
                yield Unreadable(place, f"a cell cannot be read: {error}")
                continue
            if cells:
                yield FileRow(place, cells)

    def _read_cell(self, numbered: tuple[int, Any]) -> tuple[int, Any]:
        """Return a cell's column, from 0, and its value."""
        position, cell = numbered
        at = _read_column(cell.get("r") or "") or position
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return at, "".join(cell.itertext(f"{_MAIN}t"))
        value = cell.findtext(f"{_MAIN}v")
        if value is None or kind == "e":
            return at, None
        if kind == "s":
            return at, self.texts[int(value)]
        style = int(cell.get("s") or 0)
        if kind == "n" and style < len(self.dates) and self.dates[style]:
            moment = self.epoch + dt.timedelta(seconds=round(float(value) * 86_400))
            return at, moment.isoformat(sep=" ") if moment.time() != dt.time() else moment.date().isoformat()
        if kind == "n" and self.epoch == _EPOCHS[True]:
            return at, _count_from_1899(value)
        return at, value


def _count_from_1899(value: str) -> str:
    """Return a number that may be a day's, in a workbook that counts days from 1904, as other workbooks count it."""
    with suppress(ValueError):
        if int(float(value)) + _DAYS_APART in SERIAL_DAYS:
            return str(float(value) + _DAYS_APART)
    return value


def _rows_of(records: list[FileRecord]) -> list[FileRow]:
    return [record for record in records if isinstance(record, FileRow)]


def _read_column(reference: str) -> int:
    """Return the column of a cell's reference, from 0: 27 of ``AB3``; 0 for none."""
    number = 0
    for letter in re.match(r"[A-Z]*", reference)[0]:  # type: ignore[index]  # it matches any text
        number = number * 26 + ord(letter) - 64
    return max(number - 1, 0)


def _is_date(number: str | None, formats: dict[str | None, str]) -> bool:
    code = formats.get(number)
    if code is not None:
        return _DATE_FORMAT.match(code) is not None
    return (number or "").isdigit() and int(number or 0) in _DATE_FORMATS


def database_records(path: Path, has_text: Callable[[Collection[str]], bool]) -> Iterator[FileRecord]:
    """Yield the rows of a SQLite file's tables, or of its views where no table has a column of texts.

    A table without such a column is one that cannot be read; ``has_text`` tells whether one of its columns holds texts.
    Raises ``ValueError`` for what is not such a file.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.text_factory = bytes
            connection.row_factory = sqlite3.Row
            textless: list[Unreadable] = []
            for kind in ("table", "view"):
                read = 0
                for name in _list_relations(connection, kind):
                    rows = connection.execute('SELECT * FROM "' + name.replace('"', '""') + '"')  # noqa: S608 - its name
                    stated = [column[0] for column in rows.description]
                    if not has_text(stated):
                        why = f"has no column of texts among {', '.join(stated)}"
                        textless.append(Unreadable(f"{kind} {name}", why))
                        continue
                    read += 1
                    for number, row in enumerate(rows, 1):
                        yield FileRow(f"{kind} {name} row {number}", {key: row[key] for key in row.keys()})  # noqa: SIM118
                if read:
                    break
            yield from textless
    except sqlite3.Error as error:
        raise ValueError(str(error)) from error


def _list_relations(connection: sqlite3.Connection, kind: str) -> list[str]:
    """Return the names of a file's tables, or of its views."""
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite%' ORDER BY name", [kind]
    )
    return [row[0].decode("utf-8", "replace") for row in found]
