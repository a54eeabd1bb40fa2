"""Where headlines end, and what looks like one and is story."""

from __future__ import annotations

import pytest
from kliping.clean import clean

LEAD = "Warga Desa Sukamaju memanen jagung pada awal pekan."
SENTENCE_CASE = [
    "Harga cabai di Medan turun",
    "Pemkab Garut siapkan gudang penyimpanan jagung",
    "BMKG: Waspada hujan lebat di sejumlah wilayah",
    "Wapres minta penyaluran bansos tepat sasaran",
    "Dua desa di Lebak terendam banjir",
]
SENTENCES = [
    "Pedagang meminta pemerintah menjaga pasokan menjelang Lebaran.",
    "Bupati Lebak Iti Octavia mengatakan warga sudah mengungsi.",
    '"Kami siap membantu," kata dia.',
    "Selain itu, pemerintah daerah menyiapkan dapur umum.",
]


@pytest.mark.parametrize("joint", ["", "  ", "\n"], ids=["lost", "wide", "line"])
@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("headline", SENTENCE_CASE)
def test_a_headline_in_sentence_case_takes_no_story_with_it(headline: str, sentence: str, joint: str) -> None:
    cleaned = clean(f"{LEAD}\nBaca juga: {headline}{joint}{sentence} Tidak ada korban jiwa.\nWarga pulang.")
    assert cleaned.text.split("\n")[1] == f"{sentence} Tidak ada korban jiwa."
    assert [related.title for related in cleaned.related] == [headline]


SUBHEADINGS = [
    "Kandungan Gizi yang Terdapat di Dalam Daun Kelor Segar dan Kering",
    "Keluarga Korban Minta Perusahaan Otobus Bertanggung Jawab Penuh",
    "Syarat dan Ketentuan Pendaftaran Program Beasiswa Daerah Tahun 2025",
    "Mengapa Harga Cabai Selalu Naik Menjelang Hari Raya Idul Fitri?",
    "Kepala Biro Komunikasi dan Layanan Informasi Kementerian Pertanian Deni",
]


@pytest.mark.parametrize("subheading", SUBHEADINGS)
def test_a_subheading_whose_line_breaks_are_lost_is_story(subheading: str) -> None:
    assert clean(f"{LEAD} Hujan turun.{subheading}Menurut camat, hasil panen lebih baik. Warga senang.").removed == ()


def test_a_subheading_that_speaks_of_the_story_is_story_though_the_story_is_signed() -> None:
    text = f"{LEAD} Hujan turun.Camat Minta Petani Jagung Desa Sukamaju Tunda Panen Raya{LEAD} Warga senang. (abc/def)"
    assert [span.rule for span in clean(text).removed] == ["initials"]


def test_a_headline_among_the_boxes_of_a_page_is_no_story() -> None:
    bare = "Presiden Minta Bantuan Korban Banjir Demak Segera Disalurkan"
    cleaned = clean(f"{LEAD} Hujan turun.{bare}Camat senang.[Gambas:Video Kabar] Warga pulang ke rumah. (abc/def)")
    assert [related.title for related in cleaned.related] == [bare]


@pytest.mark.parametrize(
    ("text", "removed"),
    [
        ("Baca juga: Ini Kata PT Kereta Api  kaus itu laris manis, kata Sri.", "Baca juga: Ini Kata PT Kereta Api"),
        ("Pilihan RedaksiKlub Ini Gabung Liga Utama Musim Depan'Rajawali' menang telak, kata Sri.", None),
        ("Baca juga: ‘Tak Ingin Terlambat’ Pemkot Sabang Desak Perbaikan Dermaga", None),
        ("Baca Juga\nPasar Ikan Muara Baru Ditata Ulang Mulai Bulan Depan\nCamat setuju.", None),
        ("Baca Juga\n1. Pasar Ikan Muara Baru Ditata Ulang Mulai Bulan Depan\nCamat setuju.", "Baca Juga"),
        ("Baca Juga\nHarga Jagung Naik\nCamat setuju.", "Baca Juga"),
        ("Berita lainnya: harga kertas naik, kata penjual. Camat setuju.", ""),
    ],
)
def test_end_of_an_announced_headline(text: str, removed: str | None) -> None:
    expected = {
        "Pilihan": "Pilihan RedaksiKlub Ini Gabung Liga Utama Musim Depan",
        "Baca juga: ‘": text,
        "Baca Juga\nP": text.rpartition("\n")[0],
    }
    if removed is None:
        removed = next(value for start, value in expected.items() if text.startswith(start))
    whole = f"{LEAD}\n{text}"
    got = "".join(whole[span.start : span.end] for span in clean(whole).removed)
    assert got.replace("\n", "") == removed.replace("\n", "")


@pytest.mark.parametrize(
    ("call", "story"),
    [
        ("Ikuti berita Kabar Kita di Google News", '"Kami kirim tiap bulan," kata dia.'),
        ("Ikuti berita dari kabarkita.co di Google News, klik di sini", "Polisi berjaga."),
    ],
)
def test_a_call_to_follow_ends_at_a_lost_break(call: str, story: str) -> None:
    cleaned = clean(f"{LEAD}\n{call}{story}")
    assert cleaned.text == f"{LEAD}\n{story}"
    assert [span.kind for span in cleaned.removed] == ["follow"]


def test_what_a_removal_leaves_on_the_line_is_looked_at() -> None:
    """With every line break turned to a space, boilerplate after boilerplate begins no sentence."""
    assert clean(f"{LEAD} Editor: Dewi Lestari Tag: panen, jagung").text == LEAD


def test_a_paragraph_that_says_one_thing_twice_is_story() -> None:
    refrain = "Warga memanen kabut setiap pagi di punggung bukit yang tinggi di sebelah utara desa."
    assert clean(f"{LEAD}\n{refrain} {refrain}\n{LEAD}").removed == ()


def test_a_pulled_quotation_above_the_dateline_is_story() -> None:
    quotation = '"Segera laporkan benda yang mencurigakan." DEWI LESTARI, Camat Sukamaju'
    assert clean(f"{quotation}\nKABARKITA.COM, BANDUNG - {LEAD}").text == f"{quotation}\n{LEAD}"
