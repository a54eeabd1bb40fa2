"""Migrations are applied once, held to their hash, and leave the file as it was when one fails."""

from __future__ import annotations

import shutil

import duckdb
import pytest
from kliping.batch import ARTICLE_SCHEMA
from kliping.warehouse import SchemaMismatch, WarehouseError, writer
from kliping.warehouse.schema import read_migrations


@pytest.fixture
def home(settings, tmp_path):
    """Settings with a schema folder of their own."""
    shutil.copytree(settings.home / "sql", tmp_path / "home" / "sql")
    return settings.model_copy(update={"home": tmp_path / "home"})


def add(home, name, sql):
    (home.sql_path / "schema" / name).write_text(sql)


def ledger(home):
    with writer(home) as db:
        return db.execute("SELECT name, sha256 FROM schema_migrations ORDER BY version").fetchall()


def test_each_is_applied_once(home):
    first = ledger(home)
    assert [name for name, _ in first] == [m.name for m in read_migrations(home.sql_path / "schema")]
    assert ledger(home) == first


def test_an_older_file_is_brought_up_to_date(home):
    ledger(home)
    number = len(read_migrations(home.sql_path / "schema")) + 1
    add(home, f"{number:04}_mood.sql", "ALTER TABLE articles ADD COLUMN mood VARCHAR")
    with writer(home) as db:
        assert db.execute("SELECT count(mood) FROM articles").fetchone() == (0,)


def test_a_newer_file_is_refused(home):
    number = len(read_migrations(home.sql_path / "schema")) + 1
    add(home, f"{number:04}_mood.sql", "CREATE TABLE mood (a INTEGER)")
    ledger(home)
    (home.sql_path / "schema" / f"{number:04}_mood.sql").unlink()
    with pytest.raises(SchemaMismatch, match=r"newer Kliping: it has migration \d+_mood"):
        ledger(home)


def test_an_altered_migration_is_refused(home):
    ledger(home)
    path = next((home.sql_path / "schema").glob("0001*"))
    path.write_text(path.read_text() + "\n-- a second thought")
    with pytest.raises(SchemaMismatch, match="was changed after it had been applied"):
        ledger(home)


def test_one_that_fails_leaves_nothing(home):
    ledger(home)
    number = len(read_migrations(home.sql_path / "schema")) + 1
    add(home, f"{number:04}_bad.sql", "CREATE TABLE half (a INTEGER); CREATE TABLE articles (b INTEGER)")
    with pytest.raises(duckdb.Error):
        ledger(home)
    (home.sql_path / "schema" / f"{number:04}_bad.sql").unlink()
    with writer(home) as db:
        assert db.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").fetchone() == (0,)


@pytest.mark.parametrize("name", ["0009_gap.sql", "two.sql"])
def test_misnumbered_files_are_named(home, name):
    add(home, name, "SELECT 1")
    with pytest.raises(WarehouseError, match=name.removesuffix(".sql")):
        ledger(home)


def test_every_staged_column_has_a_place(settings):
    with writer(settings) as db:
        columns = {row[0] for row in db.execute("DESCRIBE articles").fetchall()}
    assert set(ARTICLE_SCHEMA.names) <= columns
