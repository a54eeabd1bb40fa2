"""What a day's loads, reruns and a person's decisions make of its completeness: real loads into a real warehouse."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
from kliping import pipeline, warehouse
from kliping.batch import SIGHTING_SCHEMA, RouteDay
from kliping.model import make_article_id
from kliping.pipeline.finishing.judging import judge_days
from kliping.settings import Settings

from tests.warehouse.staging import A_DAY, DAY, Stage, capture, outcome, write

EVENING = dt.datetime(2024, 11, 26, 11, tzinfo=dt.UTC)
"""18:00 in Jakarta."""
REACH = "reach: goes back to 2024-11-26 18:00 only"


def make_noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(5), dt.UTC)


def name_article(number: int) -> str:
    return f"https://koran.test/{number}"


@dataclass
class Outlet:
    """A warehouse, and an outlet whose runs are loaded into it one by one."""

    folder: Path
    number: itertools.count[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.settings = Settings(data=self.folder / "data", lock_timeout=5)
        self.stage = Stage(self.folder / "stage")

    def load(
        self,
        walks: Sequence[RouteDay],
        shown: dict[str, Sequence[str]],
        *,
        loaded: Sequence[str] = (),
        days: dict[str, dt.date] | None = None,
        **more: Any,
    ) -> None:
        """Load a run: what its routes' walks saw, which addresses each of them showed, what of it loads.

        ``days``: address -> its day, where that is not the run's.
        """
        day_of = days or {}
        rows = [
            {
                "outlet": "koran",
                "article_id": make_article_id(url),
                "url": url,
                "kind": kind,
                "route_url": kind,
                "day": day_of.get(url, DAY),
            }
            for kind, urls in shown.items()
            for url in urls
        ]
        path = write(self.folder / f"{next(self.number)}.parquet", SIGHTING_SCHEMA, rows)
        made = self.stage.outlet(
            *(capture(url, f"Isi berita {url}.", published_at=make_noon(day_of.get(url, DAY))) for url in loaded),
            sightings=path,
            route_days=tuple(walks),
            **more,
        )
        with warehouse.writer(self.settings) as db:
            report = warehouse.load_batch(db, self.stage.batch(made))
            judge_days(db, ["koran"], sorted({each.day for each in walks}), report.load_id)

    def read_published(self, sql: str) -> list[tuple[Any, ...]]:
        """Publish, and read what analysts see."""
        warehouse.publish_copy(self.settings)
        with duckdb.connect(str(self.settings.published_path), read_only=True) as db:
            return db.execute(sql).fetchall()

    def read(self, columns: str, day: dt.date = DAY) -> tuple[Any, ...]:
        """Return columns of a day's judgement."""
        with warehouse.writer(self.settings) as db:
            (row,) = db.execute(f'SELECT {columns} FROM completeness WHERE "day" = ?', [day]).fetchall()
        return row

    def judged(self) -> tuple[Any, ...]:
        """Return state, found, held and missed of the day."""
        return self.read("state, found, held, missed")


@pytest.fixture
def koran(tmp_path: Path) -> Outlet:
    return Outlet(tmp_path)


TEN = [name_article(number) for number in range(10)]


def walk(kind: str, *blind: str, day: dt.date = DAY, **more: Any) -> RouteDay:
    return RouteDay(kind, kind, day, blind=blind, **more)


def test_a_rerun_whose_feed_has_moved_on_unsays_nothing(koran: Outlet) -> None:
    newest = walk("category", "newest: it shows the newest articles only")
    koran.load([walk("feed"), newest], {"feed": TEN, "category": TEN}, loaded=TEN)
    assert koran.judged() == ("likely complete", 10, 10, 0)
    koran.load([walk("feed", REACH, reaches_to=EVENING), newest], {"feed": TEN[:1], "category": []})
    assert koran.judged() == ("likely complete", 10, 10, 0)
    assert koran.read_published("SELECT found, reaches_to FROM route_coverage WHERE kind = 'feed'") == [(10, None)]


