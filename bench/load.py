"""Loading 10,000 articles into tables of several sizes, and the same rows through dlt, in one run on one DuckDB.

    python bench/load.py [--sizes 0,100000,2000000] [--rows 10000] [--rounds 3] [--dlt] [--folder DIR] [--json FILE]

A warehouse of each size is filled with made-up articles first (2 KB bodies, dates over five years) and thrown away
afterwards. One row in twenty is an edit of a known article. Of the rounds, each with rows of its own, the best counts.

- ``load``: the load's own work, from staged Parquet to a commit that is on disk: staging, law 1, captures, versions,
  articles, revisions, spans, stories, outcomes, sources, the loads row. ``in 100 files``: the rows are a hundred
  outlets' instead of one's.
- ``close``: writing the log into the file when the connection closes, which the next publication would do otherwise.
- ``again``: loading the batch a second time. ``publish``: the read copy. ``index``: full text, by 100,000 articles.
- ``validate``: the rows through the suites for articles and their removed spans, without Great Expectations' import.
- dlt: the whole of ``pipeline.run`` (extract, normalise, load by merge on article_id) of the same Parquet rows into an
  empty DuckDB file, in a process that has run it before; ``rows`` as dictionaries with their lists, ``arrow`` as an
  Arrow table, dlt's fast path. It is spared the signatures and block hashes, of which it would make 50 rows an article,
  and writes one table where ours writes seven. Ours stands beside it with ``load`` and ``close`` together.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
from kliping import warehouse
from kliping.batch import ARTICLE_SCHEMA
from kliping.resources import SUITES_FOLDER
from kliping.settings import Settings
from synthetic import DAY, fill_warehouse, make_rows, stage_rows


@dataclass
class Clock:
    """Seconds on the wall and of the processor."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def time_block() -> Iterator[Clock]:
    clock = Clock()
    wall, cpu = time.perf_counter(), time.process_time()
    yield clock
    clock.wall, clock.cpu = time.perf_counter() - wall, time.process_time() - cpu


def measure_load(folder: Path, size: int, count: int, rounds: int) -> dict[str, float]:
    """Fill a warehouse, then load, close, load again, publish and index; the best of the rounds."""
    settings = Settings(data=folder / f"of-{size}")
    figures: dict[str, float] = {"table": size, "rows": count, "fill_s": fill_warehouse(settings, size)}
    for number in range(rounds + 1):
        many = number == rounds
        batch = stage_rows(folder / f"stage-{number}", make_rows(count, size, number * count), 100 if many else 1)
        with ExitStack() as stack:
            db = stack.enter_context(warehouse.writer(settings))
            with time_block() as load:
                report = warehouse.load_batch(db, batch)
            assert not report.refused, report.refused
            with time_block() as close:
                stack.close()
        if many:
            figures |= {"in_100_files_s": load.wall, "in_100_files_cpu_s": load.cpu}
        elif number == 0 or load.wall < figures["load_s"]:
            figures |= {"load_s": load.wall, "load_cpu_s": load.cpu, "close_s": close.wall}
            figures |= {name: report.counts[name] for name in ("loaded", "revised")}
        if number == 0:
            with warehouse.writer(settings) as db, time_block() as again:
                report = warehouse.load_batch(db, batch)
            assert report.counts["unchanged"] == count, report
            figures["again_s"] = again.wall
    published = warehouse.publish_copy(settings)
    figures |= {"publish_s": published.seconds, "publish_mb": published.bytes / 1e6}
    if 0 < size <= 200_000:  # a larger one takes minutes, by the same measure
        built = warehouse.build_search_index(settings)
        figures |= {"index_s_each_100000": built.seconds / built.articles * 100_000, "index_mb": built.bytes / 1e6}
    shutil.rmtree(settings.data_path)
    return figures


