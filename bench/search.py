"""How quick search and the reading room are, compared with SQLite FTS5 on the same articles in the same run.

    python bench/search.py --articles 2000000

Articles are made up, of 46 words. Prints what the index of all articles and of one day's articles cost, what finding
one article costs, each query's median answer (total, first page, snippets) here and in FTS5, and the median of each
page of the reading room.
FTS5 has no Indonesian stemmer, so it finds fewer forms of a word. 2,000,000 articles take some 12 GB of disk.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from desk import visit_desk
from kliping import pipeline, warehouse
from kliping.settings import Settings
from zipf_corpus import LAST_MOMENT, add_articles, list_people, list_words

FIRST, LAST = "2026-01-01", "2026-06-30"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--day", type=int, default=1_000, help="articles of the day that is added")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where the files are made; a temporary folder by default")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        settings = Settings(data=Path(folder))
        add_articles(settings, asked.articles)
        made = warehouse.refresh_engine(settings)
        print(f"{asked.articles:,} articles; index of all: {made.seconds:.1f} s, {_weigh(settings):,} MB")
        time_look_ups(settings, asked.rounds)
        time_day(settings, asked.articles, asked.day)
        time_queries(settings, Path(folder) / "fts5.sqlite", asked.rounds)
        time_pages(settings, asked.rounds)


def _weigh(settings: Settings) -> int:
    folder = warehouse.engine_path(settings)
    return sum(path.stat().st_size for path in folder.iterdir()) // 1_000_000


def time_look_ups(settings: Settings, rounds: int) -> None:
    """Print what finding an article costs by its id and first fetch, which does not grow, and by its id alone."""
    with pipeline.open_lookup(settings) as lookup:
        assert lookup
        row = lookup.connection.execute("SELECT article_id FROM articles WHERE outlet = 'outlet8' LIMIT 1").fetchone()
        assert row
        moment = warehouse.find_first_fetch(settings, row[0])
        near = _time(lambda: lookup.select("article_at", asked=row[0], first_fetched_at=moment), rounds)
        alone = _time(lambda: lookup.select("article_of_id", asked=row[0]), rounds)
    print(f"an article: {_show(near)}; by its id alone {_show(alone)}; ratio of CPU {near[1] / alone[1]:.2f}")


def time_day(settings: Settings, articles: int, day: int) -> None:
    """Print what bringing the index up to date costs after one day's articles."""
    add_articles(settings, day, start=articles, load_id="load2")
    worked = time.process_time()
    done = warehouse.refresh_engine(settings)
    assert done.changed == day and not done.anew, done
    print(f"index of one day's {day:,} articles: {done.seconds:.2f} s, {time.process_time() - worked:.2f} s of CPU")


def list_queries() -> dict[str, tuple[str, str, str, str]]:
    """Return each query as it is typed here and in FTS5, with its first and last day."""
    words, person = list_words(3_000), list_people(40)[20]
    one, two, rare = words[20], words[35], words[2_000]
    either = f"{one} AND ({two} OR {rare})"
    return {
        "a common word": (one, one, "", ""),
        "a rare word": (rare, rare, "", ""),
        "two words": (f"{one} {two}", f"{one} AND {two}", "", ""),
        "a phrase": (f'"{one} {two}"', f'"{one} {two}"', "", ""),
        "AND, OR, NOT": (f"{either} NOT {words[50]}", f"({either}) NOT {words[50]}", "", ""),
        "a prefix": ("keba*", "keba*", "", ""),
        "a short prefix": ("me*", "me*", "", ""),
        "a word of the title": (f"title:{one}", f"title:{one}", "", ""),
        "a person": (f'person:"{person}"', f'person:"{person}"', "", ""),
        "an outlet": (f"outlet:outlet7 {one}", f"outlet:outlet7 AND {one}", "", ""),
        "half a year": (f"{one} from:{FIRST} to:{LAST}", one, FIRST, LAST),
    }  # fmt: skip


