"""The run's ledger of links: every link that was discovered, and where it ended (law 1).

Rows go to a Parquet file in chunks as they come, so that no day is held in memory; the file appears when the ledger is
closed, whole. A row that is not ended names the records of its pages: these wait for ``scrape``. The archive keeps a
copy of the file with a day that was collected whole, so that a rerun ends every link in the same place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kliping import batch
from kliping.drafts import Draft
from kliping.errors import LinkError
from kliping.model import Link, Outcome, Result, make_article_id
from kliping.wellformed import sanitize_url

LEDGER_SCHEMA = pa.schema(
    [
        *batch.OUTCOME_SCHEMA,
        ("refs", pa.list_(pa.string())),  # archive references of the article's pages, in order
        ("part", pa.string()),  # that holds the first of them
        ("again", pa.bool_()),  # another capture of a link that has its row already: no outcome of its own
    ]
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """One article whose pages are in the archive, in order. ``refs`` are archive references, ``path#offset``."""

    url: str
    canonical_url: str
    route: str
    refs: tuple[str, ...]


OnRefusedRow = Callable[[Mapping[str, Any], Exception], None]
"""Called with a row that does not fit the schema, and the error."""

CHUNK_TEXT = 32_000_000
"""Characters of text, roughly, at which a chunk ends, however few its rows."""


class RowWriter:
    """Parquet rows of one schema, written in chunks to a file that appears when the writer closes without error.

    ``refused`` takes the rows that cannot be written; without it the first of them ends the writing with its error.
    """

    def __init__(self, path: Path, schema: pa.Schema, chunk: int = 1_000, refused: OnRefusedRow | None = None) -> None:
        self.count = 0
        self._schema = schema
        self._chunk = chunk
        self._refused = refused
        self._size = 0
        self._rows: list[Mapping[str, Any]] = []
        self._draft = Draft(path)
        self._writer = pq.ParquetWriter(self._draft.path, schema, compression="zstd")

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a row; a chunk that is full is written."""
        self._rows.append(row)
        self.count += 1
        self._size += sum(len(value) for value in row.values() if isinstance(value, str))
        if len(self._rows) >= self._chunk or self._size >= CHUNK_TEXT:
            self.flush()

    def flush(self) -> None:
        """Write the rows that wait."""
        if not self._rows:
            return
        read_rows, self._rows, self._size = self._rows, [], 0
        try:
            table = pa.Table.from_pylist(read_rows, schema=self._schema)
        except Exception:
            if self._refused is None:
                raise
            table = self._keep_fitting_rows(read_rows, self._refused)
        self._writer.write_table(table)

    def _keep_fitting_rows(self, read_rows: list[Mapping[str, Any]], refused: OnRefusedRow) -> pa.Table:
        """Return the rows that fit the schema, tried one by one, so that a row that does not costs no other."""
        tables = [self._schema.empty_table()]
        for row in read_rows:
            try:
                tables.append(pa.Table.from_pylist([row], schema=self._schema))
            except Exception as error:  # noqa: BLE001  # handed to ``refused``, which gives the row an outcome
                self.count -= 1
                refused(row, error)
        return pa.concat_tables(tables)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        try:
            if kind is None:
                self.flush()
        finally:
            self._writer.close()
        if kind is None:
            self._draft.keep()
        else:
            self._draft.discard()


class Ledger:
    """Counts links and writes their rows; not thread-safe, one thread keeps it."""

    def __init__(self, path: Path) -> None:
        self.discovered = 0
        self.known = 0
        self.fetched = 0
        """Articles handed on to scrape."""
        self.results: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        """Of links that failed."""
        self.parts: set[str] = set()
        """Of the archive, in which scrape finds the pages."""
        self._rows = RowWriter(path, LEDGER_SCHEMA)

    def end(self, outcome: Outcome) -> None:
        """Write how a link ended."""
        self.results[outcome.result] += 1
        if outcome.result == "failed":
            self.reasons[outcome.reason] += 1
        self._rows.add(batch.make_outcome_row(outcome) | {"refs": [], "part": None, "again": False})

    def add_fetched(self, link: Link, refs: Iterable[str], *, again: bool = False) -> None:
        """Write a link whose pages wait for scrape; ``load`` will say how it ended."""
        kept = list(refs)
        part = part_of(kept[0])
        canonical = sanitize_url(link.canonical_url)
        self.fetched += 1
        self.parts.update(map(part_of, kept))
        self._rows.add(
            {
                "outlet": link.source,
                "article_id": make_article_id(canonical),
                "url": sanitize_url(link.url),
                "canonical_url": canonical,
                "result": None,
                "reason": "",
                "detail": "",
                "route": link.route,
                "refs": kept,
                "part": part,
                "again": again,
            }
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._rows.__exit__(kind, error, tb)


def part_of(ref: str) -> str:
    """Return the part of the archive that a reference points into."""
    return ref.partition("#")[0]


def read_rows(path: Path, chunk: int = 1_000) -> Iterator[dict[str, Any]]:
    """Yield the rows of a closed ledger, in order; one chunk in memory at a time."""
    for piece in pq.ParquetFile(path).iter_batches(chunk):
        yield from piece.to_pylist()


def read_fetched(path: Path, part: str) -> Iterator[Fetched]:
    """Yield the articles of a closed ledger whose first page lies in ``part``."""
    for piece in pq.ParquetFile(path).iter_batches(1_000, columns=["url", "canonical_url", "route", "refs", "part"]):
        for row in piece.filter(pc.equal(piece["part"], part)).to_pylist():
            yield Fetched(row["url"], row["canonical_url"], row["route"], tuple(row["refs"]))


def make_outcome(link: Link, result: Result, reason: str, detail: str = "") -> Outcome:
    """Return how a link ended."""
    return Outcome(link.source, link.url, link.canonical_url, result, reason, detail, link.route)


def make_failed_outcome(link: Link, link_error: LinkError) -> Outcome:
    """Return how a link ended that could not be had, or was skipped."""
    return make_outcome(link, link_error.result, link_error.reason, link_error.detail)
