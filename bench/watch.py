"""Measure `watch` on generated hosts: `python bench/watch.py --hosts 300 --hours 6`.

Hosts of several publishing systems (`tests/generated_sites`) on loopback publish through a generated day: more by day
than at night, few large outlets and many small ones (log-normal, `--mean` articles a day each on average). Rounds as
the DAG `watch` makes them (`pipeline.watch_round`) ask them by HTTP at their real pace, and load and publish a
warehouse. A clock that all code is given runs like the machine's while a round works, and jumps to the next whole
minute between two rounds, so hours pass in minutes, and what a round takes counts in full.

The first round, which finds what appeared since midnight, is not counted. Printed are, of the articles that appeared
after it: minutes from publication to the copy that holds them, requests that the hosts counted (304 and robots.txt
too) for each article, CPU of a round, and how many the day's run then finds that `watch` had missed. Starting
Airflow's tasks is not in it: `--overhead` adds seconds to each round. CPU of the hosts is not counted.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT)]

DAY = dt.date(2024, 11, 26)
MINUTE = dt.timedelta(minutes=1)
ROUTES = {
    "rest": ("wordpress: http://{host}",), "feed": ("feed: http://{host}/feed/",),
    "atom": ("feed: http://{host}/feeds/posts/default",),
    "joomla": ("feed: http://{host}/index.php?format=feed&type=rss",),
    "sitemap": ("sitemap: http://{host}/peta-situs.xml",), "news": ("sitemap: http://{host}/sitemap-news.xml",),
    "indeks": ("category: http://{host}/indeks?page={{page}}",),
}  # fmt: skip
"""The routes of an outlet's file, by the lists that its site has."""


def tell_time(ahead: Any) -> dt.datetime:
    """Return the time of the simulated day: the machine's clock, and ``ahead.value`` seconds."""
    return dt.datetime.fromtimestamp(time.time() + ahead.value, dt.UTC)


