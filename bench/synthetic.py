"""Made-up articles for the benchmarks: a warehouse full of old ones, and batches of new ones as the stages leave them.

Bodies of 2 KB, dates over five years; one row in twenty is an edit of a known article, where there are any.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from kliping import warehouse
from kliping.batch import ARTICLE_SCHEMA, OUTCOME_SCHEMA, QUARANTINE_SCHEMA, Batch, OutletBatch
from kliping.minhash import make_signature
from kliping.settings import Settings

DAY = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
WORDS = """yang dan di untuk dengan pemerintah kota warga jalan pasar harga beras naik turun sekolah rumah
sakit polisi sidang hakim menteri presiden gubernur bupati banjir hujan cuaca laut nelayan petani
sawah panen ekspor impor rupiah bank saham pertandingan gol pemain pelatih musim liga stadion
bandara kereta tol bus angkutan listrik air energi tambang hutan gunung"""


def make_prose(seed: int, length: int) -> str:
    choose = random.Random(seed)
    return " ".join(choose.choices(WORDS.split(), k=length // 6))


def fill_warehouse(settings: Settings, size: int, *, body: int = 2000) -> float:
    """Make a warehouse of ``size`` articles with bodies of so many characters; gives the seconds it took."""
    began = time.perf_counter()
    with warehouse.writer(settings) as db:
        if size:
            text = make_prose(1, 2_000_000)
            db.execute("CREATE TEMP TABLE source AS SELECT ? AS text", [text])
            db.execute("SET VARIABLE body = ?", [body])
            step = 100_000
            for start in range(0, size, step):
                db.execute("SET VARIABLE start = ?", [start])
                db.execute("SET VARIABLE stop = ?", [min(size, start + step)])
                db.execute(FILL)
        db.execute("CHECKPOINT")
    return time.perf_counter() - began


FILL = """
    CREATE OR REPLACE TEMP TABLE made AS
    SELECT
        md5('old ' || n) AS article_id, 'outlet' || (n % 30) AS outlet, 'https://koran.test/lama/' || n AS url,
        url AS fetched_url,
        'Judul berita lama nomor ' || n AS title,
        substr(s.text, 1 + (hash(n) % 1990000)::INTEGER, getvariable('body')) AS body,
        ['Penulis ' || (n % 500)] AS authors,
        TIMESTAMPTZ '2021-11-20 00:00:00+00' + n * (INTERVAL 1825 DAY / 2000000) AS published_at,
        'minute' AS published_precision, 'id' AS language, body AS scraped_text,
        [{'start': 0, 'end': 4, 'kind': 'related', 'rule': 'baca_juga', 'text': 'Baca'}] AS removed,
        '{"body": "rule:body"}' AS method,
        sha256('old ' || n) AS content_hash, 'sha256:' || sha256('page ' || n) AS payload_digest,
        published_at + INTERVAL 1 HOUR AS fetched_at, 'archive/' || n AS archive, 'feed' AS route,
        list_transform(range(32), lambda i: (hash(n, i) % 4294967296)::UINTEGER) AS signature,
        list_transform(range(20), lambda i: hash(n, i, 'block')) AS blocks, md5('old ' || n) AS duplicate_group_id,
        'r1' AS rules_version, 'none' AS learned_snapshot,
        fetched_at AS first_fetched_at, fetched_at AS last_fetched_at, 'old' AS load_id
    FROM range(getvariable('start'), getvariable('stop')) AS t(n), source AS s;
    INSERT INTO articles BY NAME FROM made;
    INSERT INTO captures BY NAME
    SELECT
        article_id, fetched_at, outlet, payload_digest, archive, content_hash, rules_version, learned_snapshot, load_id
    FROM made;
"""


def make_rows(count: int, known: int, start: int = 0) -> list[dict[str, object]]:
    """Return ``count`` rows from number ``start`` on; a twentieth are edits of known ones, if there are any."""
    made = []
    choose = random.Random(start)
    for n in range(start, start + count):
        edited = known and n % 20 == 0
        body = make_prose(n, 2000)
        number = known - 1 - n if edited else n
        made.append(
            dict.fromkeys(ARTICLE_SCHEMA.names)
            | {
                "article_id": hashlib.md5(f"{'old' if edited else 'new'} {number}".encode()).hexdigest(),
                "outlet": "koran",
                "url": f"https://koran.test/{'lama' if edited else 'baru'}/{number}",
                "title": f"Judul berita nomor {n}",
                "body": body,
                "authors": [f"Penulis {n % 500}"],
                "published_at": DAY,
                "published_precision": "minute",
                "language": "id",
                "scraped_text": body,
                "removed": [{"start": 0, "end": 4, "kind": "related", "rule": "baca_juga", "text": body[:4]}],
                "related": [{"title": "Lainnya", "url": None}],
                "method": '{"body": "rule:body"}',
                "content_hash": hashlib.sha256(body.encode()).hexdigest(),
                "payload_digest": f"sha256:{n}",
                "fetched_at": DAY,
                "archive": f"koran.warc.gz#{n}",
                "route": "feed",
                "rules_version": "r1",
                "learned_snapshot": "none",
                "signature": make_signature(body),
                "blocks": [choose.getrandbits(64) for _ in range(20)],
            }
        )
    return made


def stage_rows(folder: Path, rows: list[dict[str, object]], outlets: int = 1) -> Batch:
    """Write the rows as the stages leave them, divided among this many outlets."""
    parts = []
    for number in range(outlets):
        name = "koran" if outlets == 1 else f"koran{number}"
        share = [row | {"outlet": name} for row in rows[number::outlets]]
        place = folder / f"outlet={name}"
        place.mkdir(parents=True, exist_ok=True)
        files = {part: place / f"{part}.parquet" for part in ("accepted", "quarantine", "outcomes")}
        pq.write_table(
            pa.Table.from_pylist(share, ARTICLE_SCHEMA), files["accepted"], compression="lz4", row_group_size=1_000
        )
        pq.write_table(QUARANTINE_SCHEMA.empty_table(), files["quarantine"])
        links = [
            {"outlet": name, "article_id": r["article_id"], "url": r["url"], "canonical_url": r["url"], "route": "feed"}
            for r in share
        ]
        pq.write_table(pa.Table.from_pylist(links, OUTCOME_SCHEMA), files["outcomes"])
        parts.append(OutletBatch(name, len(share), 0, **files))
    return Batch("bench", "ingest", DAY.date(), DAY, "r1", "none", tuple(parts))
