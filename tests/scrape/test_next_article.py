"""Pages that hold the next article, too: for readers who scroll on. Only the first is the page's."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

import pytest
from kliping.model import Source
from kliping.scrape import scrape

from tests.scrape.layouts import STORY, TITLE

URL = "https://kabarmuara.id/nusantara/4411/warga-kampung-nelayan-panen-air-dari-kabut"
OWN = "".join(f"<p>{text}</p>" for text in STORY)
NEXT = (
    "<p>Pasar ikan di dermaga lama dibongkar mulai Senin karena tiang penyangganya keropos dimakan air laut.</p>"
    "<p>Sebanyak enam puluh pedagang dipindahkan ke gedung sementara di sebelah kantor pelabuhan selama setahun.</p>"
    "<p>Kepala pasar, Rusdi, mengatakan pedagang tidak dipungut sewa selama berada di tempat sementara itu.</p>"
    "<p>Gedung yang baru akan memiliki ruang pendingin sehingga ikan tidak perlu dibawa pulang setiap malam.</p>"
)
DATE = "<div class=date>Selasa, 26 November 2024 10:05 WIB</div>"

WITH_NEXT = {
    "two articles": f"<article><h1>{TITLE}</h1>{DATE}<div>{OWN}</div></article><article><h1>Pasar Ikan Pindah</h1>{NEXT}</article>",
    "a lower headline": f"<main><article><h1>{TITLE}</h1>{DATE}{OWN}</article><article><h2>Pasar Ikan Pindah</h2>{NEXT}</article></main>",
    "boxes without names": f"<div><div><h1>{TITLE}</h1>{DATE}<div>{OWN}</div></div><div><h1>Pasar Ikan Pindah</h1>{DATE}<div>{NEXT}</div></div></div>",
    "a loader between": f"<div><section><h1>{TITLE}</h1>{DATE}{OWN}</section><p>Artikel berikutnya</p><section><h1>Pasar Ikan Pindah</h1><p>Oleh Rini</p>{DATE}{NEXT}</section></div>",
    "inside a wrapper": f"<div><article><header><h1>{TITLE}</h1>{DATE}</header>{OWN}</article><div class=muat><article><header><h2>Pasar Ikan Pindah</h2></header>{NEXT}</article></div></div>",
}
ONE_STORY = {
    "sub-headings as large as the headline": f"<div><div><h1>{TITLE}</h1>{DATE}</div><div>{OWN}<h1>Pasar Ikan Pindah</h1>{NEXT}</div></div>",
    "sections, each with a large heading": f"<div><section><h1>{TITLE}</h1>{DATE}{OWN}</section><section><h1>Pasar Ikan Pindah</h1>{NEXT}</section></div>",
    "everything in one box": f"<div><h1>{TITLE}</h1>{DATE}{OWN}<h1>Pasar Ikan Pindah</h1>{NEXT}</div>",
    "entries of a live report": f"<main><div><h1>{TITLE}</h1>{DATE}{OWN}</div><article><h2>Pasar Ikan Pindah</h2>{NEXT}</article></main>",
}


def read_body(page: str) -> str:
    html = f"<html lang=id><head><title>{TITLE}</title></head><body>{page}</body></html>"
    article = scrape(html.encode(), url=URL, source=Source.GENERIC)
    assert article.title == TITLE
    return article.body


@pytest.mark.parametrize("page", WITH_NEXT.values(), ids=WITH_NEXT)
def test_the_next_article_is_left_out(page: str) -> None:
    assert read_body(page).split("\n") == list(STORY)


@pytest.mark.parametrize("page", ONE_STORY.values(), ids=ONE_STORY)
def test_a_story_in_parts_stays_whole(page: str) -> None:
    body = read_body(page)
    assert body.startswith(STORY[0])
    assert "Gedung yang baru akan memiliki ruang pendingin" in body
