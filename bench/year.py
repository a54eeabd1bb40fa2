"""Load a simulated year, day by day: does a stage get slower, and what does each kind of file take in the end?

Every day has so many new articles of thirty outlets, a twentieth more that are edits of the days before, and six names
an article. Collecting and scraping are left out: they read no table that grows but the articles of the days they walk.
It is CPU time that is printed, so that a busy machine gives nearly the figures of an idle one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT)]

from bench.stages import cpu_seconds  # noqa: E402
from bench.synthetic import make_rows, stage_rows  # noqa: E402

NEAR = 5
FIRST = dt.date(2025, 1, 1)
OUTLETS = 30
SHOWN = (1, 25, 50, 100, 150, 200, 250, 300)
"""Days whose stages are printed, each as the median of five; so is the last one."""
NAMES = [
    f"{first} {last}" for first in ("Adi", "Budi", "Citra", "Dewi", "Eko") for last in ("Hakim", "Lestari", "Utami")
]


def make_day(number: int, articles: int) -> list[dict[str, object]]:
    """Return the rows of one day: new ones, and edits of the day before."""
    moment = dt.datetime.combine(FIRST, dt.time(5), dt.UTC) + dt.timedelta(days=number)
    rows = make_rows(articles, 0, number * articles)
    edited = make_rows(articles // 20, 0, (number - 1) * articles) if number else []
    choose = random.Random(number)
    for row in rows + edited:
        row["published_at"], row["fetched_at"] = moment, moment
        row["payload_digest"] = f"{row['payload_digest']} {number}"
        row["mentions"] = [
            {"start": n, "end": n + 1, "kind": "person", "name": choose.choice(NAMES), "sentence_start": 0,
             "sentence_end": 9} for n in range(6)
        ]  # fmt: skip
    for row in edited:
        row["body"] = f"Diperbarui. {row['body']}"
        row["content_hash"] = f"edited {row['content_hash']}"
        row["published_at"] = moment - dt.timedelta(days=1)
    return rows + edited


def run_year(folder: Path, days: int, articles: int) -> None:
    """Load the days; print the stages of some of them, and the disk at the end."""
    from dataclasses import replace

    from kliping import pipeline, warehouse
    from kliping.settings import Settings

    settings = Settings(data=folder / "data")
    shown = {number for number in SHOWN if number < days} | {days}
    steps: dict[str, Callable[[], object]] = {
        "publish": lambda: warehouse.publish_copy(settings, force=True),
        "index": lambda: warehouse.refresh_engine(settings),
        "status": lambda: warehouse.read_status(settings),
        "problems": lambda: warehouse.find_problems(settings, today=FIRST),
    }
    daily = ("publish",)
    spent: list[dict[str, float]] = []
    for number in range(days):
        measured = any(0 <= end - number - 1 < NEAR for end in shown)
        day = FIRST + dt.timedelta(days=number)
        batch = stage_rows(folder / "stage", make_day(number, articles), OUTLETS)
        batch = replace(batch, run=f"{day}-bench", day=day)
        began = cpu_seconds()
        with warehouse.writer(settings) as db:
            report = warehouse.load_batch(db, batch)
        assert not report.refused, report.refused
        used = {"load": cpu_seconds() - began}
        for name in steps if measured else daily:
            began = cpu_seconds()
            steps[name]()
            used[name] = cpu_seconds() - began
        spent.append(used)
        shutil.rmtree(folder / "stage")
        if number + 1 in shown:
            near = spent[-NEAR:]
            middle = {name: statistics.median(one[name] for one in near if name in one) for name in used}
            print(f"day {number + 1:4}  " + "  ".join(f"{k} {v:.2f} s" for k, v in middle.items()), flush=True)
    for use in pipeline.measure_disk(settings):
        print(f"{use.name:20} {use.bytes / 1e6:9.1f} MB  {use.kept}")


def main() -> None:
    """Run a year in a folder that is removed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--articles", type=int, default=200, help="new articles a day")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        run_year(folder, asked.days, asked.articles)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
