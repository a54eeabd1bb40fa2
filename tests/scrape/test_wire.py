"""Who had the story first, by the line after it."""

from __future__ import annotations

import pytest
from kliping.model import Source
from kliping.scrape import scrape

from tests.scrape.layouts import STORY, TITLE

URL = "https://www.kabarmuara.id/nusantara/read/77/panen-kabut"
PARAGRAPHS = [text for text in STORY if len(text) > 60]
CLOSINGS = {
    "<p><em>Sumber: Nusawarta</em></p>": "Nusawarta",
    '<div class="source">Sumber: <a href="/x">Nusawarta</a></div>': "Nusawarta",
    "<p><i>Artikel ini telah tayang di <a href='/x'>Nusawarta.com</a> dengan judul Panen Air</i></p>": "Nusawarta.com",
    "<p>Sumber: Nusawarta | Editor: Ani Lestari</p>": "Nusawarta",
    "<p>Artikel ini telah tayang di KabarMuara.id dengan judul Panen Air dari Kabut</p>": None,
    "<p>Sumber: Kabar Muara</p>": None,
    "<figure><img src=/a.jpg><figcaption>Sumber: Nusawarta</figcaption></figure>": None,
    "<p>Sumber foto: Nusawarta</p>": None,
}


@pytest.mark.parametrize("inside", [True, False], ids=["in the body", "behind the body"])
@pytest.mark.parametrize("closing", CLOSINGS)
def test_the_source_behind_the_story(closing: str, inside: bool) -> None:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    within, behind = (closing, "") if inside else ("", closing)
    html = (
        f"<title>{TITLE}</title><meta property='og:site_name' content='Kabar Muara'><body><h1>{TITLE}</h1>"
        f"<div><div class=teks>{body}{within}</div>{behind}</div>"
    )
    article = scrape(html.encode(), url=URL, source=Source.GENERIC)
    assert article.wire_source == CLOSINGS[closing]
    assert list(article.paragraphs) == PARAGRAPHS
