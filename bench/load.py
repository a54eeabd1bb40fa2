"""Loading 10,000 articles into tables of several sizes, and the same rows through dlt, in one run on one DuckDB.

    python bench/load.py [--sizes 0,100000,2000000] [--rows 10000] [--dlt] [--folder DIR] [--json FILE]

The figures of the load are its own work: staging, law 1, the transaction. Publishing is reported apart. A warehouse of
each size is filled with made-up articles first (2 KB bodies, dates over five years) and thrown away afterwards. One
row in twenty is an edit of an article of the last days.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import shutil
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from kliping import warehouse
from kliping.batch import ARTICLES, OUTCOMES, Batch, OutletBatch
from kliping.settings import REPOSITORY, Settings
from kliping.signature import signature

DAY = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
WORDS = [
    "pemerintah",
    "kota",
    "warga",
    "jalan",
    "pasar",
    "harga",
    "beras",
    "naik",
    "turun",
    "sekolah",
    "rumah",
    "sakit",
    "polisi",
    "sidang",
    "hakim",
    "menteri",
    "presiden",
    "gubernur",
    "bupati",
    "banjir",
    "hujan",
    "cuaca",
    "laut",
    "nelayan",
    "petani",
    "sawah",
    "panen",
    "ekspor",
    "impor",
    "rupiah",
    "bank",
    "saham",
    "pertandingan",
    "gol",
    "pemain",
    "pelatih",
    "musim",
    "liga",
    "stadion",
    "bandara",
    "kereta",
    "tol",
    "bus",
    "angkutan",
    "listrik",
    "air",
    "energi",
    "tambang",
    "hutan",
    "gunung",
]


def prose(seed: int, length: int) -> str:
    choose = random.Random(seed)
    return " ".join(choose.choices(WORDS, k=length // 6))


def fill(settings: Settings, size: int) -> float:
    """Make a warehouse of ``size`` articles; gives the seconds it took."""
    began = time.perf_counter()
    with warehouse.writer(settings) as db:
        if size:
            text = prose(1, 2_000_000)
            db.execute("CREATE TEMP TABLE source AS SELECT ? AS text", [text])
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
        substr(s.text, 1 + (hash(n) % 1990000)::INTEGER, 2000) AS body,
        ['Penulis ' || (n % 500)] AS authors,
        TIMESTAMPTZ '2021-11-20 00:00:00+00' + n * (INTERVAL 1825 DAY / 2000000) AS published_at,
        'minute' AS published_precision, 'id' AS language, body AS scraped_text,
        [{'start': 0, 'end': 4, 'kind': 'related', 'rule': 'baca_juga', 'text': 'Baca'}] AS removed,
        '{"body": "rule:body"}' AS method,
        sha256('old ' || n) AS content_hash, 'sha256:' || sha256('page ' || n) AS payload_digest,
        published_at + INTERVAL 1 HOUR AS fetched_at, 'archive/' || n AS archive, 'feed' AS route,
        list_transform(range(32), lambda i: (hash(n, i) % 4294967296)::UINTEGER) AS signature,
        list_transform(range(20), lambda i: hash(n, i, 'block')) AS blocks, md5('old ' || n) AS story_id,
        'r1' AS rules_version, 'none' AS learned_snapshot,
        fetched_at AS first_fetched_at, fetched_at AS last_fetched_at, 'old' AS load_id
    FROM range(getvariable('start'), getvariable('stop')) AS t(n), source AS s;
    INSERT INTO articles BY NAME FROM made;
    INSERT INTO captures BY NAME
    SELECT
        article_id, fetched_at, outlet, payload_digest, archive, content_hash, rules_version, learned_snapshot, load_id
    FROM made;
"""


def rows_of(count: int, known: int) -> list[dict[str, object]]:
    """``count`` rows, a twentieth of which are known articles that were edited where there are any."""
    import hashlib

    made = []
    choose = random.Random(0)
    for n in range(count):
        edited = known and n % 20 == 0
        body = prose(n, 2000)
        number = known - 1 - n if edited else n
        made.append(
            dict.fromkeys(ARTICLES.names)
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
                "signature": signature(body),
                "blocks": [choose.getrandbits(64) for _ in range(20)],
            }
        )
    return made


