"""Days with planted bugs, as ``tests/pipeline/faulty_days.py`` has them, run by Airflow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from kliping.settings import Settings

from demo.newsroom import Newsroom
from local.environment import BIN, ROOT, make_environment
from tests.pipeline.faulty_days import DAY, OUTLETS, FaultyDays
from tests.pipeline.planted_bugs import Bug, Tracer

START_TRACING = """
import importlib.machinery
Loader = importlib.machinery.SourceFileLoader
execute = Loader.exec_module
def execute_traced(self, module):
    execute(self, module)
    if module.__name__ == "kliping.pipeline":
        Loader.exec_module = execute
        from tests.airflow.faulty_tasks import trace_process
        trace_process()
Loader.exec_module = execute_traced
"""
"""Run by Python when it starts (sitecustomize): the first task of a run imports the pipeline."""


class TaskTracer(Tracer):
    """Throws the bugs that the environment names, and writes to a file which of them were reached."""

    def __init__(self, bugs: list[Bug], thrown: Path) -> None:
        super().__init__(bugs)
        self._file = thrown

    def note_thrown(self, bug: Bug) -> None:
        super().note_thrown(bug)
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(asdict(bug)) + "\n")


def trace_process() -> None:
    """Trace this process from here on."""
    bugs = [Bug(**bug) for bug in json.loads(os.environ["PLANTED_BUGS"])]
    tracer = TaskTracer(bugs, Path(os.environ["PLANTED_THROWN"]))
    threading.settrace(tracer.count_call)
    sys.settrace(tracer.count_call)


class FaultyRuns(FaultyDays):
    """The days, run by ``airflow dags test``; those without bugs are run without Airflow: the tables are the same."""

    names_in_log = True

    def __init__(self, newsroom: Newsroom, folder: Path, airflow_home: Path) -> None:
        self._home, self._rooms, self._scratch = airflow_home, newsroom.netloc, folder
        (folder / "sitecustomize.py").write_text(START_TRACING, encoding="utf-8")
        super().__init__(newsroom, folder)

    def run_day(self, settings: Settings, tracer: Tracer) -> Exception | None:
        if not tracer.bugs:
            return super().run_day(settings, tracer)
        thrown = self._scratch / "thrown.jsonl"
        thrown.write_text("", encoding="utf-8")
        env = make_environment(
            AIRFLOW_HOME=str(self._home),
            KLIPING_DATA=str(settings.data_path),
            KLIPING_NEWSROOM=self._rooms,
            KLIPING_DELAY="0",
            KLIPING_WORKERS="1",
            KLIPING_RETRIES="0",
            KLIPING_LOCK_TIMEOUT="5",
            PLANTED_BUGS=json.dumps([asdict(bug) for bug in tracer.bugs]),
            PLANTED_THROWN=str(thrown),
            PYTHONPATH=os.pathsep.join([str(self._scratch), str(ROOT)]),
        )
        conf = json.dumps({"day": str(DAY), "sources": ",".join(OUTLETS)})
        command = [BIN / "airflow", "dags", "test", "ingest", "-f", ROOT / "dags" / "ingest.py", "--conf", conf]
        done = subprocess.run(
            [*map(os.fspath, command)], env=env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        tracer.lines += [done.stdout, done.stderr]
        for line in thrown.read_text(encoding="utf-8").splitlines():
            tracer.note_thrown(Bug(**json.loads(line)))
        if done.returncode != 0:
            return RuntimeError(done.stderr[-2000:])
        return None