def measure_validation(folder: Path, rounds: int) -> dict[str, float]:
    """Measure ten thousand rows through Great Expectations, the best of the rounds; its import by itself."""
    from kliping.model import Source
    from kliping.validate import ValidationContext, validate_outlet

    with time_block() as imported:
        import great_expectations  # noqa: F401
    source = Source("koran", "Koran", hosts=("koran.test",))
    context = ValidationContext(day=DAY.date(), sources={"koran": source})
    best = Clock(float("inf"))
    for _ in range(max(2, rounds)):
        with time_block() as clock:
            report = validate_outlet(
                folder / "stage-0" / "outlet=koran" / "accepted.parquet", folder / "validated", suite="articles",
                expectations=SUITES_FOLDER, context=context,
            )  # fmt: skip
        best = min(best, clock, key=lambda c: c.wall)
    return {
        "validate_rows": report.rows,
        "validate_s": best.wall,
        "validate_cpu_s": best.cpu,
        "import_s": imported.wall,
    }


def load_by_peer(folder: Path, how: str, name: str, path: Path) -> Clock:
    """Load the rows of a Parquet file through dlt: merge into an empty DuckDB by article_id."""
    import dlt

    pipeline = dlt.pipeline(
        f"bench_{how}_{name}",
        destination=dlt.destinations.duckdb(str(folder / f"dlt-{how}-{name}.duckdb")),
        dataset_name="d",
        pipelines_dir=str(folder / "dlt"),
    )

    @dlt.resource(name="articles", primary_key="article_id", write_disposition="merge")
    def articles():
        columns = [name for name in ARTICLE_SCHEMA.names if name not in ("signature", "blocks")]
        if how == "arrow":
            yield pq.read_table(path, columns=columns)
        else:
            for batch in pq.ParquetFile(path).iter_batches(1_000, columns=columns):
                yield batch.to_pylist()

    with time_block() as clock:
        pipeline.run(articles())
    return clock


def compare_peer(folder: Path, rows: int, rounds: int) -> list[dict[str, float]]:
    """Measure dlt and ours in turn, each into an empty file; the best of the rounds."""
    import logging

    logging.getLogger("dlt").setLevel(logging.ERROR)
    small, whole = folder / "small", folder / "whole"
    stage_rows(small, make_rows(100, 0))
    batch = stage_rows(whole, make_rows(rows, 0))
    accepted = "outlet=koran/accepted.parquet"
    best = {name: Clock(float("inf")) for name in ("kliping", "rows", "arrow")}
    for how in ("rows", "arrow"):
        load_by_peer(folder, how, "warm", small / accepted)
    for number in range(rounds):
        settings = Settings(data=folder / f"ours-{number}")
        with warehouse.writer(settings):
            pass
        with ExitStack() as stack:
            db = stack.enter_context(warehouse.writer(settings))
            with time_block() as ours:
                warehouse.load_batch(db, batch)
                stack.close()
        found = {"kliping": ours} | {
            how: load_by_peer(folder, how, str(number), whole / accepted) for how in ("rows", "arrow")
        }
        best = {name: min(best[name], clock, key=lambda c: c.wall) for name, clock in found.items()}
    return [
        {
            f"dlt_{how}_s": best[how].wall, f"dlt_{how}_cpu_s": best[how].cpu, "kliping_s": best["kliping"].wall,
            "kliping_cpu_s": best["kliping"].cpu, "times": best[how].wall / best["kliping"].wall,
            "times_cpu": best[how].cpu / best["kliping"].cpu,
        }
        for how in ("rows", "arrow")
    ]  # fmt: skip


def print_figures(figures: dict[str, float]) -> None:
    print("  ".join(f"{k} {v:,.2f}" if isinstance(v, float) else f"{k} {v:,}" for k, v in figures.items()), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="0,100000,2000000")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--dlt", action="store_true", help="also time dlt, where it is installed")
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--json", type=Path, default=None)
    options = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        for size in map(int, options.sizes.split(",")):
            found.append(measure_load(folder, size, options.rows, options.rounds))
            print_figures(found[-1])
        found.append(measure_validation(folder, options.rounds))
        print_figures(found[-1])
        if options.dlt:
            found += compare_peer(folder, options.rows, options.rounds)
            for figures in found[-2:]:
                print_figures(figures)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
