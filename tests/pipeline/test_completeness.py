"""A newsroom hides known articles from known routes; what a real run says of the day, against the truth."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest
from kliping import pipeline
from kliping.settings import Settings

from bench.completeness import DAY, HIDDEN, HiddenDay, collect_hidden_day

ARTICLES = 240


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hidden")


@pytest.fixture(scope="module")
def judged(folder: Path) -> dict[str, HiddenDay]:
    return {day.outlet: day for day in collect_hidden_day(folder, ARTICLES)}


@pytest.mark.parametrize("outlet", HIDDEN)
def test_the_true_number_lies_within_the_bounds(judged: dict[str, HiddenDay], outlet: str) -> None:
    day = judged[outlet]
    assert day.low is not None
    assert day.high is not None
    assert day.low <= day.articles <= day.high


def test_states(judged: dict[str, HiddenDay]) -> None:
    assert judged["gema"].state == "likely complete", "nothing is hidden"
    assert judged["lampungpagi"].state == "incomplete", "the outlet states how many it has"
    assert judged["lampungpagi"].expected == judged["lampungpagi"].articles
    assert {judged[outlet].method for outlet in ("nusawarta", "pedoman")} == {"recapture"}, "a sitemap with holes"


def test_daily_volume_says_how_complete_each_day_is(judged: dict[str, HiddenDay], folder: Path) -> None:
    settings = Settings(data=folder)
    with duckdb.connect(str(settings.published_path), read_only=True) as connection:
        shown = connection.execute('SELECT outlet, completeness FROM daily_volume WHERE "day" = ?', [DAY]).fetchall()
        seen = connection.execute(
            "SELECT kind, found, found_here_only, reaches_to IS NOT NULL FROM route_coverage "
            "WHERE outlet = 'gema' AND \"day\" = ? ORDER BY kind",
            [DAY],
        ).fetchall()
    assert dict(shown) == {outlet: day.state for outlet, day in judged.items()}
    assert seen == [("feed", 25, 0, True), ("index", 40, 15, False)], "the feed has 25 entries"


def test_a_rebuild_from_the_archive_judges_the_same(judged: dict[str, HiddenDay], folder: Path, tmp_path: Path) -> None:
    """The archive keeps what the routes showed: a lost warehouse costs no completeness."""
    settings = Settings(data=tmp_path, archive=str(folder / "archive"), newsroom="127.0.0.1:9", delay=0)
    pipeline.run_day(settings, day=DAY, spec="gema,nusawarta")
    with duckdb.connect(str(settings.published_path), read_only=True) as connection:
        again = connection.execute(
            'SELECT outlet, found, state, expected FROM completeness WHERE "day" = ? ORDER BY ALL', [DAY]
        ).fetchall()
    assert again == [(o, judged[o].found, judged[o].state, judged[o].expected) for o in ("gema", "nusawarta")]


def test_a_day_that_no_route_answered_for(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, newsroom="127.0.0.1:9", delay=0, timeout=0.1)
    pipeline.run_day(settings, day=DAY - dt.timedelta(days=9), spec="gema")
    with duckdb.connect(str(settings.published_path), read_only=True) as connection:
        ((state, why),) = connection.execute("SELECT state, why FROM completeness ORDER BY day DESC LIMIT 1").fetchall()
    assert state == "unknown"
    assert "no route answered" in why
