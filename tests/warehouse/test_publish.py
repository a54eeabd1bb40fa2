"""The published copy appears whole; what is known and what happened is read from it."""

from __future__ import annotations

import os
import shutil
import time

import duckdb
import pytest
from kliping import resources
from kliping.warehouse import WarehouseError, load_batch, publish_copy, read_known_articles, read_status, reader, writer

from tests.warehouse.staging import A_DAY, NOON, capture


def load_and_publish(settings, *batches):
    with writer(settings) as db:
        for batch in batches:
            load_batch(db, batch)
    return publish_copy(settings)


def test_it_holds_what_was_loaded(settings, stage):
    report = load_and_publish(settings, stage.of(capture()))
    assert report.published
    assert report.bytes > 0
    with duckdb.connect(str(report.path), read_only=True) as db:
        assert db.execute("SELECT title FROM articles").fetchall() == [("Judul berita",)]
        assert db.execute("SELECT kind, text FROM removed_spans").fetchall() == [("related", "Baca Juga: Harga cabai")]
        assert db.execute("SELECT title FROM related_links").fetchall() == [("Harga cabai",)]
    assert sorted(p.name for p in settings.data_path.iterdir()) == [
        "kliping.duckdb",
        "warehouse.duckdb",
        "warehouse.journal.json",
        "warehouse.lock",
    ]


def test_a_reader_keeps_what_it_opened(settings, stage):
    load_and_publish(settings, stage.of(capture()))
    with reader(settings) as old:
        load_and_publish(settings, stage.of(capture("https://koran.test/b")))
        assert old.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        with reader(settings) as new:
            assert new.execute("SELECT count(*) FROM articles").fetchone() == (2,)


def test_a_young_copy_is_left_alone(settings, stage):
    load_and_publish(settings, stage.of(capture()))
    patient = settings.model_copy(update={"publish_every": 10})
    assert not publish_copy(patient).published
    assert publish_copy(patient, force=True).published
    os.utime(settings.published_path, (time.time() - 601,) * 2)
    assert publish_copy(patient).published


def test_without_a_warehouse_there_is_nothing_to_publish(settings):
    assert not publish_copy(settings).published
    assert not settings.published_path.exists()


def test_a_view_that_does_not_work_leaves_the_old_copy(settings, stage, tmp_path, monkeypatch):
    load_and_publish(settings, stage.of(capture()))
    before = settings.published_path.stat().st_ino
    shutil.copytree(resources.SQL_FOLDER, tmp_path / "sql")
    (tmp_path / "sql" / "views" / "zz.sql").write_text("CREATE OR REPLACE VIEW v AS SELECT nothing FROM articles")
    with monkeypatch.context() as broken, pytest.raises(WarehouseError, match=r"zz\.sql does not work"):
        broken.setattr(resources, "SQL_FOLDER", tmp_path / "sql")
        publish_copy(settings)
    assert settings.published_path.stat().st_ino == before
    assert publish_copy(settings).published


def test_what_a_killed_publication_left_does_not_matter(settings, stage):
    settings.data_path.mkdir(parents=True)
    (settings.data_path / ".kliping.duckdb.part").write_bytes(b"half a file")
    (settings.data_path / ".kliping.duckdb.part.wal").write_bytes(b"half a log")
    assert load_and_publish(settings, stage.of(capture())).published


def test_a_log_beside_the_copy_is_moved_away(settings, stage):
    load_and_publish(settings, stage.of(capture()))
    wal = settings.data_path / "kliping.duckdb.wal"
    wal.write_bytes(b"somebody opened the copy for writing and was killed")
    report = publish_copy(settings)
    assert not wal.exists()
    assert "moved to" in report.notes[0]
    with reader(settings) as db:
        assert db.execute("SELECT count(*) FROM articles").fetchone() == (1,)


class TestKnown:
    def test_nothing_before_the_first_publication(self, settings):
        assert list(read_known_articles(settings, "koran", NOON)) == []

    def test_articles_and_quarantined_pages_since(self, settings, stage):
        old = capture("https://koran.test/lama", hours=-100, published_at=NOON - 5 * A_DAY)
        new = capture(etag='"abc"', last_modified="Tue, 26 Nov 2024 05:00:00 GMT")
        undated = capture("https://koran.test/tanpa-tanggal", published_at=None)
        other = capture("https://harian.test/a", outlet="harian")
        load_and_publish(
            settings,
            stage.batch(
                stage.outlet(old, new, undated, refused=[(capture("https://koran.test/rusak"), "body_short")]),
                stage.outlet(other, outlet="harian"),
            ),
        )
        found = {one.url: one for one in read_known_articles(settings, "koran", NOON - A_DAY)}
        assert found.keys() == {new["url"], undated["url"], "https://koran.test/rusak"}
        article = found[new["url"]]
        assert (article.etag, article.last_modified) == ('"abc"', "Tue, 26 Nov 2024 05:00:00 GMT")
        assert (article.published_at, article.fetched_at) == (NOON, NOON)
        assert found["https://koran.test/rusak"].quarantined
        assert old["url"] not in found


class TestStatus:
    def test_nothing_before_the_first_publication(self, settings):
        assert read_status(settings).runs == ()

    def test_last_runs_and_missed_days(self, settings, stage):
        day = NOON.date()
        batches = [
            stage.batch(stage.outlet(capture(f"https://koran.test/{n}")), run=f"run-{n}", day=day + n * A_DAY)
            for n in (0, 1, 4)
        ]
        refused = stage.batch(
            stage.outlet(capture("https://koran.test/z"), discovered=9), run="bad", day=day + 2 * A_DAY
        )
        load_and_publish(settings, *batches, refused)
        seen = read_status(settings, runs=2, today=day + 6 * A_DAY)
        assert [line.run for line in seen.runs] == ["bad", "run-4"]
        assert seen.runs[0].status == "refused"
        assert seen.runs[1].counts["loaded"] == 1
        assert seen.articles == 3
        assert seen.missed == (day + 2 * A_DAY, day + 3 * A_DAY, day + 5 * A_DAY)
