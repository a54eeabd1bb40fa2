"""Measure what one article costs in each stage: CPU, bytes and requests; docs/scale.md counts with these figures.

It is CPU time that counts, of this process and of what it started, so that a busy machine tells nearly what an idle one
does. The demo newsroom runs in a process of its own and is left out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT)]

DAY = dt.date(2024, 11, 26)
WEIGHT = 105
"""KB of a page."""


def cpu_seconds() -> float:
    """CPU seconds of this process and of its children that have ended."""
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


def folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def measure(step: Callable[[], object]) -> tuple[float, float]:
    """Return the CPU seconds and the seconds on the clock of a step."""
    began, cpu = time.monotonic(), cpu_seconds()
    step()
    return cpu_seconds() - cpu, time.monotonic() - began


def run_stages(folder: Path, newsroom: str) -> None:
    """Run one day, stage by stage, and print what an article cost in each."""
    from kliping import pipeline, warehouse
    from kliping.pipeline.runs import stage
    from kliping.settings import Settings

    settings = Settings(data=folder, newsroom=newsroom, delay=0, workers=1)
    planned = pipeline.plan_run(settings, day=DAY, spec="demo", key="k")
    run, outlets = planned.run, planned.outlets
    steps = {
        "collect": lambda: pipeline.collect_all(settings, run, outlets),
        "scrape": lambda: pipeline.scrape_all(settings, run, outlets),
        "validate": lambda: pipeline.validate_run(settings, run),
        "load": lambda: pipeline.load_run(settings, run),
        "publish": lambda: warehouse.publish_copy(settings, force=True),
    }
    used = {name: measure(step) for name, step in steps.items()}
    pages = [stage.read_manifest(settings, run, outlet, stage.Collected) for outlet in outlets]
    done = [page for page in pages if page]
    count = sum(page.fetched for page in done)
    weight = sum(page.bytes for page in done) / count / 1000
    print(f"{count} articles of {len(outlets)} outlets, {weight:.0f} KB a page")
    for name, (cpu, seconds) in used.items():
        print(f"{name:9} {1000 * cpu / count:7.2f} ms of CPU an article, {seconds:6.1f} s in all")
    sizes = {
        "archive": folder_bytes(folder / "archive"),
        "stage": folder_bytes(settings.stage_path),
        "warehouse": settings.warehouse_path.stat().st_size,
    }
    print(f"{sum(page.requests for page in done) / count:.2f} requests an article")
    for name, size in sizes.items():
        print(f"{name:9} {size / count:7,.0f} bytes an article")


def main() -> None:
    """Run the newsroom and a day of it."""
    from local.newsroom import run_newsroom

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000, help="articles a day; a run walks three days")
    parser.add_argument("--page-weight", type=int, default=WEIGHT, help="KB of a page")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    pages = ["--articles-per-day", str(asked.articles), "--page-weight", str(asked.page_weight), "--no-faults"]
    try:
        with run_newsroom(*pages) as rooms:
            run_stages(folder, rooms)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
