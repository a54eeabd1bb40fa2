"""Machines that share no folder: processes in mount namespaces of their own, in which all is read-only but one folder.

``python -m tests.deploy.apart`` is an analyst on such a machine: it attaches a DuckLake read only, as
docs/shared-warehouse.md writes it, and tells what it sees each time that it reads a line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from local.fleet import Fleet
from local.service import Service

ALONE = """
mount --bind "$1" "$1"
mount -t tmpfs none /dev/shm
mount -o remount,bind,ro /
shift
exec "$@"
"""
"""What a shell does before it becomes the process: of the disk it can write to its own folder only."""


@cache
def can_isolate() -> bool:
    """Whether this machine lets us make namespaces."""
    probe = ["unshare", "--mount", "--ipc", "--uts", "sh", "-euc", ALONE, "sh", "/tmp", "true"]
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0


def isolate(command: list[str], own: Path) -> list[str]:
    """Return a command that runs another one in namespaces of its own, where it can write to ``own`` only."""
    return ["unshare", "--mount", "--ipc", "--uts", "sh", "-euc", ALONE, "sh", str(own), *command]


def add_machine(fleet: Fleet, name: str, variables: dict[str, str]) -> Service:
    """Add a worker whose data, logs and temporary files are in its home, the one folder that it can write to."""
    home = fleet.folder / "homes" / name
    own = {"KLIPING_HOME": home, "KLIPING_DATA": home / "data", "TMPDIR": home / "tmp"}
    own["AIRFLOW__LOGGING__BASE_LOG_FOLDER"] = home / "logs"
    worker = fleet.add_worker(name, **variables, **{key: str(path) for key, path in own.items()})
    (home / "tmp").mkdir()
    worker.command = isolate(worker.command, home)
    return worker


SEEN = """
    SELECT load_id, count(*) FILTER (change = 'inserted') FROM article_changes GROUP BY load_id ORDER BY load_id
"""


def watch_lake(catalogue: str) -> None:
    """For each line, write what a session sees that was attached at the start, and what a new one sees."""
    import duckdb
    from kliping.warehouse.access.extensions import find_extension

    def attach() -> duckdb.DuckDBPyConnection:
        db = duckdb.connect(config={"allow_unsigned_extensions": "true"})
        for name in ("ducklake", "postgres_scanner", "httpfs"):
            db.execute(f"LOAD '{find_extension(name, 'the analyst')}'")
        keys = [os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]]
        endpoint = os.environ["AWS_ENDPOINT_URL"].removeprefix("http://")
        options = f"URL_STYLE 'path', ENDPOINT '{endpoint}', USE_SSL false"
        db.execute(f"CREATE SECRET (TYPE s3, KEY_ID ?, SECRET ?, {options})", keys)
        db.execute(f"ATTACH '{catalogue}' AS kliping (READ_ONLY); USE kliping")
        return db

    first = attach()
    first.begin()
    first.execute(SEEN)
    for _ in sys.stdin:
        with attach() as later:
            sys.stdout.write(json.dumps([db.execute(SEEN).fetchall() for db in (first, later)]) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    watch_lake(os.environ["LAKE"])
