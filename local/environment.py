"""The environment in which Airflow and Kliping run on one machine; everything they write lies in one folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kliping import settings
from kliping.drafts import write_whole

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def find_data_folder() -> Path:
    """Return the git-ignored folder that holds everything (``KLIPING_DATA``, default ``data/``)."""
    return settings.load_settings().data_path


def airflow_home() -> Path:
    """Return the folder of Airflow's own database, configuration and logs."""
    return find_data_folder() / "airflow"


def run_home() -> Path:
    """Return the folder of Airflow's own files for ``make run``.

    Its runs are not in the database of ``make serve``: the scheduler there would run their tasks a second time, and
    those of a run that was interrupted.
    """
    return airflow_home() / "run"


def make_environment(**more: str) -> dict[str, str]:
    """Return the caller's environment with Airflow pointed at this checkout. What the caller set himself stands."""
    given = dict(os.environ) | {"KLIPING_DATA": str(find_data_folder())} | more
    ours = {
        "AIRFLOW_HOME": str(Path(given["KLIPING_DATA"]) / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Asia/Jakarta",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "AIRFLOW__LOGGING__NAMESPACE_LEVELS": "great_expectations=WARNING",
    }
    env = ours | given
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # without byte code every import costs four times as much
    env["PATH"] = f"{BIN}{os.pathsep}{env.get('PATH', '')}"
    env["PYTHONPATH"] = os.pathsep.join(p for p in (str(ROOT / "plugins"), env.get("PYTHONPATH", "")) if p)
    return env


RUN_DAYS = 90
"""Days that Airflow's database keeps what it knows of a run."""
CLEANED_EVERY = 7
"""Days between two looks for older ones."""


def clean_airflow() -> None:
    """Remove old runs from Airflow's database, now and then; one that cannot be cleaned is no reason not to start."""
    import datetime as dt
    import subprocess
    import time

    done = airflow_home() / ".cleaned"
    if not done.is_file():
        done.touch()
    if time.time() - done.stat().st_mtime < CLEANED_EVERY * 86_400:
        return
    before = dt.datetime.now(dt.UTC) - dt.timedelta(days=RUN_DAYS)
    clean = [str(BIN / "airflow"), "db", "clean", "--clean-before-timestamp", before.isoformat()]
    clean += ["--skip-archive", "--yes"]
    with (airflow_home() / "clean.log").open("w") as out:
        subprocess.run(clean, env=make_environment(), stdout=out, stderr=subprocess.STDOUT, check=False)
    done.touch()


REFUSED_IN_PATHS = "%?"
"""Airflow reads ``%`` in its home as a place to fill in, and ``?`` as the end of its database's path."""


def prepare_airflow(home: Path | None = None) -> None:
    """Give Airflow its database, once; an existing one is brought up to the installed version."""
    import subprocess
    from importlib.metadata import version

    home = home or airflow_home()
    if odd := [character for character in REFUSED_IN_PATHS if character in str(home)]:
        raise SystemExit(
            f"Airflow cannot use a folder with {' or '.join(odd)} in its path, {home}: "
            "set KLIPING_DATA to another folder, or use `kliping run`, which needs no Airflow"
        )
    done = home / ".ready"
    if done.is_file() and done.read_text() == version("apache-airflow"):
        return
    home.mkdir(parents=True, exist_ok=True)
    log = home / "setup.log"
    with log.open("w") as out:
        migrate = [str(BIN / "airflow"), "db", "migrate"]
        env = make_environment(AIRFLOW_HOME=str(home))
        ended = subprocess.run(migrate, env=env, stdout=out, stderr=subprocess.STDOUT, check=False)
    if ended.returncode != 0:
        raise SystemExit(f"Airflow could not prepare its database; {log} says why. `make clean` starts afresh.")
    write_whole(done, version("apache-airflow"))
