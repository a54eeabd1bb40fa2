"""A corpus of one outlet shows its own boilerplate: the first import is as clean as a second one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from kliping import pipeline
from kliping.pipeline.learn import learning
from kliping.pipeline.runs import stage
from kliping.settings import Settings

from tests.pipeline.tables import query, read_content

SLOGAN = "Gema Pantura, kabar pesisir tiap pagi dari muara sampai ke pelabuhan niaga"
"""So long that the cleaner leaves it where nothing was learned."""
NUMBER = "Nomor induk penyiaran pesisir Pantura Raya"
VILLAGES = ("Sukamaju", "Karanganyar", "Wanasari", "Larangan", "Losari", "Bumiayu", "Tonjong", "Ketanggungan")
CROPS = ("jagung", "bawang merah", "cabai", "kedelai", "padi", "tebu", "melon", "garam")


def story(number: int) -> str:
    village, crop = VILLAGES[number], CROPS[number]
    return (
        f"Petani Desa {village} memanen {crop} di lahan seluas {number + 2} hektare pada awal pekan ini.\n"
        f"Kepala Desa {village} menyebut hasil {crop} kali ini naik berkat irigasi yang dibangun tahun lalu.\n"
        f"Pedagang dari Tegal membeli {crop} itu langsung di sawah dengan harga lebih tinggi daripada musim lalu."
    )


def write_corpus(path: Path, outlet: str = "gemapantura.example", many: int = 8) -> Path:
    with path.open("w", encoding="utf-8") as out:
        for number in range(many):
            text = f"{SLOGAN}\n{story(number)}\n{NUMBER}"
            row = {"text": text, "url": f"https://{outlet}/berita/{number}", "title": f"Panen di {VILLAGES[number]}"}
            out.write(json.dumps(row) + "\n")
    return path


def read_bodies(settings: Settings) -> list[str]:
    return [body for (body,) in query(settings, "SELECT body FROM articles ORDER BY url")]


def test_the_first_import_is_as_clean_as_the_second(tmp_path: Path, settings: Settings) -> None:
    file = write_corpus(tmp_path / "gema.jsonl")
    assert pipeline.import_documents(settings, [file]).counts["loaded"] == 8
    assert read_bodies(settings) == [story(number) for number in range(8)]
    before = read_content(settings)
    assert pipeline.import_documents(settings, [file]).counts["unchanged"] == 8
    assert read_content(settings) == before


def test_what_an_import_learned_is_pinned_and_recorded(tmp_path: Path, settings: Settings) -> None:
    pipeline.import_documents(settings, [write_corpus(tmp_path / "gema.jsonl")])
    version = learning.read_pinned_version(settings)
    assert version
    assert query(settings, "SELECT DISTINCT learned_snapshot FROM articles") == [(version,)]
    (planned,) = [stage.read_plan(settings, run) for run in pipeline.list_shared_runs(settings)]
    assert (planned.learned_snapshot, planned.rules_version) == (version, learning.stamp_rules_version(version))
    kept = learning.snapshot_file(settings, version)
    assert kept and kept.is_file()


def test_an_import_keeps_what_was_learned_of_other_outlets(tmp_path: Path, settings: Settings) -> None:
    learning.pin_snapshot(settings, [("kabarkita", "00000000000000aa", 40, 100)])
    pipeline.import_documents(settings, [write_corpus(tmp_path / "gema.jsonl")])
    assert ("kabarkita", "00000000000000aa", 40, 100) in learning.read_pinned_rows(settings)
    assert {row[0] for row in learning.read_pinned_rows(settings)} == {"kabarkita", "gemapantura.example"}


def test_too_few_texts_teach_nothing(tmp_path: Path, settings: Settings) -> None:
    pipeline.import_documents(settings, [write_corpus(tmp_path / "gema.jsonl", many=3)])
    assert learning.read_pinned_version(settings) == ""
    assert all(SLOGAN in body for body in read_bodies(settings))


def test_each_outlet_has_its_own_furniture(tmp_path: Path, settings: Settings) -> None:
    """Two texts each of four outlets are no evidence of any."""
    files = [write_corpus(tmp_path / f"{n}.jsonl", outlet=f"kabar{n}.example", many=2) for n in range(4)]
    pipeline.import_documents(settings, files)
    assert all(SLOGAN in body for body in read_bodies(settings))


@pytest.mark.parametrize("seed", range(2))
def test_joining_twice_changes_nothing(seed: int) -> None:
    known = [("a", "01", 5 + seed, 10), ("b", "02", 4, 9)]
    counted = [("a", "01", 6, 8), ("c", "03", 7, 7)]
    once = learning.join_counts(known, counted)
    assert learning.join_counts(once, counted) == once


HEADS = (
    ("Rabu, 12 Maret 2025 08:00 WIB\nBREBES - ", "2025-03-12 01:00:00+00", "minute"),
    ("BREBES, GemaPantura.example (12/3/2025) – ", "2025-03-11 17:00:00+00", "day"),
    ("Jadwal Panen Raya 12 Maret 2025\nBREBES - ", None, None),
    ("BREBES - Pada 12 Maret 2025 warga berkumpul. ", None, None),
)


@pytest.mark.parametrize(("head", "published", "precision"), HEADS)
def test_the_date_of_the_head_block_is_the_publication_date(
    tmp_path: Path, settings: Settings, head: str, published: str | None, precision: str | None
) -> None:
    (tmp_path / "a.txt").write_text(head + story(0), encoding="utf-8")
    pipeline.import_documents(settings, [tmp_path / "a.txt"])
    assert query(settings, "SELECT published_at::VARCHAR, published_precision FROM articles") == [
        (published, precision)
    ]