def make_hosts(count: int, mean: float, clock: Callable[[], dt.datetime]) -> list[Any]:
    from tests.generated_sites.fleet import THEMES
    from tests.generated_sites.rhythm import NEWS_HOURS, draw_volumes
    from tests.generated_sites.sites import GeneratedSite

    return [
        GeneratedSite(
            f"arus-{n:03}.test", n, THEMES[(n * 7 + n // 10) % len(THEMES)], clock,
            per_day=volume, hours=NEWS_HOURS, days_back=1,
        )
        for n, volume in enumerate(draw_volumes(count, mean, 1.0))
    ]  # fmt: skip


def serve_hosts(count: int, mean: float, ahead: Any, pipe: Connection) -> None:
    """Serve the hosts in this process; ``count`` asks for the requests so far by host, ``end`` ends it."""
    from tests.generated_sites.fleet import SiteFleet

    with SiteFleet(make_hosts(count, mean, partial(tell_time, ahead))) as fleet:
        pipe.send(fleet.netloc)
        while pipe.recv() == "count":
            pipe.send({host: Counter(site.requests) for host, site in fleet.sites.items()})


@dataclass
class Fleet:
    """The hosts in their own process, and the clock that both processes read."""

    netloc: str
    ahead: Any
    pipe: Connection

    def clock(self) -> dt.datetime:
        return tell_time(self.ahead)

    def jump(self, moment: dt.datetime) -> None:
        """Set the clock forward to ``moment``; a moment that is past changes nothing."""
        self.ahead.value += max(0.0, (moment - self.clock()).total_seconds())

    def count_requests(self) -> Counter[str]:
        """Return the requests so far: robots.txt, lists, articles."""
        self.pipe.send("count")
        return sum((sort_requests(counted) for counted in self.pipe.recv().values()), Counter())


def sort_requests(counted: Counter[str]) -> Counter[str]:
    from tests.generated_sites.lists import LIST_PATHS

    found: Counter[str] = Counter()
    for path, times in counted.items():
        kind = "articles"
        if path == "/robots.txt":
            kind = "robots.txt"
        elif path in LIST_PATHS:
            kind = "lists"
        found[kind] += times
    return found


@contextmanager
def run_hosts(count: int, mean: float, begin: dt.datetime) -> Iterator[Fleet]:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    ahead = context.Value("d", begin.timestamp() - time.time())
    process = context.Process(target=serve_hosts, args=(count, mean, ahead, theirs))
    process.start()
    try:
        yield Fleet(ours.recv(), ahead, ours)
    finally:
        ours.send("end")
        process.join()


def write_outlets(folder: Path, sites: list[Any], netloc: str, delay: float) -> list[str]:
    """Write a file for each host; return the outlets' ids."""
    for site in sites:
        routes = [
            f"  - {line.format(host=site.host)}" for kind in ROUTES if kind in site.theme.lists for line in ROUTES[kind]
        ]
        lines = [f"name: {site.name}", f"hosts: [{site.host}]", f"connect: {netloc}", f"delay: {delay}"]
        lines += ["routes:", *routes, "verified: never"]
        (folder / f"{name_outlet(site)}.yml").write_text("\n".join(lines) + "\n", "utf-8")
    return [name_outlet(site) for site in sites]


def name_outlet(site: Any) -> str:
    return site.host.partition(".")[0].replace("-", "")


def spend_cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@dataclass
class Rounds:
    """What the rounds cost: seconds by the clock and of CPU, of those in which an outlet was due."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    made: int = 0


def make_rounds(settings: Any, spec: str, fleet: Fleet, until: dt.datetime, overhead: float) -> Rounds:
    """Make a round each minute, or as soon as the one before is done, until the simulated time is ``until``."""
    from kliping import pipeline
    from kliping.model import JAKARTA

    rounds = Rounds()
    while fleet.clock() < until:
        began, cpu, minute = time.monotonic(), spend_cpu(), fleet.clock()
        fleet.ahead.value += overhead
        report = pipeline.watch_round(settings, spec=spec, clock=fleet.clock)
        rounds.made += 1
        if report is not None:
            rounds.seconds.append(time.monotonic() - began + overhead)
            rounds.cpu.append(spend_cpu() - cpu)
        fleet.jump(minute.replace(second=0, microsecond=0) + MINUTE)
        if rounds.made % 30 == 0:
            print(f"  {fleet.clock().astimezone(JAKARTA):%H:%M} {rounds.made} rounds", file=sys.stderr, flush=True)
    return rounds


def read_arrivals(settings: Any, since: dt.datetime) -> dict[str, tuple[str, dt.datetime, float]]:
    """Return each article's outlet, publication and minutes to query, by URL, of those published after ``since``."""
    import duckdb

    with duckdb.connect(str(settings.published_path), read_only=True) as connection:
        rows = connection.execute(
            """
            SELECT a.url, r.outlet, r.published_at, epoch(r.queryable_at - r.published_at) / 60
            FROM arrivals AS r JOIN articles AS a ON a.article_id = r.article_id
            WHERE r.published_at > ? AND r.queryable_at IS NOT NULL
            """,
            [since],
        ).fetchall()
    return {url: (outlet, at, minutes) for url, outlet, at, minutes in rows}


def list_published(sites: list[Any], since: dt.datetime, until: dt.datetime) -> dict[str, tuple[str, dt.datetime]]:
    """Return outlet and time of each article that appeared in a span, by its URL."""
    from kliping.canonical import canonicalise_url

    return {
        canonicalise_url(site.root + post.path): (name_outlet(site), post.published_at)
        for site in sites
        for post in site.list_day(DAY)
        if since < post.published_at <= until
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=300)
    parser.add_argument("--hours", type=float, default=6.0)
    parser.add_argument("--begin", type=int, default=7, help="hour of Jakarta at which counting begins")
    parser.add_argument("--mean", type=float, default=100.0, help="articles a day of an outlet, on average")
    parser.add_argument("--delay", type=float, default=1.0, help="seconds between two requests to a host")
    parser.add_argument("--overhead", type=float, default=0.0, help="seconds that Airflow adds to a round")
    given = parser.parse_args()
    from kliping import pipeline
    from kliping.model import JAKARTA
    from kliping.pipeline.watch.watch_visits import read_visits
    from kliping.settings import Settings

    begin = dt.datetime.combine(DAY, dt.time(given.begin), JAKARTA)
    until = begin + dt.timedelta(hours=given.hours)
    with tempfile.TemporaryDirectory() as folder, run_hosts(given.hosts, given.mean, begin - 5 * MINUTE) as fleet:
        sites = make_hosts(given.hosts, given.mean, fleet.clock)
        outlets = Path(folder, "outlets")
        outlets.mkdir()
        spec = ",".join(write_outlets(outlets, sites, fleet.netloc, given.delay))
        settings = Settings(data=Path(folder, "data"), sources_path=str(outlets), outlets_at_once=given.hosts)
        pipeline.watch_round(settings, spec=spec, clock=fleet.clock)
        fleet.jump(begin)
        began, before = fleet.clock(), fleet.count_requests()
        rounds = make_rounds(settings, spec, fleet, until, given.overhead)
        ended, asked = fleet.clock(), fleet.count_requests() - before
        found = read_arrivals(settings, began)
        visits = read_visits(settings)
        pipeline.run_day(settings, day=DAY, spec=spec, clock=fleet.clock)
        after = read_arrivals(settings, began)
        published = list_published(sites, began, ended)
    report_rounds(rounds)
    report_articles(found, asked, given.hours)
    due = {url for url, (outlet, at) in published.items() if at < visits[outlet].at}
    missed, late = due - found.keys(), (published.keys() & after.keys()) - found.keys()
    print(
        f"{len(published):,} appeared, {len(due):,} of them before the last visit to their outlet; watch missed "
        f"{len(missed)} of these\nthe day's run then loaded {len(late & due)} that watch had missed, and "
        f"{len(late - due)} newer ones; {len(due - after.keys())} were found by neither"
    )


def report_rounds(rounds: Rounds) -> None:
    seconds, cpu = rounds.seconds, rounds.cpu
    print(
        f"{rounds.made} rounds, {len(cpu)} with an outlet due: median {statistics.median(seconds):.1f} s by the clock, "
        f"longest {max(seconds):.0f} s; {statistics.median(cpu):.1f} s of CPU, most {max(cpu):.1f} s, "
        f"{sum(cpu):.0f} s in all"
    )


def report_articles(found: dict[str, tuple[str, dt.datetime, float]], asked: Counter[str], hours: float) -> None:
    minutes = sorted(one[2] for one in found.values())
    print(
        f"{len(minutes):,} articles in {hours:g} h: median {statistics.median(minutes):.1f} minutes from publication "
        f"to query, 90th percentile {minutes[int(0.9 * len(minutes))]:.1f}"
    )
    kinds = ", ".join(f"{count / len(minutes):.2f} for {kind}" for kind, count in asked.most_common())
    print(f"{asked.total() / len(minutes):.2f} requests an article: {kinds}")


if __name__ == "__main__":
    main()
