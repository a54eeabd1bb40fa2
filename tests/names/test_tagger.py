"""Names in sentences written for Kliping and in the shared ones, and what holds of any text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kliping.names import tag
from kliping.names.features import SENTENCE_EDGE, describe_sentence
from kliping.names.tagger import LABELLED_KINDS
from kliping.names.tokens import split_tokens
from kliping.names.weights import names_weights

from bench.names import read_shared, score_names

HERE = Path(__file__).parent
FLOORS = tomllib.loads(HERE.parent.joinpath("floors.toml").read_text(encoding="utf-8"))["names"]
_MARK = re.compile(r"\[([pol]):([^]]+)\]")
_KINDS = {"p": "person", "o": "organisation", "l": "place"}


def read_marked_sentences() -> list[tuple[str, set[tuple[int, int, str]]]]:
    found = []
    for line in (HERE / "marked.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, at, spans = "", 0, set()
        for match in _MARK.finditer(line):
            text += line[at : match.start()]
            spans.add((len(text), len(text) + len(match[2]), _KINDS[match[1]]))
            text, at = text + match[2], match.end()
        found.append((text + line[at:], spans))
    return found


def test_names_written_for_kliping_stay_above_the_floor() -> None:
    marked = read_marked_sentences()
    assert len(marked) >= 30
    assert score_names(marked)["all"].f1 >= FLOORS["written"]["f1"]


def test_shared_names_stay_above_the_floor(shared_data: Path) -> None:
    scores = score_names(read_shared(shared_data / "names" / "dev.txt"))
    assert scores["all"].f1 >= FLOORS["shared"]["f1"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "“”", "(", "A", "¶", "😀 Jakarta", "PT", "JAKARTA, KOMPAS"])
def test_odd_texts_are_read(text: str) -> None:
    check_mentions(text)


WORDS = st.sampled_from(
    ["Prabowo", "di", "Jakarta", "PT", "Tbk.", "(", ")", "\n", ". ", '"', "Ma'ruf", "DPR/MPR", "M.", "ü", "5"]
)


@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=60))
def test_mentions_are_sorted_and_lie_in_the_text(text: str) -> None:
    check_mentions(text)


def check_mentions(text: str) -> None:
    mentions = tag(text)
    last = 0
    for start, end, kind in mentions:
        assert last <= start < end <= len(text)
        assert kind in LABELLED_KINDS.values()
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        last = end
    assert tag(text) == mentions


@pytest.mark.parametrize(
    "text",
    [
        "Wali Kota Bima, Feri Sofyan, bertemu PT Maju Jaya di Jakarta Pusat | Senin",
        "DPR/MPR, Kompleks Parlemen Senayan Jakarta Selatan DKI Jakarta Raya Baru",
        "tidak ada nama di sini",
    ],
)
def test_numbered_features_weigh_what_their_names_weigh(text: str) -> None:
    weights = names_weights()
    words = [word for word, _, _ in split_tokens(text)]
    edges = [SENTENCE_EDGE, SENTENCE_EDGE]
    _, fields = weights.weigh_words([*edges, *words, *edges])
    places, got = weights.neighbours.weigh_places(fields)
    named = {at + 2: features for at, features in describe_sentence(words)}
    assert places.tolist() == sorted(named)
    for place, row in zip(places.tolist(), got, strict=True):
        rows = [weights.known.get(name, 0) for name in named[place] if not name.startswith("g=")]
        np.testing.assert_allclose(row, weights.places[rows].sum(axis=0), atol=1e-4)


def test_a_word_of_a_persons_name_is_that_person_in_the_rest_of_the_text() -> None:
    text = "Kepala Dinas Lingkungan Hidup, Resti Drijo, datang.\nResti menyebut sampah naik."
    assert [text[start:end] for start, end, kind in tag(text) if kind == "person"] == ["Resti Drijo", "Resti"]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Kapolsek Jakabaring Kompol Sutrisman menduga pelaku kabur.", "Sutrisman"),
        ("Camat Cidaun Herlan Iskandar mengatakan jembatan putus.", "Herlan Iskandar"),
    ],
)
def test_the_place_of_an_office_is_no_part_of_a_persons_name(text: str, person: str) -> None:
    assert [text[start:end] for start, end, kind in tag(text) if kind == "person"] == [person]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Pasangan suami istri Sarkum (51) dan Juminah (48) ditemukan selamat.", "Sarkum"),
        ("Suporter lain, Adikna (29) juga puas dengan skor itu.", "Adikna"),
        ("Pelaku adalah Jumadil (62 tahun), warga setempat.", "Jumadil"),
        ("Kemudian, Tanurip (74) dibawa ke puskesmas.", "Tanurip"),
        ("Nasib serupa dialami Mahmudiah, 46 tahun, penjual rujak.", "Mahmudiah"),
        ("Jenazah Santer Kumolonimbang (64) dipulangkan kemarin.", "Santer Kumolonimbang"),
    ],
)
def test_an_age_shows_that_a_name_is_a_persons(text: str, person: str) -> None:
    assert person in {text[each.start : each.end] for each in tag(text) if each.kind == "person"}


@pytest.mark.parametrize(
    "text",
    [
        "Angka itu naik pada Kamis (26) lalu.", "Kasus terbanyak di Qatar (91); Kuwait (10).",
        "Lalu, 22 persen menyatakan tidak puas.", "Bupati (45) tidak hadir.", "Pasal (12) dan ayat (30) dihapus.",
    ],
)  # fmt: skip
def test_a_number_behind_another_word_shows_no_person(text: str) -> None:
    assert not [text[each.start : each.end] for each in tag(text) if each.kind == "person"]
