"""What themes put among the paragraphs of a story, and what looks like it and is the story; cards and lines of authors."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from kliping.model import Article, Source
from kliping.scrape import scrape

TITLE = "Warga Lembah Kasimbar Panen Perdana Vanili di Lahan Bekas Tambang"
STORY = [
    "Warga Lembah Kasimbar memanen vanili untuk pertama kali di lahan bekas tambang seluas empat hektare. Panen berlangsung sejak Senin.",
    "Ketua kelompok tani, Ruslan Lamakarate, mengatakan hasil panen perdana mencapai 310 kilogram polong basah.",
    "“Tiga tahun lalu tanah di sini keras seperti batu. Kami menanam lamtoro lebih dulu,” ujar Ruslan, Rabu (14/5/2025).",
    "Kelompok itu beranggotakan 27 keluarga. Setiap keluarga merawat sekitar dua ratus pohon dan menyerbukkan bunganya dengan tangan.",
    "Harga vanili kering di tingkat petani saat ini berkisar Rp 1,1 juta per kilogram.",
]
INSETS = yaml.safe_load(Path(__file__).with_name("insets.yml").read_text("utf-8"))
FORMS = {
    "theme": ('<div class="entry-content">{}</div>', "<p>{}</p>"),
    "framework": ('<div class="prose max-w-none">{}</div>', "<p>{}</p>"),
    "hashed": ('<div class="sc-i9r">{}</div>', '<div class="sc-k1">{}</div>'),
}


def read(
    inset: str, form: str = "theme", *, at: int = 2, byline: str = "Oleh Yuliana Mangge", tail: str = ""
) -> Article:
    around, paragraph = FORMS[form]
    lines = [paragraph.format(text) for text in STORY]
    lines.insert(at, inset)
    return scrape(
        f"<html lang=id><head><title>{TITLE} - Kabar Teluk</title></head><body><nav><a href=/daerah>Daerah</a></nav><main><h1>{TITLE}</h1>"
        f"<div>{byline}</div><div>15 Mei 2025, 10:20 WIB</div>{around.format(''.join(lines) + tail)}</main></body></html>".encode(),
        url="https://kabarteluk.id/ekonomi/warga-lembah-kasimbar-panen-perdana-vanili",
        source=Source.GENERIC,
    )


@pytest.mark.parametrize("name", INSETS["no story"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("at", [1, 3])
def test_insets_are_no_story(name: str, form: str, at: int) -> None:
    assert list(read(INSETS["no story"][name], form, at=at).paragraphs) == STORY


@pytest.mark.parametrize("name", INSETS["story"])
@pytest.mark.parametrize("form", FORMS)
def test_insets_that_are_the_story_are_kept(name: str, form: str) -> None:
    case = INSETS["story"][name]
    assert list(read(case["html"], form).paragraphs) == [*STORY[:2], *case["kept"], *STORY[2:]]


CARD = '<div><img src="u.jpg"><h4>{}</h4><p>Meliput pertanian dan nelayan sejak 2014, tinggal di Luwuk bersama dua kucing.</p></div>'


@pytest.mark.parametrize("form", FORMS)
def test_the_authors_card_ends_the_story(form: str) -> None:
    article = read("", form, tail=CARD.format("Yuliana Mangge"))
    assert (list(article.paragraphs), article.authors) == (STORY, ("Yuliana Mangge",))


def test_a_card_of_somebody_whom_no_byline_names_is_the_story() -> None:
    assert "Salma Togubu" in read("", tail=CARD.format("Salma Togubu")).paragraphs


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Penulis: Andi/Budi", ("Andi", "Budi")),
        ("Reporter: Ratna/Hasan", ("Ratna", "Hasan")),
        ("Penulis: Ratna/JPNN", ("Ratna",)),
        ("Penulis: Ratna/red", ("Ratna",)),
        ("Penulis: Ratna Puspita/Kaltim", ("Ratna Puspita",)),
        ("Penulis: Ratna Puspita/Gani Wibowo", ("Ratna Puspita", "Gani Wibowo")),
    ],
)  # fmt: skip
def test_names_of_one_word_that_a_slash_parts(line: str, authors: tuple[str, ...]) -> None:
    assert read("", byline=line).authors == authors


def test_a_label_of_an_advertisement_signs_nothing() -> None:
    assert read("<p>KONTEN PROMOSI</p>", byline="Yuliana Mangge").authors == ("Yuliana Mangge",)
