"""Every way in which a whole outlet can break changes what its pages say, and is undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from demo.newsroom import Newsroom
from demo.newsroom.breakages import BREAKAGES
from demo.newsroom.outlets import HOUSE
from tests.newsroom.conftest import DAY, Visitor

GEMA = HOUSE["gema"]
FEED, INDEX = f"http://gema.test{GEMA.feed_path}", f"http://gema.test{GEMA.index_path(DAY, 1)}"
POSTS = f"http://kabarpesisir.test/wp-json/wp/v2/posts?after={DAY}T00:00:00&before={DAY}T12:00:00"
SHOWS: dict[str, tuple[str, str]] = {
    "forbidden": ("index", "403 Forbidden"),
    "challenge": ("article", "Just a moment"),
    "robots": ("robots", "Disallow: /\n"),
    "feed_empty": ("feed", "1970-01-01"),
    "feed_moved": ("feed", "301"),
    "feed_html": ("feed", "<!DOCTYPE html>"),
    "index_redesigned": ("index", '<article class="r'),
    "body_redesigned": ("article", 'id="article-content-baru"'),
    "title_redesigned": ("article", 'class="title pg-title-baru"'),
    "date_redesigned": ("article", 'class="date-baru"'),
    "yearless": ("article", "26/11<"),
    "one_canonical": ("article", '<link rel="canonical" href="http://gema.test/a/2507-'),
    "cached": ("index", "Tidak ada berita"),
    "maintenance": ("feed", "pemeliharaan"),
    "rate_limited": ("article", "429 Too Many"),
    "paywall": ("article", 'class="paywall"'),
    "interface_closed": ("posts", "rest_not_logged_in"),
    "scripted": ("article", '<div id="app"></div>'),
}
"""Breakage -> where it shows, and what stands there then."""


@pytest.fixture(scope="module")
def rooms() -> Iterator[Newsroom]:
    with Newsroom(today=DAY, page_weight=0, faults=False) as newsroom:
        yield newsroom


def test_each_breakage_is_listed() -> None:
    assert SHOWS.keys() == BREAKAGES.keys()


@pytest.mark.parametrize("kind", BREAKAGES)
def test_a_breakage_shows_and_is_undone(rooms: Newsroom, kind: str) -> None:
    place, text = SHOWS[kind]
    visitor = Visitor(rooms)
    host = "kabarpesisir.test" if place == "posts" else "gema.test"
    article = GEMA.url(rooms.site.published(GEMA, DAY)[0])
    url = {"feed": FEED, "index": INDEX, "article": article, "robots": "http://gema.test/robots.txt", "posts": POSTS}[
        place
    ]
    assert text not in visitor.get(url).text
    assert visitor.control("POST", f"break?host={host}&kind={kind}").json()["broken"] == {host: kind}
    assert text in visitor.get(url).text
    assert text not in visitor.get("http://pedoman.test/rss").text, "no other outlet is touched"
    assert visitor.control("POST", f"break?host={host}&kind=none").json()["broken"] == {}
    assert text not in visitor.get(url).text
