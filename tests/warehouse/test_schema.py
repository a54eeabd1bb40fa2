"""Migrations are applied once, held to their hash, and leave the file as it was when one fails."""

from __future__ import annotations

import hashlib
import shutil

import duckdb
import pytest
from kliping import resources
from kliping.batch import ARTICLE_SCHEMA
from kliping.warehouse import SchemaMismatch, WarehouseError, publish_copy, reader, writer
from kliping.warehouse.access.schema import MIGRATIONS_TABLE, read_migrations


@pytest.fixture
def schema(monkeypatch, tmp_path):
    """A schema folder that a test may change."""
    shutil.copytree(resources.SQL_FOLDER, tmp_path / "sql")
    monkeypatch.setattr(resources, "SQL_FOLDER", tmp_path / "sql")
    return tmp_path / "sql" / "schema"


def read_ledger(settings):
    with writer(settings) as db:
        return db.execute("SELECT name, sha256 FROM schema_migrations ORDER BY version").fetchall()


def test_each_is_applied_once(settings, schema):
    first = read_ledger(settings)
    assert [name for name, _ in first] == [m.name for m in read_migrations(schema)]
    assert read_ledger(settings) == first


def test_an_older_file_is_brought_up_to_date(settings, schema):
    read_ledger(settings)
    number = len(read_migrations(schema)) + 1
    (schema / f"{number:04}_mood.sql").write_text("ALTER TABLE articles ADD COLUMN mood VARCHAR")
    with writer(settings) as db:
        assert db.execute("SELECT count(mood) FROM articles").fetchone() == (0,)


def test_a_newer_file_is_refused(settings, schema):
    number = len(read_migrations(schema)) + 1
    (schema / f"{number:04}_mood.sql").write_text("CREATE TABLE mood (a INTEGER)")
    read_ledger(settings)
    (schema / f"{number:04}_mood.sql").unlink()
    with pytest.raises(SchemaMismatch, match=r"newer Kliping: it has migration \d+_mood"):
        read_ledger(settings)


def test_an_altered_migration_is_refused(settings, schema):
    read_ledger(settings)
    path = next(schema.glob("0001*"))
    path.write_text(path.read_text() + "\n-- a second thought")
    with pytest.raises(SchemaMismatch, match="was changed after it had been applied"):
        read_ledger(settings)


def test_one_that_fails_leaves_nothing(settings, schema):
    read_ledger(settings)
    number = len(read_migrations(schema)) + 1
    (schema / f"{number:04}_bad.sql").write_text("CREATE TABLE half (a INTEGER); CREATE TABLE articles (b INTEGER)")
    with pytest.raises(duckdb.Error):
        read_ledger(settings)
    (schema / f"{number:04}_bad.sql").unlink()
    with writer(settings) as db:
        assert db.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").fetchone() == (0,)


@pytest.mark.parametrize("name", ["0999_gap.sql", "two.sql"])
def test_misnumbered_files_are_named(settings, schema, name):
    (schema / name).write_text("SELECT 1")
    with pytest.raises(WarehouseError, match=name.removesuffix(".sql")):
        read_ledger(settings)


def test_every_staged_column_has_a_place(settings):
    with writer(settings) as db:
        columns = {row[0] for row in db.execute("DESCRIBE articles").fetchall()}
    assert set(ARTICLE_SCHEMA.names) <= columns


FIRST_ARTICLE = """
    INSERT INTO articles BY NAME SELECT
        'a' AS article_id, 'koran' AS outlet, 'https://koran.test/1' AS url, 'Judul' AS title, 'Isi berita.' AS body,
        'h' AS content_hash, 'r1' AS rules_version, 'none' AS learned_snapshot, 'group' AS story_id, 'l' AS load_id,
        now() AS fetched_at, now() AS first_fetched_at, now() AS last_fetched_at;
    INSERT INTO story_pairs VALUES ('a', 'b', 1, 'l');
"""


def test_a_warehouse_of_the_first_schema_is_published_with_duplicate_groups(settings, repository):
    """What was a story id is the id of a duplicate group; the views keep the old name for one release."""
    first = (repository / "sql" / "schema" / "0001_warehouse.sql").read_text("utf-8")
    settings.warehouse_path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings.warehouse_path)) as db:
        db.execute(MIGRATIONS_TABLE)
        db.execute(first)
        digest = hashlib.sha256(first.encode()).hexdigest()
        db.execute("INSERT INTO schema_migrations VALUES (1, '0001_warehouse', ?, now())", [digest])
        db.execute(FIRST_ARTICLE)
    assert publish_copy(settings).published
    with reader(settings) as db:
        assert db.execute("SELECT duplicate_group_id FROM articles").fetchall() == [("group",)]
        assert db.execute("SELECT other_id FROM duplicate_pairs").fetchall() == [("b",)]
        names = [name for name, *_ in db.execute("DESCRIBE stories").fetchall()]
        assert names[:2] == ["story_id", "duplicate_group_id"]
    with writer(settings) as db:
        assert db.execute("SELECT duplicate_group_id FROM articles").fetchall() == [("group",)]
