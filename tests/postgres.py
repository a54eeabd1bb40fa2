"""A PostgreSQL server of one's own, from Debian's package: on a socket in a folder, and never as root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kliping.settings import Settings

_PACKAGED = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")))
INITDB = _PACKAGED[-1] if _PACKAGED else shutil.which("initdb")
needs_postgres = pytest.mark.skipif(INITDB is None, reason="needs PostgreSQL's server programs (initdb, pg_ctl)")

BOTH_SHAPES = ["files", pytest.param("lake", marks=[needs_postgres, pytest.mark.full])]
"""Files in the data folder, and a DuckLake, which takes longer."""

BOTH_AT_LENGTH = ["files", pytest.param("lake", marks=[needs_postgres, pytest.mark.full, pytest.mark.long])]
"""The same, for modules whose tests load much: `make test-long` runs them on a DuckLake."""

FILES_ONLY = pytest.mark.parametrize("shape", ["files"], scope="session")
"""Marks a test that has no meaning for a DuckLake, in a module that runs on both."""


class Server:
    """A server that runs in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    def run(self, program: str, *arguments: object) -> str:
        """Run one of PostgreSQL's programs as the user who owns the server."""
        assert INITDB is not None
        owner = {"user": "postgres"} if os.geteuid() == 0 else {}
        command = [str(part) for part in (Path(INITDB).parent / program, *arguments)]
        return subprocess.run(command, check=True, capture_output=True, text=True, cwd="/", **owner).stdout

    def ask(self, sql: str, database: str = "postgres") -> str:
        return self.run("psql", "-h", self.folder, "-U", "kliping", "-d", database, "-qtAc", sql).strip()

    def make_database(self, like: str = "template0") -> str:
        """Return the name of a new database: an empty one, or a copy of another that nobody uses any more."""
        self._made += 1
        name = f"t{self._made}"
        self.ask(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{like}'")
        self.ask(f"CREATE DATABASE {name} TEMPLATE {like}")
        return name

    def connection_string(self, database: str) -> str:
        return f"host={self.folder} user=kliping dbname={database}"

    def start(self, *, more: str = "") -> None:
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off -c max_connections=200 {more}"
        self.run("pg_ctl", "-D", self.folder / "data", "-w", "-o", options, "-l", self.folder / "log", "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")


@contextmanager
def started() -> Iterator[Server]:
    """Make a server in a folder of its own, and stop and remove it at the end.

    Not in pytest's folders: their parent is closed to everybody else again by each session that begins.
    """
    folder = Path(tempfile.mkdtemp(prefix="kliping-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    server = Server(folder)
    try:
        server.run("initdb", "-D", folder / "data", "-U", "kliping", "-A", "trust", "--no-sync")
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def name_lake(folder: Path, server: Server, database: str) -> Settings:
    """Return the settings of a DuckLake whose catalogue is a database of ``server``."""
    return Settings(data=folder, lock_timeout=60, warehouse=f"ducklake:postgres:{server.connection_string(database)}")
