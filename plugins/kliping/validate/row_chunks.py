"""Staged rows of several outlets, read in common chunks; a file that breaks off stops no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kliping.batch import ARTICLE_SCHEMA

MOST_CHUNK_BYTES = 12_000_000
"""A chunk of long articles has fewer rows: Great Expectations needs several times its bytes."""

ROWS_AT_ONCE = 1_000


class StageError(Exception):
    """A staged file cannot be read; names it, and what to do."""


ChunkPart = tuple[int, int, int]
"""Which job the rows from start to stop of a chunk belong to."""


def read_row_chunks(
    paths: Iterable[Path], size: int, errors: dict[int, str]
) -> Iterator[tuple[pa.Table, list[ChunkPart]]]:
    """Yield rows of all files, in tables of at most ``size`` rows and ``MOST_CHUNK_BYTES``, or of one larger row.

    ``errors`` gets the numbers of the files that could not be read, and why.
    """
    pending: list[pa.RecordBatch] = []
    owners: list[ChunkPart] = []
    held = weight = 0
    for number, path in enumerate(paths):
        for piece in _read_until_broken(path, min(size, ROWS_AT_ONCE), number, errors):
            at = 0
            while at < piece.num_rows:
                part = _take_fitting_rows(piece.slice(at, size - held), MOST_CHUNK_BYTES - weight)
                if held and not part.num_rows:
                    whole = pa.Table.from_batches(pending, ARTICLE_SCHEMA), owners
                    pending, owners, held, weight = [], [], 0, 0
                    yield whole
                    del whole  # before the next one is read
                    continue
                if not part.num_rows:  # one row is more than a chunk may hold
                    part = piece.slice(at, 1)
                pending.append(part)
                owners.append((number, held, held + part.num_rows))
                held, at, weight = held + part.num_rows, at + part.num_rows, weight + part.nbytes
    if held:
        yield pa.Table.from_batches(pending, ARTICLE_SCHEMA), owners


def _take_fitting_rows(rows: pa.RecordBatch, room: int) -> pa.RecordBatch:
    """Return the first of the rows, as many of them as surely have at most ``room`` bytes; maybe none."""
    while rows.num_rows and rows.nbytes > room:
        rows = rows.slice(0, rows.num_rows // 2)
    return rows


def _read_until_broken(path: Path, size: int, number: int, errors: dict[int, str]) -> Iterator[pa.RecordBatch]:
    """Yield a file's rows, up to the place where it breaks off."""
    try:
        yield from _read_batches(path, size)
    except StageError as error:
        errors[number] = str(error)


def _read_batches(path: Path, size: int) -> Iterator[pa.RecordBatch]:
    """Yield a file's rows in the columns of ``ARTICLE_SCHEMA``; a column that an older stage did not write is NULL."""
    try:
        with pq.ParquetFile(path, pre_buffer=False) as file:
            groups = ([number] for number in range(file.num_row_groups))  # which a stage bounds by bytes
            for piece in chain.from_iterable(
                file.iter_batches(size, row_groups=group, use_threads=False) for group in groups
            ):
                yield _fit_schema(piece)
    except (pa.ArrowException, OSError) as error:
        raise StageError(f"{path} cannot be read: {error}. Scrape the outlet again; its pages are archived.") from error


def _fit_schema(piece: pa.RecordBatch) -> pa.RecordBatch:
    """Return the rows with the columns and types of ``ARTICLE_SCHEMA``; a column that is not there is NULL."""
    columns = []
    for wanted in ARTICLE_SCHEMA:
        if wanted.name in piece.schema.names:
            columns.append(piece.column(wanted.name).cast(wanted.type))
        else:
            columns.append(pa.nulls(piece.num_rows, wanted.type))
    return pa.RecordBatch.from_arrays(columns, schema=ARTICLE_SCHEMA)
