"""A warehouse is copied into a DuckLake and back, and only a copy that is the same counts."""

from __future__ import annotations

import subprocess

import pytest
from kliping.settings import Settings
from kliping.warehouse import FILES, WarehouseError, load_batch, move_warehouse, moving, reader, writer

from local.environment import BIN, make_environment
from tests.warehouse.staging import capture, read_content_tables


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
