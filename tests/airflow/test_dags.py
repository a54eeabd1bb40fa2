"""Every DAG, parsed and run by a real Airflow."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from kliping import pipeline
from kliping.model import JAKARTA
from kliping.settings import Settings

from demo.newsroom import Newsroom
from local.environment import ROOT, make_environment
from tests.airflow.conftest import Run
from tests.alerts.conftest import Receiver
from tests.pipeline.conftest import DAY, SEED
from tests.pipeline.tables import query, read_content

pytestmark = pytest.mark.timeout(1800)  # hung is what never ends: each run of Airflow takes a minute on a busy machine

DAGS = {
    "alerts", "digests", "ingest", "reprocess", "import_corpus", "maintain", "search_index", "canary", "watch", "learn",
}  # fmt: skip

INSPECT = """
import json
from airflow.dag_processing.dagbag import DagBag
bag = DagBag({folder!r})
print("@@" + json.dumps({{
    "errors": dict(bag.import_errors),
    "dags": {{
        dag.dag_id: {{
            "doc": dag.doc_md, "tags": sorted(dag.tags), "timeout": bool(dag.dagrun_timeout), "catchup": dag.catchup,
            "owners": sorted({{t.owner for t in dag.tasks}}),
            "tasks": {{
                t.task_id: {{"pool": t.pool, "retries": t.retries, "timeout": bool(t.execution_timeout)}}
                for t in dag.tasks
            }},
            "assets": sorted({{a.name for t in dag.tasks for a in t.outlets}}),
            "params": {{name: dag.params.get_param(name).description for name in dag.params}},
        }}
        for dag in bag.dags.values()
    }},
}}, default=str))
"""


RUN_TWICE = """
import json, urllib.request
from airflow.dag_processing.dagbag import DagBag
dag = DagBag({file!r}).dags["watch"]
for _ in range(2):
    run = dag.test(run_conf={{"sources": "pedoman"}})
    asked = json.load(urllib.request.urlopen("http://{newsroom}/_newsroom/state"))["requests"]
    print("@@" + json.dumps([run.state, sorted({{t.state for t in run.get_task_instances()}}), asked]))
"""


@pytest.fixture(scope="module")
def bag(airflow_home: Path) -> dict[str, dict[str, object]]:
    """The DagBag of the checkout, read in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", INSPECT.format(folder=str(ROOT / "dags"))],
        env=make_environment(AIRFLOW_HOME=str(airflow_home), KLIPING_RETRIES="5"),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("@@"))[2:])
    assert found["errors"] == {}
    return found["dags"]


def test_every_dag_is_there(bag: dict[str, dict[str, object]]) -> None:
    assert set(bag) >= DAGS


def test_every_dag_explains_itself(bag: dict) -> None:
    for name, dag in bag.items():
        assert dag["doc"], name
        assert "kliping" in dag["tags"], name
        assert dag["owners"] == ["kliping"], name
        assert dag["timeout"], name
        assert dag["catchup"] is False, name
        assert all(dag["params"].values()), f"{name} has a parameter without a description"
        assert all(task["timeout"] for task in dag["tasks"].values()), name


def test_other_teams_can_schedule_on_what_is_published(bag: dict) -> None:
    for name in ("ingest", "reprocess", "import_corpus", "watch"):
        assert bag[name]["assets"] == ["kliping://articles"], name


def test_writers_stand_in_one_queue(bag: dict) -> None:
    for name, dag in bag.items():
        for task_id, task in dag["tasks"].items():
            if task_id.split(".")[-1] in ("load", "publish"):
                assert task["pool"] == "warehouse", f"{name}.{task_id}"


def test_the_setting_says_how_often_a_task_is_tried_again(bag: dict) -> None:
    retries = {task["retries"] for dag in bag.values() for task in dag["tasks"].values()}
    assert retries == {0, 5}, "0: tasks that would do harm, or fail alike, at a second try"


