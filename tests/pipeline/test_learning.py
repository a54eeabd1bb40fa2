"""Boilerplate that no rule knows is learned from what recurs, pinned, and cut; stories keep what they share."""

from __future__ import annotations

import json
from pathlib import Path

from kliping import pipeline
from kliping.settings import Settings

from tests.pipeline.tables import query

BOILERPLATE = "Portal warga Kedung Ombo, dekat dan hangat setiap hari dari pagi hingga malam"
"""So long that the cleaner leaves it where nothing was learned."""
LAW = "Pasal 12 menyebut bahwa setiap warga berhak atas air bersih dari sumur milik desa mereka."


def write_corpus(path: Path, *, boilerplate: str, first: int, count: int) -> None:
    """Articles of one outlet, each with its own story, a quoted law that they share, and a line of boilerplate."""
    subjects = ("irigasi", "jembatan", "posyandu", "sekolah", "pasar", "sumur", "jalan desa", "balai warga")
    with path.open("w", encoding="utf-8") as f:
        for n in range(first, first + count):
            subject = subjects[n % len(subjects)]
            story = (
                f"Perbaikan {subject} di Dusun {n} mulai dikerjakan oleh warga dengan dana yang mereka kumpulkan.\n"
                f"{LAW}\n"
                f"Kepala dusun ke-{n} mengatakan pekerjaan {subject} itu selesai dalam {n + 3} pekan.\n{boilerplate}"
            )
            row = {"text": story, "title": f"Warga Dusun {n} Memperbaiki {subject.title()} Bersama",
                   "url": f"https://kedungombo.example/berita/{n}"}  # fmt: skip
            f.write(json.dumps(row) + "\n")


def test_furniture_is_learned_and_a_shared_sentence_survives(tmp_path: Path, settings: Settings) -> None:
    write_corpus(tmp_path / "satu.jsonl", boilerplate=BOILERPLATE, first=0, count=8)
    pipeline.import_documents(settings, [tmp_path / "satu.jsonl"])
    assert query(settings, "SELECT count(*) FROM articles WHERE contains(body, ?)", BOILERPLATE) == [(0,)], (
        "an import counts what recurs in it before it cleans"
    )
    snapshot = pipeline.learn_boilerplate(settings)
    assert snapshot.shares["kedungombo.example"]
    write_corpus(tmp_path / "dua.jsonl", boilerplate=BOILERPLATE, first=8, count=4)
    pipeline.import_documents(settings, [tmp_path / "dua.jsonl"])
    new = "FROM articles WHERE learned_snapshot = ?"
    kept = query(settings, f"SELECT count(*), bool_and(contains(body, ?)) {new}", LAW, snapshot.version)
    assert kept == [(12, True)], "the first import had pinned the same blocks"
    assert query(settings, f"SELECT count(*) {new} AND contains(body, ?)", snapshot.version, BOILERPLATE) == [(0,)]
    rules = query(settings, 'SELECT DISTINCT rule FROM removed_spans WHERE "text" = ?', BOILERPLATE)
    assert rules == [("learned",)]


def test_reprocess_cuts_what_was_learned_from_what_was_loaded(tmp_path: Path, settings: Settings) -> None:
    """In place: the outlet changed nothing, so no revision is recorded; learning twice learns the same."""
    write_corpus(tmp_path / "satu.jsonl", boilerplate=BOILERPLATE, first=0, count=8)
    loaded = pipeline.import_documents(settings, [tmp_path / "satu.jsonl"])
    first = pipeline.learn_boilerplate(settings)
    day = pipeline.read_plan(settings, loaded.run).day
    pipeline.reprocess_days(settings, first=day, last=day)
    assert query(settings, "SELECT count(*) FROM articles WHERE contains(body, ?)", BOILERPLATE) == [(0,)]
    assert query(settings, "SELECT count(*) FROM articles WHERE contains(body, ?)", LAW) == [(8,)]
    assert query(settings, "SELECT count(*) FROM article_revisions") == [(0,)]
    assert pipeline.learn_boilerplate(settings).version == first.version


def test_what_is_cut_is_listed_with_an_example_and_can_be_unpinned(tmp_path: Path, settings: Settings) -> None:
    write_corpus(tmp_path / "satu.jsonl", boilerplate=BOILERPLATE, first=0, count=8)
    loaded = pipeline.import_documents(settings, [tmp_path / "satu.jsonl"])
    (cut,) = pipeline.list_learned_cuts(settings, pipeline.learn_boilerplate(settings))
    assert (cut.outlet, cut.text, cut.articles, cut.looked_at) == ("kedungombo.example", BOILERPLATE, 8, 8)
    assert "itu selesai dalam" in cut.before
    assert cut.url.startswith("https://kedungombo.example/berita/")
    assert pipeline.unpin_snapshot(settings)
    assert pipeline.unpin_snapshot(settings) == ""
    day = pipeline.read_plan(settings, loaded.run).day
    pipeline.reprocess_days(settings, first=day, last=day)
    assert query(settings, "SELECT count(*) FROM articles WHERE contains(body, ?)", BOILERPLATE) == [(8,)]
    assert query(settings, "SELECT count(*) FROM article_revisions") == [(0,)]
