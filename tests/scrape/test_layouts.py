"""Pages of known layouts, read without any outlet's rules."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from kliping.model import JAKARTA, Article, Source
from kliping.scrape import scrape

from tests.scrape.layouts import AUTHOR, LAYOUTS, NOISE, RELATED, STORY, TITLE

URL = "https://www.kabarmuara.id/nusantara/read/77/panen-kabut"


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def kept_text(article: Article) -> str:
    out, at = [], 0
    for span in article.removed:
        assert at <= span.start < span.end <= len(article.scraped_text), "spans are sorted and do not overlap"
        out.append(article.scraped_text[at : span.start])
        at = span.end
    return "".join([*out, article.scraped_text[at:]])


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def article(layout: str) -> Article:
    return scrape(LAYOUTS[layout].encode(), url=URL, source=Source.GENERIC)


def test_the_story_and_nothing_else(article: Article) -> None:
    assert article.kind == "article"
    assert list(article.paragraphs) == list(STORY)


def test_no_boilerplate(article: Article) -> None:
    assert [line for line in NOISE if line in article.body] == []


def test_headline_date_and_writer(article: Article, layout: str) -> None:
    assert article.title == TITLE
    assert article.published_at == dt.datetime(2024, 11, 26, 14, 5, tzinfo=JAKARTA)
    assert article.published_precision == "minute"
    assert article.authors == (() if layout == "bare" else (AUTHOR,))


def test_text_is_conserved(article: Article) -> None:
    kept = kept_text(article)
    assert words(kept) == words(article.body)
    if not article.repairs:
        assert kept == article.body


def test_what_was_dropped_inside_is_named() -> None:
    article = scrape(LAYOUTS["links_in_paragraphs"].encode(), url=URL, source=Source.GENERIC)
    removed = {article.scraped_text[r.start : r.end]: r.kind for r in article.removed}
    for headline in RELATED:
        assert [kind for text, kind in removed.items() if headline in text] == ["related"]


def test_fields_of_structured_data() -> None:
    article = scrape(LAYOUTS["inset_table"].encode(), url=URL, source=Source.GENERIC)
    assert article.section == "Nusantara"
    assert article.tags == ("air bersih", "kabut", "nelayan")
    assert article.image == "https://img.kabarmuara.id/kabut.jpg"
    assert article.language == "id"
    assert article.modified_at == dt.datetime(2024, 11, 26, 16, 20, tzinfo=JAKARTA)
    assert article.caption is not None
    assert article.caption.startswith("Warga memeriksa jaring")
    assert article.method["title"] == "h1"
    assert article.method["section"] == "json-ld:articleSection"
    assert set(article.method) >= {"title", "body", "published_at", "authors", "section", "tags", "kind"}


def test_amp_leads_to_the_canonical_article() -> None:
    amp = scrape(
        LAYOUTS["amp"].encode(),
        url="https://amp.kabarmuara.id/nusantara/read/77/panen-kabut?utm_source=x",
        source=Source.GENERIC,
    )
    page = scrape(LAYOUTS["inset_table"].encode(), url=URL, source=Source.GENERIC)
    assert amp.canonical_url == page.canonical_url


def test_canonical_of_another_host_is_not_followed() -> None:
    html = LAYOUTS["amp"].replace("https://www.kabarmuara.id/", "https://pencuri.example.net/")
    assert (
        scrape(html.encode(), url=URL, source=Source.GENERIC).canonical_url
        == "https://kabarmuara.id/nusantara/read/77/panen-kabut"
    )


def test_canonical_that_names_a_section_is_not_followed() -> None:
    html = LAYOUTS["amp"].replace("/nusantara/read/77/panen-kabut", "/nusantara")
    url = "https://www.kabarmuara.id/nusantara/read/77123/panen-kabut"
    assert (
        scrape(html.encode(), url=url, source=Source.GENERIC).canonical_url
        == "https://kabarmuara.id/nusantara/read/77123/panen-kabut"
    )
