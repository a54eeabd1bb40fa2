"""The reader: what it cuts from texts of outlets that nobody trained it on, and what it must leave alone."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kliping.clean import clean, explain
from kliping.clean.folded_text import FoldedText
from kliping.clean.reader import sequence, weights
from kliping.clean.reader.cutting import cut_pieces
from kliping.clean.reader.features import describe_pieces
from kliping.clean.reader.weights import OFFSETS, OUTSIDE, SEEN, reader_weights
from kliping.clean.rules import finder

from .marked import Marked, articles
from .test_scores import hold, score

CORPORA = ("traps", "unseen", "pages", "oneline", "clean")
LINES = [
    "Warga Desa Sukamaju memanen jagung di lahan seluas dua hektare pada awal pekan.",
    "Baca juga: Harga Beras Naik Lagi di Pasar Induk", "Editor: Budi Santoso", "(abc/def)", "Copyright 2025 Kabar Kita",
    "Ikuti saluran WhatsApp kami", "1. Dewi Lestari", "Bahan:", "- 200 gram tepung", "Berita Terkait", "3 jam lalu",
    "JAKARTA, KABARKITA.com - Harga naik.", "Foto: Dewi/Kabar Kita", "#tagar", "", "İstanbul", "\ud800", "2-1 (1-0)",
]  # fmt: skip


@pytest.mark.parametrize("name", CORPORA)
def test_scores_of_texts_written_for_kliping(name: str) -> None:
    hold(name, score({"text": a.text, "title": a.title, "spans": a.spans} for a in articles(f"{name}.txt")))


@pytest.mark.parametrize("article", articles("clean.txt"), ids=lambda article: article.name)
def test_a_text_without_boilerplate_stays_whole(article: Marked) -> None:
    assert clean(article.text, title=article.title).removed == ()


@pytest.mark.parametrize(
    "article", [*articles("signed.txt"), *articles("signed.txt", line_break=" ")], ids=lambda article: article.name
)
def test_what_is_behind_a_signature_is_cut_unless_it_goes_on_with_the_story(article: Marked) -> None:
    cut = {at for span in clean(article.text, title=article.title).removed for at in range(span.start, span.end)}
    marked = {at for start, end, _ in article.spans for at in range(start, end)}
    behind = {at for start, end, kind in article.spans if kind == "related" for at in range(start, end)}
    space = {at for at, character in enumerate(article.text) if character.isspace()}
    assert cut <= marked | space
    assert behind <= cut | space


@given(st.lists(st.sampled_from(LINES), max_size=25), st.sampled_from(["\n", "\n\n", " ", ""]))
@settings(max_examples=150, deadline=None)
def test_pieces_hold_every_character_once(lines: list[str], joint: str) -> None:
    reading = FoldedText.of(joint.join(lines))
    pieces = cut_pieces(reading, finder.find_boilerplate(reading), "")
    held = [at for start, end in pieces for at in range(start, end)]
    assert held == sorted(set(held))
    assert {at for at, character in enumerate(reading.text) if not character.isspace()} <= set(held)


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=25))
@settings(max_examples=100, deadline=None)
def test_odds_are_chances(lines: list[str]) -> None:
    reading = FoldedText.of("\n".join(lines))
    found = finder.find_boilerplate(reading)
    pieces = describe_pieces(reading, found, cut_pieces(reading, found, ""), "")
    if pieces:
        odds = np.array(sequence.label_odds(pieces, reader_weights()))
        assert odds.shape == (len(pieces), len(reader_weights().labels.names))
        assert np.all(odds >= 0)
        assert np.allclose(odds.sum(axis=1), 1, atol=1e-4)


@pytest.mark.parametrize("name", CORPORA)
def test_scores_are_the_sums_of_all_features(name: str) -> None:
    model = reader_weights()
    width = len(model.labels.names)
    for article in articles(f"{name}.txt")[:12]:
        reading = FoldedText.of(article.text)
        found = finder.find_boilerplate(reading)
        pieces = describe_pieces(reading, found, cut_pieces(reading, found, ""), "")
        names = [model.name_features(piece.features) for piece in pieces]
        for index, scores in enumerate(sequence.score_pieces(pieces, model)):
            summed = np.zeros_like(scores)
            for number, offset in enumerate(OFFSETS):
                there = names[index + offset] if 0 <= index + offset < len(pieces) else ["~~" + OUTSIDE]
                for each in there:
                    if each.startswith(SEEN[abs(offset)]):
                        summed += model.weigh_feature(each)[number * width : (number + 1) * width]
            assert np.allclose(scores, summed, atol=1e-3)


def test_every_removal_of_the_model_names_kind_and_model() -> None:
    for article in articles("unseen.txt"):
        for span in clean(article.text, title=article.title).removed:
            assert span.kind
            assert span.rule


def test_an_explanation_names_what_weighed_most() -> None:
    article = next(a for a in articles("unseen.txt") if a.spans)
    explained = explain.explain_text(article.text, article.title)
    removed = [piece for piece in explained if piece.removed]
    assert removed
    assert all(piece.features for piece in removed)
    kept = "".join(clean(article.text, title=article.title).text.split())
    assert "".join(removed[0].text.split()) not in kept or len(removed[0].text) < 20


def test_the_weights_are_read_without_the_trainer(repository: Path) -> None:
    program = (
        "import sys; sys.modules['pycrfsuite'] = None\n"
        "from kliping.clean import clean\n"
        "assert clean('Harga naik di pasar.\\nEditor: Budi Santoso').removed"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=repository / "plugins")


def test_threads_that_begin_together_have_the_same_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are looked at for notices by the threads that fetch them; one thread's numbers are not another's."""
    monkeypatch.setattr(weights, "_used", [])
    began = Barrier(8)

    def begin(_: int) -> object:
        began.wait()
        return reader_weights()

    with ThreadPoolExecutor(8) as threads:
        assert len(set(map(id, threads.map(begin, range(8))))) == 1
