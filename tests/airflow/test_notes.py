"""Notes on runs are written inside the scheduler's transaction: to commit it there ends the scheduler."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from local.environment import ROOT, make_environment

WRITE_NOTES = """
import datetime as dt
import sys
from airflow.models.dagrun import DagRun, DagRunNote
from airflow.utils.session import create_session
from airflow.utils.sqlalchemy import prohibit_commit
from airflow.utils.types import DagRunType
from kliping_notes import RunNotes

dag, told = sys.argv[1:]
with create_session() as session:
    now = dt.datetime.now(dt.UTC)
    run = DagRun(dag_id=dag, run_id=told, run_type=DagRunType.MANUAL, conf={"day": "2024-11-26"}, run_after=now,
                 state="running")
    session.add(run)
with create_session() as session, prohibit_commit(session) as guard:
    run = session.query(DagRun).filter_by(dag_id=dag, run_id=told).one()
    getattr(RunNotes(), told)(run, "alasan")
    guard.commit()
with create_session() as session:
    run = session.query(DagRun).filter_by(dag_id=dag, run_id=told).one()
    note = session.get(DagRunNote, run.id)
    print("NOTE", note and note.content)
"""


@pytest.mark.parametrize(
    ("dag", "told", "note"),
    [
        ("ingest", "on_dag_run_running", "2024-11-26: is on its way"),
        ("ingest", "on_dag_run_success", "2024-11-26: ended"),
        ("ingest", "on_dag_run_failed", "2024-11-26: broke off at alasan"),
        ("maintain", "on_dag_run_failed", "None"),
    ],
)
def test_a_note_commits_nothing_itself(airflow_home: Path, dag: str, told: str, note: str) -> None:
    env = make_environment(AIRFLOW_HOME=str(airflow_home))
    env["PYTHONPATH"] = str(ROOT / "plugins")
    done = subprocess.run(
        [sys.executable, "-c", WRITE_NOTES, dag, told], env=env, capture_output=True, text=True, check=False
    )
    assert f"NOTE {note}\n" in done.stdout, done.stderr[-2000:]
