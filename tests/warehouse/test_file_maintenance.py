"""Compaction, backup, doctor, sources: on a real warehouse, and on one that is broken on purpose."""

from __future__ import annotations

import os
import time

import pytest
from kliping.model import Source
from kliping.settings import Settings
from kliping.warehouse import (
    WarehouseError,
    check_warehouse,
    compact_warehouse,
    copy_warehouse,
    load_batch,
    publish_copy,
    read_status,
    read_usual_volumes,
    reader,
    register_outlets,
    remove_stage_folders,
    restore_backup,
    writer,
)  # fmt: skip

from tests.postgres import BOTH_SHAPES
from tests.warehouse.staging import A_DAY, DAY, NOON, capture, read_content_tables

SHAPES = BOTH_SHAPES


class TestMaintain:
    def test_compaction_keeps_everything_and_gives_space_back(self, settings, shape, stage):
        if shape != "files":
            pytest.skip("about the file; test_lake has the upkeep of the other shape")
        with writer(settings) as db:
            body = " ".join(map(str, range(20_000)))
            for n in range(8):
                load_batch(
                    db,
                    stage.of(
                        *(capture(f"https://koran.test/{k}", f"{n} {k} {body}") for k in range(8)),
                    ),
                )
            db.execute("CREATE TABLE waste AS SELECT hash(i) AS h FROM range(2000000) t(i)")
            db.execute("CHECKPOINT")
            db.execute("DROP TABLE waste")
            before = read_content_tables(db)
        report = compact_warehouse(settings)
        assert report.after < report.before / 2
        with writer(settings) as db:
            assert read_content_tables(db) == before
            assert load_batch(db, stage.of(capture("https://koran.test/new"))).counts["loaded"] == 1
        assert publish_copy(settings).published

    def test_nothing_to_compact(self, tmp_path):
        settings = Settings(data=tmp_path / "data")
        assert compact_warehouse(settings) is None

    def test_a_backup_brings_everything_back(self, loaded, stage, tmp_path):
        with writer(loaded) as db:
            before = read_content_tables(db)
        copy = copy_warehouse(loaded, tmp_path / "backups")
        with writer(loaded) as db:
            load_batch(db, stage.of(capture("https://koran.test/later")))
        restore_backup(loaded, copy)
        with writer(loaded) as db:
            assert read_content_tables(db) == before
        with reader(loaded) as db:
            assert db.execute("SELECT count(*) FROM articles").fetchone() == (3,)

    def test_a_damaged_backup_is_refused(self, loaded, tmp_path):
        copy = copy_warehouse(loaded, tmp_path)
        data = bytearray(copy.read_bytes())
        data[len(data) // 2] ^= 1
        copy.write_bytes(data)
        with pytest.raises(WarehouseError, match="is damaged"):
            restore_backup(loaded, copy)
        with pytest.raises(WarehouseError, match="is no backup"):
            restore_backup(loaded, tmp_path / "nothing.duckdb")
        with writer(loaded) as db:
            assert db.execute("SELECT count(*) FROM articles").fetchone() == (3,)

    def test_a_truncated_warehouse_is_named_and_a_backup_mends_it(self, loaded, shape, tmp_path):
        if shape != "files":
            pytest.skip("about the file")
        copy = copy_warehouse(loaded, tmp_path)
        data = loaded.warehouse_path.read_bytes()
        loaded.warehouse_path.write_bytes(data[:5000])
        with pytest.raises(WarehouseError, match=r"warehouse\.duckdb.*(kliping restore|damaged)"), writer(loaded):
            pass
        restore_backup(loaded, copy)
        assert read_status(loaded).articles == 3

    @pytest.mark.parametrize(
        ("run", "age", "goes"),
        [
            ("run-0", 20, True),
            ("run-1", 13, False),
            ("never-loaded", 20, False),
            ("never-loaded", 91, True),
            ("2024-11-26.watch-nothing", 20, True),
            ("failed", 20, False),
            ("failed", 91, True),
        ],
    )
    def test_stage_folders_and_docs_that_have_served(self, loaded, stage, run, age, goes):
        with writer(loaded) as db:
            load_batch(db, stage.batch(stage.outlet(error="down"), stage.outlet(outlet="harian"), run="failed"))
        publish_copy(loaded)
        old = time.time() - age * 86_400
        for folder in (loaded.stage_path / f"run={run}", loaded.data_path / "docs" / run):
            folder.mkdir(parents=True)
            (folder / "plan.json").touch()
            for path in (folder / "plan.json", folder):
                os.utime(path, (old, old))
        assert remove_stage_folders(loaded) == ((run,) if goes else ())
        left = {p.name for p in (*loaded.stage_path.iterdir(), *(loaded.data_path / "docs").iterdir())}
        assert left == (set() if goes else {run, f"run={run}"})


BREAKAGES = {
    "law_1_loads": "UPDATE loads SET loaded = loaded + 1",
    "law_1_outcomes": "DELETE FROM outcomes WHERE outlet = 'harian'",
    "law_1_orphans": "DELETE FROM loads WHERE outlet = 'harian'",
    "law_2_spans": "UPDATE articles SET scraped_text = 'x' || scraped_text WHERE outlet = 'harian'",
    "twice_in_articles": "INSERT INTO articles FROM articles WHERE outlet = 'harian'",
    "twice_in_captures": "INSERT INTO captures FROM captures WHERE outlet = 'harian'",
    "not_the_newest": "UPDATE articles SET content_hash = 'other' WHERE outlet = 'harian'",
    "moved_and_current": "INSERT INTO moved_articles SELECT article_id, outlet, url, '', fetched_at, '' FROM articles",
    "without_capture": "DELETE FROM captures WHERE outlet = 'harian'",
    "without_version": "DELETE FROM articles WHERE outlet = 'harian'",
    "without_archive": "UPDATE captures SET archive = NULL WHERE outlet = 'harian'",
    "duplicates_apart": "INSERT INTO duplicate_pairs SELECT min(article_id), max(article_id), 1, '' FROM articles",
    "twice_in_revisions": "INSERT INTO article_revisions "
    "SELECT articles.* EXCLUDE (duplicate_group_id) FROM articles, range(2)",
    "unpublished": "INSERT INTO loads SELECT * REPLACE ('9' AS load_id, 'failed' AS status) FROM loads LIMIT 1",
}


class TestDoctor:
    def test_all_is_well(self, loaded):
        assert check_warehouse(loaded, can_read=lambda _: True) == ()

    def test_nothing_is_well_too(self, settings):
        assert check_warehouse(settings) == ()

    @pytest.mark.parametrize("check", BREAKAGES)
    def test_what_is_wrong_is_found(self, loaded, check):
        if check == "unpublished" and loaded.warehouse:
            pytest.skip("a DuckLake's loads are published by being committed")
        with writer(loaded) as db:
            db.execute(BREAKAGES[check])
        found = {problem.name: problem for problem in check_warehouse(loaded)}
        assert check in found
        assert found[check].remedy in str(found[check])

    def test_an_archive_that_lost_pages(self, loaded):
        (problem,) = (
            t
            for t in check_warehouse(loaded, can_read=lambda ref: not ref.endswith("#0"))
            if t.name == "archive_missing"
        )
        assert problem.says.startswith("1 sampled articles")


class TestSources:
    def test_who_they_are_is_kept_beside_their_state(self, loaded):
        sources = [Source("koran", "Koran Kita", hosts=("koran.test",), expected=(5, 50)), Source("baru", "Baru")]
        for _ in range(2):
            with writer(loaded) as db:
                register_outlets(db, sources)
        publish_copy(loaded)
        with reader(loaded) as db:
            rows = db.execute(
                "SELECT outlet, name, hosts, expected_fewest, last_load_id IS NOT NULL FROM sources ORDER BY 1"
            ).fetchall()
            assert rows == [
                ("baru", "Baru", [], None, False),
                ("harian", None, None, None, True),
                ("koran", "Koran Kita", ["koran.test"], 5, True),
            ]
            assert db.execute("SELECT state FROM source_health WHERE outlet = 'baru'").fetchone() == ("never loaded",)

    def test_usual_volumes_need_history(self, loaded, stage):
        assert read_usual_volumes(loaded, DAY + 3 * A_DAY) == {}
        rows = [
            capture(f"https://koran.test/u{d}-{k}", f"{d} {k}", published_at=NOON - d * A_DAY)
            for d in range(1, 9)
            for k in range(d % 3 + 1)
        ]
        with writer(loaded) as db:
            load_batch(db, stage.of(*rows))
        publish_copy(loaded)
        assert read_usual_volumes(loaded, DAY) == {"koran": 2.0}
