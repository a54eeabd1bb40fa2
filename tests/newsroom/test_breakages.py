"""Every way in which a whole outlet can break changes what its pages say, and is undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from demo.newsroom import Newsroom
from demo.newsroom.breakages import BREAKAGES, narrow_breakage
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
    "sent_home": ("article", "<title>302</title>"),
    "feed_foreign": ("feed", "http://detakkini.test/"),
    "feed_gone": ("feed", "tidak ditemukan"),
    "index_gone": ("index", "tidak ditemukan"),
    "future": ("article", '"datePublished":"2034-'),
    "half_paywall": ("article", 'class="paywall"'),
    "section_redesigned": ("article", 'id="article-content-baru"'),
}
"""Breakage -> where it shows, and what stands there then."""
HIDES = {"blank": ("index", "<html"), "sitemap_stale": ("sitemap", f"/sitemap/{DAY}.xml")}
"""Breakage -> where something is missing, and what."""


@pytest.fixture(scope="module")
def rooms() -> Iterator[Newsroom]:
    with Newsroom(today=DAY, page_weight=0, faults=False) as newsroom:
        yield newsroom


def test_each_breakage_is_listed() -> None:
    assert SHOWS.keys() | HIDES.keys() == BREAKAGES.keys()


@pytest.mark.parametrize("kind", SHOWS)
def test_a_breakage_shows_and_is_undone(rooms: Newsroom, kind: str) -> None:
    place, text = SHOWS[kind]
    visitor = Visitor(rooms)
    host = "kabarpesisir.test" if place == "posts" else "gema.test"
    article = GEMA.url(next(head for head in rooms.site.published(GEMA, DAY) if narrow_breakage(kind, head)))
    url = {"feed": FEED, "index": INDEX, "article": article, "robots": "http://gema.test/robots.txt", "posts": POSTS}[
        place
    ]
    assert text not in visitor.get(url).text
    assert visitor.control("POST", f"break?host={host}&kind={kind}").json()["broken"] == {host: kind}
    assert text in visitor.get(url).text
    assert text not in visitor.get("http://pedoman.test/rss").text, "no other outlet is touched"
    assert visitor.control("POST", f"break?host={host}&kind=none").json()["broken"] == {}
    assert text not in visitor.get(url).text


@pytest.mark.parametrize("kind", HIDES)
def test_a_breakage_hides_something_until_it_is_undone(rooms: Newsroom, kind: str) -> None:
    place, text = HIDES[kind]
    visitor = Visitor(rooms)
    url = {"index": INDEX, "sitemap": "http://gema.test/sitemap.xml"}[place]
    assert text in visitor.get(url).text
    visitor.control("POST", f"break?host=gema.test&kind={kind}")
    assert text not in visitor.get(url).text
    visitor.control("POST", "break?host=gema.test&kind=none")
    assert text in visitor.get(url).text


def test_a_breakage_of_some_articles_leaves_the_others(rooms: Newsroom) -> None:
    visitor = Visitor(rooms)
    for kind in ("half_paywall", "section_redesigned"):
        whole = next(head for head in rooms.site.published(GEMA, DAY) if not narrow_breakage(kind, head))
        visitor.control("POST", f"break?host=gema.test&kind={kind}")
        assert SHOWS[kind][1] not in visitor.get(GEMA.url(whole)).text
        visitor.control("POST", "break?host=gema.test&kind=none")