def staged(folder: Path, rows: list[dict[str, object]]) -> Batch:
    folder.mkdir(parents=True, exist_ok=True)
    accepted, outcomes = folder / "accepted.parquet", folder / "outcomes.parquet"
    pq.write_table(pa.Table.from_pylist(rows, ARTICLES), accepted, compression="zstd")
    links = [
        {"outlet": "koran", "article_id": r["article_id"], "url": r["url"], "canonical_url": r["url"], "route": "feed"}
        for r in rows
    ]
    pq.write_table(pa.Table.from_pylist(links, OUTCOMES), outcomes)
    outlet = OutletBatch("koran", len(rows), 0, accepted, None, outcomes)
    return Batch("bench", "ingest", DAY.date(), DAY, "r1", "none", (outlet,))


def measure(folder: Path, size: int, count: int) -> dict[str, float]:
    settings = Settings(home=REPOSITORY, data=folder / f"of-{size}")
    filled = fill(settings, size)
    batch = staged(folder / "stage", rows_of(count, size))
    with warehouse.writer(settings) as db:
        began, began_cpu = time.perf_counter(), time.process_time()
        report = warehouse.load(db, batch)
        loaded, cpu = time.perf_counter() - began, time.process_time() - began_cpu
        began = time.perf_counter()
        closed = time.perf_counter() - began
    with warehouse.writer(settings) as db:
        began = time.perf_counter()
        again = warehouse.load(db, batch)
        rerun = time.perf_counter() - began
        assert again.counts["unchanged"] == count, again
    published = warehouse.publish(settings)
    figures = {
        "table": size, "rows": count, "fill_s": filled, "load_s": loaded, "load_cpu_s": cpu,
        "close_s": closed, "rerun_s": rerun,
        "publish_s": published.seconds, "publish_mb": published.bytes / 1e6,
        "loaded": report.counts["loaded"], "revised": report.counts["revised"],
    }  # fmt: skip
    shutil.rmtree(folder / f"of-{size}")
    return figures


def peer(folder: Path, how: str) -> float:
    """The same rows through dlt: merge into DuckDB by article_id. Seconds of the run.

    ``rows``: the rows as a resource yields them, lists and all, which dlt takes apart into tables. ``arrow``: dlt's
    fast path, without the lists, which it cannot take there.
    """
    import dlt

    path = folder / "stage" / "accepted.parquet"
    lists = ("removed", "related", "credits", "authors", "tags", "notes", "repairs", "signature", "blocks")
    wanted = [name for name in ARTICLES.names if name not in lists]
    pipeline = dlt.pipeline(
        f"bench_{how}",
        destination=dlt.destinations.duckdb(str(folder / f"dlt-{how}.duckdb")),
        dataset_name="d",
        pipelines_dir=str(folder / "dlt"),
    )

    @dlt.resource(name="articles", primary_key="article_id", write_disposition="merge")
    def articles():
        if how == "arrow":
            yield pq.read_table(path, columns=wanted)
        else:
            columns = [*wanted, "removed", "related", "authors"]
            for batch in pq.ParquetFile(path).iter_batches(1_000, columns=columns):
                yield batch.to_pylist()

    began = time.perf_counter()
    pipeline.run(articles())
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="0,100000,2000000")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--dlt", action="store_true", help="also time dlt, where it is installed")
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--json", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        found = []
        for size in map(int, options.sizes.split(",")):
            found.append(measure(Path(name), size, options.rows))
            print(
                "  ".join(
                    f"{key} {value:,.2f}" if isinstance(value, float) else f"{key} {value:,}"
                    for key, value in found[-1].items()
                ),
                flush=True,
            )
        if options.dlt:
            staged(Path(name) / "stage", rows_of(options.rows, 0))
            empty = next((f["load_s"] for f in found if f["table"] == 0), found[0]["load_s"])
            for how in ("rows", "arrow"):
                seconds = peer(Path(name), how)
                print(f"dlt ({how}) {seconds:.2f} s, kliping {empty:.2f} s: {seconds / empty:.1f} times as fast")
                found.append({f"dlt_{how}_s": seconds, "times": seconds / empty})
        if options.json:
            options.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
