"""Names and quotations in the warehouse: rows of current articles, the same after reruns and in any order; merges."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st
from kliping.pipeline.naming import name_article
from kliping.settings import Settings
from kliping.warehouse import WarehouseError, load_batch, merge_names, publish_copy, reader, unmerge_name, writer

from tests.postgres import BOTH_SHAPES
from tests.warehouse.staging import DAY, Stage, capture, read_content_tables

FIRST = (
    'Presiden Prabowo Subianto meninjau tanggul di Kabupaten Demak.\n"Banjir ini harus segera ditangani bersama," '
    "kata Prabowo. Kepala BNPB Suharyanto mengatakan bahwa 400 warga mengungsi ke Semarang."
)
EDITED = FIRST.replace("Suharyanto", "Raditya Jati")
SECOND = '"Kebanjiran pesanan itu biasa bagi kami," ujar Siti Rahmawati di Semarang, Kamis. Prabowo tidak hadir.'
URL = "https://koran.test/kedua"
SHAPES = BOTH_SHAPES


def named(url: str, body: str, hours: float = 0, **more: object) -> dict[str, object]:
    return capture(url, body, hours, **name_article(body), **more)


def query(db: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    return db.execute(sql).fetchall()


@pytest.fixture
def warehouse(settings: Settings, stage: Stage) -> Settings:
    with writer(settings) as db:
        load_batch(db, stage.of(named("https://koran.test/a", FIRST), named(URL, SECOND)))
    return settings


def test_offsets_slice_the_body_and_names_of_one_person_are_one(warehouse: Settings) -> None:
    with writer(warehouse) as db:
        wrong = query(
            db,
            """
            SELECT written FROM mentions JOIN articles USING (article_id)
            WHERE written <> substr(body, "start" + 1, "end" - "start")
                OR NOT ("start" >= sentence_start AND "end" <= sentence_end)
            UNION ALL
            SELECT "text" FROM quotes JOIN articles USING (article_id)
            WHERE "text" <> substr(body, "start" + 1, "end" - "start")
            """,
        )
        persons = query(db, "SELECT written, name FROM mentions WHERE kind = 'person' AND name LIKE '%Subianto'")
        assert wrong == []
        assert sorted(persons) == [("Prabowo", "Prabowo Subianto"), ("Prabowo Subianto", "Prabowo Subianto")]
        assert ("33.21",) in query(db, "SELECT region FROM mentions WHERE kind = 'place'")
        assert query(db, "SELECT speaker, name, direct FROM quotes WHERE \"text\" LIKE 'Banjir%'") == [
            ("Prabowo", "Prabowo Subianto", True)
        ]


def test_the_rows_follow_the_current_version_whatever_the_order_of_loads(settings: Settings, tmp_path: Path) -> None:
    rows = [
        named("https://koran.test/a", FIRST),
        named("https://koran.test/a", EDITED, 2),
        named(URL, SECOND, 1, published_at=dt.datetime(2024, 11, 20, tzinfo=dt.UTC)),
        named(URL, SECOND, 1, rules="r2"),  # read again, with another date
    ]
    found = []
    for number, order in enumerate([(0, 1, 2), (2, 1, 0)]):
        mine = Settings(data=tmp_path / f"data{number}")
        stage = Stage(tmp_path / f"stage{number}")
        with writer(mine) as db:
            for at in (*order, *order, 3):
                load_batch(db, stage.of(rows[at]))
            found.append({name: read_content_tables(db)[name] for name in ("mentions", "quotes", "name_days")})
            counted = query(
                db,
                "FROM (SELECT day, kind, name, count(DISTINCT article_id), count(*) FROM mentions GROUP BY ALL)"
                " EXCEPT SELECT day, kind, name, articles, mentions FROM name_days",
            )
            assert counted == []
            names = {name for (name,) in query(db, "SELECT DISTINCT name FROM name_days")}
            assert "Raditya Jati" in names and "Suharyanto" not in names
            assert query(db, "SELECT DISTINCT day FROM name_days") == [(DAY,)]
    assert all(each == found[0] for each in found)


def test_a_merge_holds_for_what_loads_later_and_is_taken_back(warehouse: Settings, stage: Stage) -> None:
    with writer(warehouse) as db:
        before = read_content_tables(db)
        assert merge_names(db, "Prabowo", "Prabowo Subianto", kind=None, by="rini") == "person"
        load_batch(db, stage.of(named("https://koran.test/c", 'Prabowo tiba. "Saya sehat selalu," kata Prabowo.', 3)))
        assert query(db, "SELECT articles FROM name_days WHERE name = 'Prabowo Subianto'") == [(3,)]
        assert query(db, "SELECT count(*) FROM name_days WHERE name = 'Prabowo'") == [(0,)]
        assert query(db, "SELECT name FROM quotes WHERE \"text\" LIKE 'Saya sehat%'") == [("Prabowo Subianto",)]
        merged = read_content_tables(db)
        load_batch(db, stage.of(named(URL, SECOND)))
        assert read_content_tables(db) == merged
        with pytest.raises(WarehouseError, match="already"):
            merge_names(db, "Prabowo Subianto", "Prabowo", kind=None, by="rini")
        assert unmerge_name(db, "Prabowo") == ["Prabowo Subianto"]
        after = read_content_tables(db)
        assert set(before["mentions"]) <= set(after["mentions"])


def test_a_chain_of_merges_is_followed_and_undone_link_by_link(warehouse: Settings) -> None:
    with writer(warehouse) as db:
        merge_names(db, "Prabowo", "Suharyanto", kind="person", by="rini")
        merge_names(db, "Suharyanto", "Siti Rahmawati", kind="person", by="rini")
        assert query(db, "SELECT DISTINCT name FROM mentions WHERE name_in_article = 'Prabowo'") == [
            ("Siti Rahmawati",)
        ]
        with pytest.raises(WarehouseError, match="already"):
            merge_names(db, "Siti Rahmawati", "Prabowo", kind="person", by="rini")
        unmerge_name(db, "Suharyanto")
        assert query(db, "SELECT DISTINCT name FROM mentions WHERE name_in_article = 'Prabowo'") == [("Suharyanto",)]


@pytest.mark.parametrize(
    ("alias", "name", "kind", "says"),
    [
        ("Tiada", "Prabowo Subianto", None, "No article has the name Tiada"),
        ("Prabowo", "Tiada", None, "No article has the person Tiada"),
        ("Prabowo", "Prabowo Subianto", "place", "No article has the place Prabowo"),
        ("Prabowo", "Prabowo Subianto", "orang", "no kind of name"),
        ("Prabowo", "Prabowo", None, "already"),
    ],
)
def test_a_merge_of_what_is_not_there_says_so(
    warehouse: Settings, alias: str, name: str, kind: str | None, says: str
) -> None:
    with writer(warehouse) as db:
        with pytest.raises(WarehouseError, match=says):
            merge_names(db, alias, name, kind=kind, by="rini")
        assert query(db, "FROM name_aliases") == []


def test_views_answer_who_when_with_whom_and_who_said_what(warehouse: Settings) -> None:
    publish_copy(warehouse)
    with reader(warehouse) as db:
        assert db is not None
        assert query(db, "SELECT articles, mentions, forms FROM names WHERE name = 'Prabowo Subianto'") == [
            (1, 2, ["Prabowo", "Prabowo Subianto"])
        ]
        assert query(db, "SELECT day, articles, per_thousand FROM name_timeline('semarang')") == [(DAY, 2, 1000.0)]
        with_him = {name for _, name, *_ in query(db, "FROM co_mentions('Prabowo Subianto')")}
        assert {"Suharyanto", "Semarang"} <= with_him and "Siti Rahmawati" not in with_him
        assert [row[0] for row in query(db, "SELECT sentence FROM sentences_with('Siti Rahmawati')")] == [
            SECOND.split(" Prabowo", maxsplit=1)[0].rstrip(".")
        ]
        assert [row[0] for row in query(db, "SELECT name FROM who_said('BANJIR')")] == ["Prabowo Subianto"]
        assert [row[0] for row in query(db, "SELECT name FROM who_said('kebanjir*')")] == ["Siti Rahmawati"]
        assert query(db, "FROM who_said('.*')") == []


WORDS = [
    "Prabowo",
    "Prabowo Subianto",
    "Rini",
    '"Air surut,"',
    "kata",
    "Kab. Kediri",
    "dia",
    ".",
    "\n",
    "Ñandú",
    "😀",
    "“Ya,”",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
@example_settings(max_examples=60, deadline=None)
def test_rows_of_any_text_slice_it_exactly_and_are_the_same_again(text: str) -> None:
    found = name_article(text)
    assert name_article(text) == found
    for row in found["mentions"]:
        assert 0 <= row["sentence_start"] <= row["start"] < row["end"] <= row["sentence_end"] <= len(text)
        assert row["name"] == " ".join(row["name"].split())
    for row in found["quotes"]:
        assert 0 <= row["start"] < row["end"] <= len(text)
        if row["speaker_start"] is not None:
            assert text[row["speaker_start"] : row["speaker_end"]].strip()


@pytest.mark.parametrize(
    ("body", "name", "written"),
    [
        (
            "Bank Indonesia (BI) menahan suku bunga. Langkah BI itu disambut pasar. Bank Indonesia menjaga rupiah.",
            "Bank Indonesia",
            {"Bank Indonesia (BI)", "BI", "Bank Indonesia"},
        ),
        (
            "Kementerian Sosial (Kemensos) menyalurkan bantuan. Data Kemensos diperbarui tiap bulan.",
            "Kementerian Sosial",
            {"Kementerian Sosial (Kemensos)", "Kemensos"},
        ),
    ],
)
def test_an_organisation_and_its_abbreviation_are_one_name(body: str, name: str, written: set[str]) -> None:
    rows = [row for row in name_article(body)["mentions"] if row["kind"] == "organisation"]
    assert {row["name"] for row in rows} == {name}
    assert {body[row["start"] : row["end"]] for row in rows} == written