def test_a_day_through_airflow_is_a_day_without(airflow: Run, tmp_path: Path) -> None:
    """`pipeline` runs a day with or without Airflow with identical results; then reprocess changes nothing."""
    with Newsroom(seed=SEED, articles_per_day=12, page_weight=2) as rooms:
        done = airflow("ingest", str(DAY), {"day": str(DAY), "sources": "demo"}, KLIPING_NEWSROOM=rooms.netloc)
        assert done.returncode == 0, done.stdout[-3000:]
        with_airflow = Settings(data=tmp_path / "data")
        without = Settings(data=tmp_path / "library", newsroom=rooms.netloc)
        pipeline.run_day(without, day=DAY, spec="demo")
    tables = read_content(with_airflow)
    assert tables == read_content(without)
    assert len(tables["articles"]) > 20
    done = airflow("reprocess", str(DAY), {"from": str(DAY), "to": str(DAY)})
    assert done.returncode == 0, done.stdout[-3000:]
    assert read_content(with_airflow) == tables
    assert query(with_airflow, "SELECT DISTINCT job FROM loads ORDER BY 1") == [("ingest",), ("reprocess",)]


def test_the_dags_that_maintain(airflow: Run, tmp_path: Path, receiver: Receiver) -> None:
    """Outlets visited, digests sent, boilerplate learned, warehouse compacted and checked: on a day that was loaded."""
    with Newsroom(seed=SEED, articles_per_day=12, page_weight=2, faults=False) as rooms:
        settings = Settings(data=tmp_path / "data", newsroom=rooms.netloc)
        pipeline.run_day(settings, day=DAY, spec="pedoman")
        done = airflow("canary", str(DAY), {"sources": "pedoman"}, KLIPING_NEWSROOM=rooms.netloc)
        assert done.returncode == 0, done.stdout[-3000:]
    sending = settings.model_copy(update={"webhook": receiver.address})
    saved = pipeline.Saved("Semua berita", query="*", channels=("webhook",))
    pipeline.keep_saved(sending, saved, now=dt.datetime.now(dt.UTC))
    done = airflow("digests", str(DAY + dt.timedelta(days=1)), {}, KLIPING_WEBHOOK=receiver.address)
    assert done.returncode == 0, done.stdout[-3000:]
    sent = [text.strip("*").partition(":")[0] for text in receiver.texts]
    assert sent == [f"Kliping Semua berita, {day} November 2024" for day in ("Senin, 25", "Selasa, 26")]
    assert airflow("search_index", str(DAY), {}).returncode == 0
    assert (tmp_path / "data" / "search.duckdb").exists()
    assert airflow("learn", str(DAY), {}).returncode == 0
    done = airflow("maintain", str(DAY), {})
    assert done.returncode == 0, done.stdout[-3000:]
    assert (tmp_path / "data" / "learned" / "pinned.json").exists()


