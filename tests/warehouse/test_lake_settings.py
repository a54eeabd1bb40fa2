"""Bad settings of a shared warehouse: one line that names the way out, never the password."""

from __future__ import annotations

from pathlib import Path

import pytest
from kliping.settings import Settings
from kliping.warehouse import SchemaMismatch, WarehouseError, reader, writer
from kliping.warehouse.access.lake import hide_password, parse_lake
from kliping.warehouse.access.writing import MARKER


def database_of(settings: Settings) -> str:
    return settings.warehouse.rpartition("=")[2]


@pytest.mark.parametrize(
    ("warehouse", "says"),
    [
        ("/data/warehouse.duckdb", "names no warehouse. Write ducklake:postgres:"),
        ("postgresql://u:rahasia@db/kliping", r"u:\*\*\*@db/kliping names no warehouse"),
        ("ducklake:mysql:db=kliping", "of the kind mysql"),
        ("ducklake:postgres:zz=1", "is no connection of PostgreSQL"),
        ("ducklake:postgres:host=127.0.0.1 port=9 dbname=k user=k password=rahasia", "does not answer"),
        ("ducklake:", "names no file for the catalogue"),
        ("ducklake: ", "names no file for the catalogue"),
        ("ducklake:sqlite:", "names no file for the catalogue"),
        ("ducklake:/", r"names no file for the catalogue \(/\)"),
        ("ducklake:sqlite:.", r"names no file for the catalogue \(\.\)"),
        ("ducklake:/nowhere/catalogue.db", r"no folder /nowhere"),
    ],
)
def test_it_is_one_line_without_the_password(tmp_path, warehouse, says):
    settings = Settings(data=tmp_path / "data", warehouse=warehouse)
    with pytest.raises(WarehouseError, match=says) as raised, writer(settings):
        pass
    assert "\n" not in str(raised.value)
    assert "rahasia" not in str(raised.value)
    assert "rahasia" not in str(raised.value.__cause__)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("dbname=", "dbname=no"), "database is not there"),
        (("user=kliping", "user=nobody"), "refuses the user or the password"),
    ],
)
def test_of_a_server_that_answers(postgres_lake, change, says):
    settings = postgres_lake.model_copy(update={"warehouse": postgres_lake.warehouse.replace(*change)})
    for opened in (reader, writer):
        with pytest.raises(WarehouseError, match=says), opened(settings):
            pass


def test_a_newer_catalogue(postgres_lake, server):
    server.ask("UPDATE ducklake_metadata SET value = '9.1' WHERE key = 'version'", database_of(postgres_lake))
    for opened in (reader, writer):
        with (
            pytest.raises(SchemaMismatch, match=r"version 9\.1; this Kliping reads version 1\.0"),
            opened(postgres_lake),
        ):
            pass


def test_the_folder_of_another_machine(lake, tmp_path):
    """A worker that has not mounted what all share must not write to a folder of its own."""
    with reader(lake) as db:
        folder = Path(db.execute("SELECT value FROM kliping.options() WHERE option_name = 'data_path'").fetchone()[0])
    aside = (folder / MARKER).rename(tmp_path / "aside")
    try:
        with pytest.raises(WarehouseError, match="Mount the folder that all machines share"), writer(lake):
            pass
    finally:
        aside.rename(folder / MARKER)


def test_data_elsewhere(lake, tmp_path):
    with (
        pytest.raises(WarehouseError, match="data are elsewhere"),
        writer(lake.model_copy(update={"warehouse_data": str(tmp_path / "elsewhere")})),
    ):
        pass


def test_a_file_of_the_other_shape(tmp_path, three_days):
    before = (three_days / "warehouse.duckdb").read_bytes()
    file = tmp_path / "warehouse.duckdb"
    file.write_bytes(before)
    settings = Settings(data=tmp_path / "data", warehouse=f"ducklake:{file}")
    with pytest.raises(WarehouseError, match="is no catalogue of a DuckLake"), writer(settings):
        pass
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("given", "shown", "password"),
    [
        ("dbname=k password='ra ha' host=h", "dbname=k host=h", "ra ha"),
        ("password=rahasia dbname=k", "dbname=k", "rahasia"),
        ("postgresql://u:ra%40ha@h:5432/k", "postgresql://u@h:5432/k", "ra@ha"),
        ("dbname=k", "dbname=k", ""),
    ],
)
def test_a_password_is_kept_apart(given, shown, password):
    lake = parse_lake(f"ducklake:postgres:{given}", "", Path("/data"))
    assert (lake.catalogue, lake.password) == (shown, password)
    assert password not in repr(lake) or not password
    assert password not in hide_password(given) or not password
