"""The search engine: its grammar, ranking and snippets, and an index that follows what is published."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from kliping.errors import InputError
from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse import (
    WarehouseError,
    engine_path,
    export_articles,
    find_alike,
    list_matches,
    load_batch,
    publish_copy,
    reader,
    refresh_engine,
    search_published,
    writer,
)
from kliping.warehouse.fulltext import search_engine as engine
from kliping.warehouse.fulltext.search_query import list_plain_words

from tests.postgres import BOTH_SHAPES, FILES_ONLY, Server, name_lake
from tests.warehouse.staging import NOON, Stage, capture

SHAPES = BOTH_SHAPES

CASES = tomllib.loads(Path(__file__).with_name("search_queries.toml").read_text("utf-8"))

LONG_AGO = NOON - dt.timedelta(days=40)
PEOPLE = [{"start": 8, "end": 18, "kind": "person", "name": "Dewi Hakim", "sentence_start": 0, "sentence_end": 43}]
ARTICLES = [
    capture("https://koran.test/1", "Banjir bandang melanda desa itu tadi malam.", title="Banjir bandang di Garut"),
    capture("https://koran.test/2", "Banjir surut; warga membersihkan rumah.", title="Air", published_at=LONG_AGO),
    capture("https://koran.test/3", "Menurut Dewi Hakim, harga beras turun.", title="Harga beras", mentions=PEOPLE),
    capture("https://harian.test/4", "Dewi Nur Hakim dan Hakim lain pernah terkena Covid-19.", outlet="harian"),
    capture(
        "https://koran.test/5", "Perajin tahu kebanjiran order menjelang tahun baru, kata pemilik café.",
        title="Panen pesanan", authors=["Sari Dewi"], section="Ekonomi",
        published_at=NOON + dt.timedelta(hours=1),
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def searchable(tmp_path_factory, shape, request):
    folder = tmp_path_factory.mktemp("engine")
    settings = Settings(data=folder / "data")
    if shape == "lake":
        server: Server = request.getfixturevalue("server")
        settings = name_lake(folder / "data", server, server.make_database())
    with writer(settings) as db:
        stage = Stage(folder / "stage")
        koran, harian = ([row for row in ARTICLES if row["outlet"] == name] for name in ("koran", "harian"))
        load_batch(db, stage.batch(stage.outlet(*koran), stage.outlet(*harian, outlet="harian")))
    publish_copy(settings)
    assert refresh_engine(settings).anew
    return settings


@pytest.fixture
def own(searchable, shape, tmp_path, request):
    shutil.copytree(searchable.data_path, tmp_path / "own")
    if shape == "files":
        return searchable.model_copy(update={"data": tmp_path / "own"})
    server: Server = request.getfixturevalue("server")
    return name_lake(tmp_path / "own", server, server.make_database(searchable.warehouse.rpartition("=")[2]))


def find(settings, text, **more):
    page = search_published(settings, text, **more)
    assert page.total >= len(page.hits)
    return [hit.url.rpartition("/")[2] for hit in page.hits]


@FILES_ONLY
@pytest.mark.parametrize("case", CASES["query"], ids=lambda case: case["text"])
def test_a_query_finds(searchable, case):
    assert sorted(find(searchable, case["text"])) == case["finds"]


@FILES_ONLY
@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["text"])
def test_a_query_is_refused(searchable, case):
    with pytest.raises(InputError, match=case["says"]):
        search_published(searchable, case["text"])


def test_what_comes_first(searchable):
    assert find(searchable, "banjir")[0] == "1"  # the title counts more
    assert find(searchable, "banjir", order="time") == ["5", "1", "2"]


def test_pages_and_choices(searchable):
    page = search_published(searchable, "banjir", limit=1, offset=1, order="time")
    assert (page.total, [hit.url[-1] for hit in page.hits], page.behind) == (3, ["1"], False)
    assert find(searchable, "dewi", outlet="harian") == ["4"]
    assert find(searchable, "banjir", last=LONG_AGO.date()) == ["2"]
    assert sorted(find(searchable, "banjir", first=NOON.date())) == ["1", "5"]


def test_matches_are_counted_by_day_outlet_and_section(searchable):
    today, before = NOON.date(), LONG_AGO.date()
    counts = search_published(searchable, "banjir OR dewi", limit=1, count=True).counts
    assert counts.days == {before: 1, today: 4}
    assert counts.every_day == {before: 1, today: 4}
    assert counts.outlets == {"koran": 4, "harian": 1}
    assert counts.sections["Ekonomi"] == 1
    within = search_published(searchable, "banjir", outlet="harian", count=True)
    assert (within.total, within.counts.days, within.counts.every_day) == (0, {}, {today: 1})
    assert find(searchable, "banjir", section="Ekonomi") == ["5"]
    assert find(searchable, "banjir", section="ekonom") == []


def test_all_matches_are_listed_and_exported(searchable, tmp_path):
    ids = list_matches(searchable, "banjir", limit=10)
    assert len(ids) == 3
    assert list_matches(searchable, "banjir", outlet="koran", limit=1) == ids[:1]
    report = export_articles(searchable, tmp_path / "banjir.jsonl", format="jsonl", ids=ids)
    written = [json.loads(line) for line in (tmp_path / "banjir.jsonl").read_text("utf-8").splitlines()]
    assert report.articles == 3
    assert {row["article_id"] for row in written} == set(ids)


def test_articles_are_alike_by_their_rare_words(own, tmp_path):
    rows = [
        capture("https://koran.test/a", "Pembalap Mandalika menyiapkan sirkuit baru di Lombok."),
        capture("https://koran.test/b", "Sirkuit Mandalika di Lombok ramai penonton balap."),
        capture("https://koran.test/c", "Petani kopi mengeluh soal pupuk yang mahal."),
        capture("https://koran.test/d", "Sirkuit Mandalika di Lombok ramai penonton balap."),
    ]
    with writer(own) as db:
        load_batch(db, Stage(tmp_path / "stage").of(*rows))
    publish_copy(own)
    refresh_engine(own)
    (asked,) = search_published(own, "=pembalap").hits
    alike = find_alike(own, asked.article_id)
    assert alike[0].url[-1] in "bd"
    assert asked.article_id not in {hit.article_id for hit in alike}
    assert len({hit.duplicate_group_id for hit in alike}) == len(alike), "each text once"
    assert find_alike(own, "nobody") == ()


def test_a_snippet_is_cut_at_words_and_marks_what_matches(own, tmp_path):
    middle = "Di sana sungai meluap, lalu banjir bandang datang. "
    long = "Kata pembuka yang panjang sekali. " * 30 + middle + "Penutup. " * 60
    with writer(own) as db:
        load_batch(db, Stage(tmp_path / "stage").of(capture("https://koran.test/9", long)))
    publish_copy(own)
    refresh_engine(own)
    (hit,) = search_published(own, "sungai =bandang NOT gempa").hits
    rendered = hit.snippet.render("[", "]")
    assert rendered.startswith("… ")
    assert rendered.endswith(" …")
    assert "[sungai] meluap, lalu banjir [bandang] datang" in rendered
    assert len(hit.snippet.text) < 240
    assert set(hit.snippet.text.strip("… ").split()) <= {*long.split(), "Penutup"}
    (phrase,) = search_published(own, '"banjir bandang datang"').hits
    assert "[banjir] [bandang] [datang]" in phrase.snippet.render("[", "]")


def test_it_follows_what_is_published(own, tmp_path):
    stage = Stage(tmp_path / "stage")
    with writer(own) as db:
        revised = capture("https://koran.test/1", "Reda.", 9)
        load_batch(db, stage.of(capture("https://koran.test/6", "Gempa terasa di Garut."), revised))
        refused = capture("https://harian.test/4", outlet="harian", rules="r2")
        load_batch(db, stage.of(outlet="harian", refused=[(refused, "body_empty")]))
    publish_copy(own)
    assert search_published(own, "banjir").behind
    report = refresh_engine(own)
    assert (report.changed, report.articles, report.anew) == (3, 5, False)
    assert find(own, "gempa") == ["6"]
    assert find(own, "melanda") == []
    assert find(own, "outlet:harian") == []
    assert not search_published(own, "reda").behind
    assert refresh_engine(own).changed == 0


def test_between_questions_no_file_is_open_and_questions_at_once_have_their_own_answers(searchable):
    with pytest.raises(InputError):
        find(searchable, '"banjir')
    alone = {text: find(searchable, text) for text in ("banjir", "dewi", "person:hakim", "gempa")}
    with ThreadPoolExecutor(6) as threads:
        asked = list(alone) * 3
        assert list(threads.map(lambda text: find(searchable, text), asked)) == [alone[text] for text in asked]
    opened = {each.resolve() for each in Path("/proc/self/fd").iterdir()}
    assert searchable.published_path.resolve() not in opened


def test_a_kill_between_commit_and_note_changes_nothing(own, tmp_path, monkeypatch):
    with writer(own) as db:
        load_batch(db, Stage(tmp_path / "stage").of(capture("https://koran.test/6", "Gempa terasa di Garut.")))
    publish_copy(own)

    def die(point):
        raise KeyboardInterrupt(point)

    with monkeypatch.context() as patch:
        patch.setattr(engine, "failpoint", die)
        with pytest.raises(KeyboardInterrupt):
            refresh_engine(own)
    report = refresh_engine(own)
    assert (report.changed, report.anew) == (1, False)
    assert find(own, "gempa") == ["6"]


@pytest.mark.parametrize(
    "state",
    [{"format": 0, "load_id": "x"}, {"format": engine.INDEX_FORMAT, "load_id": "20200101T000000000000-abc"}, None],
)
def test_an_index_that_does_not_fit_is_built_anew(own, state):
    path = engine_path(own) / "kliping.json"
    path.unlink()
    if state:
        path.write_text(json.dumps(state))
    report = refresh_engine(own)
    assert (report.anew, report.articles) == (True, 5)
    assert len(find(own, "banjir")) == 3
    left = sorted(one.name for one in engine_path(own).parent.glob("search.index*"))
    assert left == ["search.index", "search.index.lock"]


def test_without_an_index_it_says_what_to_do(own):
    shutil.rmtree(engine_path(own))
    with pytest.raises(WarehouseError, match="kliping index"):
        search_published(own, "banjir")


@FILES_ONLY
def test_nothing_published(settings):
    with pytest.raises(WarehouseError, match="Nothing is published"):
        refresh_engine(settings)


def test_words_are_folded_as_those_of_articles_are(searchable):
    odd = "Édisi—ke-2: “Jum'at” ½ ÄÖÜ naïve Ǆ"
    with reader(searchable) as db:
        db.execute(read_sql("search/words").partition("CREATE OR REPLACE TEMP MACRO stem_words")[0])
        assert db.execute("SELECT fold_words(?)", [odd]).fetchone()[0] == list_plain_words(odd)


@pytest.mark.parametrize("order", ["relevance", "time"])
@pytest.mark.parametrize(("limit", "offset"), [(10, 10**9), (10**9, 0), (10**6, 10**18)])
def test_pages_beyond_the_last_take_no_memory(searchable, order, limit, offset):
    page = search_published(searchable, "banjir", limit=limit, offset=offset, order=order)
    assert page.total > 0
    assert len(page.hits) == (0 if offset else page.total)
