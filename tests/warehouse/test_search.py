"""``search_words()`` and its index, a file of its own: Indonesian words, digits, sessions with and without it."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest
from kliping.warehouse import WarehouseError, build_search_index, load_batch, open_session, publish_copy, writer
from kliping.warehouse.fulltext.search import search_index_path

from tests.postgres import BOTH_SHAPES, FILES_ONLY
from tests.warehouse.staging import DAY, NOON, capture

SHAPES = BOTH_SHAPES

pytest.importorskip("duckdb_extension_fts", reason="needs duckdb-extension-fts")

LONG_AGO = NOON - dt.timedelta(days=40)
ARTICLES = [
    capture("https://koran.test/1", "Pembangunannya selesai pada 2024, kata camat.", title="Jembatan baru"),
    capture("https://koran.test/2", "Banjir bandang melanda desa itu.", title="Banjir bandang"),
    capture("https://koran.test/3", "Air banjir surut; warga membersihkan rumah.", title="Air", published_at=LONG_AGO),
]  # fmt: skip


@pytest.fixture
def published(settings, stage):
    with writer(settings) as db:
        load_batch(db, stage.of(*ARTICLES))
    publish_copy(settings)
    return settings


def search(settings, query):
    with open_session(settings) as db:
        return [row[0].rpartition("/")[2] for row in db.execute("SELECT url FROM search_words(?)", [query]).fetchall()]


def test_words_are_found_by_their_stem_and_numbers_as_they_are(published):
    report = build_search_index(published)
    assert (report.built, report.articles) == (True, 3)
    assert search(published, "pembangunan") == ["1"]
    assert search(published, "2024") == ["1"]
    assert search(published, "banjir bandang") == ["2", "3"]
    assert search(published, "gempa") == []
    assert search(published, "") == []


def test_a_match_has_a_snippet(published):
    build_search_index(published)
    with open_session(published) as db:
        assert db.execute("SELECT snippet, day FROM search_words('warga')").fetchall() == [
            ("Air banjir surut; warga membersihkan rumah.", DAY - dt.timedelta(days=40))
        ]


def test_what_somebody_asks_is_a_value_and_nothing_else(published):
    build_search_index(published)
    assert search(published, "'); DROP TABLE articles; -- banjir") == ["2", "3"]


def test_a_window(published):
    assert build_search_index(published, since=DAY - dt.timedelta(days=30)).articles == 2


def test_without_the_index_it_says_what_to_do(published):
    with open_session(published) as db, pytest.raises(duckdb.Error, match="needs the full-text index"):
        db.execute("FROM search_words('banjir')").fetchall()


def test_readers_keep_theirs_while_a_new_one_is_built(published):
    build_search_index(published)
    with open_session(published) as db:
        build_search_index(published, since=DAY)
        assert len(db.execute("FROM search_words('banjir')").fetchall()) == 2
    assert search(published, "banjir") == ["2"]


@FILES_ONLY
def test_nothing_published(settings):
    assert not build_search_index(settings).built
    with pytest.raises(WarehouseError, match="Nothing is published yet"):
        open_session(settings)


def test_a_killed_build_does_not_matter(published):
    published.data_path.mkdir(exist_ok=True)  # of a DuckLake nothing need lie there yet
    search_index_path(published).with_name(".search.duckdb.part").write_bytes(b"half")
    assert build_search_index(published).built
