"""Boxes of links inside the story."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

import pytest
from kliping.model import Source
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
