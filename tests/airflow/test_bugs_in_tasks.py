"""A bug at each place of a day that Airflow runs: every other article loads, and what was thrown is named.

The places are seven chosen ones, and random ones (``tests/pipeline/test_bugs.py`` has those without Airflow).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from kliping.settings import Settings

from demo.newsroom import Newsroom
from tests.airflow.conftest import Run
from tests.airflow.faulty_tasks import FaultyRuns
from tests.pipeline.faulty_days import draw_bugs
from tests.pipeline.tables import query

pytestmark = [pytest.mark.full, pytest.mark.timeout(1800)]

DAY = "2024-11-26"
PLANT = """
import functools, importlib.machinery, os
PLACES = {}
for place in os.environ["PLANTED_BUGS"].split():
    module, name, call = place.split(":")
    PLACES.setdefault(module, []).append((name, int(call)))
def plant(module, name, call):
    *owners, last = name.split(".")
    owner = functools.reduce(getattr, owners, module)
    real, calls = getattr(owner, last), 0
    @functools.wraps(real)
    def throw_once(*given, **named):
        nonlocal calls
        calls += 1
        if calls == call:
            raise type(f"Planted_{last}", (Exception,), {})(name)
        return real(*given, **named)
    setattr(owner, last, throw_once)
Loader = importlib.machinery.SourceFileLoader
execute = Loader.exec_module
def execute_planted(self, module):
    execute(self, module)
    for name, call in PLACES.get(module.__name__, ()):
        plant(module, name, call)
Loader.exec_module = execute_planted
"""
"""Run by Python when it starts (sitecustomize): a function of each module throws once, at the numbered call."""
OF_AN_ARTICLE = {
    "kliping.discover.feeds:_read_entry": 1,
    "kliping.pipeline.collecting.collect:_Visit._fetch_article": 3,
    "kliping.pipeline.scraping.scrape:make_scraped_row": 2,
    "kliping.batch:make_article_row": 1,
}
"""Functions that treat one article at a time: each bug costs that article, and is its outcome."""
OF_A_STAGE = {
    "kliping.validate.columns:_share_of_letters": 1,
    "kliping.warehouse.loads.staging:read_staged": 1,
    "kliping.warehouse.publish:publish_copy": 1,
}
"""Functions that treat all at once: a chunk is judged again in halves, load and publish begin again; none is lost."""


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(seed=5, articles_per_day=8, page_weight=1, faults=False) as rooms:
        yield rooms


def name_bug(place: str) -> str:
    """Return the name of the exception that is thrown at a place."""
    return f"Planted_{place.replace(':', '.').rpartition('.')[2]}"


def test_a_bug_in_each_task_takes_one_article_at_most(airflow: Run, newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(PLANT, encoding="utf-8")
    settings = Settings(data=tmp_path / "data")
    given = {"KLIPING_NEWSROOM": newsroom.netloc, "KLIPING_DELAY": "0", "PYTHONPATH": str(tmp_path)}
    bugs = " ".join(f"{place}:{call}" for place, call in (OF_AN_ARTICLE | OF_A_STAGE).items())
    done = airflow("ingest", DAY, {"sources": "pedoman", "day": DAY}, **given, PLANTED_BUGS=bugs)
    assert done.returncode == 0, done.stderr[-2000:]
    shown = done.stdout + done.stderr
    unnamed = [place for place in OF_AN_ARTICLE | OF_A_STAGE if name_bug(place) not in shown]
    assert unnamed == [], "each one that was thrown is named"
    bugs = query(settings, "SELECT detail FROM outcomes WHERE reason = 'internal_error'")
    failed = {detail.partition(":")[0] for (detail,) in bugs}
    assert failed >= {name_bug(place) for place in list(OF_AN_ARTICLE)[1:]}, failed
    ((loaded,),) = query(settings, "SELECT count(*) FROM articles")
    ((wrong,),) = query(
        settings,
        "SELECT count(*) FROM (SELECT load_id, any_value(discovered - known) AS due, count(*) AS outcomes "
        "FROM loads JOIN outcomes USING (load_id, outlet) GROUP BY load_id) WHERE due <> outcomes",
    )
    assert wrong == 0, "law 1"
    again = airflow("ingest", DAY, {"sources": "pedoman", "day": DAY}, **given, PLANTED_BUGS="")
    assert again.returncode == 0, again.stderr[-2000:]
    ((whole,),) = query(settings, "SELECT count(*) FROM articles")
    assert whole - len(OF_AN_ARTICLE) <= loaded <= whole
    assert whole > len(OF_AN_ARTICLE), "enough articles for each bug to have its own"


@pytest.fixture(scope="module")
def runs(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory, airflow_home: Path) -> FaultyRuns:
    return FaultyRuns(newsroom, tmp_path_factory.mktemp("runs"), airflow_home)


@pytest.mark.long
@examples(
    deadline=None,
    max_examples=int(os.environ.get("RUNS_WITH_BUGS", "3")),
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(data=st.data())
def test_bugs_at_random_places(runs: FaultyRuns, data: st.DataObject) -> None:
    runs.check_day(draw_bugs(data, runs))
