"""Publishing a batch out of warehouses of several sizes: by writing what has changed, and by copying everything.

    python bench/publish.py [--sizes 100000,1000000,10000000] [--rows 1000] [--rounds 3] [--body 2000]
                            [--folder DIR] [--json FILE]

A warehouse of each size is filled with made-up articles (bodies of ``--body`` characters) and thrown away afterwards.
Each round loads a batch, one row in twenty an edit, and publishes it; then the spare copy is taken away, a batch of the
same kind is loaded, and published again, which copies the whole file: the peer. The best of the rounds counts, and of
the bytes the most.

- ``seconds``: all of ``publish_copy``, from the lock to the copy in its place and on the disk.
- ``wrote``: bytes that it wrote; ``disk``: what the kernel says that the process has written meanwhile.
- ``load``: seconds of loading the batch with its checkpoint, the log of writes included.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
import time
from pathlib import Path

from kliping import warehouse
from kliping.settings import Settings
from kliping.warehouse.access.connection import spare_path
from synthetic import fill_warehouse, make_rows, stage_rows


def measure_size(folder: Path, size: int, options: argparse.Namespace) -> list[dict[str, float | str]]:
    """Return a row of figures for each way of publishing."""
    settings = Settings(data=folder / f"of-{size}")
    filled = fill_warehouse(settings, size, body=options.body)
    batches = (make_rows(options.rows, size, number * options.rows) for number in range(2 + 2 * options.rounds))
    rows: dict[str, dict[str, float | str]] = {}
    for number, made in enumerate(batches):
        copied = number < 2 or number % 2 == 1
        if copied:
            spare_path(settings).unlink(missing_ok=True)
        loading = load_rows(settings, folder / "stage", made)
        before = read_written()
        report = warehouse.publish_copy(settings)
        disk = read_written() - before
        if number < 2:
            continue  # the first has no copy before it, the second no spare
        assert report.how == ("copy" if copied else "changes"), report
        row = rows.setdefault(report.how, {"way": report.how, "articles": size, "filled_s": filled, "seconds": 1e9})
        row["file_mb"] = report.bytes / 1e6
        row["seconds"] = min(float(row["seconds"]), report.seconds)
        row["wrote_mb"] = max(float(row.get("wrote_mb", 0)), report.written / 1e6)
        row["disk_mb"] = max(float(row.get("disk_mb", 0)), disk / 1e6)
        row["load_s"] = min(float(row.get("load_s", 1e9)), loading)
    with warehouse.reader(settings) as connection:
        assert connection is not None
        print(f"published: {connection.execute('SELECT count(*) FROM articles').fetchone()}", flush=True)
    shutil.rmtree(settings.data_path)
    return list(rows.values())


def load_rows(settings: Settings, folder: Path, rows: list[dict[str, object]]) -> float:
    """Load a batch of these rows; return the seconds of it."""
    shutil.rmtree(folder, ignore_errors=True)
    batch = stage_rows(folder, rows)
    began = time.perf_counter()
    with warehouse.writer(settings) as connection:
        report = warehouse.load_batch(connection, batch)
        assert not report.refused, report.refused
    return time.perf_counter() - began


def read_written() -> int:
    """Return the bytes that this process has written to files so far, as the kernel counts them."""
    found = re.search(r"^write_bytes: (\d+)$", Path("/proc/self/io").read_text("ascii"), re.MULTILINE)
    assert found is not None
    return int(found[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="100000,1000000,10000000")
    parser.add_argument("--rows", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--body", type=int, default=2_000, help="characters of a body")
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--json", type=Path, default=None)
    options = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        for size in map(int, options.sizes.split(",")):
            for row in measure_size(Path(name), size, options):
                found.append(row)
                print("  ".join(f"{k} {v:,.2f}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items()))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
