"""Parquet by outlet and month with its manifest, and the sources of dbt."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import duckdb
import pytest
import yaml
from kliping.warehouse import (
    WarehouseError,
    export_parts,
    load_batch,
    publish_copy,
    reader,
    render_sources,
    writer,
)

from tests.postgres import BOTH_SHAPES
from tests.warehouse.staging import NOON, capture

SHAPES = BOTH_SHAPES


@pytest.fixture
def published(settings, stage):
    koran = [
        capture("https://koran.test/1", authors=["Sari"]),
        capture("https://koran.test/2", "Lalu.", published_at=NOON - dt.timedelta(days=40)),
        # still October in London, November in Jakarta
        capture("https://koran.test/3", "Malam.", published_at=dt.datetime(2024, 10, 31, 20, tzinfo=dt.UTC)),
    ]
    harian = capture("https://harian.test/1", outlet="harian", published_at=None)
    with writer(settings) as db:
        load_batch(db, stage.batch(stage.outlet(*koran), stage.outlet(harian, outlet="harian")))
    publish_copy(settings)
    return settings


def test_parts_and_their_manifest(published, tmp_path):
    folder = tmp_path / "it's"
    report = export_parts(published, folder)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert (report.articles, manifest["articles"], manifest["load_id"]) == (4, 4, report.last_load)
    for each in manifest["files"]:
        data = (folder / each["file"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (each["bytes"], each["sha256"])
    places = sorted((each["file"].rpartition("/")[0], each["rows"]) for each in manifest["files"])
    assert places == [
        ("outlet=harian/month=2024-11", 1), ("outlet=koran/month=2024-10", 1), ("outlet=koran/month=2024-11", 2),
    ]  # fmt: skip
    found = duckdb.execute("SELECT outlet, authors FROM read_parquet(?) ORDER BY url", [f"{folder}/*/*/*.parquet"])
    assert found.fetchall()[:2] == [("harian", None), ("koran", ["Sari"])]
    names = {column["name"]: column["meaning"] for column in manifest["columns"]}
    assert names["url"]
    assert "signature" not in names
    assert manifest["schema_version"] >= 8


def test_a_folder_of_its_own_is_replaced_and_no_other(published, tmp_path):
    folder = tmp_path / "parts"
    export_parts(published, folder)
    (folder / "stale").touch()
    export_parts(published, folder)
    assert not (folder / "stale").exists()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").touch()
    with pytest.raises(WarehouseError, match="holds something else"):
        export_parts(published, tmp_path / "other")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_sources_for_dbt(published):
    (source,) = yaml.safe_load(render_sources(published))["sources"]
    tables = {table["name"]: table for table in source["tables"]}
    with reader(published) as db:
        names = {row[0] for row in db.execute("SELECT name FROM dictionary WHERE kind IN ('table', 'view')").fetchall()}
    assert set(tables) == names
    assert "changes" not in names, "a macro is no source"
    assert tables["articles"]["description"]
    assert all(column["description"] for column in tables["articles"]["columns"])


def test_nothing_published(settings, tmp_path):
    if settings.warehouse:
        pytest.skip("a DuckLake is published as soon as it is there")
    with pytest.raises(WarehouseError, match="Nothing is published"):
        export_parts(settings, tmp_path / "parts")
    with pytest.raises(WarehouseError, match="Nothing is published"):
        render_sources(settings)
