"""An Airflow plugin: a note on each run of `ingest` says its day, and how the day ended.

Airflow shows notes in its lists of runs, and a run whose outlets failed is a success to it: the others loaded. The note
is written by what changes the run's state (the scheduler, or `airflow dags test`), from what the task `load` handed on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from airflow.listeners import hookimpl
from airflow.models.dagrun import DagRun, DagRunNote
from airflow.models.xcom import XCOM_RETURN_KEY, XComModel
from airflow.plugins_manager import AirflowPlugin
from airflow.utils.session import create_session
from airflow.utils.state import TaskInstanceState
from sqlalchemy.orm import Session, object_session

NOTE_ZONE = ZoneInfo("Asia/Jakarta")
NOTED = "ingest"
"""The DAG whose runs have a day each."""
NOTE_LENGTH = 900
"""Characters of a note; Airflow keeps 1,000."""


class RunNotes:
    """Is called at each change of a run's state, inside the transaction that makes it."""

    @hookimpl
    def on_dag_run_running(self, dag_run: DagRun, msg: str) -> None:  # noqa: ARG002  # Airflow's
        """Note the day."""
        write_note(dag_run, "is on its way")

    @hookimpl
    def on_dag_run_success(self, dag_run: DagRun, msg: str) -> None:  # noqa: ARG002
        """Note how the day ended."""
        write_note(dag_run, "ended")

    @hookimpl
    def on_dag_run_failed(self, dag_run: DagRun, msg: str) -> None:
        """Note what the run broke off at."""
        if dag_run.dag_id != NOTED:
            return
        with use_session(dag_run) as session:  # a session of its own would commit, which ends the scheduler
            found = dag_run.get_task_instances(state=[TaskInstanceState.FAILED], session=session)
            failed = {one.task_id for one in found}
        # an outlet that fails breaks no run off
        broken = sorted(task for task in failed if "." not in task) or sorted(failed) or [msg]
        write_note(dag_run, f"broke off at {broken[0]}")


def write_note(dag_run: DagRun, says: str) -> None:
    """Write the run's day and its summary, or ``says`` where it has none; what a person has written stays."""
    if dag_run.dag_id != NOTED:
        return
    with use_session(dag_run) as session:
        summary = read_summary(session, dag_run)
        day = find_day(dag_run) or summary[:10]
        if not day:
            return
        note = session.get(DagRunNote, dag_run.id)
        if note is None:
            note = DagRunNote(content="")
            note.dag_run_id = dag_run.id
            session.add(note)
        if not note.content or note.content.startswith(day):
            note.content = (summary or f"{day}: {says}")[:NOTE_LENGTH]


@contextmanager
def use_session(dag_run: DagRun) -> Iterator[Session]:
    """Yield the session that the run lives in; `airflow dags test` hands over one that lives in none."""
    if session := object_session(dag_run):
        yield session
        return
    with create_session() as session:
        yield session


def find_day(dag_run: DagRun) -> str:
    """Return the day that a run is for; empty where the run itself chooses yesterday, which its summary names."""
    if day := str((dag_run.conf or {}).get("day") or ""):
        return day
    if dag_run.data_interval_start is None:
        return ""
    return str(dag_run.data_interval_start.astimezone(NOTE_ZONE).date())


def read_summary(session: Session, dag_run: DagRun) -> str:
    """Return what `load` has handed on; empty where it has not run."""
    query = XComModel.get_many(run_id=dag_run.run_id, dag_ids=dag_run.dag_id, task_ids="load", key=XCOM_RETURN_KEY)
    for row in session.execute(query.with_only_columns(XComModel.value)):
        handed_on = XComModel.deserialize_value(row)
        if isinstance(handed_on, dict):
            return str(handed_on.get("summary", ""))
    return ""


class NotesPlugin(AirflowPlugin):
    """What Airflow finds in this file."""

    name = "kliping_notes"
    listeners = [RunNotes()]  # noqa: RUF012  # Airflow's form
