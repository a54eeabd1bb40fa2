"""Clippings of a day with copies folded, their feed, and searches side by side."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
import requests
from kliping import pipeline
from kliping.settings import Settings
from kliping.warehouse import SearchHit
from kliping.warehouse.snippets import Snippet
from kliping.web.reading.folding import ATOM, fold_copies, render_feed

from tests.web.conftest import DAY, HARMFUL, NOW, TOKEN, Served
from tests.web.test_pages import Look, read_text


def make_hit(name: str, group: str, minutes: int, text: str = "isi") -> SearchHit:
    at = NOW + dt.timedelta(minutes=minutes)
    return SearchHit(name, DAY, f"media-{name}", text, Snippet(text), f"https://x.test/{text}", group, at)


def test_copies_of_a_text_are_one_and_the_first_one_is_named() -> None:
    hits = [make_hit("c", "1", 9), make_hit("b", "2", 5), make_hit("a", "1", 1), make_hit("d", "1", 9)]
    folded = fold_copies(hits)
    assert [(one.first.article_id, [copy.article_id for copy in one.copies]) for one in folded] == [
        ("b", []), ("a", ["c", "d"]),
    ]  # fmt: skip
    assert fold_copies([]) == []


def test_a_feed_is_read_back_whatever_the_texts() -> None:
    texts = [*HARMFUL, "a\x00b\x1b[31m & <b>", ""]
    hits = fold_copies([make_hit(str(n), str(n), n, text) for n, text in enumerate(texts)])
    feed = ElementTree.fromstring(
        render_feed("<x>", "http://127.0.0.1/read", hits, lambda hit: f"http://x/{hit.url}", NOW)
    )
    entries = feed.findall(f"{{{ATOM}}}entry")
    assert len(entries) == len(texts)
    assert all(entry.findtext(f"{{{ATOM}}}title") for entry in entries)
    assert len({entry.findtext(f"{{{ATOM}}}id") for entry in entries}) == len(texts)


def test_a_day_is_clipped_each_text_once(look: Look, a_day: Settings) -> None:
    found = pipeline.search_articles(a_day, "*", first=DAY, last=DAY, limit=500)
    texts = {hit.duplicate_group_id for hit in found.hits}
    page = look(f"/read/digest?day={DAY}")
    assert page.count("<article>") == len(texts)
    assert f"{len(texts)} text" in read_text(page)
    assert f"in {found.total} article" in read_text(page)
    assert "Clippings of" in look("/read/digest"), "the newest day without being asked"
    assert "Nothing on this day." in look("/read/digest?day=1999-01-01")


def test_a_feed_of_a_search_needs_no_cookie_but_the_token(desk: Served) -> None:
    answer = requests.get(f"{desk.address}/read/feed.atom?q=*&token={TOKEN}", timeout=120, allow_redirects=False)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/atom+xml")
    assert ElementTree.fromstring(answer.content).findall(f"{{{ATOM}}}entry")
    assert TOKEN not in answer.text
    assert requests.get(f"{desk.address}/read/feed.atom?q=*&token=x", timeout=120).status_code == 401
    assert (
        requests.get(f"{desk.address}/quarantine?token={TOKEN}", timeout=120, allow_redirects=False).status_code == 303
    )


@pytest.mark.parametrize("page", ["digest", "feed.atom"])
def test_a_query_that_cannot_be_understood_is_said(desk: Served, page: str) -> None:
    answer = desk.get(f"/read/{page}?q=%22banjir")
    assert answer.status_code == 404
    assert "a quotation mark is not closed" in read_text(answer.text)


def test_searches_are_compared_of_a_thousand(look: Look, a_day: Settings) -> None:
    page = read_text(look(f"/read/compare?q=warga&q=*&q=%22banjir&outlet=&outlet=gema&from=&from={DAY}&to=&to={DAY}"))
    found = pipeline.search_articles(a_day, "warga", count=True)
    assert found.counts
    every = sum(found.counts.every_day.values())
    assert f"{found.total} {every} {round(1000 * found.total / every, 1):g}" in page
    gema = pipeline.search_articles(a_day, "*", outlet="gema", first=DAY, last=DAY).total
    assert f"{gema} {gema} 1,000" in page
    assert "a quotation mark is not closed" in page
    assert "timeline" not in look("/read/compare").split("<main", 1)[1]


def test_an_outlet_that_means_harm_is_a_text(desk: Served) -> None:
    for text in HARMFUL:
        for path in (
            f"/read/compare?q=x&outlet={quote(text)}",
            f"/read/digest?outlet={quote(text)}&section={quote(text)}",
        ):
            assert desk.get(path).status_code == 200, path
