"""How often `watch` asks for an article that it cannot load: a bug of ours, an error of the site."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kliping import pipeline, warehouse
from kliping.model import JAKARTA
from kliping.pipeline.collecting.failed_tries import MOST_ROUND_FETCHES, find_wait
from kliping.settings import Settings

from tests.generated_sites.fleet import THEMES, SiteFleet
from tests.generated_sites.rhythm import SetClock
from tests.generated_sites.sites import GeneratedSite
from tests.pipeline.tables import query

scrape_stage = importlib.import_module("kliping.pipeline.scraping.scrape")
DAY = dt.date(2024, 11, 26)


def test_waits_grow_and_end_within_a_day() -> None:
    waits = [find_wait(tries) // dt.timedelta(minutes=1) for tries in range(1, MOST_ROUND_FETCHES)]
    assert waits == [0, 10, 20, 40, 80]


@pytest.mark.full
def test_a_page_with_a_bug_is_fetched_a_few_times_and_named(
    make_settings: Callable[..., Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list changes before each visit, and each visit comes after the wait."""
    clock = SetClock(dt.datetime.combine(DAY, dt.time(12), JAKARTA))
    theme = next(theme for theme in THEMES if "feed" in theme.lists)
    site = GeneratedSite("kabar-rusak.test", 0, theme, clock, per_day=36, hours=(0,) * 8 + (1,) * 16, days_back=1)
    bad = site.posts[0].path
    make_row = scrape_stage.make_scraped_row

    def break_off(job: Any, *more: Any) -> Any:
        if bad.strip("/") in job.link_url:
            raise ZeroDivisionError("division by zero")
        return make_row(job, *more)

    monkeypatch.setattr(scrape_stage, "make_scraped_row", break_off)
    (tmp_path / "outlets").mkdir()
    with SiteFleet([site]) as fleet:
        (tmp_path / "outlets" / "rusak.yml").write_text(
            f"name: Kabar Rusak\nhosts: [{site.host}]\nconnect: {fleet.netloc}\n"
            f"routes:\n  - feed: {site.root}/feed/\nverified: never\n",
            "utf-8",
        )
        settings = make_settings(sources_path=str(tmp_path / "outlets"), delay=0)
        pipeline.watch_routes(settings, spec="rusak", clock=clock)
        for tries in range(1, MOST_ROUND_FETCHES + 2):
            clock.moment += max(dt.timedelta(minutes=30), find_wait(min(tries, MOST_ROUND_FETCHES - 1)))
            pipeline.watch_routes(settings, spec="rusak", clock=clock)
        assert site.requests.count(bad) == MOST_ROUND_FETCHES
        ends = query(settings, "SELECT result, reason, detail FROM outcomes WHERE ends_with(url, $1)", bad)
        assert [(result, reason) for result, reason, _ in ends] == [("failed", "internal_error")] * (
            MOST_ROUND_FETCHES + 1
        )
        assert sum("watch leaves it to the day's run" in detail for _, _, detail in ends) == 1
        (problem,) = (s for s in warehouse.find_problems(settings, today=DAY) if s.cause.startswith("internal_error"))
        assert "ZeroDivisionError" in problem.says
        monkeypatch.setattr(scrape_stage, "make_scraped_row", make_row)
        pipeline.run_day(settings, day=DAY, spec="rusak", clock=clock)
    assert query(settings, "SELECT count(*) FROM articles WHERE contains(url, $1)", bad.strip("/")) == [(1,)]
