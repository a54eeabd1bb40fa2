"""Measure collecting and the whole day against the demo newsroom, with its pace set free: `make bench-collect`.

Each stage runs in processes of its own, two at a time, as Airflow's mapped tasks do on two cores. `--rows` chooses,
`--articles` and `--many` make it shorter.

day     so many articles over six outlets, pages of 100 KB and more: discover to archive, then to published DuckDB
rerun   the same day again: nothing is fetched
peers   the same pages by what a user would pick instead (bench/peers.py), in the same run
memory  peak memory of the collecting processes at few and at many articles
missed  how near completeness comes where routes hide known articles (bench/completeness.py)
pace    two runs at once on one host, a second of delay: the gaps that the host itself measures

Articles are those of a run, which walks its day and the two before. CPU of the newsroom, which shares the cores, is
distinguished. Memory is a process's own high-water mark, without the pages that it shares with its parent.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT)]

DAY = dt.date(2024, 11, 26)
DAYS = 3  # that a run walks: its own and two before
WEIGHT = 105  # KB of a page
CORES = 2
ROWS = ("day", "rerun", "peers", "memory", "missed", "pace")


@dataclass
class Cost:
    """What a stage took: seconds on the clock, CPU seconds and peak memory (MB) of its processes."""

    seconds: float
    cpu: float
    peak: float
    results: list[Any]


@dataclass
class Ours:
    """The first run of the day: its seconds, and for the peers what comes to a scraped article, as far as they go."""

    seconds: float
    rate: float
    cpu: float


# in the processes that are measured


def measure_job(job: Callable[..., Any], settings: dict[str, Any], *rest: Any) -> tuple[Any, float, float]:
    from kliping.settings import Settings

    result = job(Settings(**settings), *rest)
    spent = os.times()
    # VmHWM starts at zero with a program; getrusage's ru_maxrss would include the parent's
    mark = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return result, spent.user + spent.system + spent.children_user + spent.children_system, int(mark.split()[1]) / 1024


def plan_day(settings: Any) -> list[tuple[str, list[str]]]:
    from kliping import pipeline

    planned = pipeline.plan_run(settings, day=DAY, spec="demo", key=pipeline.make_run_key())
    return [(share["run"], share["outlets"]) for share in pipeline.deal_batches(settings, planned)]


def collect_outlets(settings: Any, run: str, outlets: list[str]) -> dict[str, int]:
    from kliping import pipeline

    done = pipeline.collect_all(settings, run, outlets)
    return {name: sum(getattr(one, name) for one in done) for name in ("fetched", "requests", "bytes")}


def scrape_outlets(settings: Any, run: str, outlets: list[str]) -> int:
    from kliping import pipeline

    return sum(one.articles for one in pipeline.scrape_all(settings, run, outlets))


def finish_run(settings: Any, run: str) -> dict[str, int]:
    from kliping import pipeline

    pipeline.validate_run(settings, run)
    report = pipeline.load_run(settings, run)
    pipeline.publish_loaded(settings)
    assert not report.refused, report.refused
    return report.counts


def rerun_day(settings: Any) -> dict[str, int]:
    from kliping import pipeline

    return pipeline.run_day(settings, day=DAY, spec="demo").counts


# around them


def run_stage(job: Callable[..., Any], settings: dict[str, Any], *calls: Sequence[Any]) -> Cost:
    """Run each call in a fresh process, two at a time."""
    began = time.perf_counter()
    with ProcessPoolExecutor(CORES, get_context("spawn"), max_tasks_per_child=1) as pool:
        done = [f.result() for f in [pool.submit(measure_job, job, settings, *call) for call in calls]]
    seconds = time.perf_counter() - began
    return Cost(seconds, sum(d[1] for d in done), max(d[2] for d in done), [d[0] for d in done])


@contextmanager
def start_newsroom(articles: int) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start the demo newsroom as a process; return its host:port."""
    process = subprocess.Popen([
        sys.executable, "-m", "demo.newsroom", "--port", "0", "--no-faults", "--today", str(DAY),
        "--articles-per-day", str(-(-articles // DAYS)), "--page-weight", str(WEIGHT),
    ], cwd=ROOT, stdout=subprocess.PIPE, text=True)  # fmt: skip
    try:
        ready = process.stdout.readline()  # "newsroom ready at http://...", or the end
        assert ready, "the newsroom did not start"
        yield ready.strip().rpartition("/")[2], process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def read_cpu(process: subprocess.Popen[str]) -> float:
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def count_requests(address: str) -> int:
    with urllib.request.urlopen(f"http://{address}/_newsroom/state") as answer:
        return sum(json.load(answer)["requests"].values())


def make_settings(data: Path, address: str) -> dict[str, Any]:
    """Return settings for two tasks of three outlets each, collected at once; each task has a core of its own."""
    return {"data": str(data), "newsroom": address, "delay": 0, "workers": 1, "outlets_per_task": 3}


def print_row(row: str, text: str, reached: bool | None = None) -> None:
    mark = {None: "", True: "  reached", False: "  NOT REACHED"}[reached]
    print(f"{row:<42}{text}{mark}", flush=True)


def collect_day(settings: dict[str, Any]) -> tuple[list[tuple[str, list[str]]], Cost]:
    """Collect a day; return the run's task batches, and what collecting them took."""
    shares = run_stage(plan_day, settings, ()).results[0]
    return shares, run_stage(collect_outlets, settings, *shares)


def measure_day(settings: dict[str, Any], room: subprocess.Popen[str]) -> Ours:
    """Measure a day from discover to archive, then to published DuckDB."""
    before = read_cpu(room)
    shares, gathered = collect_day(settings)
    served = read_cpu(room) - before
    pages = sum(done["fetched"] for done in gathered.results)
    rate = pages / gathered.seconds
    size = sum(done["bytes"] for done in gathered.results) / max(1, pages) / 1000
    print_row("discover to archive (100 pages/s)", f"{pages:,} pages of {size:.0f} KB, {rate:.0f} pages/s", rate >= 100)
    each = 1000 * gathered.cpu / pages
    print_row("", f"{gathered.seconds:.1f} s, CPU {gathered.cpu:.1f} s ({each:.1f} ms a page) and {served:.1f} s of "
        f"the newsroom, peak {gathered.peak:.0f} MB a process")  # fmt: skip
    scraped = run_stage(scrape_outlets, settings, *shares)
    articles = sum(scraped.results)
    ended = run_stage(finish_run, settings, (shares[0][0],))
    whole = gathered.seconds + scraped.seconds + ended.seconds
    cpu = gathered.cpu + scraped.cpu + ended.cpu
    loaded = ended.results[0]["loaded"]
    assert loaded >= 0.99 * pages, ended.results
    print_row("discover to published DuckDB (60 /s)", f"{loaded:,} articles, {loaded / whole:.0f} articles/s",
        loaded / whole >= 60)  # fmt: skip
    each = 1000 * scraped.cpu / articles
    print_row("", f"{whole:.1f} s, CPU {cpu:.1f} s; scrape {scraped.seconds:.1f} s (CPU {each:.1f} ms an article, peak "
        f"{scraped.peak:.0f} MB), validate, load and publish {ended.seconds:.1f} s "
        f"(peak {ended.peak:.0f} MB)")  # fmt: skip
    return Ours(whole, pages / (gathered.seconds + scraped.seconds), (gathered.cpu + scraped.cpu) / pages)


def measure_rerun(settings: dict[str, Any], address: str, first: float) -> None:
    """Measure a rerun of the day in one process, as `kliping run` does it."""
    before = count_requests(address)
    done = run_stage(rerun_day, settings, ())
    seconds, asked = done.seconds, count_requests(address) - before
    counts = {name: n for name, n in done.results[0].items() if n}
    figures = f"{asked} requests, {seconds:.1f} s, {seconds / first:.3f} of {first:.1f} s, {counts}"
    print_row("the same day again (0 requests, a tenth)", figures, asked == 0 and seconds < first / 10)


def measure_peers(folder: Path, address: str, sample: int, ours: Ours | None) -> None:
    """Measure peers: they get the addresses and give texts; ours finds the pages, archives them and gives articles."""
    from demo.newsroom import list_truth

    with urllib.request.urlopen(f"http://{address}/_newsroom/state") as answer:
        state = json.load(answer)
    urls = [article.url for article in list_truth(state["seed"], DAY, state["articles_per_day"], faults=False)]
    urls = random.Random(0).sample(urls, min(sample, len(urls)))
    best, least = 0.0, float("inf")
    if ours:
        figures = f"{ours.rate:.1f} pages/s, CPU {1000 * ours.cpu:.1f} ms a page"
        print_row("Kliping, discover to scraped articles", figures)
    for name, text in (("scrapy", "scrapy + trafilatura"), ("newspaper", "newspaper4k, 16 threads"),
                       ("trafilatura", "trafilatura's batch download")):  # fmt: skip
        (folder / "urls").write_text("\n".join(urls[: 300 if name == "newspaper" else None]))
        done = subprocess.run([
            sys.executable, ROOT / "bench" / "peers.py", name, "--newsroom", address, "--urls", folder / "urls",
            "--out", folder / f"{name}.jsonl",
        ], capture_output=True, text=True, check=False)  # fmt: skip
        if done.returncode:
            print_row(text, f"left out: {done.stderr.strip().splitlines()[-1]}")
            continue
        found = json.loads(done.stdout.splitlines()[-1])
        rate = found["pages"] / found["seconds"]
        best, least = max(best, rate), min(least, found["cpu"] / found["pages"])
        print_row(text, f"{rate:.1f} pages/s, CPU {1000 * found['cpu'] / found['pages']:.1f} ms a page "
            f"({found['pages']} pages, {found['with_text']} with a text)")  # fmt: skip
    if ours and best:
        print_row("beside the best of them (3 times)", f"{ours.rate / best:.1f} times the pages a second, for "
            f"{ours.cpu / least:.2f} of the CPU a page", ours.rate >= 3 * best)  # fmt: skip


def measure_memory(folder: Path, few: int, many: int) -> None:
    peaks = []
    for articles in (few, many):
        data = folder / f"memory-{articles}"
        with start_newsroom(articles) as (address, _):
            _, gathered = collect_day(make_settings(data, address))
        pages = sum(done["fetched"] for done in gathered.results)
        peaks.append(gathered.peak)
        figures = f"{gathered.peak:.0f} MB a process, {pages / gathered.seconds:.0f} pages/s"
        print_row(f"peak memory, {pages:,} articles", figures)
        shutil.rmtree(data)
    print_row("many over few (within 20 %)", f"{peaks[1] / peaks[0]:.2f}", max(peaks) <= 1.2 * min(peaks))


def measure_pace(folder: Path) -> None:
    """Run `kliping run` twice at once for one outlet; the newsroom itself notes when requests arrive."""
    from demo.newsroom import Newsroom
    from local.environment import BIN, make_environment

    arrived: list[float] = []

    class Watchful(Newsroom):
        def respond(self, *request: Any) -> Any:
            arrived.append(time.monotonic())
            return super().respond(*request)

    with Watchful(articles_per_day=12, page_weight=2, faults=False, today=DAY) as rooms:
        running = [
            subprocess.Popen(
                [BIN / "kliping", "run", "--day", str(DAY - dt.timedelta(days=4 * n)), "--sources", "gema"],
                env=make_environment(
                    KLIPING_DATA=str(folder / "pace"), KLIPING_NEWSROOM=rooms.netloc, KLIPING_DELAY="1"
                ),
                stdout=subprocess.DEVNULL,
            )
            for n in range(2)
        ]
        assert [process.wait() for process in running] == [0, 0]
    gaps = [after - before for before, after in itertools.pairwise(arrived)]
    print_row("two runs at one host (gaps of 1 s)", f"{len(arrived)} requests, smallest gap {min(gaps):.3f} s",
        min(gaps) >= 1)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000, help="of the day (default: 10,000)")
    parser.add_argument("--few", type=int, default=2_000, help="of the smaller memory run (default: 2,000)")
    parser.add_argument("--many", type=int, default=50_000, help="of the larger memory run (default: 50,000)")
    parser.add_argument("--sample", type=int, default=1_000, help="pages that the peers get (default: 1,000)")
    parser.add_argument("--rows", default=",".join(ROWS), help=f"of {', '.join(ROWS)} (default: all)")
    given = parser.parse_args()
    rows = given.rows.split(",")
    print(f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        folder, ours = Path(name), None
        if {"day", "rerun", "peers"} & set(rows):
            with start_newsroom(given.articles) as (address, room):
                settings = make_settings(folder / "day", address)
                if "day" in rows or "rerun" in rows:
                    ours = measure_day(settings, room)
                    if "rerun" in rows:
                        measure_rerun(settings, address, ours.seconds)
                if "peers" in rows:
                    measure_peers(folder, address, given.sample, ours)
            shutil.rmtree(folder / "day", ignore_errors=True)
        if "memory" in rows:
            measure_memory(folder, given.few, given.many)
        if "missed" in rows:
            from bench.completeness import measure_completeness

            for line in measure_completeness(folder / "missed"):
                print_row(*line)
        if "pace" in rows:
            measure_pace(folder)
    print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
