"""An analyst's program that holds the published copy open for writing puts publishing off, and stops nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from kliping.settings import Settings
from kliping.warehouse import (
    build_search_index,
    find_problems,
    list_session_statements,
    load_batch,
    publish_copy,
    read_status,
    reader,
    writer,
)
from kliping.warehouse.access.connection import stand_in_path

from tests.warehouse.staging import A_DAY, DAY, capture

HOLDER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
connection.execute("CREATE TABLE notes AS SELECT 1 AS n")
print("open", flush=True)
sys.stdin.readline()
connection.close()
"""


@contextmanager
def held(settings: Settings) -> Iterator[None]:
    """Another process has the published copy open, as DuckDB's shell opens it, and writes to it."""
    settings.published_path.chmod(0o644)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(settings.published_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield
        process.communicate("\n", timeout=120)


def one_more(settings: Settings, stage) -> None:
    with writer(settings) as db:
        row = capture("https://koran.test/baru", "Isi berita yang baru.", 90)
        load_batch(db, stage.batch(stage.outlet(row), run="run-baru", day=DAY + 3 * A_DAY))


def count_titles(settings: Settings) -> int:
    with reader(settings) as db:
        assert db is not None
        return db.execute("SELECT count(*) FROM articles").fetchone()[0]


def test_it_is_loaded_and_published_when_the_copy_is_free(loaded, stage):
    before = loaded.published_path.stat().st_ino
    with held(loaded):
        assert count_titles(loaded) == 3
        one_more(loaded, stage)
        report = publish_copy(loaded)
        assert not report.published
        assert "PID" in report.holder
        assert loaded.published_path.stat().st_ino == before
        assert count_titles(loaded) == 4, "Kliping's own commands see what was loaded"
        assert read_status(loaded).runs[0].run == "run-baru"
        assert read_status(loaded).published_at is not None
        assert any(problem.cause == "held_open" and "PID" in problem.says for problem in find_problems(loaded))
        assert build_search_index(loaded).articles == 4
        assert any("stand-in" in statement for statement in list_session_statements(loaded))
    assert publish_copy(loaded).published
    assert count_titles(loaded) == 4
    assert not stand_in_path(loaded).exists()
    assert not any(problem.cause == "held_open" for problem in find_problems(loaded))


def test_who_only_reads_puts_nothing_off(loaded, stage):
    with reader(loaded) as db:
        assert db is not None
        one_more(loaded, stage)
        assert publish_copy(loaded).published
        assert db.execute("SELECT count(*) FROM articles").fetchone() == (3,)


def test_the_stand_in_is_made_once_a_load(loaded, stage):
    with held(loaded):
        made = set()
        for _ in range(2):
            assert count_titles(loaded) == 3
            made.add(stand_in_path(loaded).stat().st_ino)
        assert len(made) == 1
        one_more(loaded, stage)
        assert count_titles(loaded) == 4
