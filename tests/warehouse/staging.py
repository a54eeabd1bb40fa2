"""Rows, staged batches and table contents for tests of the warehouse."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from kliping.batch import ARTICLE_SCHEMA, OUTCOME_SCHEMA, QUARANTINE_SCHEMA, Batch, OutletBatch, make_quarantine_row
from kliping.model import make_article_id
from kliping.settings import Settings
from kliping.warehouse import LoadReport, load_batch, writer

DAY = dt.date(2024, 11, 26)
NOON = dt.datetime(2024, 11, 26, 5, 0, tzinfo=dt.UTC)
A_DAY = dt.timedelta(days=1)
ODD = 'Judul, "kutip"\nbaris; ☕'
"""A title that formats trip over."""
CLOCKS = "load_id"


def capture(
    url: str = "https://koran.test/a", body: str = "Isi berita.", hours: float = 0, rules: str = "r1", **more: Any
) -> dict[str, Any]:
    """One row of ``ARTICLE_SCHEMA``: ``url`` fetched ``hours`` after noon, and read as ``body`` by ``rules``."""
    title = more.pop("title", "Judul berita")
    promo = "Baca Juga: Harga cabai"
    start = len(body) + 1
    row = dict.fromkeys(ARTICLE_SCHEMA.names) | {
        "article_id": make_article_id(url),
        "outlet": "koran",
        "url": url,
        "fetched_url": url,
        "title": title,
        "body": body,
        "published_at": NOON,
        "published_precision": "minute",
        "language": "id",
        "scraped_text": body + "\n" + promo,
        "removed": [{"start": start, "end": start + len(promo), "kind": "related", "rule": "baca_juga", "text": promo}],
        "related": [{"title": "Harga cabai", "url": None}],
        "method": '{"title": "h1"}',
        "content_hash": hashlib.sha256(f"{title}\n\n{body}".encode()).hexdigest(),
        "payload_digest": "sha256:" + hashlib.sha256(f"{url} {hours}".encode()).hexdigest(),
        "fetched_at": NOON + dt.timedelta(hours=hours),
        "archive": f"koran/2024-11-26.warc.gz#{int(hours * 100)}",
        "route": "feed",
        "rules_version": rules,
        "learned_snapshot": "none",
    }
    return row | more


def outcome(row: dict[str, Any], result: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "outlet": row["outlet"],
        "article_id": row["article_id"],
        "url": row["url"],
        "canonical_url": row["url"],
        "result": result,
        "reason": None,
        "detail": None,
        "route": "feed",
    } | more


def write(path: Path, schema: pa.Schema, rows: Iterable[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), path)
    return path


class Stage:
    """Writes stage folders and makes batches of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = itertools.count()

    def outlet(
        self,
        *accepted: dict[str, Any],
        outlet: str = "koran",
        refused: Iterable[tuple[dict[str, Any], str]] = (),
        others: Iterable[dict[str, Any]] = (),
        known: int = 0,
        discovered: int | None = None,
        folder: str = "",
        **more: Any,
    ) -> OutletBatch:
        place = self.folder / f"run={next(self.number)}" / f"outlet={folder or outlet}"
        quarantined = [make_quarantine_row(row, "validate", [(rule, "why")]) for row, rule in refused]
        ids = {row["article_id"]: row for row in (*accepted, *(row for row, _ in refused))}
        outcomes = [outcome(row) for row in ids.values()] + list(others)
        return OutletBatch(
            outlet,
            len(outcomes) + known if discovered is None else discovered,
            known,
            write(place / "accepted.parquet", ARTICLE_SCHEMA, accepted),
            write(place / "quarantine.parquet", QUARANTINE_SCHEMA, quarantined),
            write(place / "outcomes.parquet", OUTCOME_SCHEMA, outcomes),
            **more,
        )

    def batch(self, *outlets: OutletBatch, run: str = "run", day: dt.date | None = DAY, job: Any = "ingest") -> Batch:
        return Batch(run, job, day, NOON, "r1", "none", outlets)

    def of(self, *accepted: dict[str, Any], **more: Any) -> Batch:
        return self.batch(self.outlet(*accepted, **more))


def read_content_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    """Every content table without its clock columns, in one order: what law 3 speaks of."""
    tables = ("articles", "article_revisions", "captures", "quarantine", "duplicate_pairs", "moved_articles")
    tables += ("mentions", "quotes", "name_days")
    return {
        t: connection.execute(f"SELECT COLUMNS(lambda c: c <> '{CLOCKS}') FROM {t} ORDER BY ALL").fetchall()
        for t in tables
    }


def load_article(
    settings: Settings, stage: Stage, url: str, body: str = "Isi.", run: str = "run", **more: Any
) -> LoadReport:
    """Load one article of the fourth day."""
    with writer(settings) as db:
        return load_batch(db, stage.batch(stage.outlet(capture(url, body, 90, **more)), run=run, day=DAY + 3 * A_DAY))
