"""A warehouse is copied into a DuckLake and back, and only a copy that is the same counts."""

from __future__ import annotations

import subprocess
from typing import Any

import duckdb
import pytest
from kliping.pipeline.naming import name_article
from kliping.settings import Settings
from kliping.warehouse import FILES, WarehouseError, load_batch, move_warehouse, moving, publish_copy, reader, writer

from local.environment import BIN, make_environment
from tests.warehouse.staging import Stage, capture, read_content_tables

BODY = '"Banjir ini harus segera ditangani," kata Bupati Demak Eni Kusumawati di Semarang, Kamis.'
SAMPLES = {
    "VARCHAR": "kata", "BIGINT": 7, "BIGINT[]": [7], "VARCHAR[]": ["kata", None], "FLOAT": 0.5, "BOOLEAN": True,
    "DATE": "2024-11-26", "TIMESTAMP WITH TIME ZONE": "2024-11-26 05:00:00.123456+00",
}  # fmt: skip
CHOICES = {"state": "complete", "outlet_states.state": "trial", "decision": "drop"}
"""Columns that take certain words only; with the table's name where another table's takes others."""


def count(settings: Settings) -> int:
    with reader(settings) as db:
        return db.execute("SELECT count(*) FROM articles").fetchone()[0]


def test_there_and_back_it_is_the_same(tmp_path, three_days, stage, repository):
    there = Settings(data=tmp_path / "data")
    there.data_path.mkdir()
    (there.data_path / "warehouse.duckdb").write_bytes((three_days / "warehouse.duckdb").read_bytes())
    with writer(there) as db:
        before = read_content_tables(db)
    catalogue = f"ducklake:{tmp_path / 'catalogue.db'}"
    shared = Settings(data=there.data_path, warehouse=catalogue)
    with pytest.raises(WarehouseError, match="kliping move-warehouse"), writer(shared):
        pass
    env = make_environment(KLIPING_DATA=str(there.data_path))
    moved = subprocess.run(
        [BIN / "kliping", "move-warehouse", catalogue], env=env, capture_output=True, text=True, check=False
    )
    assert "articles: 3 rows, the same" in moved.stdout, moved.stderr
    assert moved.stdout.endswith(f"KLIPING_WAREHOUSE=ducklake:sqlite:{tmp_path / 'catalogue.db'}\n")
    with reader(shared) as db:
        assert read_content_tables(db) == before
    with pytest.raises(WarehouseError, match="holds a warehouse already"):
        move_warehouse(there, catalogue)
    with pytest.raises(WarehouseError, match="Move it away first"):
        move_warehouse(shared, FILES)
    with writer(shared) as db:
        load_batch(db, stage.of(capture("https://koran.test/sana")))
    there.warehouse_path.rename(tmp_path / "aside")
    back = move_warehouse(shared, FILES)
    assert back.rows["articles"] == 4
    with writer(there) as db, reader(shared) as other:
        assert read_content_tables(db) == read_content_tables(other)
    assert count(there) == 4


def read_tables(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that a warehouse does not make of its own."""
    with writer(settings) as db:
        return {t: sorted(db.execute(f'FROM "{t}"').fetchall(), key=repr) for t in list_tables(db)}


def list_tables(db: duckdb.DuckDBPyConnection) -> list[str]:
    listed = db.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary"
    )
    return sorted({name for (name,) in listed.fetchall()} - {*moving.MADE_ANEW})


def fill_every_table(settings: Settings, stage: Stage) -> None:
    """Load names, quotations, an edit, a moved and a refused page; put a row into each table that none came to."""
    one = {"signature": list(range(32))} | name_article(BODY)
    old, new = (f"https://koran.test/read/1234567/{name}" for name in ("lama", "baru"))
    refused = [(capture("https://koran.test/pendek", "Pendek."), "body_length")]
    with writer(settings) as db:
        load_batch(db, stage.of(capture(old, BODY, **one), capture("https://koran.test/b"), refused=refused))
        load_batch(db, stage.of(capture(new, BODY, 6, **one), capture("https://koran.test/b", "Isi baru.", 6)))
        for table in list_tables(db):
            if db.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (0,):
                columns = {name: kind for name, kind, *_ in db.execute(f'DESCRIBE "{table}"').fetchall()}
                row = [
                    CHOICES.get(f"{table}.{name}", CHOICES.get(name, SAMPLES[kind])) for name, kind in columns.items()
                ]
                db.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(row))})', row)
    publish_copy(settings)


@pytest.mark.full
def test_every_table_arrives_there_and_back(tmp_path, stage, repository):
    there = Settings(data=tmp_path / "data")
    fill_every_table(there, stage)
    before = read_tables(there)
    assert {"article_changes", "mentions", "quotes", "name_days", "name_aliases", "moved_articles"} <= before.keys()
    assert all(before.values())
    catalogue = f"ducklake:{tmp_path / 'catalogue.db'}"
    assert move_warehouse(there, catalogue).rows == {table: len(rows) for table, rows in before.items()}
    shared = there.model_copy(update={"warehouse": catalogue})
    assert read_tables(shared) == before
    there.warehouse_path.rename(tmp_path / "aside")
    move_warehouse(shared, FILES)
    assert read_tables(there) == before


def test_a_copy_that_is_not_the_same_does_not_count(tmp_path, three_days, monkeypatch):
    settings = Settings(data=tmp_path / "data")
    settings.data_path.mkdir()
    (settings.data_path / "warehouse.duckdb").write_bytes((three_days / "warehouse.duckdb").read_bytes())
    sums = iter(range(1000))
    monkeypatch.setattr(moving, "_sum_up", lambda *_: (1, next(sums)))
    catalogue = f"ducklake:{tmp_path / 'catalogue.db'}"
    with pytest.raises(WarehouseError, match="is not the same"):
        move_warehouse(settings, catalogue)
    assert count(settings.model_copy(update={"warehouse": catalogue})) == 0


def test_nothing_to_move(tmp_path):
    with pytest.raises(WarehouseError, match="Nothing to move"):
        move_warehouse(Settings(data=tmp_path / "data"), f"ducklake:{tmp_path / 'catalogue.db'}")
    with pytest.raises(WarehouseError, match="files already"):
        move_warehouse(Settings(data=tmp_path / "data"), FILES)
