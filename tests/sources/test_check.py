"""The check of an outlet: what it reaches, what it tells, and that it stays small."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kliping.discover import discover_links
from kliping.errors import Failed
from kliping.model import JAKARTA, Article, Page, Route, Source
from kliping.sources import check_source

NOW = dt.datetime(2024, 11, 26, 20, tzinfo=JAKARTA)
SITE = "https://contoh.example"
INDEX = Route("index", SITE + "/indeks/{date:%Y-%m-%d}/{page}", links="h2 a")
SOURCE = Source("contoh", "Contoh", hosts=("contoh.example",), article="/berita/", routes=(INDEX,))


class Live:
    """A site with endless index pages; ``broken`` names what does not answer."""

    def __init__(self, *broken):
        self.broken, self.asked = broken, []

    def get(self, url):
        self.asked.append(url)
        if any(part in url for part in self.broken):
            raise Failed("http_500", "HTTP 500")
        links = "".join(f"<h2><a href='/berita/{len(self.asked)}-{n}'>x</a></h2>" for n in range(9))
        return Page(url, url, 200, (), links.encode(), NOW)


def scrape(page, source):
    good = Article(page.url, page.url, "article", title="Judul", body="Isi.", published_at=NOW, method={"title": "h1"})
    return good if not page.url.endswith("-0") else replace(good, body="", kind="stub")


def checked(live, source=SOURCE, scrape=scrape):
    return check_source(
        source,
        discover=lambda s, days, get: discover_links(s, days, get, now=NOW),
        get=live.get,
        scrape=scrape,
        now=NOW,
    )


def test_a_good_outlet():
    live = Live()
    seen = checked(live, scrape=lambda page, source: replace(scrape(page, source), body="Isi."))
    assert seen.verdict == "ok"
    assert [(route.links, route.articles) for route in seen.routes] == [(36, 36)]
    assert len(seen.articles) == 3
    assert seen.coverage == {
        "title": 1.0, "body": 1.0, "published_at": 1.0, "authors": 0.0, "section": 0.0, "tags": 0.0, "image": 0.0,
    }  # fmt: skip
    assert seen.articles[0].found["title"] == "h1"
    assert len(live.asked) == 4 + 3, "two pages of two days, three articles"


def test_what_is_wrong_is_named():
    feed = Route("feed", f"{SITE}/feed")
    seen = checked(Live("/feed"), replace(SOURCE, routes=(feed, INDEX)))
    assert seen.verdict == "partial"
    assert seen.routes[0].notes == ("http_500: HTTP 500",)
    assert [article.kind for article in seen.articles] == ["stub", "article", "article"]
    assert 0 < seen.coverage["body"] < 1


def test_an_outlet_whose_articles_cannot_be_read():
    seen = checked(Live("/berita/"))
    assert (seen.verdict, {article.trouble for article in seen.articles}) == ("broken", {"http_500: HTTP 500"})


def test_an_outlet_that_shows_nothing():
    seen = checked(Live(SITE))
    assert (seen.verdict, seen.articles, seen.coverage["title"]) == ("broken", (), 0)
