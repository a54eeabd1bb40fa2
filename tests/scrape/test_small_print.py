"""The line below a picture that only its print tells from the story's first."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

import pytest
from kliping.model import Source
from kliping.scrape import scrape

TITLE = "Warga Lembah Sari Tanam Seribu Pohon Aren"
STORY = (
    "Warga Desa Lembah Sari menanam seribu pohon aren di lereng yang longsor pada musim hujan lalu.",
    "Kepala desa mengatakan bibit aren dibagikan kepada setiap keluarga yang memiliki kebun di lereng itu.",
    "Pohon aren dipilih karena akarnya menahan tanah dan niranya dapat disadap setelah delapan tahun.",
    "Dinas kehutanan akan memeriksa tanaman itu setiap tiga bulan bersama kelompok tani setempat.",
)
LINE = "Warga menanam bibit aren di lereng Desa Lembah Sari, Minggu pagi."
BEHIND_PICTURE = {
    "Bootstrap's muted": '<img src="a.jpg"><p class="text-muted">{}</p>',
    "muted, in a card": '<div><img src="a.jpg" alt=""><div class="card-body"><p class="text-muted small">{}</p></div></div>',
    "Tailwind's": '<div><picture><img src="a.jpg"></picture></div><p class="mt-2 text-xs text-gray-500">{}</p>',
    "slanted, in another box": '<div><a href="/a"><img src="a.jpg"></a></div><div><p><em>{}</em></p></div>',
    "small, behind a break": '<p><img src="a.jpg"><br><small>{}</small></p>',
    "called a caption, though a paragraph": '<img src="a.jpg"><p class="wp-caption-text">{}</p>',
    "slanted, in a table": '<table><tr><td><img src="a.jpg"></td></tr><tr><td><font size="1"><i>{}</i></font></td></tr></table>',
    "small letters of old pages": '<div><img src="a.jpg"></div><div><font size="1">{}</font></div>',
    "a programmer's class": '<div class="gb"><img src="a.jpg"></div><div class="ket">{}</div>',
}


def read_paragraphs(picture: str, *, kind: str = "") -> tuple[str, ...]:
    story = "".join(f"<p{kind}>{text}</p>" for text in STORY)
    return scrape(
        f"<html lang=id><title>{TITLE}</title><body><div><h1>{TITLE}</h1><p>Minggu, 9 Maret 2025 | 10:15 WIB</p>"
        f"{picture}<div>{story}</div></div></body></html>".encode(),
        url="https://lembahsari.test/desa/warga-tanam-seribu-pohon-aren",
        source=Source.GENERIC,
    ).paragraphs


@pytest.mark.parametrize("form", BEHIND_PICTURE)
def test_small_print_behind_a_picture_is_its_caption(form: str) -> None:
    assert read_paragraphs(BEHIND_PICTURE[form].format(LINE)) == STORY


def test_a_paragraph_in_the_storys_own_print_is_none() -> None:
    picture = f'<img src="a.jpg"><p class="text-muted">{LINE}</p>'
    assert read_paragraphs(picture, kind=' class="text-muted"') == (LINE, *STORY)


def test_small_print_without_a_picture_before_it_is_none() -> None:
    assert read_paragraphs(f'<p class="text-muted">{LINE}</p>') == (LINE, *STORY)


ADVERTISEMENT = "<div><p>ADVERTISEMENT</p><p>SCROLL TO CONTINUE WITH CONTENT</p></div>"


@pytest.mark.parametrize("behind", [ADVERTISEMENT, f"<p>{STORY[1]}</p><h3>Bambang Setiawan</h3>"])
def test_a_first_paragraph_that_is_the_description_is_kept(behind: str) -> None:
    """A line in capitals, or one after the next paragraph, is no byline that would make it a standfirst."""
    rest = "".join(f"<p>{text}</p>" for text in STORY if text not in behind and text != STORY[0])
    article = scrape(
        f'<html lang=id><title>{TITLE}</title><meta name="description" content="{STORY[0]}"><body><div><h1>{TITLE}</h1>'
        f"<p>Minggu, 9 Maret 2025 | 10:15 WIB</p><div><p>{STORY[0]}</p>{behind}{rest}</div></div></body></html>".encode(),
        url="https://lembahsari.test/desa/warga-tanam-seribu-pohon-aren",
        source=Source.GENERIC,
    )
    assert article.paragraphs[0] == STORY[0]
