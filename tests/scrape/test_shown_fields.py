"""Fields that a page shows and states nowhere: its picture, the name below its date, a path without a name."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

import pytest
from kliping.model import Article, Source
from kliping.scrape import scrape

from tests.scrape.test_insets import STORY, TITLE

DATE = "<p>Kamis, 15 Mei 2025 10:20 WIB</p>"


def read(top: str = "", *, inside: str = "", head: str = "", below: str = "") -> Article:
    story = [f"<p>{text}</p>" for text in STORY]
    story.insert(2, inside)
    return scrape(
        f"<html lang=id><head><title>{TITLE} - Kabar Teluk</title>{head}</head><body><div class=top><img src='/img/kepala.jpg'><a href=/daerah>Daerah</a></div>"
        f"<div class=row><div class=col>{top.replace('TITLE', f'<h1>{TITLE}</h1>')}<div class=isi>{''.join(story)}</div></div>{below}</div></body></html>".encode(),
        url="https://kabarteluk.id/ekonomi/warga-lembah-kasimbar-panen-perdana-vanili",
        source=Source.GENERIC,
    )


PHOTO = "https://kabarteluk.id/img/panen.jpg"


@pytest.mark.parametrize(
    ("top", "inside"),
    [
        (f"TITLE{DATE}<img src='/img/panen.jpg'>", ""),
        (f"TITLE{DATE}<figure><a href='/img/panen-besar.jpg'><img src='/img/panen.jpg'></a><figcaption>Panen</figcaption></figure>", ""),
        (f"TITLE{DATE}<img src='data:image/gif;base64,R0lG' data-src='/img/panen.jpg'>", ""),
        (f"TITLE{DATE}<amp-img src='/img/panen.jpg' width=800></amp-img>", ""),
        (f"<img src='/img/panen.jpg'>TITLE{DATE}", ""),
        (f"TITLE<img class=avatar src='/img/u.jpg'><img src='/img/logo.png'><img src='/i/x.svg'><img src='/i/y.jpg' width=48>{DATE}<img src='/img/panen.jpg'>", ""),
        (f"TITLE{DATE}", "<img src='/img/panen.jpg'>"),
        (f"TITLE{DATE}", "<div class=baca-juga><img src='/img/lain.jpg'></div><a href='/a/berita-lain-lagi'><img src='/img/lagi.jpg'></a><img src='/img/panen.jpg'>"),
    ],
)  # fmt: skip
def test_the_picture_of_a_page_that_states_none(top: str, inside: str) -> None:
    assert read(top, inside=inside, below="<div><img src='/img/populer.jpg'></div>").image == PHOTO


def test_a_page_without_a_picture_of_its_own_has_none() -> None:
    article = read(f"TITLE{DATE}", below="<div class=populer><a href=/a/b-c-d><img src='/img/populer.jpg'></a></div>")
    assert article.image is None


def test_a_stated_picture_goes_before_a_shown_one() -> None:
    stated = '<meta property="og:image" content="/img/og.jpg">'
    assert read(f"TITLE{DATE}<img src='/img/panen.jpg'>", head=stated).image == "https://kabarteluk.id/img/og.jpg"


@pytest.mark.parametrize(
    ("top", "authors"),
    [
        (f"TITLE{DATE}<p>Yuliana Mangge</p>", ("Yuliana Mangge",)),
        (f"TITLE{DATE}<h4>Vanili Kasimbar</h4>", ()),
        (f"TITLE{DATE}<p><a href=/ekonomi>Ekonomi Desa</a></p>", ()),
        (f"TITLE{DATE}<p>Sulawesi Tengah</p>", ()),
        (f"TITLE<div><a href='/@yuliana'>Yuliana Mangge</a></div>{DATE}", ("Yuliana Mangge",)),
        (f"TITLE<div><a href='/ekonomi'>Ekonomi Desa</a></div>{DATE}", ()),
    ],
)  # fmt: skip
def test_names_without_a_label(top: str, authors: tuple[str, ...]) -> None:
    assert read(top).authors == authors


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("<nav><a href=/>Home</a> > <a href=/ekonomi>Ekonomi</a></nav>", "Ekonomi"),
        ("<nav><a href=/>Beranda</a> / <a href=/ekonomi>Ekonomi</a></nav>", "Ekonomi"),
        ("<nav><a href=/>Home</a> <a href=/ekonomi>Ekonomi</a></nav>", None),
        ("<nav class=menu><a href=/>Home</a> / <a href=/ekonomi>Ekonomi</a></nav>", None),
    ],
)
def test_a_path_in_an_element_of_links(path: str, section: str | None) -> None:
    assert read(f"{path}TITLE{DATE}").section == section
