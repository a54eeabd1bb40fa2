"""A bug anywhere in the library, brought out by one page, route or row, takes nothing else with it (law 6).

The bug is an exception of any class, thrown once, at any call of any of our functions in a day's run: collect, scrape,
clean, names, quotes, validate, load, publish. What must hold (``faulty_days.py`` checks it):

- Each bug in an outlet's part costs one article at most. Its outcome names the exception, the outcomes add up (law 1),
  and all other articles load. Two bugs may end both walks of a route: its note names one, and the next run has all.
- A bug in the code of a stage, not of a page, begins the stage again. Where that does not help, either the outlet is
  refused with an error that names the exception, and nothing of it is loaded while the others are; or the run ends with
  the exception, and its load is there completely or not at all. In both cases running the day again gives the same
  tables as if there had been no bug.
- An exception that no code expects is always named: in an outcome, a note, a line of the run or the log. One of a class
  that bad input throws as well (``ValueError``) may be taken for bad input; an article that is lost by it is an outcome
  that names it, too.
"""

from __future__ import annotations

import datetime as dt
import importlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from kliping import pipeline, warehouse
from kliping.pipeline.scraping.jobs import ScrapeJob
from kliping.pipeline.scraping.workers import Workers
from kliping.settings import Settings

from demo.newsroom import Newsroom, list_truth
from tests.pipeline.faulty_days import DAY, OUTLETS, FaultyDays, draw_bugs, read_left
from tests.pipeline.planted_bugs import Bug, Planted, Tracer
from tests.pipeline.tables import query, read_content

scrape_stage = importlib.import_module("kliping.pipeline.scraping.scrape")  # its helpers are replaced below

OUTLET = "pedoman"
EXAMPLES = examples(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a day takes seconds: no search for a simpler one
)
pytestmark = pytest.mark.timeout(1_200)


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(seed=5, articles_per_day=6, page_weight=1, faults=False) as rooms:
        yield rooms


