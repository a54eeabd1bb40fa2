"""Outlet rules: what they win, and what is said when they find nothing."""

from __future__ import annotations

import datetime as dt

from kliping.model import JAKARTA, Rules, Source
from kliping.scrape import scrape

from tests.scrape.layouts import AUTHOR, LAYOUTS, NOISE, RELATED, STORY, TITLE

URL = "https://www.kabarmuara.id/nusantara/read/77/panen-kabut"


def outlet(*rules: Rules) -> Source:
    return Source(id="kabarmuara", name="Kabar Muara", hosts=("kabarmuara.id",), rules=rules)


def test_rules_name_every_field() -> None:
    rules = Rules(
        body=("div.read__content",), drop=("p:has(a)",), title=("h1.read__title",), date=(".read__time",),
        authors=(".credit-title",), section=(".breadcrumb__wrap li:last-child",), tags=(".tag__article li",),
    )  # fmt: skip
    html = LAYOUTS["links_in_paragraphs"]
    article = scrape(html.encode(), url=URL, source=outlet(rules))
    assert list(article.paragraphs) == list(STORY)
    assert (article.title, article.section, article.tags) == (TITLE, "Nusantara", ("kabut",))
    assert article.authors == (AUTHOR,)
    assert article.published_at == dt.datetime(2024, 11, 26, 14, 5, tzinfo=JAKARTA)
    for name in ("body", "title", "section", "tags"):
        assert article.method[name] == f"rule:{name}"
    dropped = [article.scraped_text[r.start : r.end] for r in article.removed if r.rule == "rule:drop"]
    assert all(any(title in text for text in dropped) for title in RELATED)


def test_rules_that_find_nothing_fall_back_and_are_counted() -> None:
    rules = Rules(body=("div.redesigned",), title=("h1.redesigned",), tags=(".redesigned",), date=(".redesigned",))
    article = scrape(LAYOUTS["inset_table"].encode(), url=URL, source=outlet(rules))
    assert list(article.paragraphs) == list(STORY)
    assert article.title == TITLE
    assert article.method["body"] == "generic"
    assert {"rule_missed:body", "rule_missed:title", "rule_missed:tags", "rule_missed:date"} <= set(article.notes)


def test_an_archived_page_is_read_by_the_rules_of_its_time() -> None:
    source = outlet(Rules(valid_until=dt.date(2022, 5, 31), body=("div.isi",)), Rules(body=("div.read__content",)))
    old = LAYOUTS["breaks_in_div"].encode()
    fetched = dt.datetime(2019, 3, 1, tzinfo=dt.UTC)
    then = scrape(old, url=URL, source=source, fetched_at=fetched)
    now = scrape(old, url=URL, source=source, fetched_at=dt.datetime(2024, 11, 27, tzinfo=dt.UTC))
    assert then.method["body"] == "rule:body"
    assert now.method["body"] == "generic"
    assert "rule_missed:body" in now.notes


def test_a_story_in_several_elements_is_taken_whole() -> None:
    article = scrape(LAYOUTS["sections"].encode(), url=URL, source=outlet(Rules(body=("section.konten-artikel",))))
    assert list(article.paragraphs) == list(STORY)
    assert [line for line in NOISE if line in article.body] == []


def test_selectors_are_alternatives_in_order() -> None:
    rules = Rules(body=(".nothing", "div.read__content"), title=(".nothing", "h1"))
    article = scrape(LAYOUTS["links_in_paragraphs"].encode(), url=URL, source=outlet(rules))
    assert article.method["body"] == "rule:body"
    assert article.notes == ()


def test_unknown_host_is_read_generically() -> None:
    article = scrape(LAYOUTS["inset_table"].encode(), url="https://belum-dikenal.example/read/77/panen")
    assert article.method["body"] == "generic"
    assert list(article.paragraphs) == list(STORY)


def test_a_rule_that_finds_a_scrap_is_not_believed() -> None:
    article = scrape(
        LAYOUTS["blog_theme"].encode(), url=URL, source=outlet(Rules(body=("div.wp-block-group > p:first-child",)))
    )
    assert list(article.paragraphs) == list(STORY)
    assert article.notes == ("rule_doubtful:body",)


def test_a_title_that_the_page_does_not_confirm_is_not_believed() -> None:
    html = LAYOUTS["inset_table"].replace("<article", "<h1>Nusantara</h1><article")
    article = scrape(html.encode(), url=URL, source=outlet(Rules(title=("h1",))))
    assert (article.title, article.method["title"]) == (TITLE, "rule:title")


def test_labels_in_an_authors_rule_are_read() -> None:
    html = LAYOUTS["bare"].replace("<i>", '<p class="redaksi">Penulis: Ayu Lestari, Editor: Gilang Mahardika</p><i>')
    article = scrape(html.encode(), url=URL, source=outlet(Rules(authors=(".redaksi",))))
    assert article.authors == ("Ayu Lestari",)


def test_an_unlabelled_clock_is_the_outlets() -> None:
    html = LAYOUTS["bare"].replace(" WIB", "").encode()
    source = Source(id="x", name="X", timezone="Asia/Makassar")
    article = scrape(html, url=URL, source=source)
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2024-11-26T14:05:00+08:00"
