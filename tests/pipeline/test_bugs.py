"""A bug anywhere in the library, brought out by one page, route or row, takes nothing else with it (law 6).

The bug is an exception at the entry of one of our functions, at any moment of an outlet's day.
"""

from __future__ import annotations

import datetime as dt
import importlib
import logging
import os
import shutil
import sys
import threading
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from kliping import pipeline, warehouse
from kliping.pipeline import stage
from kliping.pipeline.jobs import ScrapeJob
from kliping.pipeline.workers import Workers
from kliping.settings import Settings

from demo.newsroom import Newsroom
from tests.pipeline.tables import query

scrape_stage = importlib.import_module("kliping.pipeline.scrape")  # its helpers are replaced below

DAY = dt.date(2024, 11, 26)
OUTLET = "pedoman"
LIBRARY = f"{Path(pipeline.__file__).parents[1]}{os.sep}"
ROOMS = ("archive", "clean", "discover", "fetch", "scrape", "batch.py", "canonical.py", "signature.py", "wellformed.py")
STAGES = ("collect.py", "scrape.py", "ledger.py", "outcome_writer.py", "known.py")
ENTRIES = ("pipeline/collect.py:collect_outlet", "pipeline/scrape.py:scrape_outlet")
"""The stages themselves: who called them begins them again."""
OURS = (*(LIBRARY + room for room in ROOMS), *(f"{LIBRARY}pipeline{os.sep}{name}" for name in STAGES))


class Planted(Exception):
    """The bug."""


class Bug:
    """Counts the calls of our functions, in all threads, and throws at the one numbered ``at``."""

    def __init__(self, at: int | None = None) -> None:
        self.calls = 0
        self.where = ""
        self._at = at
        self._lock = threading.Lock()

    def _count_call(self, frame: types.FrameType, event: str, _: object) -> None:
        if event != "call" or not frame.f_code.co_filename.startswith(OURS):
            return
        where = f"{frame.f_code.co_filename.removeprefix(LIBRARY)}:{frame.f_code.co_name}"
        if where in ENTRIES:
            return
        with self._lock:
            self.calls += 1
            if self.calls - 1 != self._at:
                return
        self.where = where
        raise Planted(self.where)

    def _ignore_unraisable(self, error: object) -> None:
        """Python passes over what is thrown while a generator is closed."""
        self.where = ""

    @contextmanager
    def plant_bug(self) -> Iterator[None]:
        sys.unraisablehook = self._ignore_unraisable
        threading.setprofile(self._count_call)
        sys.setprofile(self._count_call)
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            sys.setprofile(None)
            logging.disable(logging.NOTSET)
            sys.unraisablehook = sys.__unraisablehook__
            threading.setprofile(None)  # type: ignore[arg-type]  # typeshed wants a function


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(seed=5, articles_per_day=3, page_weight=1, faults=False) as rooms:
        yield rooms


class Days:
    """Runs of one outlet's day, each in a folder of its own."""

    def __init__(self, newsroom: Newsroom, folder: Path) -> None:
        self._newsroom, self._folder, self._count = newsroom, folder, 0
        self._plan = pipeline.plan_run(self.settings(), day=DAY, spec=OUTLET, key="bug")
        bug = Bug()
        self.whole = self.stage_day(bug)
        self.calls = bug.calls

    def settings(self) -> Settings:
        self._count += 1
        return Settings(data=self._folder / str(self._count), newsroom=self._newsroom.netloc, delay=0, workers=1)

    def stage_day(self, bug: Bug) -> tuple[set[str], dict[str, tuple[str, str]], tuple[str, ...]]:
        """The articles, the other outcomes and the notes that collect and scrape leave."""
        settings = self.settings()
        run = self._plan.run
        stage.write_manifest(settings, run, self._plan)
        with bug.plant_bug():
            pipeline.collect_all(settings, run, [OUTLET])
            pipeline.scrape_all(settings, run, [OUTLET])
        folder = stage.outlet_folder(settings, run, OUTLET)
        collected = stage.read_manifest(settings, run, OUTLET, stage.Collected)
        scraped = stage.read_manifest(settings, run, OUTLET, stage.Scraped)
        assert collected is not None
        assert scraped is not None
        outcomes = pq.read_table(folder / stage.OUTCOMES_FILE).to_pylist()
        assert collected.discovered == collected.known + len(outcomes), "law 1"
        articles = set(pq.read_table(folder / stage.ARTICLES_FILE)["url"].to_pylist())
        others = {
            row["url"]: (row["result"], row["reason"]) for row in outcomes if row["canonical_url"] not in articles
        }
        details = tuple(row["detail"] for row in outcomes if row["reason"] == "internal_error")
        return articles, others, (*collected.notes, *scraped.notes, *details)


@pytest.fixture(scope="module")
def days(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Days:
    return Days(newsroom, tmp_path_factory.mktemp("bugs"))


def check_bug(days: Days, at: int) -> None:
    """At most the article that brought the bug out is missing, and the bug is named."""
    bug = Bug(at)
    articles, others, messages = days.stage_day(bug)
    whole, whole_others, _ = days.whole
    lost = whole - articles
    failed = {url for url, (result, reason) in others.items() if (result, reason) == ("failed", "internal_error")}
    assert len(lost) <= 1, (bug.where, lost)
    assert len(failed) >= len(lost), (bug.where, "what is lost is an outcome")
    assert len(articles - whole) == 0
    assert others.keys() - failed == whole_others.keys() - failed, bug.where
    if bug.where:
        assert any("Planted" in line for line in messages), (bug.where, messages)


@examples(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_bug_takes_one_article_at_most(days: Days, data: st.DataObject) -> None:
    check_bug(days, data.draw(st.integers(0, days.calls - 1)))


PLACES = int(os.environ.get("KLIPING_TEST_BUGS", "100"))
"""Random places that the long test tries; each is a day's run of seconds, so a thousand take most of an hour."""


@pytest.mark.full
@pytest.mark.timeout(7_200)
@examples(max_examples=PLACES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_bug_at_many_places(days: Days, data: st.DataObject) -> None:
    check_bug(days, data.draw(st.integers(0, days.calls - 1)))


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


ONCE = {
    "validate": "kliping.pipeline.finish:validate_outlets",
    "load": "kliping.warehouse:load_batch",
    "publish": "kliping.warehouse:publish_copy",
}


@pytest.mark.parametrize("place", ONCE.values(), ids=ONCE)
def test_a_bug_in_the_end_of_a_run_is_reported_and_keeps_nothing_from_loading(
    newsroom: Newsroom, days: Days, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
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
    assert query(settings, "SELECT count(*) FROM articles")[0][0] >= len(days.whole[0]) - 1
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
