"""Measure whether pace or CPU bounds a run of many outlets: `python bench/volume.py --hosts 300 --articles 100`.

Generated hosts (`tests/generated_sites`) on loopback, asked at their real pace. One process collects, as many outlets
at once as `--at-once`, then scrapes. Printed are the CPU per article, what the run must take at least by pace (the
requests of a host follow one another, `--delay` seconds apart) and by CPU (on two cores), and which is more.
CPU of the hosts' own process is not counted. The figures of CPU hold on a busy machine as well; the seconds do not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT)]

CORES = 2
DAYS = 3  # that a run walks: its own and two before


def make_hosts(count: int, articles: int, now: dt.datetime) -> list[Any]:
    """Return generated sites that publish about so many articles on each of the days that a run walks, together."""
    from tests.generated_sites.fleet import THEMES
    from tests.generated_sites.rhythm import SetClock
    from tests.generated_sites.sites import GeneratedSite

    per_day, clock = max(1, articles // DAYS), SetClock(now)
    return [GeneratedSite(f"padat-{n:03}.test", n, THEMES[n % 2], clock, per_day=per_day) for n in range(count)]


def serve_hosts(count: int, articles: int, now: dt.datetime, pipe: Connection) -> None:
    """Serve the hosts in this process until the other end of the pipe says so."""
    from tests.generated_sites.fleet import SiteFleet

    with SiteFleet(make_hosts(count, articles, now)) as fleet:
        pipe.send(fleet.netloc)
        pipe.recv()


@contextmanager
def run_hosts(count: int, articles: int, now: dt.datetime) -> Iterator[str]:
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=serve_hosts, args=(count, articles, now, theirs))
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("end")
        process.join()


def write_outlets(folder: Path, count: int, netloc: str, delay: float) -> list[str]:
    for n in range(count):
        host = f"padat-{n:03}.test"
        text = f"name: Padat {n}\nhosts: [{host}]\nconnect: {netloc}\ndelay: {delay}\n"
        text += f"routes:\n  - wordpress: http://{host}\nverified: never\n"
        (folder / f"padat{n:03}.yml").write_text(text, "utf-8")
    return [f"padat{n:03}" for n in range(count)]


def spend_cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=300)
    parser.add_argument("--articles", type=int, default=100, help="of each host, over the three days of a run")
    parser.add_argument("--delay", type=float, default=1.0)
    parser.add_argument("--at-once", type=int, default=300)
    given = parser.parse_args()
    from kliping import pipeline
    from kliping.model import JAKARTA
    from kliping.settings import Settings

    now = dt.datetime.now(JAKARTA).replace(hour=0, minute=0, second=0, microsecond=0)
    with tempfile.TemporaryDirectory() as folder, run_hosts(given.hosts, given.articles, now) as netloc:
        outlets = Path(folder, "outlets")
        outlets.mkdir()
        ids = write_outlets(outlets, given.hosts, netloc, given.delay)
        settings = Settings(data=Path(folder, "data"), sources_path=str(outlets), outlets_at_once=given.at_once)
        day = now.date() - dt.timedelta(days=1)
        planned = pipeline.plan_run(settings, day=day, spec=",".join(ids), key="padat")
        began, cpu = time.monotonic(), spend_cpu()
        done = pipeline.collect_all(settings, planned.run, ids)
        collected, collect_cpu = time.monotonic() - began, spend_cpu() - cpu
        began, cpu = time.monotonic(), spend_cpu()
        pipeline.scrape_all(settings, planned.run, ids)
        scraped, scrape_cpu = time.monotonic() - began, spend_cpu() - cpu
        fetched, requests = sum(one.fetched for one in done), [one.requests for one in done]
    by_pace = given.delay * max(requests) * -(-given.hosts // given.at_once)
    by_cpu = (collect_cpu + scrape_cpu) / CORES
    asked = sum(requests)
    print(f"{given.hosts} hosts, {fetched:,} articles, {asked:,} requests, {asked / fetched:.2f} an article")
    print(f"collect: {collected:.0f} s on the clock, {1000 * collect_cpu / fetched:.1f} ms of CPU an article")
    print(f"scrape:  {scraped:.0f} s on the clock, {1000 * scrape_cpu / fetched:.1f} ms of CPU an article")
    print(f"at least {by_pace:.0f} s by pace, {by_cpu:.0f} s by CPU on {CORES} cores: {name_bound(by_pace, by_cpu)}")


def name_bound(by_pace: float, by_cpu: float) -> str:
    """Return which of the two bounds the run, in words."""
    if by_pace > by_cpu:
        return "pace bounds the run"
    return "CPU bounds the run"


if __name__ == "__main__":
    main()
