"""The pace of several machines, on a real PostgreSQL."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from kliping.fetch.pace import PostgresPace

psycopg = pytest.importorskip("psycopg", reason="needs the PostgreSQL driver psycopg")
BINARIES = shutil.which("initdb") or next(
    iter(sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")))), None
)
pytestmark = pytest.mark.skipif(BINARIES is None, reason="needs PostgreSQL's server programs (initdb, pg_ctl)")

VISITOR = """
import sys, time
sys.path.insert(0, "plugins")
import psycopg
from kliping.fetch.pace import PostgresPace
pace = PostgresPace(lambda: psycopg.connect(sys.argv[1]))
for _ in range(4):
    with pace.turn("http://contoh.example", 0.1):
        began = time.monotonic()
        time.sleep(0.01)
        print(began, time.monotonic(), flush=True)
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """The address of a server of its own, on a socket in a folder of its own; it does not run as root."""
    folder = tmp_path_factory.mktemp("pg")
    owner = {}
    if os.geteuid() == 0:
        owner = {"user": "postgres"}
        shutil.chown(folder, "postgres")
        for parent in (folder, *folder.parents):
            if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
    programs = Path(BINARIES).parent
    data, socket = folder / "data", f"-k {folder} -c listen_addresses= -c fsync=off"

    def run(*command):
        subprocess.run([str(part) for part in command], check=True, capture_output=True, cwd="/", **owner)

    run(programs / "initdb", "-D", data, "-U", "kliping", "-A", "trust")
    run(programs / "pg_ctl", "-D", data, "-w", "-o", socket, "-l", folder / "log", "start")
    yield f"host={folder} user=kliping dbname=postgres"
    run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def test_machines_share_a_pace(database, repository):
    command = [sys.executable, "-c", VISITOR, database]
    visitors = [subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    turns = sorted(tuple(map(float, line.split())) for v in visitors for line in v.communicate()[0].splitlines())
    assert len(turns) == 12
    assert min(after[0] - before[1] for before, after in itertools.pairwise(turns)) >= 0.1


def test_hosts_do_not_wait_for_one_another_and_hold_holds(database):
    pace = PostgresPace(lambda: psycopg.connect(database))
    with pace.turn("a", 3600), pace.turn("b", 3600) as turn:
        turn.hold(0.5)  # were they one host, the second would wait an hour
    with pace.turn("c", 0) as turn:
        turn.hold(0.5)
    began = time.monotonic()
    with pace.turn("c", 0):
        assert time.monotonic() - began > 0.4


def test_a_broken_connection_gives_the_turn_back(database):
    pace = PostgresPace(lambda: psycopg.connect(database))
    with pytest.raises(RuntimeError), pace.turn("d", 0.1):
        raise RuntimeError
    done = threading.Event()

    def visit():
        with pace.turn("d", 0.1):
            done.set()

    visitor = threading.Thread(target=visit)
    visitor.start()
    assert done.wait(60)
    visitor.join()
