"""The run's ledger of links: every link that was discovered, and where it ended (law 1).

Rows go to Parquet in chunks as they come; the file appears when the ledger is closed, whole. ``Fetched`` lists the
articles whose pages are in the archive and wait for ``scrape``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from kliping import batch
from kliping.model import Link, Outcome, article_id


@dataclass(frozen=True, slots=True)
class Fetched:
    """One article whose pages are in the archive, in order. ``refs`` are archive references, ``path#offset``."""

    url: str
    canonical_url: str
    route: str
    refs: tuple[str, ...]


class RowWriter:
    """Parquet rows of one schema, written in chunks to a file that appears when the writer closes without error."""

    def __init__(self, path: Path, schema: pa.Schema, chunk: int = 1_000) -> None:
        self.path = path
        self.count = 0
        self._schema = schema
        self._chunk = chunk
        self._rows: list[Mapping[str, Any]] = []
        self._part = path.with_name(f".{path.name}.part")
        self._writer = pq.ParquetWriter(self._part, schema, compression="zstd")

    def add(self, row: Mapping[str, Any]) -> None:
        self._rows.append(row)
        self.count += 1
        if len(self._rows) >= self._chunk:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
            self._rows.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        try:
            if kind is None:
                self._flush()
        finally:
            self._writer.close()
        if kind is None:
            self._part.replace(self.path)
        else:
            self._part.unlink(missing_ok=True)


class Ledger:
    """Counts links and writes their outcomes; not thread-safe, one thread keeps it."""

    def __init__(self, rows: RowWriter) -> None:
        self.discovered = 0
        self.known = 0
        self.results: Counter[str] = Counter()
        self.fetched: list[Fetched] = []
        self.entries: list[dict[str, Any]] = []
        """What the archive's completion marker keeps, so that a rerun ends every link in the same place."""
        self._rows = rows

    def end(self, outcome: Outcome) -> None:
        """A link that ended here."""
        self.results[outcome.result] += 1
        self._enter(batch.outcome_row(outcome), ())

    def hand_on(self, link: Link, refs: Iterable[str]) -> None:
        """A link whose pages wait for scrape; ``load`` will say how it ended."""
        fetched = Fetched(link.url, link.canonical_url, link.route, tuple(refs))
        self.fetched.append(fetched)
        self._enter(
            {
                "outlet": link.source,
                "article_id": article_id(link.canonical_url),
                "url": link.url,
                "canonical_url": link.canonical_url,
                "result": None,
                "reason": "",
                "detail": "",
                "route": link.route,
            },
            fetched.refs,
        )

    def _enter(self, row: dict[str, Any], refs: tuple[str, ...]) -> None:
        self._rows.add(row)
        self.entries.append({**row, "refs": refs})

    def replay(self, marker: Mapping[str, Any]) -> None:
        """Enter all that a completion marker keeps."""
        self.discovered = int(marker["discovered"])
        self.known = int(marker["known"])
        for entry in marker["links"]:
            row = {key: entry[key] for key in batch.OUTCOMES.names}
            refs = tuple(entry["refs"])
            if row["result"] is None:
                self.fetched.append(Fetched(row["url"], row["canonical_url"], row["route"], refs))
            else:
                self.results[row["result"]] += 1
            self._enter(row, refs)

    def marker(self) -> dict[str, Any]:
        """What ``replay`` takes."""
        return {"discovered": self.discovered, "known": self.known, "links": self.entries}


def write_fetched(path: Path, fetched: Iterable[Fetched]) -> None:
    """One JSON object a line; appears whole."""
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8") as f:
        f.writelines(json.dumps(asdict(item), ensure_ascii=False) + "\n" for item in fetched)
    part.replace(path)


def read_fetched(path: Path) -> Iterator[Fetched]:
    with path.open(encoding="utf-8") as f:
        for line in f:
            item = json.loads(line)
            yield Fetched(item["url"], item["canonical_url"], item["route"], tuple(item["refs"]))
