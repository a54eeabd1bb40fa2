"""What a load does to the tables: new articles, edits, reruns, other rules, quarantine, counts that do not add up."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from kliping.warehouse import load_batch, writer

from tests.postgres import BOTH_SHAPES, FILES_ONLY
from tests.warehouse.staging import NOON, Stage, capture, outcome, read_content_tables

SHAPES = BOTH_SHAPES


def read_titles(connection, table="articles", column="body"):
    return [row[0] for row in connection.execute(f"SELECT {column} FROM {table} ORDER BY 1").fetchall()]


def test_a_new_article_is_loaded(settings, stage):
    with writer(settings) as db:
        report = load_batch(db, stage.of(capture()))
        assert report.counts["loaded"] == 1
        assert read_titles(db) == ["Isi berita."]
        row = db.execute("SELECT load_id, first_fetched_at = last_fetched_at FROM articles").fetchone()
        assert row == (report.load_id, True)
        assert db.execute("SELECT result, load_id FROM outcomes").fetchall() == [("loaded", report.load_id)]
        line = db.execute("SELECT run, status, discovered, known, loaded, error FROM loads").fetchone()
        assert line == ("run", "ok", 1, 0, 1, "")


LIMITS = {
    "enough": (("160MB", ""), []),
    "more": (("1MB", "200MB", ""), ["200MB"]),
    "too little": (("1MB", "2MB", ""), ["2MB", "as much as there is"]),
}


@pytest.mark.parametrize(("limits", "again"), LIMITS.values(), ids=LIMITS)
def test_a_load_bounds_its_memory_only_while_it_copies_rows(settings, stage, monkeypatch, caplog, limits, again):
    monkeypatch.setattr("kliping.warehouse.loads.load.COPY_LIMITS", limits)
    row = capture(body="Isi berita yang panjang. " * 200_000)
    room = "CREATE OR REPLACE TEMP TABLE room AS SELECT repeat('x', 4000) || i FROM range(60_000) AS t(i)"
    with writer(settings) as db:
        assert load_batch(db, stage.of(row)).counts["loaded"] == 1
        db.execute(room)
        assert db.execute("FROM duckdb_temporary_files()").fetchall() == [], "240 MB have room again"
        assert db.execute("SELECT length(body) FROM articles").fetchone() == (len(row["body"]),)
    assert [record.args[1] for record in caplog.records] == again


def test_loading_the_same_batch_again_changes_no_content(settings, stage):
    batch = stage.of(capture(), capture("https://koran.test/b"))
    with writer(settings) as db:
        load_batch(db, batch)
        before = read_content_tables(db)
        report = load_batch(db, batch)
        assert report.counts["unchanged"] == 2
        assert read_content_tables(db) == before
        assert db.execute("SELECT count(*) FROM loads").fetchone() == (2,)


def test_an_edit_is_a_revision_whichever_is_loaded_first(make_warehouse, stage):
    old, new = capture(body="Lama."), capture(body="Baru.", hours=5)
    tables = []
    for name, order in (("a", (old, new)), ("b", (new, old)), ("c", (old, new, old, new))):
        with writer(make_warehouse(name)) as db:
            results = [load_batch(db, stage.of(row)).counts for row in order]
            tables.append(read_content_tables(db))
            assert read_titles(db) == ["Baru."]
            assert read_titles(db, "article_revisions") == ["Lama."]
            assert results[0]["loaded"] == 1
            assert results[1]["revised"] == 1
    assert tables[0] == tables[1] == tables[2]


def test_an_edit_taken_back_leaves_one_revision(settings, stage):
    with writer(settings) as db:
        for row in (capture(body="A"), capture(body="B", hours=1), capture(body="A", hours=2)):
            load_batch(db, stage.of(row))
        assert read_titles(db) == ["A"]
        assert read_titles(db, "article_revisions") == ["B"]
        span = db.execute("SELECT last_fetched_at - first_fetched_at FROM articles").fetchone()
        assert span == (dt.timedelta(hours=2),)


def test_the_same_content_fetched_again_is_unchanged(settings, stage):
    with writer(settings) as db:
        load_batch(db, stage.of(capture()))
        report = load_batch(db, stage.of(capture(hours=3)))
        assert report.counts["unchanged"] == 1
        assert read_titles(db, "article_revisions") == []
        assert db.execute("SELECT count(*) FROM captures").fetchone() == (2,)
        assert db.execute(
            "SELECT last_fetched_at = fetched_at, first_fetched_at < fetched_at FROM articles"
        ).fetchone() == (True, True)


class TestOtherRules:
    """Scraping an archived page again replaces in place; it is nobody's edit."""

    def test_no_revision(self, settings, stage):
        with writer(settings) as db:
            load_batch(db, stage.of(capture(body="Isi. Baca juga: X")))
            report = load_batch(db, stage.of(capture(body="Isi.", rules="r2")))
            assert report.counts["unchanged"] == 1
            assert read_titles(db) == ["Isi."]
            assert read_titles(db, column="rules_version") == ["r2"]
            assert read_titles(db, "article_revisions") == []

    @FILES_ONLY
    @pytest.mark.parametrize(
        ("field", "old", "new"),
        [
            ("section", "Berita", "Ekonomi"), ("section", "Berita", None), ("authors", ["Redaksi"], ["Sari Dewi"]),
            ("authors", ["Redaksi"], None), ("tags", None, ["beras", "pasar"]), ("published_at", None, NOON),
            ("published_at", NOON, NOON - dt.timedelta(days=1)),
            ("published_precision", "day", "minute"),
            ("modified_at", None, NOON + dt.timedelta(days=1)), ("place", None, "GARUT"),
            ("dateline", None, "GARUT, KOMPAS -"),
            ("wire_source", "Humas Kabupaten Garut", None), ("language", None, "id"), ("caption", None, "Foto pasar."),
            ("image", None, "https://koran.test/a.jpg"), ("notes", None, ["no_date"]),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("hours", [0, 5])
    def test_each_field_is_updated_though_title_and_body_are_the_same(self, settings, stage, field, old, new, hours):
        """Issue 16: ``hours`` later the same was fetched again, and only the first capture is scraped anew."""
        with writer(settings) as db:
            load_batch(db, stage.of(*(capture(**{field: old}, hours=at) for at in {0, hours})))
            load_batch(db, stage.of(capture(**{field: new}, rules="r2")))
            assert db.execute(f"SELECT {field} FROM articles").fetchall() == [(new,)]
            assert db.execute("SELECT count(*) FROM article_revisions").fetchone() == (0,)
            assert db.execute("SELECT change FROM article_changes ORDER BY load_id").fetchall()[1:] == [("updated",)]

    def test_captures_of_one_version_move_along(self, settings, stage):
        with writer(settings) as db:
            load_batch(db, stage.of(capture(body="Kotor."), capture(body="Kotor.", hours=4)))
            load_batch(db, stage.of(capture(body="Bersih.", rules="r2")))
            assert read_titles(db) == ["Bersih."]
            assert read_titles(db, "article_revisions") == []
            assert db.execute("SELECT count(DISTINCT content_hash), count(*) FROM captures").fetchone() == (1, 2)

    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
    def test_all_scraped_again_is_as_if_never_scraped_otherwise(self, settings, make_warehouse, stage, order):
        first = [capture(body=b, hours=h) for h, b in enumerate(("A", "A", "B"))]
        again = [capture(body=b, hours=h, rules="r2") for h, b in enumerate(("X", "Y", "X"))]
        with writer(settings) as db:
            load_batch(db, stage.of(*again))
            clean = read_content_tables(db)
        with writer(make_warehouse("other")) as db:
            load_batch(db, stage.of(*first))
            for index in order:
                load_batch(db, stage.of(again[index]))
            assert read_content_tables(db) == clean

    def test_versions_that_become_one_leave_no_revision(self, settings, stage):
        with writer(settings) as db:
            load_batch(db, stage.of(capture(body="A iklan"), capture(body="A promo", hours=1)))
            assert read_titles(db, "article_revisions") == ["A iklan"]
            load_batch(db, stage.of(capture(body="A", rules="r2"), capture(body="A", hours=1, rules="r2")))
            assert read_titles(db) == ["A"]
            assert read_titles(db, "article_revisions") == []


class TestQuarantine:
    def test_a_refused_row_is_kept_with_its_reasons(self, settings, stage):
        with writer(settings) as db:
            report = load_batch(
                db, stage.of(capture(), refused=[(capture("https://koran.test/x", body=""), "body_empty")])
            )
            assert report.counts["quarantined"] == 1
            row = db.execute("SELECT url, stage, reasons, payload->>'title', archive FROM quarantine").fetchone()
            assert row[:2] == ("https://koran.test/x", "validate")
            assert row[2] == [{"rule": "body_empty", "detail": "why"}]
            assert row[3] == "Judul berita"
            assert row[4]
            outcome_row = db.execute("SELECT reason, detail FROM outcomes WHERE result = 'quarantined'").fetchone()
            assert outcome_row == ("body_empty", "why")

    def test_it_leaves_when_the_capture_passes(self, settings, stage):
        with writer(settings) as db:
            load_batch(db, stage.of(refused=[(capture(body=""), "body_empty")]))
            load_batch(db, stage.of(capture(rules="r2")))
            assert read_content_tables(db)["quarantine"] == []
            assert read_titles(db) == ["Isi berita."]

    def test_a_capture_that_passes_no_more_is_withdrawn(self, settings, stage):
        with writer(settings) as db:
            load_batch(db, stage.of(capture(body="Lama."), capture(body="Baru.", hours=1)))
            load_batch(db, stage.of(refused=[(capture(body="", hours=1, rules="r2"), "body_empty")]))
            assert read_titles(db) == ["Lama."]
            assert read_titles(db, "article_revisions") == []
            load_batch(db, stage.of(refused=[(capture(body="", rules="r2"), "body_empty")]))
            assert read_titles(db) == []
            assert len(read_content_tables(db)["quarantine"]) == 1, (
                "an address is in quarantine once, with its newest capture"
            )


class TestLawOne:
    def test_an_outlet_whose_counts_do_not_add_up_is_refused_and_the_others_load(self, settings, stage):
        good = stage.outlet(capture("https://harian.test/a", outlet="harian"), outlet="harian", known=2)
        bad = stage.outlet(capture(), discovered=5)
        with writer(settings) as db:
            report = load_batch(db, stage.batch(bad, good))
            assert [(o.outlet, o.status) for o in report.outlets] == [("koran", "refused"), ("harian", "ok")]
            assert "discovered 5 links, but 1 have an outcome" in report.refused[0].error
            assert read_titles(db, column="outlet") == ["harian"]
            assert db.execute("SELECT outlet, status, loaded FROM loads ORDER BY 1").fetchall() == [
                ("harian", "ok", 1),
                ("koran", "refused", 0),
            ]

    def test_a_link_without_an_outcome(self, settings, stage):
        lost = outcome(capture("https://koran.test/hilang"))
        with writer(settings) as db:
            report = load_batch(db, stage.of(capture(), others=[lost]))
            assert "https://koran.test/hilang" in report.refused[0].error

    def test_an_article_without_a_link(self, settings, stage, tmp_path):
        outlet = stage.outlet(capture(), others=[])
        other = stage.outlet(capture("https://koran.test/liar"))
        with writer(settings) as db:
            report = load_batch(db, stage.batch(type(outlet)("koran", 1, 0, other.accepted, None, outlet.outcomes)))
            assert "belong to no discovered link" in report.refused[0].error

    def test_two_links_that_turn_out_to_be_one_article(self, settings, stage):
        row = capture()
        with writer(settings) as db:
            report = load_batch(db, stage.of(row, others=[outcome(row, url="https://koran.test/a?amp")]))
            assert report.counts["loaded"] == 1
            assert report.counts["duplicate"] == 1

    def test_outlets_that_failed_or_cannot_be_read_are_recorded(self, settings, stage):
        damaged = stage.outlet(capture("https://harian.test/a", outlet="harian"), outlet="harian")
        data = damaged.accepted.read_bytes()
        damaged.accepted.write_bytes(data[: len(data) // 2])
        down = stage.outlet(outlet="mati", error="collect: feed answered 503")
        with writer(settings) as db:
            report = load_batch(db, stage.batch(stage.outlet(capture()), damaged, down))
            assert [o.status for o in report.outlets] == ["ok", "failed", "failed"]
            assert "cannot be read" in report.outlets[1].error
            assert report.outlets[2].error == "collect: feed answered 503"
            assert read_titles(db, column="outlet") == ["koran"]

    def test_all_results_are_counted(self, settings, stage):
        others = [
            outcome(capture(f"https://koran.test/{result}"), result, reason="sebab")
            for result in ("duplicate", "skipped", "failed", "unchanged")
        ]
        with writer(settings) as db:
            report = load_batch(db, stage.of(capture(), others=others, known=3))
            assert not report.refused
            assert report.counts == {
                "loaded": 1, "revised": 0, "unchanged": 1, "duplicate": 1, "quarantined": 0, "skipped": 1, "failed": 1,
            }  # fmt: skip
            row = db.execute("SELECT discovered - known - loaded - unchanged - duplicate - skipped - failed FROM loads")
            assert row.fetchone() == (0,)


ODD = ["'; DROP TABLE articles; --", 'say "hi"', "$outlet", "{x} %s", "kota/../..", "ko*ran[1]?", "ｋｏｒａｎ ☕\n"]


@pytest.mark.parametrize("text", ODD)
def test_odd_names_are_data(settings, stage, text):
    """Every value that a user or a page gives: outlet, run, notes, errors, and all texts of a row."""
    row = capture(
        "https://koran.test/" + text, text, outlet=text, title=text, authors=[text], notes=[text], section=text,
        related=[{"title": text, "url": text}], method=json.dumps({text: text}), rules_version=text, archive=text,
    )  # fmt: skip
    outlet = stage.outlet(row, outlet=text, folder="odd", notes=(text,))
    failed = stage.outlet(outlet="lain", error=text)
    with writer(settings) as db:
        report = load_batch(db, stage.batch(outlet, failed, run=text))
        assert [o.status for o in report.outlets] == ["ok", "failed"], report.refused
        found = db.execute(
            "SELECT outlet, title, body, authors, notes, section, related[1].url FROM articles"
        ).fetchall()
        assert found == [(text, text, text, [text], [text], text, text)]
        assert db.execute("SELECT DISTINCT run FROM loads").fetchall() == [(text,)]
        assert db.execute("SELECT error FROM loads WHERE outlet = 'lain'").fetchone() == (text,)


def test_a_stage_folder_with_odd_names(settings, tmp_path):
    odd = Stage(tmp_path / "it's a [folder] *?")
    with writer(settings) as db:
        assert load_batch(db, odd.of(capture())).counts["loaded"] == 1


def test_other_rules_update_a_row_of_the_same_title_and_body(settings, stage):
    before = {"section": "Daerah", "authors": ["Rini"], "tags": ["banjir"], "published_at": None, "wire_source": None}
    after = {"section": "Nasional", "authors": ["Budi"], "tags": [], "published_at": NOON, "wire_source": "Antara"}
    with writer(settings) as db:
        load_batch(db, stage.of(capture(rules="r1", **before)))
        load_batch(db, stage.of(capture(rules="r2", **after)))
        assert db.execute(f"SELECT {', '.join(after)} FROM articles").fetchall() == [tuple(after.values())]
        assert db.execute("SELECT count(*) FROM article_revisions").fetchone() == (0,)
