"""What a file that somebody else wrote holds: records with their places, out of text in any encoding, or Parquet.

Each record comes with its place in the file. What cannot be read is given as ``Unreadable``, with its place and the
reason, and the records after it follow.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

import pyarrow.parquet as pq

MOST_IN_MEMORY = 32 << 20
"""Bytes of an unpacked file that are held in memory; what is more goes to disk."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One record. ``place`` is a line of the file where it has lines, and says so."""

    place: str
    fields: dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record, or the rest of a file, that cannot be read, and why."""

    place: str
    why: str


FileRecord = FileRow | Unreadable
RankHeader = Callable[[Sequence[str]], int]
"""Tells of a row how many fields its cells name, as a header does; 0 for any other row."""
HEADER_WITHIN = 30
"""Rows at the top of a table that may be its header; titles and notes may be above it."""


def choose_header_row(rows: Sequence[Sequence[str]], rank_header: RankHeader) -> int:
    """Return which of a table's first rows is its header: the one that names most fields, else the first not blank."""
    ranks = [rank_header(row) for row in rows]
    if any(ranks):
        return ranks.index(max(ranks))
    return next((n for n, row in enumerate(rows) if any(cell.strip() for cell in row)), 0)


def is_header_again(row: Sequence[str], header: Sequence[str]) -> bool:
    """Return whether a row repeats the header, as files that were joined do."""
    return [cell.strip() for cell in row] == list(header)


def parquet_records(stream: BinaryIO) -> Iterator[FileRecord]:
    """Yield the rows of a Parquet file."""
    number = 0
    for piece in pq.ParquetFile(make_seekable(stream)).iter_batches(1_000):
        for fields in piece.to_pylist():
            number += 1
            yield FileRow(f"row {number}", fields)


def make_seekable(stream: BinaryIO) -> BinaryIO:
    """Return a stream that can be read from its end, as Parquet and workbooks are.

    A compressed one is unpacked first: into memory, and beyond ``MOST_IN_MEMORY`` bytes into a file that nobody sees.
    """
    if isinstance(stream, io.BufferedReader):
        return stream
    unpacked = tempfile.SpooledTemporaryFile(MOST_IN_MEMORY)  # noqa: SIM115  # who reads it closes it
    shutil.copyfileobj(stream, unpacked)
    unpacked.seek(0)
    return cast("BinaryIO", unpacked)


def text_lines(stream: BinaryIO, newline: str = "\n") -> Iterator[str]:
    """Yield lines as UTF-8, or as what a byte order mark says, or one by one as Windows-1252 where they are neither.

    Only line feeds end a line (and carriage returns, where ``newline`` is empty): U+2028 stands inside texts.
    """
    if not hasattr(stream, "peek"):
        stream = io.BufferedReader(stream)  # type: ignore[type-var]
    if encoding := _find_wide_encoding(stream.peek(64)[:64]):
        yield from io.TextIOWrapper(stream, encoding, "replace", newline)
        return
    for line in io.TextIOWrapper(stream, "latin-1", newline=newline):
        text = decode_text(line.encode("latin-1"))
        text = text.removeprefix("\ufeff")  # at the top, and where files were joined
        text = text.rstrip("\x1a")  # what ended a file under DOS
        yield text.replace("\0", "") or text  # nothing but zeros is what a crash leaves


def _find_wide_encoding(start: bytes) -> str | None:
    """Return UTF-32 or UTF-16 by their mark, or UTF-16 without a mark by its zeros; None for single bytes."""
    if start.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if len(start) < 4:
        return None
    even, odd = start[::2].count(0) / len(start[::2]), start[1::2].count(0) / len(start[1::2])
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > 0.75 and others < 0.25:
            return encoding
    return None


def decode_text(given: bytes) -> str:
    """Decode bytes as UTF-8, or else as Windows-1252."""
    try:
        return given.decode("utf-8")
    except UnicodeDecodeError:
        return given.decode("windows-1252", "replace")
