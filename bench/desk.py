"""How quick the desk's first pages are with many outlets and articles, compared with the bare query.

    python bench/desk.py --outlets 1000 --articles 2000000

Prints the medians of rounds that are taken in turn: by the clock, of CPU over all threads (what counts on a busy
machine), and the ratio of that to the bare query's. Bodies are short: no page of the list reads any.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
import uvicorn
from kliping import pipeline, warehouse
from kliping.model import JAKARTA
from kliping.settings import Settings
from kliping.web import TokenAccess, make_desk

LAST = dt.date(2026, 11, 26)
NOW = dt.datetime(2026, 11, 27, 3, tzinfo=dt.UTC)
DAYS = 60
TOKEN = "bench"
FILL = """
    INSERT INTO sources (outlet, name, last_new_at, last_loaded_at)
    SELECT 'media' || n, 'Media Kota ' || n, TIMESTAMPTZ '2026-11-26 10:00:00+00', TIMESTAMPTZ '2026-11-26 18:00:00+00'
    FROM range($outlets) AS t(n);
    CREATE TEMP TABLE days AS
    SELECT
        'media' || o AS outlet, o, d, $last::DATE - d::INTEGER AS "day",
        'load' || lpad((1000 - d)::VARCHAR, 4, '0') AS load_id
    FROM range($outlets) AS t(o), range($days) AS u(d);
    INSERT INTO loads
    SELECT
        load_id, 'run' || d, 'ingest', "day", outlet, CASE WHEN hash(d, o) % 500 = 0 THEN 'failed' ELSE 'ok' END,
        CASE WHEN hash(d, o) % 500 = 0 THEN 'http_503: the feed did not answer' ELSE '' END,
        40, 10, 28, 0, 0, 1, 1, 0, 0, [], 'r1', 'none', "day"::TIMESTAMPTZ, "day"::TIMESTAMPTZ + INTERVAL 1 HOUR
    FROM days;
    INSERT INTO completeness
    SELECT outlet, "day", CASE hash(o, d) % 9 WHEN 0 THEN 'incomplete' WHEN 1 THEN 'unknown' WHEN 2 THEN 'complete'
        ELSE 'likely complete' END, 30, [20, 10], 28, 1, 30, 28, 33, 'stated', 2,
        'sitemap states 30, 30 were found', NULL, load_id
    FROM days;
    INSERT INTO diagnoses
    SELECT outlet, "day", CASE WHEN o % 20 = 0 THEN 'paywall' ELSE 'well' END,
        CASE WHEN o % 20 = 0 THEN 'the articles end before a paywall' ELSE 'nothing is wrong with the outlet' END,
        ['10 of 12 pages are not fit to load'], 'kliping sources check ' || outlet, NULL, load_id
    FROM days;
    INSERT INTO articles BY NAME
    SELECT md5(n::VARCHAR) AS article_id, 'media' || (n % $outlets) AS outlet, 'https://media.test/' || n AS url,
        'Judul berita nomor ' || n AS title, 'Isi berita nomor ' || n || repeat(' kata', 40) AS body,
        'isi' AS scraped_text,
        [] AS removed, '{"body": "rule:body"}' AS method, md5(n::VARCHAR) AS content_hash,
        TIMESTAMPTZ '2026-11-26 12:00:00+00' - n * INTERVAL 60 SECOND AS published_at, 'minute' AS published_precision,
        published_at AS fetched_at, published_at AS first_fetched_at, published_at AS last_fetched_at,
        'arsip#1' AS archive,
        'r1' AS rules_version, 'none' AS learned_snapshot, md5(n::VARCHAR) AS duplicate_group_id, 'load1' AS load_id
    FROM range($articles) AS t(n);
    INSERT INTO outcomes
    SELECT
        'load' || lpad(greatest(0, 1000 - n // 1440)::VARCHAR, 4, '0'), 'run' || n // 1440, 'media' || (n % $outlets),
        md5(n::VARCHAR),
        'https://media.test/' || n, 'https://media.test/' || n,
        CASE WHEN n % 97 = 0 THEN 'failed' ELSE 'loaded' END, CASE WHEN n % 97 = 0 THEN 'http_503' END, NULL, 'sitemap'
    FROM range($articles) AS t(n);
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outlets", type=int, default=1_000)
    parser.add_argument("--articles", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        fill_copy(settings, asked.outlets, asked.articles)
        print(f"{asked.outlets:,} outlets, {asked.articles:,} articles, {DAYS} days")
        for name, seconds in time_pages(settings, asked.rounds).items():
            print(name, *seconds)


def fill_copy(settings: Settings, outlets: int, articles: int) -> None:
    given = {"outlets": outlets, "articles": articles, "days": DAYS, "last": LAST}
    with warehouse.writer(settings) as db:
        for statement in filter(str.strip, FILL.split(";\n")):
            db.execute(statement, {name: value for name, value in given.items() if f"${name}" in statement})
    warehouse.publish_copy(settings)


@contextmanager
def visit_desk(settings: Settings) -> Iterator[Callable[[str], Callable[[], object]]]:
    """Serve the desk on loopback; gives what gives a visit of a page."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = make_desk(TokenAccess(TOKEN, "bench"), read_settings=lambda: settings, now=lambda: NOW)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
    # the socket listens already, so the first request waits until it is answered
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with requests.Session() as session:
        session.get(f"{address}/?token={TOKEN}").raise_for_status()
        yield lambda path: lambda: session.get(address + path).raise_for_status()
    server.should_exit = True


def time_pages(settings: Settings, rounds: int) -> dict[str, tuple[str, ...]]:
    """Return each page's medians, by the clock and of CPU (all threads), and its ratio to the bare query's CPU."""

    today = NOW.astimezone(JAKARTA).date()

    def ask() -> None:
        with pipeline.open_lookup(settings) as lookup:
            assert lookup
            lookup.select("outlets_today", last=LAST, days=30)

    def open_copy() -> None:
        with pipeline.open_lookup(settings):
            pass

    def touch() -> None:
        os.utime(settings.published_path)  # to the desk it is another copy

    def keep_problems() -> None:
        touch()
        warehouse.keep_problems(settings, today)

    def keep_overview() -> None:
        pipeline.keep_overview(settings, today)

    def keep_yesterday() -> None:
        touch()
        warehouse.keep_problems(settings, today - dt.timedelta(days=1))
        pipeline.keep_overview(settings, today - dt.timedelta(days=1))

    with visit_desk(settings) as get:
        timed: dict[str, Callable[[], object]] = {
            "the bare query": ask,
            "opening the copy": open_copy,
            "keeping the problems, part of a publication": keep_problems,
            "keeping the first page, part of a publication": keep_overview,
            "first page, after a publication": get("/"),
            "first page": get("/"),
            "problems": get("/problems"),
            "first page, filtered": get("/?standing=broken"),
            "calendar": get("/calendar?month=2026-11"),
            "quarantine": get("/quarantine"),
            "a day": get(f"/day/{LAST}"),
            "keeping all on the day before": keep_yesterday,
            "first page, on the next day": get("/"),
            "touching the copy": touch,
            "first page, where nothing is kept": get("/"),
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in timed}
        for _ in range(rounds):
            for name, run in timed.items():
                began, worked = time.perf_counter(), time.process_time()
                run()
                taken[name].append((time.perf_counter() - began, time.process_time() - worked))
    medians = {name: [statistics.median(part) for part in zip(*each, strict=True)] for name, each in taken.items()}
    bare = medians["the bare query"][1]
    return {
        name: (f"{1000 * wall:.0f} ms", f"{1000 * cpu:.0f} ms of CPU", f"{cpu / bare:.2f}")
        for name, (wall, cpu) in medians.items()
    }


if __name__ == "__main__":
    main()
