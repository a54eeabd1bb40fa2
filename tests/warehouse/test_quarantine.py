"""What a person may decide about quarantined pages, and that it holds."""

from __future__ import annotations

import pytest
from kliping.warehouse import (
    WarehouseError,
    count_quarantined,
    list_quarantined,
    load_batch,
    record_decision,
    release_pages,
    writer,
)

from tests.postgres import BOTH_SHAPES
from tests.warehouse.staging import capture, read_content_tables

SHAPES = BOTH_SHAPES

BAD = capture("https://koran.test/pendek", "Pendek.", 1)
STUB = capture("https://koran.test/stub", "", 2)


@pytest.fixture
def db(settings, stage):
    with writer(settings) as connection:
        load_batch(connection, stage.of(capture(), refused=[(BAD, "body_length"), (STUB, "page_is_stub")]))
        yield connection


def list_ids(db):
    return {row.url.rpartition("/")[2]: row.quarantine_id for row in list_quarantined(db, dropped=True)}


def test_the_list_has_reasons_and_can_be_narrowed(db):
    assert [row.url for row in list_quarantined(db)] == [STUB["url"], BAD["url"]]
    (row,) = list_quarantined(db, rule="body_length")
    assert row.reasons == (("body_length", "why"),)
    assert row.payload["body"] == "Pendek."
    assert row.archive == BAD["archive"]
    assert list_quarantined(db, outlet="harian") == ()
    assert list_quarantined(db, ids=[list_ids(db)["pendek"][:6]]) == (row,)
    assert len(list_quarantined(db, limit=1)) == 1
    assert [count_quarantined(db, **by) for by in ({}, {"rule": "body_length"}, {"outlet": "harian"})] == [2, 1, 0]


def test_a_released_page_is_an_article_and_stays_one(db, stage):
    report = release_pages(db, [list_ids(db)["pendek"]], by="sari", why="breaking news, short on purpose")
    assert report.counts["loaded"] == 1
    row = db.execute(
        "SELECT title, body, method->>'title', published_at = ?, authors FROM articles WHERE url = ?",
        [BAD["published_at"], BAD["url"]],
    )
    assert row.fetchone() == ("Judul berita", "Pendek.", "h1", True, None)
    assert list_ids(db).keys() == {"stub"}
    assert db.execute("SELECT decided_by, why FROM overrides").fetchall() == [
        ("sari", "breaking news, short on purpose")
    ]
    assert db.execute("SELECT job, notes[1] FROM loads ORDER BY load_id DESC LIMIT 1").fetchone() == (
        "release", "released by sari: breaking news, short on purpose",
    )  # fmt: skip
    before = read_content_tables(db)
    again = load_batch(db, stage.of(capture(), refused=[(BAD, "body_length"), (STUB, "page_is_stub")]))
    assert not again.refused
    assert read_content_tables(db) == before


def test_a_release_is_the_same_as_had_it_passed(db, make_warehouse, stage):
    release_pages(db, [list_ids(db)["pendek"]], by="sari", why="ok")
    with writer(make_warehouse("clean")) as clean:
        load_batch(clean, stage.of(capture(), BAD, refused=[(STUB, "page_is_stub")]))
        assert read_content_tables(db) == read_content_tables(clean)


def test_a_dropped_page_is_out_of_sight(db):
    record_decision(db, [list_ids(db)["stub"]], "drop", "sari", "an index page")
    assert [row.url for row in list_quarantined(db)] == [BAD["url"]]
    assert [row.decision for row in list_quarantined(db, dropped=True)] == ["drop", None]


@pytest.mark.parametrize(
    ("which", "by", "why", "message"),
    [
        ("nothing", "sari", "ok", "Not in quarantine: nothing"),
        ("stub", "sari", "ok", "gave no article"),
        ("pendek", " ", "ok", "needs a name and a reason"),
        ("pendek", "sari", "", "needs a name and a reason"),
    ],
)
def test_what_cannot_be_released(db, which, by, why, message):
    before = read_content_tables(db)
    with pytest.raises(WarehouseError, match=message):
        release_pages(db, [list_ids(db).get(which, which)], by=by, why=why)
    assert read_content_tables(db) == before
    assert db.execute("SELECT count(*) FROM overrides").fetchone() == (0,)


@pytest.mark.parametrize("text", ["'; DROP TABLE articles; --", '"quoted"', "Ny. D'Arc ☕ \\ %s {x}", "$1"])
def test_names_and_reasons_are_data(db, text):
    release_pages(db, [list_ids(db)["pendek"]], by=text, why=text)
    assert db.execute("SELECT decided_by, why FROM overrides").fetchone() == (text, text)
    assert list_quarantined(db, outlet=text, rule=text, ids=[text]) == ()
    assert db.execute("SELECT count(*) FROM articles").fetchone() == (2,)


def at(hours, body="Pendek."):
    return capture("https://koran.test/pendek", body, hours)


REFUSED, PASSED = "refused", "passed"
VISITS = {
    "refused twice": ([(1, REFUSED), (3, REFUSED)], [3]),
    "refused, then passed": ([(1, REFUSED), (3, PASSED)], []),
    "passed, then refused": ([(1, PASSED), (3, REFUSED)], [3]),
    "refused, passed, refused": ([(1, REFUSED), (2, PASSED), (3, REFUSED)], [3]),
    "refused again and again": ([(n, REFUSED) for n in range(5)], [4]),
}


@pytest.mark.parametrize("in_turn", [1, -1], ids=["in order", "newest first"])
@pytest.mark.parametrize(("visits", "expected"), VISITS.values(), ids=VISITS)
def test_an_address_stands_in_quarantine_once(settings, stage, visits, expected, in_turn):
    """However often it was fetched, and in whatever order its captures are loaded, then and again."""
    with writer(settings) as db:
        for _ in range(2):
            for hours, end in visits[::in_turn]:
                row = at(hours)
                batch = stage.of(row) if end == PASSED else stage.of(refused=[(row, "body_length")])
                assert not load_batch(db, batch).refused
        assert [row.fetched_at for row in list_quarantined(db)] == [at(hours)["fetched_at"] for hours in expected]


def test_a_heavy_page_is_kept_in_excerpt(settings, stage, tmp_path):
    """The page is in the archive; what quarantine keeps is bounded, whichever field is heavy, and is no article."""
    heavy = "kata " * 500_000
    rows = [capture("https://koran.test/1", heavy, 1), capture("https://koran.test/2", "Isi.", 2, title=heavy),
            capture("https://koran.test/3", "Isi.", 3, tags=["tag"] * 400_000)]  # fmt: skip
    with writer(settings) as db:
        load_batch(db, stage.of(refused=[(row, "body_length") for row in rows]))
        assert db.execute("SELECT max(length(payload::VARCHAR)) FROM quarantine").fetchone()[0] < 100_000
        (first, *_) = list_quarantined(db, ids=None)
        assert first.payload["shortened"]
        assert all(not row.payload for row in list_quarantined(db, payloads=False))
        with pytest.raises(WarehouseError, match="gave no article"):
            release_pages(db, [first.quarantine_id], by="sari", why="ok")
