"""A real Airflow on SQLite, its database made once for each worker."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from local.environment import BIN, ROOT, make_environment
from tests.alerts.conftest import receiver  # noqa: F401  # a fixture of theirs

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def airflow_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("airflow")
    done = subprocess.run(
        [BIN / "airflow", "db", "migrate"],
        env=make_environment(AIRFLOW_HOME=str(home)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return home


@pytest.fixture
def airflow(airflow_home: Path, tmp_path: Path) -> Run:
    """``airflow dags test DAG DAY --conf ...`` with the data folder of this test."""

    def run(dag: str, day: str, conf: dict[str, object], **more: str) -> subprocess.CompletedProcess[str]:
        env = make_environment(
            AIRFLOW_HOME=str(airflow_home), KLIPING_DATA=str(tmp_path / "data"), KLIPING_RETRIES="0", **more
        )
        command = [BIN / "airflow", "dags", "test", dag, day, "-f", ROOT / "dags" / f"{dag}.py"]
        return subprocess.run(
            [*map(os.fspath, command), "--conf", json.dumps(conf)],
            env=env, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run