def test_a_backfill_fills_a_day_whose_routes_failed(koran: Outlet) -> None:
    koran.load([walk("index", "http_503: HTTP 503", failed=True)], {})
    assert koran.judged() == ("unknown", 0, 0, None)
    assert koran.read_published("SELECT articles, completeness FROM daily_volume") == [(0, "unknown")], (
        "a day without articles"
    )
    koran.load([walk("index"), walk("total", stated=10)], {"index": TEN}, loaded=TEN)
    assert koran.judged() == ("complete", 10, 10, 0)
    assert "503" not in koran.read("why")[0]


def test_a_route_that_was_taken_out_of_the_file_is_not_held_against_the_day(koran: Outlet) -> None:
    koran.load([walk("feed", "http_404: HTTP 404", failed=True), walk("index")], {"index": TEN}, loaded=TEN)
    koran.load([walk("sitemap"), walk("index")], {"index": TEN, "sitemap": TEN})
    assert koran.judged() == ("complete", 10, 10, 0)
    assert "404" not in koran.read("why")[0]


def test_two_addresses_of_one_article_are_one(koran: Outlet) -> None:
    amp = f"{TEN[0]}?versi=amp"
    again = outcome(capture(TEN[0]), url=amp, canonical_url=amp)
    koran.load([walk("index"), walk("total", stated=10)], {"index": [*TEN, amp]}, loaded=TEN, others=[again])
    assert koran.judged() == ("complete", 10, 10, 0)


def test_galleries_are_in_the_outlets_count_and_are_not_missed(koran: Outlet) -> None:
    gallery = capture("https://koran.test/foto")
    koran.load(
        [walk("index"), walk("total", stated=11)],
        {"index": [*TEN, gallery["url"]]},
        loaded=TEN,
        refused=[(gallery, "page_is_photo")],
    )
    assert koran.judged() == ("complete", 10, 10, 0)


@pytest.mark.parametrize("decision", ["release", "drop"])
def test_what_a_person_decides_on_quarantine_counts_at_once(koran: Outlet, decision: str) -> None:
    held_back = [capture(f"https://koran.test/ditahan-{n}", f"Isi {n}.") for n in range(2)]
    shown = [*TEN, *(row["url"] for row in held_back)]
    koran.load(
        [walk("index"), walk("total", stated=12)],
        {"index": shown},
        loaded=TEN,
        refused=[(row, "body_length") for row in held_back],
    )
    assert koran.judged() == ("incomplete", 12, 10, 2)
    warehouse.publish_copy(koran.settings)
    ids = [page.quarantine_id for page in pipeline.read_quarantine(koran.settings)]
    decide = pipeline.release_quarantined if decision == "release" else pipeline.drop_quarantined
    decide(koran.settings, ids, by="sari", why="sudah diperiksa")
    expected = ("complete", 12, 12, 0) if decision == "release" else ("complete", 10, 10, 0)
    assert koran.judged() == expected


FORTNIGHT = [DAY - n * A_DAY for n in range(14, 0, -1)]


def test_days_without_articles_are_history_where_a_route_saw_them_whole(koran: Outlet) -> None:
    """A small outlet: an article every other day, on its feed; a fourteenth day says what is usual."""
    days = {f"https://koran.test/{day}": day for day in FORTNIGHT[::2]}
    walks = [walk("feed", day=day) for day in (*FORTNIGHT, DAY)]
    koran.load(walks, {"feed": list(days)}, loaded=list(days), days=days)
    assert koran.judged() == ("likely complete", 0, 0, 0)
    assert koran.read_published("SELECT count(*) FROM daily_volume WHERE articles = 0") == [(8,)]


def test_days_without_articles_are_no_history_where_no_route_saw_them_whole(koran: Outlet) -> None:
    days = {f"https://koran.test/{day}": day for day in FORTNIGHT[::2]}
    walks = [walk("index", "empty: no article's link on it", day=day) for day in (*FORTNIGHT, DAY)]
    koran.load(walks, {"index": list(days)}, loaded=list(days), days=days)
    assert koran.judged() == ("unknown", 0, 0, None)
