"""A bug at one place of a day that Airflow runs: every other article loads, and what was thrown is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kliping.settings import Settings

from demo.newsroom import Newsroom
from tests.airflow.conftest import Run
from tests.pipeline.tables import rows

pytestmark = [pytest.mark.full, pytest.mark.timeout(1800)]

DAY = "2024-11-26"
OUTLET = "pedoman"
PLANT = """
import os, sys, threading
place, _, at = os.environ["KLIPING_TEST_BUG"].rpartition(":")
calls = 0
class Planted(Exception):
    pass
def hear(frame, event, _):
    global calls
    if event == "call" and f"{frame.f_code.co_filename}:{frame.f_code.co_name}".endswith(place):
        calls += 1
        if calls == int(at):
            raise Planted(place)
sys.setprofile(hear)
threading.setprofile(hear)
"""
"""Run by Python when it starts (sitecustomize): throws at the numbered call of the function at a place."""
PLACES = {
    "collect": "kliping/pipeline/collect.py:_fetch:3",
    "a route": "kliping/discover/feeds.py:_entries:1",
    "scrape": "kliping/scrape/article.py:scrape:4",
    "the rows of scrape": "kliping/batch.py:make_article_row:2",
    "validate": "kliping/validate/columns.py:title_letters:1",
    "load": "kliping/warehouse/staging.py:read_staged:1",
    "publish": "kliping/warehouse/publish.py:publish_copy:1",
}


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(seed=5, articles_per_day=3, page_weight=1, faults=False) as rooms:
        yield rooms


@pytest.fixture(scope="module")
def whole() -> dict[str, int]:
    """Articles of the day without a bug, counted by the first test that needs them."""
    return {}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_bug_in_a_task_takes_one_article_at_most(
    airflow: Run, newsroom: Newsroom, tmp_path: Path, whole: dict[str, int], place: str
) -> None:
    (tmp_path / "sitecustomize.py").write_text(PLANT, encoding="utf-8")
    settings = Settings(data=tmp_path / "data")
    given = {"KLIPING_NEWSROOM": newsroom.netloc, "KLIPING_DELAY": "0", "PYTHONPATH": str(tmp_path)}
    if not whole:
        with_none = airflow("ingest", DAY, {"sources": OUTLET, "day": DAY}, **given, KLIPING_TEST_BUG="nowhere:1")
        assert with_none.returncode == 0, with_none.stderr[-2000:]
        whole["articles"] = rows(settings, "SELECT count(*) FROM articles")[0][0]
        for name in ("kliping.duckdb", "warehouse.duckdb"):
            (settings.data_path / name).unlink()
    done = airflow("ingest", DAY, {"sources": OUTLET, "day": DAY, "refetch": True}, **given, KLIPING_TEST_BUG=place)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Planted" in done.stdout + done.stderr, "the thrown one is named"
    assert rows(settings, "SELECT count(*) FROM articles")[0][0] >= whole["articles"] - 1
    ((wrong,),) = rows(
        settings,
        "SELECT count(*) FROM (SELECT load_id, any_value(discovered - known) AS due, count(*) AS outcomes "
        "FROM loads JOIN outcomes USING (load_id, outlet) GROUP BY load_id) WHERE due <> outcomes",
    )
    assert wrong == 0, "law 1"
