"""Duplicate groups: copies of one text on several outlets share an id, whatever came first; other reports do not."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import numpy as np
import pytest
from kliping.minhash import SIGNATURE_WORDS, estimate_similarity, make_signature
from kliping.warehouse import load_batch, regroup_duplicates, writer
from kliping.warehouse.loads import duplicates
from kliping.warehouse.loads.duplicates import LEAST_SIMILARITY, find_components

from tests.postgres import BOTH_SHAPES
from tests.warehouse.staging import NOON, capture, read_content_tables

SHAPES = BOTH_SHAPES

AGENCY = """
Balai Besar Pengawas Obat menemukan tiga belas merek jamu yang dicampur bahan kimia obat dalam razia di lima kota.
Temuan itu berasal dari pemeriksaan terhadap dua ratus sampel yang diambil petugas selama bulan Oktober dan November.
Kepala balai mengatakan bahan kimia yang paling sering ditemukan adalah pereda nyeri yang dapat merusak lambung.
Produsen diminta menarik seluruh produknya dari pasar paling lambat akhir pekan ini atau izinnya dicabut.
Masyarakat yang telanjur membeli diimbau tidak meminumnya dan melapor melalui kantor terdekat atau telepon pengaduan.
Asosiasi pengusaha jamu menyatakan mendukung langkah itu karena merek yang curang merugikan perajin yang jujur.
Polisi masih menyelidiki sebuah gudang di pinggir kota yang diduga menjadi tempat pencampuran sejak awal tahun.
""".strip()
OTHER_REPORT = """
Sebanyak tiga belas produk jamu ditarik dari peredaran setelah terbukti mengandung zat kimia berbahaya, kata pejabat.
Razia dilakukan serentak di lima kota besar dan melibatkan puluhan petugas gabungan sejak pekan lalu hingga kemarin.
Menurut dia, konsumen perlu memeriksa nomor izin edar sebelum membeli karena pemalsuan makin marak di toko daring.
Seorang pedagang di pasar mengaku tidak tahu bahwa barang titipan yang ia jual termasuk dalam daftar itu.
Dinas kesehatan setempat membuka posko bagi warga yang merasakan gangguan lambung setelah minum jamu kemasan.
""".strip()
LINES = AGENCY.split("\n")
COPIES = {
    "as it came": AGENCY,
    "without its last paragraph": "\n".join(LINES[:-1]),
    "with a dateline and a credit": f"Jakarta (Kantor Kabar) - {AGENCY}\nPewarta: Sari\nEditor: Budi",
    "with a lead of its own": "\n".join(["Jamu bercampur obat kembali beredar di sejumlah kota di Jawa.", *LINES[1:]]),
    "with changed words": AGENCY.replace("tiga belas", "13").replace("akhir pekan ini", "Minggu (1/12)"),
}


def compare_texts(one: str, other: str) -> float:
    ours, theirs = (np.array(make_signature(text), "<u4") for text in (one, other))
    return float(estimate_similarity(ours, theirs))


class TestSignature:
    @pytest.mark.parametrize("name", COPIES)
    def test_copies_are_alike(self, name):
        assert compare_texts(AGENCY, COPIES[name]) >= LEAST_SIMILARITY

    def test_another_report_of_the_same_event_is_not(self):
        assert compare_texts(AGENCY, OTHER_REPORT) < 0.2

    def test_it_estimates_the_similarity_of_word_triples(self):
        choose = random.Random(7)
        words = [f"kata{n}" for n in range(3000)]
        for share in (0.0, 0.3, 0.5, 0.7, 0.9, 1.0):
            common = choose.sample(words, int(400 * share))
            a, b = ([*common, *choose.sample(words, 400 - len(common))] for _ in range(2))
            triples = [set(zip(t, t[1:], t[2:], strict=False)) for t in (a, b)]
            true = len(triples[0] & triples[1]) / len(triples[0] | triples[1])
            assert compare_texts(" ".join(a), " ".join(b)) == pytest.approx(true, abs=0.15)

    def test_it_stays_the_same_from_release_to_release(self):
        assert make_signature(AGENCY)[:4] == FIRST_NUMBERS

    def test_a_short_text_has_none(self):
        assert make_signature("kata " * (SIGNATURE_WORDS - 1)) is None
        assert len(make_signature("kata " * SIGNATURE_WORDS)) == 32


FIRST_NUMBERS = [1903434769, 284567184, 2136142931, 3482884784]


def article(outlet, body, days=0.0, *, name="jamu", undated=False, edited=0):
    """An article that ``outlet`` published, and we fetched, ``days`` after noon; ``edited`` hours later it read so."""
    published = NOON + dt.timedelta(days=days)
    return capture(
        f"https://{outlet}.test/{name}",
        body,
        24 * days + edited,
        outlet=outlet,
        signature=make_signature(body),
        published_at=None if undated else published,
    )


def read_groups(db):
    rows = db.execute("SELECT duplicate_group_id, list(outlet ORDER BY outlet) FROM articles GROUP BY 1").fetchall()
    return sorted(sorted(outlets) for _, outlets in rows)


def load_articles(db, stage, *rows, **more):
    by_outlet = itertools.groupby(sorted(rows, key=lambda r: r["outlet"]), key=lambda r: r["outlet"])
    report = load_batch(db, stage.batch(*(stage.outlet(*group, outlet=outlet, **more) for outlet, group in by_outlet)))
    assert not report.refused, report.refused


ROWS = [
    article("kabar", AGENCY),
    article("koran", COPIES["without its last paragraph"], 0.2),
    article("harian", COPIES["with a dateline and a credit"], 1),
    article("lokal", COPIES["with changed words"], 2, undated=True),
    article("lain", OTHER_REPORT, 0.1),
]


class TestDuplicateGroups:
    def test_copies_share_a_story_in_any_order(self, settings, make_warehouse, stage):
        found = []
        for number, order in enumerate(([0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 3, 1])):
            with writer(make_warehouse(str(number))) as db:
                for index in order:
                    load_articles(db, stage, ROWS[index])
                assert read_groups(db) == [["harian", "kabar", "koran", "lokal"], ["lain"]]
                found.append(read_content_tables(db))
        with writer(settings) as db:
            load_articles(db, stage, *ROWS)
            assert [read_content_tables(db)] * 3 == found
            ids = db.execute(
                "SELECT min(article_id), any_value(duplicate_group_id) FROM articles GROUP BY duplicate_group_id"
            ).fetchall()
            assert all(smallest == story for smallest, story in ids)

    def test_a_changed_rule_reaches_what_is_loaded(self, settings, make_warehouse, stage, monkeypatch):
        """Groups that another rule made are those of today's rule after grouping anew, over stretches of 30 days."""
        later = [article(row["outlet"], row["body"], 40 + n / 8, name="lagi") for n, row in enumerate(ROWS[:3])]
        partly = article("separuh", "\n".join([*LINES[:4], *OTHER_REPORT.split("\n")[:4]]), 0.3)
        rows = [*ROWS, *later, partly]
        with writer(make_warehouse("today")) as db:
            load_articles(db, stage, *rows)
            today = read_content_tables(db), read_groups(db)
        for threshold in (0.99, 0.4):
            old = make_warehouse(f"old{threshold}")
            with monkeypatch.context() as older, writer(old) as db:
                older.setattr(duplicates, "LEAST_SIMILARITY", threshold)
                load_articles(db, stage, *rows)
                assert read_groups(db) != today[1], threshold
            assert regroup_duplicates(old) > 0
            assert regroup_duplicates(old) == 0
            with writer(old) as db:
                assert (read_content_tables(db), read_groups(db)) == today

    def test_grouping_nothing_anew_is_no_error(self, settings):
        with writer(settings):
            pass
        assert regroup_duplicates(settings) == 0

    def test_a_week_is_the_limit(self, settings, stage):
        with writer(settings) as db:
            load_articles(
                db, stage, article("kabar", AGENCY), article("koran", AGENCY, 6.9), article("harian", AGENCY, 14.5)
            )
            assert read_groups(db) == [["harian"], ["kabar", "koran"]]

    def test_one_outlet_alone_makes_no_story(self, settings, stage):
        with writer(settings) as db:
            load_articles(db, stage, article("kabar", AGENCY), article("kabar", AGENCY, 1, name="lagi"))
            assert read_groups(db) == [["kabar"], ["kabar"]]

    @pytest.mark.parametrize("outlets", [["kabar"], ["kabar", "koran"], ["kabar", "koran", "harian"]])
    def test_the_work_grows_with_the_articles_however_alike(self, make_warehouse, stage, outlets):
        """Counted in rows, not in seconds: the join is by the few that stand for an outlet's day."""
        worked = []
        for number, size in enumerate((60, 240)):
            with writer(make_warehouse(str(number))) as db:
                rows = [article(outlet, AGENCY, name=str(n)) for outlet in outlets for n in range(size)]
                load_articles(db, stage, *rows)
                worked.append(
                    db.execute("SELECT (SELECT count(*) FROM bands), (SELECT count(*) FROM candidates)").fetchone()
                )
                assert len(read_groups(db)) == (1 if len(outlets) > 1 else size)
        assert worked[0][0] * 4 == worked[1][0]
        assert worked[1][1] <= worked[0][1] * 4.2
        if len(outlets) == 1:
            assert worked == [(0, 0), (0, 0)]

    def test_alike_texts_are_one_story_in_any_order(self, make_warehouse, stage):
        """More of an outlet's day than stand for it: the story is the same whichever comes first."""
        rows = [article(outlet, AGENCY, name=str(n)) for outlet in ("kabar", "koran") for n in range(8)]
        for number in range(3):
            order = random.Random(number).sample(rows, len(rows))
            with writer(make_warehouse(str(number))) as db:
                for start in range(0, len(order), 5):
                    load_articles(db, stage, *order[start : start + 5])
                assert len(read_groups(db)) == 1

    def test_an_edit_can_leave_its_story_and_what_it_held_together(self, settings, stage):
        chain = [article("kabar", AGENCY), article("koran", AGENCY, 6), article("harian", AGENCY, 12)]
        with writer(settings) as db:
            load_articles(db, stage, *chain)
            assert read_groups(db) == [["harian", "kabar", "koran"]]
            load_articles(db, stage, article("koran", OTHER_REPORT, 6, edited=1))
            assert read_groups(db) == [["harian"], ["kabar"], ["koran"]]
            load_articles(db, stage, article("koran", AGENCY, 6, edited=2))
            assert read_groups(db) == [["harian", "kabar", "koran"]]


@pytest.mark.parametrize(
    ("count", "pairs", "roots"),
    [
        (6, [(3, 1), (1, 2), (4, 5)], [0, 1, 1, 1, 4, 4]),
        (4, [], [0, 1, 2, 3]),
        (1_000, [(n, n + 1) for n in range(999)], [0] * 1_000),
        (1_000, [(n, n - 2) for n in range(999, 1, -1)], [0, 1] * 500),
        (5, [(4, 0), (4, 1), (4, 2), (4, 3)], [0] * 5),
    ],
    ids=["two groups", "none", "a long chain", "two chains", "a star around the last"],
)
def test_components(count, pairs, roots):
    ones, others = np.array(pairs, dtype="i8").reshape(-1, 2).T
    assert find_components(count, ones, others).tolist() == roots