def time_queries(settings: Settings, path: Path, rounds: int) -> None:
    """Print the median answer of each query, here and in FTS5."""
    began = time.perf_counter()
    peer = fill_peer(settings, path)
    print(f"FTS5's index of all: {time.perf_counter() - began:.1f} s, {path.stat().st_size // 1_000_000:,} MB")
    print(f"{'query':22}{'matches':>11}  kliping: clock, CPU   of it engine  FTS5: clock, CPU   ratio of CPU")
    mine, theirs = [], []
    for name, (typed, for_peer, first, last) in list_queries().items():
        ours = _time(lambda typed=typed: warehouse.search_published(settings, typed), rounds)
        newest = _time(lambda typed=typed: warehouse.list_matches(settings, typed, limit=1), rounds)
        other = _time(lambda q=for_peer, f=first, t=last: ask_peer(peer, q, f, t), rounds)
        total = warehouse.search_published(settings, typed).total
        mine.append(ours)
        theirs.append(other)
        print(f"{name:22}{total:>11,}{_show(ours)}{_show(newest)}{_show(other)}{ours[1] / other[1]:>9.2f}")
    median, peers = _find_median(mine), _find_median(theirs)
    print(f"median of queries: {_show(median)}; FTS5 {_show(peers)}; ratio of CPU {median[1] / peers[1]:.2f}")
    peer.close()


def fill_peer(settings: Settings, path: Path) -> sqlite3.Connection:
    """Return an FTS5 table of the published articles."""
    peer = sqlite3.connect(path)
    peer.execute(
        "CREATE VIRTUAL TABLE articles USING fts5(title, body, person, outlet, url UNINDEXED, day UNINDEXED, "
        "tokenize = 'unicode61 remove_diacritics 2')"
    )
    with warehouse.reader(settings) as db:
        assert db
        found = db.execute(
            "SELECT title, body, mentions[1].name, outlet, url, jakarta_day(published_at)::VARCHAR FROM articles"
        )
        while rows := found.fetchmany(10_000):
            peer.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?)", rows)
    peer.commit()
    return peer


def ask_peer(peer: sqlite3.Connection, query: str, first: str, last: str) -> None:
    """Ask for the total and the first page with snippets."""
    days, given = ("AND day BETWEEN ? AND ?", [query, first, last]) if first else ("", [query])
    peer.execute(f"SELECT count(*) FROM articles WHERE articles MATCH ? {days}", given).fetchone()
    peer.execute(
        f"SELECT title, url, snippet(articles, 1, '<', '>', '…', 30) FROM articles WHERE articles MATCH ? {days} "
        "ORDER BY rank LIMIT 10",
        given,
    ).fetchall()


def time_pages(settings: Settings, rounds: int) -> None:
    """Print the median of each page of the reading room."""
    words, person = list_words(3_000), list_people(40)[20]
    with warehouse.reader(settings) as db:
        assert db
        row = db.execute("SELECT article_id FROM articles WHERE outlet = 'outlet8' LIMIT 1").fetchone()
        assert row
    day = LAST_MOMENT.date() - dt.timedelta(days=1)
    pages = {
        "search": f"/read?q={words[20]}",
        "search, a rare word": f"/read?q={words[2_000]}",
        "search, nothing asked": "/read",
        "search, one outlet": f"/read?q={words[20]}&outlet=outlet7",
        "article": f"/read/article/{row[0]}",
        "names": "/read/names",
        "names, some letters": "/read/names?q=ba",
        "name": f"/read/name?kind=person&name={quote(person)}",
        "outlets": "/read/outlets",
        "outlet": "/read/outlet/outlet7",
        "compare words": f"/read/compare?q={words[20]}&q={words[35]}",
        "clippings of a day": f"/read/digest?q={words[20]}&day={day}",
    }
    print(f"{'page':26}  clock, CPU")
    with visit_desk(settings) as get:
        for name, path in pages.items():
            print(f"{name:26}{_show(_time(get(path), rounds))}")


Seconds = tuple[float, float]
"""By the clock, and of CPU over all threads: what counts on a machine that does much else."""


def _time(run: Callable[[], object], rounds: int) -> Seconds:
    """Return the medians of the seconds that a call takes; the first one, which warms caches, is not counted."""
    run()
    taken = []
    for _ in range(rounds):
        began, worked = time.perf_counter(), time.process_time()
        run()
        taken.append((time.perf_counter() - began, time.process_time() - worked))
    return _find_median(taken)


def _find_median(taken: list[Seconds]) -> Seconds:
    clock, cpu = zip(*taken, strict=True)
    return statistics.median(clock), statistics.median(cpu)


def _show(seconds: Seconds) -> str:
    return f"{1000 * seconds[0]:>8.0f} {1000 * seconds[1]:>6.0f} ms"


if __name__ == "__main__":
    main()