@pytest.mark.full
def test_watch_skips_a_round_without_an_outlet_that_is_due(airflow_home: Path, tmp_path: Path) -> None:
    """Both rounds in one process: the first visits and loads, the second, at once, asks nothing and is a success."""
    with Newsroom(articles_per_day=6, page_weight=2, faults=False) as rooms:
        now = dt.datetime.now(JAKARTA)
        rooms.site.clock = lambda: now
        env = make_environment(
            AIRFLOW_HOME=str(airflow_home),
            KLIPING_DATA=str(tmp_path),
            KLIPING_RETRIES="0",
            KLIPING_NEWSROOM=rooms.netloc,
        )
        done = subprocess.run(
            [sys.executable, "-c", RUN_TWICE.format(file=str(ROOT / "dags" / "watch.py"), newsroom=rooms.netloc)],
            env=env, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    rounds = [json.loads(line[2:]) for line in done.stdout.splitlines() if line.startswith("@@")]
    assert [(ended, tasks) for ended, tasks, _ in rounds] == [("success", ["success"]), ("success", ["skipped"])], (
        done.stderr[-3000:]
    )
    assert rounds[0][2] == rounds[1][2]
    assert query(Settings(data=tmp_path), "SELECT count(*) > 0 FROM articles") == [(True,)]
    assert query(Settings(data=tmp_path), "SELECT job, status FROM loads") == [("watch", "ok")]


def test_the_data_interval_is_the_day(airflow: Run, airflow_home: Path, tmp_path: Path) -> None:
    """Law 7: with no `day` given, the run reads the day of its interval; an outlet that is down stops no other.

    Airflow's pages name the outlets' tasks by them, show which failed, and say the day and what it lacks in a note.
    """
    with Newsroom(seed=SEED, articles_per_day=12, page_weight=2, down=("gema.test",)) as rooms:
        given = {
            "KLIPING_NEWSROOM": rooms.netloc,
            "KLIPING_DESK": "http://desk.example",
            "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",  # as make run and make serve have it
        }
        done = airflow("ingest", "2024-11-27", {"sources": "gema,pedoman"}, **given)
    assert done.returncode == 0, done.stdout[-3000:]
    with closing(sqlite3.connect(airflow_home / "airflow.db")) as database:
        run, run_id = database.execute("SELECT id, run_id FROM dag_run ORDER BY id DESC LIMIT 1").fetchone()
        states = database.execute(
            "SELECT task_id, rendered_map_index, state FROM task_instance WHERE run_id = ? AND map_index >= 0", [run_id]
        ).fetchall()
        ((note,),) = database.execute("SELECT content FROM dag_run_note WHERE dag_run_id = ?", [run]).fetchall()
    assert sorted(states) == [
        ("outlets.collect", "gema", "failed"),
        ("outlets.collect", "pedoman", "success"),
        ("outlets.scrape", "gema", "success"),
        ("outlets.scrape", "pedoman", "success"),
    ]
    assert re.fullmatch(
        r"2024-11-26: 1 of 2 outlets failed: gema; \d+ loaded(, .*)? \(with late articles of 2024-11-25, 2024-11-24\)",
        note,
    )
    assert "desk: http://desk.example/day/2024-11-26" in done.stdout + done.stderr
    loads = query(Settings(data=tmp_path / "data"), 'SELECT outlet, "day"::VARCHAR, status FROM loads ORDER BY 1')
    assert loads == [("gema", "2024-11-26", "failed"), ("pedoman", "2024-11-26", "ok")]


def test_import_corpus(airflow: Run, tmp_path: Path) -> None:
    story = (
        "SOLO - Wali Kota meresmikan pasar baru yang dibangun selama dua tahun di tepi kota itu.\n"
        "Sebanyak 120 pedagang dari pasar lama akan menempati kios pada bulan ini, dan mereka tidak membayar sewa.\n"
    )
    (tmp_path / "satu.txt").write_text(story)
    table = f"kepala;naskah\nPasar Baru;{story.replace('SOLO', 'KLATEN').replace(chr(10), ' ')}\n"
    (tmp_path / "dua.csv").write_text(table)
    asked = {"files": [str(tmp_path / "*.[tc]*")], "columns": ["kepala=title", "naskah=text"]}
    done = airflow("import_corpus", str(DAY), asked)
    assert done.returncode == 0, done.stdout[-3000:]
    found = query(Settings(data=tmp_path / "data"), "SELECT dateline, title, published_at FROM articles ORDER BY 1")
    assert found == [("KLATEN -", "Pasar Baru", None), ("SOLO -", None, None)]


def test_an_outlet_that_breaks_off_keeps_no_other_from_loading(airflow: Run, tmp_path: Path) -> None:
    """A bug at each page of one outlet: its pages are `failed` with the reason, and the other outlet loads."""
    data = tmp_path / "data"
    data.mkdir()
    with Newsroom(seed=SEED, articles_per_day=12, page_weight=2) as rooms:
        spool = data / "spool" / "outlet=gema"
        spool.parent.mkdir()
        spool.write_text("a file where gema's folder has to be")
        done = airflow("ingest", str(DAY), {"day": str(DAY), "sources": "gema,pedoman"}, KLIPING_NEWSROOM=rooms.netloc)
    ends = query(Settings(data=data), "SELECT DISTINCT outlet, result, reason FROM outcomes WHERE result <> 'skipped'")
    assert ("gema", "failed", "internal_error") in ends, done.stdout[-3000:]
    assert ("gema", "loaded", "") not in ends
    assert ("pedoman", "loaded", "") in ends


def test_a_malformed_outlet_names_file_line_and_field(airflow: Run, tmp_path: Path) -> None:
    folder = tmp_path / "outlets"
    folder.mkdir()
    (folder / "contoh.yml").write_text("name: Contoh\nhosts: [contoh.example]\ndelay: lambat\n")
    done = airflow("ingest", str(DAY), {"day": str(DAY), "sources": "demo"}, KLIPING_SOURCES_PATH=str(folder))
    assert done.returncode != 0
    assert "contoh.yml:3: delay" in done.stdout + done.stderr