@pytest.fixture(scope="module")
def days(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> FaultyDays:
    return FaultyDays(newsroom, tmp_path_factory.mktemp("bugs"))


@examples(EXAMPLES, max_examples=2)
@given(data=st.data())
def test_a_bug_takes_one_article_at_most(days: FaultyDays, data: st.DataObject) -> None:
    """25 places a day, four in the part of each of six outlets and one in the rest."""
    days.check_day(draw_bugs(data, days))


def test_a_route_whose_walks_broke_off_is_walked_again_by_the_next_run(days: FaultyDays) -> None:
    """Two bugs end both walks of a route: what it alone shows is missing, until the day is run again."""
    bugs = [
        Bug(outlet, function, call, "planted")
        for outlet in OUTLETS
        for function in days.functions[outlet]
        if function in ("discover/listings.py:_walk_pages", "discover/sitemaps.py:_walk_file")
        for call in (1, 2)
    ]
    settings, tracer = days.make_settings(), Tracer(bugs)
    assert days.run_day(settings, tracer) is None
    assert len({bug.part for bug in tracer.thrown}) > 1
    left = read_left(settings)
    assert left.articles != days.whole.articles
    assert days.run_day(settings, Tracer()) is None
    assert read_content(settings) == days.content


DAYS_WITH_BUGS = int(os.environ.get("DAYS_WITH_BUGS", "60"))
"""Days of the long test: 25 bugs are planted a day, some two thirds are reached: 60 days try a thousand places."""


@pytest.mark.full
@pytest.mark.long
@pytest.mark.timeout(40_000)
@examples(EXAMPLES, max_examples=DAYS_WITH_BUGS)
@given(data=st.data())
def test_a_bug_at_a_thousand_places(days: FaultyDays, data: st.DataObject) -> None:
    days.check_day(draw_bugs(data, days))


def test_a_bug_is_named_signalled_and_gone_when_it_is_mended(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path, newsroom=newsroom.netloc, delay=0)
    make_row = scrape_stage.make_scraped_row

    def broken(job: ScrapeJob, *more: Any) -> Any:
        if job.link_url == asked[0]:
            raise ZeroDivisionError("division by zero")
        return make_row(job, *more)

    monkeypatch.setattr(
        scrape_stage, "make_scraped_row", lambda job, *more: asked.append(job.link_url) or make_row(job, *more)
    )
    asked: list[str] = []
    whole = pipeline.run_day(settings, day=DAY, spec=OUTLET).counts["loaded"]
    shutil.rmtree(tmp_path)
    monkeypatch.setattr(scrape_stage, "make_scraped_row", broken)
    for _ in range(2):  # a rerun reads the archive, and comes upon the bug again
        pipeline.run_day(settings, day=DAY, spec=OUTLET)
        ends = "SELECT result, reason, detail FROM outcomes WHERE canonical_url = ? ORDER BY load_id DESC LIMIT 1"
        ((result, reason, detail),) = query(settings, ends, asked[0])
        assert (result, reason) == ("failed", "internal_error")
        assert "ZeroDivisionError: division by zero" in detail
        assert ".warc.gz#" in detail, "its place in the archive"
        assert query(settings, "SELECT count(*) FROM articles") == [(whole - 1,)]
        (problem,) = [s for s in warehouse.find_problems(settings, today=DAY) if s.cause.startswith("internal_error")]
        assert "ZeroDivisionError" in problem.says
        assert f"FROM={DAY} TO={DAY} SOURCES={OUTLET} AGAIN=1" in problem.remedy
    monkeypatch.setattr(scrape_stage, "make_scraped_row", make_row)
    pipeline.run_day(settings, day=DAY, spec=OUTLET)
    assert query(settings, "SELECT count(*) FROM articles") == [(whole,)]
    assert not [s for s in warehouse.find_problems(settings, today=DAY) if s.cause.startswith("internal_error")]


def count_articles() -> int:
    """Return how many articles the newsroom has of the outlet on the days of a run."""
    days = [DAY - dt.timedelta(days=back) for back in range(pipeline.LOOK_BACK + 1)]
    return sum(truth.outlet == OUTLET for day in days for truth in list_truth(5, day, 6, faults=False))


ONCE = {
    "validate": "kliping.pipeline.finishing.validating:validate_outlets",
    "load": "kliping.warehouse:load_batch",
    "publish": "kliping.warehouse:publish_copy",
    "problems": "kliping.warehouse:keep_problems",
    "search index": "kliping.warehouse:refresh_engine",
}


@pytest.mark.parametrize("place", ONCE.values(), ids=ONCE)
def test_a_bug_in_the_end_of_a_run_is_reported_and_keeps_nothing_from_loading(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    module, _, name = place.partition(":")
    whole = getattr(importlib.import_module(module), name)
    thrown: list[str] = []
    said: list[str] = []

    def broken(*given: Any, **more: Any) -> Any:
        if not thrown:
            thrown.append(name)
            raise Planted(name)
        return whole(*given, **more)

    monkeypatch.setattr(f"{module}.{name}", broken)
    settings = Settings(data=tmp_path, newsroom=newsroom.netloc, delay=0)
    report = pipeline.run_day(settings, day=DAY, spec=OUTLET, say=said.append)
    assert not report.refused
    assert query(settings, "SELECT count(*) FROM articles")[0][0] >= count_articles() - 1
    assert any(f"Planted: {name}" in line for line in said), said


def end_the_process(items: list[int]) -> list[int]:
    """What a worker runs that one item kills."""
    if 7 in items:
        os._exit(9)
    return [item * 2 for item in items]


def test_a_process_that_dies_takes_one_item_with_it() -> None:
    with Workers(2, end_the_process) as workers:
        done = list(workers.run([[1, 2], [3, 7, 4], [5], [6, 8], [9]]))
    assert done == [(n, None if n == 7 else 2 * n) for n in (1, 2, 3, 7, 4, 5, 6, 8, 9)]
