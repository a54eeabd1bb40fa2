"""The shared shape: writers and readers on one DuckLake, and its upkeep."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest
from kliping.settings import Settings
from kliping.warehouse import (
    WarehouseError,
    WarehouseLocked,
    build_search_index,
    check_warehouse,
    compact_warehouse,
    copy_warehouse,
    find_problems,
    list_session_statements,
    load_batch,
    open_session,
    publish_copy,
    read_status,
    reader,
    restore_backup,
    run_query,
    verify_backup,
    writer,
)

from local.environment import BIN, make_environment
from tests.warehouse.staging import capture, load_article, read_content_tables


def count(settings: Settings) -> int:
    with reader(settings) as db:
        return db.execute("SELECT count(*) FROM articles").fetchone()[0]


def test_a_load_is_seen_at_once_and_a_reader_keeps_what_it_opened(lake, stage):
    before = count(lake)
    with reader(lake) as old:
        load_article(lake, stage, "https://koran.test/baru")
        assert old.execute("SELECT count(*) FROM articles").fetchone() == (before,)
        assert count(lake) == before + 1
    assert publish_copy(lake).how == "lake"
    assert read_status(lake).published_at is not None
    assert find_problems(lake) == tuple(p for p in find_problems(lake) if p.cause not in ("held_open", "unpublished"))
    assert not lake.warehouse_path.exists()
    assert not lake.published_path.exists()


def test_a_reader_writes_nothing(lake):
    with reader(lake) as db, pytest.raises(duckdb.InvalidInputException, match="read-only"):
        db.execute("DELETE FROM articles")


def test_a_session_can_look_back_at_a_load(lake, stage):
    first = read_status(lake).runs[0].load_id
    before = count(lake)
    second = load_article(lake, stage, "https://koran.test/baru").load_id
    for load_id, articles in ((first, before), (second, before + 1)):
        with duckdb.connect() as db:
            for statement in list_session_statements(lake, load_id=load_id):
                db.execute(statement)
            assert db.execute("SELECT sum(articles) FROM daily_volume").fetchone() == (articles,)
    with pytest.raises(WarehouseError, match="cannot be looked back at as load nothing"):
        list_session_statements(lake, load_id="nothing")


@pytest.mark.full
def test_words_are_found(lake, stage):
    load_article(lake, stage, "https://koran.test/banjir", "Banjir bandang melanda desa.")
    assert build_search_index(lake).articles == count(lake)
    with open_session(lake) as db:
        assert len(db.execute("FROM search_words('banjir')").fetchall()) == 1
        assert db.execute(
            "SELECT meaning FROM dictionary WHERE name = 'source_health' AND column_name = 'state'"
        ).fetchone()


def test_the_command_line_reads_it(lake):
    env = make_environment(KLIPING_DATA=str(lake.data_path), KLIPING_WAREHOUSE=lake.warehouse)
    done = subprocess.run(
        [BIN / "kliping", "sql", "SELECT count(*) AS n FROM articles", "--format", "csv"],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["n", str(count(lake))], done.stderr


def test_a_program_may_ask_it_and_nothing_else(postgres_lake):
    """Its files are read, though none other may be; its catalogue is not asked by another way."""
    assert run_query(postgres_lake, "SELECT count(body) FROM articles", limit=1).rows == ((3,),)
    for query in (
        "FROM postgres_query('__ducklake_metadata_kliping', 'SELECT 1')",
        "FROM read_parquet('/etc/hostname')",
        "FROM '/etc/hostname.parquet'",
    ):
        with pytest.raises(WarehouseError):
            run_query(postgres_lake, query, limit=1)


def test_upkeep_changes_nothing_that_is_read(lake, stage):
    for n in range(4):
        load_article(lake, stage, f"https://koran.test/u{n}")
        load_article(lake, stage, f"https://koran.test/u{n}", f"Isi baru {n}.")
    with reader(lake) as old:
        before = read_content_tables(old)
        done = compact_warehouse(lake)
        assert read_content_tables(old) == before
    assert "files merged" in str(done)
    with reader(lake) as db:
        assert read_content_tables(db) == before
    assert check_warehouse(lake) == ()
    assert load_article(lake, stage, "https://koran.test/sesudah").counts["loaded"] == 1


def test_what_no_constraint_refuses_is_found(postgres_lake):
    with writer(postgres_lake) as db:
        db.execute("INSERT INTO overrides VALUES ('q', 'a', 'perhaps', 'sari', 'ok', now())")
    assert [problem.name for problem in check_warehouse(postgres_lake)] == ["unknown_word"]


@pytest.mark.full
def test_old_snapshots_expire(postgres_lake, server):
    database = postgres_lake.warehouse.rpartition("=")[2]
    compact_warehouse(postgres_lake)  # its own steps leave younger snapshots
    server.ask("UPDATE ducklake_snapshot SET snapshot_time = snapshot_time - INTERVAL '40 days'", database)
    load_id = read_status(postgres_lake).runs[0].load_id
    assert compact_warehouse(postgres_lake).expired > 3
    with pytest.raises(WarehouseError, match="cannot be looked back"):
        list_session_statements(postgres_lake, load_id=load_id)
    assert count(postgres_lake) == 3


@pytest.mark.full
def test_a_backup_brings_everything_back(lake, stage, tmp_path):
    with reader(lake) as db:
        before = read_content_tables(db)
    copy = copy_warehouse(lake, tmp_path / "backups")
    verify_backup(copy)
    load_article(lake, stage, "https://koran.test/lalu")
    restore_backup(lake, copy)
    with reader(lake) as db:
        assert read_content_tables(db) == before


class TestWriters:
    def test_two_at_once_wait_for_one_another(self, lake, stage):
        urls = [f"https://koran.test/w{n}" for n in range(3)]
        batches = [stage.of(*(capture(url, f"Isi {n}.", n) for url in urls)) for n in range(3)]

        def work(batch):
            with writer(lake) as db:
                return load_batch(db, batch).counts

        before = count(lake)
        with ThreadPoolExecutor(len(batches)) as pool:
            counts = list(pool.map(work, batches))
        assert sum(each["loaded"] for each in counts) == 3
        assert count(lake) == before + 3
        assert check_warehouse(lake) == ()

    def test_a_load_that_comes_second_is_done_again(self, postgres_lake, stage, monkeypatch):
        """Also where the lock was lost on the way: two loads of one article never leave it twice."""
        from contextlib import nullcontext

        from kliping.warehouse.access import writing
        from kliping.warehouse.loads import load as loading

        monkeypatch.setattr(writing, "hold_lake_lock", lambda *_: nullcontext())
        other = stage.of(capture("https://koran.test/sama", "Isi pertama.", 89))
        again = iter([True])
        first: list[str] = []
        apply = loading.apply_staging

        def apply_after_another(connection, *bounds):
            apply(connection, *bounds)
            if next(again, False):
                with writer(postgres_lake) as db:
                    first.append(load_batch(db, other).load_id)

        monkeypatch.setattr(loading, "apply_staging", apply_after_another)
        report = load_article(postgres_lake, stage, "https://koran.test/sama")
        assert report.counts["unchanged"] + report.counts["revised"] + report.counts["loaded"] == 1
        assert count(postgres_lake) == 4
        with reader(postgres_lake) as db:  # a reader who read between the two gets the second
            seen = db.execute("SELECT load_id, url FROM changes(?)", first).fetchall()
        assert seen == [(report.load_id, "https://koran.test/sama")]
        assert check_warehouse(postgres_lake) == ()

    def test_who_waits_too_long_reads_for_whom(self, lake):
        with (
            writer(lake),
            pytest.raises(WarehouseLocked, match=r"another process \(.*\d+"),
            writer(lake.model_copy(update={"lock_timeout": 0.2})),
        ):
            pass

    @pytest.mark.parametrize(
        "step",
        [
            pytest.param("load.articles", marks=pytest.mark.full),
            "load.commit",
            pytest.param("load.committed", marks=pytest.mark.full),
        ],
    )
    def test_a_killed_load_leaves_all_or_nothing(self, lake, tmp_path, step):
        before = count(lake)
        code = (
            "import sys; sys.path[:0] = ['plugins', '.']\n"
            "from pathlib import Path\n"
            "from kliping.settings import Settings\n"
            "from kliping.warehouse import load_batch, writer\n"
            "from tests.warehouse.staging import load_article, Stage, capture\n"
            "data, warehouse, folder = sys.argv[1:]\n"
            "with writer(Settings(data=Path(data), warehouse=warehouse)) as db:\n"
            "    batch = Stage(Path(folder)).of(*(capture(f'https://koran.test/k{n}') for n in range(5)))\n"
            "    load_batch(db, batch)\n"
        )
        command = [sys.executable, "-c", code, lake.data_path, lake.warehouse, tmp_path / "killed"]
        killed = subprocess.run(command, env=os.environ | {"KLIPING_KILL_AT": step}, check=False)
        assert killed.returncode == -signal.SIGKILL
        assert count(lake) == before + (5 if step == "load.committed" else 0)
        subprocess.run(command, check=True)
        assert count(lake) == before + 5
        assert check_warehouse(lake) == ()


def test_what_a_lake_keeps_is_what_the_files_keep(postgres_lake, three_days):
    """The same rows, views and comments in both shapes."""
    files = Settings(data=three_days)
    with reader(files) as ours, reader(postgres_lake) as theirs:
        assert read_content_tables(ours) == read_content_tables(theirs)
        for name in ("daily_volume", "source_health", "removed_spans", "boilerplate_report", "field_coverage"):
            skip = (
                "* EXCLUDE (last_load_at)"
                if name == "source_health"
                else "* EXCLUDE (load_id)"
                if name == "removed_spans"
                else "*"
            )
            query = f"SELECT {skip} FROM {name} ORDER BY ALL"
            assert ours.execute(query).fetchall() == theirs.execute(query).fetchall()
        meanings = "SELECT name, column_name, meaning FROM dictionary ORDER BY ALL"
        assert ours.execute(meanings).fetchall() == theirs.execute(meanings).fetchall()
