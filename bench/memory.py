"""Peak memory of validate, load and publish, each in a process of its own, as Airflow runs them.

    python bench/memory.py [--rows 10000] [--kilobytes 2] [--heavy 0] [--known 0] [--folder DIR]

The rows are made up (see ``synthetic.py``), with bodies of so many kilobytes; ``--heavy`` more have a body of 12 MB,
which no newspaper writes and a broken template does. The load reads what validate wrote, so these are in quarantine.
``--known`` articles are in the warehouse before. Megabytes of VmHWM, which starts again at zero for each program;
``idle`` is a process that only imports what the stages need.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
from kliping import warehouse
from kliping.batch import ARTICLE_SCHEMA, Batch, OutletBatch
from kliping.settings import Settings
from synthetic import DAY, fill_warehouse, make_prose, make_rows, stage_rows

STAGES = ("idle", "validate", "load", "publish")
HEAVY_BODY = 12_000_000
ROOT = Path(__file__).resolve().parents[1]


def read_peak() -> float:
    """Return the most memory that this process has held, in megabytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1000


def name_files(folder: Path) -> dict[str, Path]:
    place = folder / "outlet=koran"
    return {part: place / f"{part}.parquet" for part in ("accepted", "quarantine", "outcomes")}


def name_validated_files(folder: Path) -> dict[str, Path]:
    """Return the files that the load reads: what validate wrote, and the outcomes as they were staged."""
    validated = {part: folder / "validated" / f"{part}.parquet" for part in ("accepted", "quarantine")}
    return validated | {"outcomes": name_files(folder / "stage")["outcomes"]}


def make_stage(folder: Path, count: int, kilobytes: int, heavy: int) -> None:
    """Stage ``count`` rows and ``heavy`` ones with a huge body, in groups of rows that the scraper's bounds allow."""
    rows = make_rows(count, 0)
    for number, row in enumerate(rows):
        if kilobytes > 2:
            row["body"] = row["scraped_text"] = make_prose(number, kilobytes * 1_000)
    for number in range(heavy):
        text = make_prose(-1 - number, 100_000) * (HEAVY_BODY // 100_000)
        url = f"https://koran.test/berat/{number}"
        rows.append(rows[0] | {"article_id": f"berat{number}", "url": url, "body": text, "scraped_text": text})
    stage_rows(folder, rows)
    path = name_files(folder)["accepted"]
    table = pq.read_table(path)
    with pq.ParquetWriter(path, ARTICLE_SCHEMA, compression="lz4") as writer:
        start = size = 0
        for number, row in enumerate(rows):
            size += 2 * len(str(row["body"]))
            if size > 8_000_000 or number - start == 999:
                writer.write_table(table.slice(start, number + 1 - start))
                start, size = number + 1, 0
        writer.write_table(table.slice(start))


def run_stage(name: str, folder: Path) -> None:
    settings = Settings(data=folder / "data")
    files = name_files(folder / "stage")
    if name == "validate":
        from kliping.model import Source
        from kliping.resources import SUITES_FOLDER
        from kliping.validate import ValidationContext, validate_outlet

        context = ValidationContext(day=DAY.date(), sources={"koran": Source("koran", "Koran", hosts=("koran.test",))})
        validate_outlet(
            files["accepted"], folder / "validated", suite="articles", expectations=SUITES_FOLDER, context=context
        )
    elif name == "load":
        files = name_validated_files(folder)
        links = pq.ParquetFile(files["outcomes"]).metadata.num_rows
        batch = Batch("bench", "ingest", DAY.date(), DAY, "r1", "none", (OutletBatch("koran", links, 0, **files),))
        with warehouse.writer(settings) as connection:
            report = warehouse.load_batch(connection, batch)
        assert not report.refused, report.refused
    elif name == "publish":
        warehouse.publish_copy(settings)
    else:
        import great_expectations  # noqa: F401
    print(f"{read_peak():.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Peak memory of validate, load and publish, in MB.")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--kilobytes", type=int, default=2, help="of a body")
    parser.add_argument("--heavy", type=int, default=0, help="so many bodies of 12 MB beside")
    parser.add_argument("--known", type=int, default=0, help="articles that the warehouse holds before")
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stage:
        run_stage(options.stage, options.folder)
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        fill_warehouse(Settings(data=folder / "data"), options.known)
        make_stage(folder / "stage", options.rows, options.kilobytes, options.heavy)
        for stage in STAGES:
            done = subprocess.run(
                [sys.executable, __file__, "--stage", stage, "--folder", name],
                env=os.environ | {"PYTHONPATH": str(ROOT / "plugins")}, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            print(f"{stage} {done.stdout.split()[-1]} MB", flush=True)


if __name__ == "__main__":
    main()
