"""Boxes of links inside the story."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

import pytest
from kliping.model import Article, Related, Source
from kliping.scrape import scrape

from tests.scrape.layouts import STORY, TITLE

URL = "https://www.kabarmuara.id/nusantara/read/77/panen-kabut"
HEADLINES = [
    "39 Penenun Jaring Dilatih di Pesisir Muara",
    "5 Cara Warga Menyimpan Air Hujan",
    "Harga ikan kembung naik dua kali lipat",
    "Kenapa Kabut Turun Setiap Dini Hari?",
]
BOXES = {
    "heading below heading": '<div class="kotak"><div><a href="/a/1"><div class="isi"><h3>BACA JUGA:</h3><h4>{}</h4></div></a></div></div>',
    "heading that holds the link": '<div class="kotak"><h4>Simak juga</h4><h5><a href="/a/1">{}</a></h5></div>',
    "list": '<div class="kotak"><strong>Berita terkait</strong><ul><li><a href="/a/1">{0}</a></li><li><a href="/a/2">{0}</a></li></ul></div>',
}


@pytest.mark.parametrize("headline", HEADLINES)
@pytest.mark.parametrize("box", BOXES)
def test_a_box_of_links_is_no_story(box: str, headline: str) -> None:
    paragraphs = [f"<p>{text}</p>" for text in STORY if len(text) > 60]
    paragraphs.insert(3, BOXES[box].format(headline))
    html = f"<title>{TITLE}</title><body><h1>{TITLE}</h1><div class=teks>{''.join(paragraphs)}</div>"
    article = scrape(html.encode(), url=URL, source=Source.GENERIC)
    assert list(article.paragraphs) == [text for text in STORY if len(text) > 60]
    assert any(headline in article.scraped_text[span.start : span.end] for span in article.removed)


def test_links_in_the_story_below_such_a_line_are_left_to_their_looks() -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in STORY if len(text) > 60)
    quoted = '<p>Lihat juga</p><p><a href="/peta">Peta jaring kabut di Muara Angin, dengan bak penampungnya, dibuat Yusran dan murid-muridnya.</a></p>'
    html = f"<title>{TITLE}</title><body><h1>{TITLE}</h1><div class=teks>{paragraphs}{quoted}{paragraphs}</div>"
    article = scrape(html.encode(), url=URL, source=Source.GENERIC)
    assert {span.rule for span in article.removed} & {"announced"} == set()


SITE = "https://www.kabarmuara.id"
HEADLINE = "Harga Ikan Kembung Naik Dua Kali Lipat"
LINKED = {
    "paragraph": '<p>Baca juga: <a href="/b/harga-ikan">{}</a></p>',
    "strong": '<p><strong>Baca Juga: <a href="/b/harga-ikan">{}</a></strong></p>',
    "label in the link": '<p><a href="/b/harga-ikan">Baca juga: {}</a></p>',
    "absolute": '<p>BACA JUGA: <a href="https://www.kabarmuara.id/b/harga-ikan">{}</a></p>',
    "without scheme": '<p>Simak juga: <a href="//www.kabarmuara.id/b/harga-ikan">{}</a></p>',
    "relative": '<p>Lihat juga: <a href="../../../b/harga-ikan">{}</a></p>',
    "fragment": '<p>Baca juga: <a href="/b/harga-ikan#isi">{}</a></p>',
    "box": '<div class="kotak"><h4>Baca juga</h4><h5><a href="/b/harga-ikan">{}</a></h5></div>',
    "list": '<div class="terkait"><strong>Berita terkait</strong><ul><li><a href="/b/harga-ikan">{}</a></li></ul></div>',
    "around a heading": '<div class="kotak"><a href="/b/harga-ikan"><h3>BACA JUGA:</h3><h4>{}</h4></a></div>',
    "card": '<article class="kartu"><a href="/b/harga-ikan"><img src=a></a><h3><a href="/b/harga-ikan">{}</a></h3><p>Para pedagang di pasar pelelangan menyebut angin timur yang kencang sebagai sebabnya.</p></article>',
    "whole card": '<article class="kartu"><a href="/b/harga-ikan"><div><h3>{}</h3><p>Para pedagang di pasar pelelangan menyebut angin timur yang kencang sebagai sebabnya.</p></div></a></article>',
    "a line of its own by its class": '<div><span class="text-xs">BACA JUGA</span><a class="block" href="/b/harga-ikan">{}</a></div>',
    "wrapped": '<p>Baca juga: <a href=" /b/harga-ikan "><em>{}</em>\n</a></p>',
}


def read(*inserted: str) -> Article:
    paragraphs = [f"<p>{text}</p>" for text in STORY if len(text) > 60]
    for n, one in enumerate(inserted):
        paragraphs.insert(2 + 2 * n, one)
    html = f"<html lang=id><title>{TITLE}</title><body><h1>{TITLE}</h1><div class=teks>{''.join(paragraphs)}</div>"
    return scrape(html.encode(), url=URL, source=Source.GENERIC)


@pytest.mark.parametrize("form", LINKED)
def test_a_related_headline_has_its_address(form: str) -> None:
    assert read(LINKED[form].format(HEADLINE)).related == (Related(HEADLINE, f"{SITE}/b/harga-ikan"),)


NOT_RELATED = {
    "tags": '<div class="label">Label: <a href="/label/desa-muara">Desa Muara Angin</a> <a href="/label/jaring">Jaring Kabut</a></div>',
    "the article before": '<nav class="navigation post-navigation"><h2>Navigasi pos</h2><div class="nav-previous"><a href="/b/harga-ikan">{}</a></div></nav>',
    "the article before, by rel": '<div class="nb"><a rel="prev" href="/b/harga-ikan"><span>Sebelumnya</span> {}</a></div>',
}


@pytest.mark.parametrize("form", NOT_RELATED)
def test_links_that_are_no_related_headlines(form: str) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in STORY if len(text) > 60)
    html = (
        f"<html lang=id><title>{TITLE}</title><body><article><h1>{TITLE}</h1><div class=teks>{paragraphs}</div>"
        f"{NOT_RELATED[form].format(HEADLINE)}</article>"
    )
    assert scrape(html.encode(), url=URL, source=Source.GENERIC).related == ()


def test_a_headline_without_a_link_has_none() -> None:
    assert read(f"<p>Baca juga: {HEADLINE}</p>").related == (Related(HEADLINE, None),)


def test_headlines_come_in_the_order_of_the_text() -> None:
    other = "Nelayan Tolak Tambang Pasir Laut"
    article = read(LINKED["box"].format(other).replace("harga-ikan", "tambang"), LINKED["paragraph"].format(HEADLINE))
    assert article.related == (Related(other, f"{SITE}/b/tambang"), Related(HEADLINE, f"{SITE}/b/harga-ikan"))


@pytest.mark.parametrize("href", ["#isi", "javascript:void(0)", "mailto:redaksi@kabarmuara.id", "https://[rusak", ""])
def test_what_is_no_address_is_none(href: str) -> None:
    assert read(f'<p>Baca juga: <a href="{href}">{HEADLINE}</a></p>').related == (Related(HEADLINE, None),)


def test_links_of_the_story_are_not_related() -> None:
    assert (
        read(
            '<p>Laporan lengkap dimuat dalam <a href="/laporan/kabut">Laporan Tahunan Air Bersih</a> milik desa itu.</p>'
        ).related
        == ()
    )
