"""What holds for any text whatever."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from kliping.clean import clean
from kliping.model import REMOVED_KINDS, Cleaned

PIECES = [
    "Baca juga: ", "BACA JUGA:", "Simak Video ", "Pilihan Redaksi", "Harga Beras Naik Lagi di Pasar Induk",
    "(abc/def)", "[ns/ab]", "JAKARTA, KOMPAS.com - ", "Liputan6.com, Jakarta", "Editor: Budi Santoso", "Penulis: ",
    "Advertisement", "\n", "\n\n", "  ", " ", '\xa0', '\u200b', "&amp;", "&nbsp;", "â€œ", "Ã©", "“", "”", '"', "'",
    "(", ")", "[", "]", ".", "?", ":", "-", "#tagar ", "İ", "ß", "Warga mulai mengungsi sejak pagi.", "kata dia",
    "Menurut Camat setempat, air mulai surut.", "[Gambas:Video 20detik]", '\ud800', "Sumber: KabarKita.com",
    "Copyright © 2025", "Halaman selanjutnya", "Bagikan", "1. ", "Foto: Dewi/KabarKita", "TrumpSementara",
]  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(alphabet=st.characters(), max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
)

SENTENCES = [
    "Warga Desa Sukamaju memanen jagung di lahan seluas dua hektare pada awal pekan.",
    "Menurut camat, hasil panen tahun ini lebih baik daripada tahun lalu.",
    '"Kami senang karena hujan turun teratur," kata Asep, petani setempat.',
    "Pemerintah daerah menyiapkan gudang untuk menyimpan hasil panen warga.",
    "Sebelumnya, harga jagung sempat turun karena pasokan dari luar daerah.",
]
HEADLINES = [
    "Harga Beras Naik Lagi Menjelang Akhir Bulan Ini",
    "Petani Lereng Gunung Minta Pemerintah Bangun Irigasi Baru",
    "Jembatan Gantung di Lebak Ditutup Sementara",
]
BOILERPLATE = st.one_of(
    st.sampled_from(HEADLINES).flatmap(
        lambda h: st.sampled_from([f"Baca juga: {h}", f"BACA JUGA: {h}", f"Simak juga: {h}"])
    ),
    st.sampled_from(
        ["ADVERTISEMENT", "[Gambas:Video 20detik]", "SCROLL TO CONTINUE WITH CONTENT", "Bagikan:", "Baca Juga"]
    ),
)


@st.composite
def generated(draw: st.DrawFn) -> str:
    """An article: a dateline, paragraphs with boilerplate between them, initials; line breaks kept or lost."""
    joint = draw(st.sampled_from(["\n", "\n\n", ""]))
    parts = [
        draw(st.sampled_from(["JAKARTA, KABARKITA.com - ", "Bandung (ANTARA) - ", ""]))
        + draw(st.sampled_from(SENTENCES))
    ]
    parts += draw(st.lists(st.one_of(st.sampled_from(SENTENCES), BOILERPLATE), min_size=1, max_size=6))
    parts.append(draw(st.sampled_from(SENTENCES)))
    return joint.join(parts) + draw(st.sampled_from(["", " (abc/def)", "\n(dwi)", "\nEditor: Budi Santoso"]))


def conserved(text: str, cleaned: Cleaned) -> None:
    """Law 2: the given text is the kept text and the removed spans, and the repairs added and dropped nothing else."""
    kept, at = [], 0
    for span in cleaned.removed:
        assert 0 <= at <= span.start < span.end <= len(text)
        assert span.kind in REMOVED_KINDS
        assert span.rule
        kept.append(text[at : span.start])
        at = span.end
    whole = "".join(kept) + text[at:]
    if not cleaned.repairs:
        assert cleaned.text == whole
    if not {"encoding", "entities", "invisible"} & set(cleaned.repairs):
        assert "".join(cleaned.text.split()) == "".join(whole.split())


@given(ANY_TEXT)
@settings(max_examples=400, deadline=None)
def test_text_is_conserved_and_nothing_raises(text: str) -> None:
    conserved(text, clean(text))


@given(st.lists(ANY_TEXT, max_size=4), st.one_of(st.none(), st.text(max_size=60)))
@settings(max_examples=100, deadline=None)
def test_blocks_and_titles_are_conserved_too(blocks: list[str], title: str | None) -> None:
    conserved("\n".join(blocks), clean(blocks, title=title))


GLUED = "Warga Desa Sukamaju memanen jagung di lahan seluas dua hektare pada awal pekan."


@example(f"{GLUED}{GLUED}Baca JugaMenurut camat, hasil panen tahun ini lebih baik daripada tahun lalu.")
@given(generated())
@settings(max_examples=150, deadline=None)
def test_cleaning_what_is_clean_removes_nothing(text: str) -> None:
    once = clean(text)
    twice = clean(once.text)
    assert twice.removed == ()
    assert twice.text == once.text


def test_a_line_between_two_removals_is_looked_at_too() -> None:
    text = f"{SENTENCES[0]}ADVERTISEMENTBagikan:ADVERTISEMENT{SENTENCES[1]}"
    assert clean(text).text == f"{SENTENCES[0]}\n{SENTENCES[1]}"


@example(
    f"JAKARTA, KABARKITA.com - {GLUED}Simak juga: Harga Beras Naik Lagi Menjelang Akhir Bulan Ini{GLUED}"
    f"Simak juga: Petani Lereng Gunung Minta Pemerintah Bangun Irigasi Baru{GLUED}"
)
@example(
    f"JAKARTA, KABARKITA.com - {GLUED}BACA JUGA: Petani Lereng Gunung Minta Pemerintah Bangun Irigasi Baru{GLUED}"
    f"BACA JUGA: Harga Beras Naik Lagi Menjelang Akhir Bulan Ini{SENTENCES[0]}"
)
@given(generated())
@settings(max_examples=150, deadline=None)
def test_no_sentence_of_a_generated_story_is_lost(text: str) -> None:
    kept = "".join(clean(text).text.split())
    for sentence in SENTENCES:
        assert kept.count("".join(sentence.split())) == text.count(sentence)


def test_processes_agree(repository: Path) -> None:
    """Whatever order their sets and hashes have: each process of a run cleans as the others do."""
    code = (
        "import hashlib; from kliping.clean import clean; from tests.clean.marked import articles\n"
        "print(hashlib.sha256(repr([clean(one.text) for one in articles()]).encode()).hexdigest())"
    )
    found = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": "plugins:."}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=repository, env=environment, capture_output=True, text=True, check=True
        )
        found.add(done.stdout)
    assert len(found) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "\x00",
        "\ud800\udfff",
        "(" * 5000,
        "Baca juga:" * 5000,
        "“" * 5000,
        "A. " * 5000,
        "#a " * 3000,
        "\u200b" * 5000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_texts_come_back_whole(text: str) -> None:
    conserved(text, clean(text))


@pytest.mark.full
def test_the_corpora_come_out_clean(shared_data: Path) -> None:
    """No character is lost or made up, and the second cleaning finds nothing, in all but one text of a thousand.

    The reader looks again at what it was unsure of; what it was sure of may look otherwise without what stood around.
    """
    again = []
    with gzip.open(shared_data / "text" / "unlabelled.jsonl.gz", "rt", encoding="utf-8") as lines:
        docs = [json.loads(line) for line in lines]
    for doc in docs:
        cleaned = clean(doc["text"], title=doc["title"])
        conserved(doc["text"], cleaned)
        if clean(cleaned.text, title=doc["title"]).removed:
            again.append(doc["url"])
    assert len(again) <= len(docs) / 1000, again


HOSTILE_PIECES = json.loads(Path(__file__).with_name("hostile_pieces.json").read_text(encoding="utf-8"))
"""Pieces that cost much where they are repeated; the benchmark times the same ones."""


@pytest.mark.full
@pytest.mark.parametrize("piece", HOSTILE_PIECES.values(), ids=HOSTILE_PIECES)
def test_a_long_text_costs_what_its_length_does(piece: str) -> None:
    """Sixteen times the text takes about sixteen times as long; in quadratic time it would take 256 times."""

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        clean(text)
        return time.process_time() - began

    assert seconds(4_800_000) < 48 * seconds(300_000)
