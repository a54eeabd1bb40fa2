"""How a list goes on over further pages: the forms that are tried, and which of them is found to work."""

# ruff: noqa: E501 - markup is written as pages write it

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from kliping.discover.finding import NamedRoute
from kliping.discover.paging import list_paged_routes
from kliping.discover.reach import try_routes
from kliping.errors import Failed
from kliping.model import JAKARTA, Page, Route, Source

NOW = dt.datetime(2025, 3, 12, 9, tzinfo=JAKARTA)
SITE = "https://www.kabarlembah.test"
LIST = f"{SITE}/indeks"
PAGE_SIZE, PAGES = 6, 4
PAGERS = {
    "CodeIgniter's offset": ('<a href="/indeks/6">2</a><a href="/indeks/12">3</a>', "/indeks/{page}", 0, 6),
    "an offset in the query": ('<a href="?start=6">Selanjutnya »</a>', "/indeks?start={page}", 0, 6),
    "WordPress's path": ('<a class="next page-numbers" href="/indeks/page/2/">Berikutnya</a>', "/indeks/page/{page}/", 1, 1),
    "a number of its own": ('<a href="/indeks?hal=2">2</a>', "/indeks?hal={page}", 1, 1),
    "Drupal's, from 0": ('<a rel="next" href="/indeks?page=1"><span>››</span></a>', "/indeks?page={page}", 0, 1),
    "a form that nothing links to": ("", "/indeks?page={page}", 1, 1),
}  # fmt: skip


def make_list(number: int, pager: str) -> str:
    cards = "".join(
        f'<h3><a href="/berita/{1000 - n}/warga-lembah-menanam-aren-tahap-{n}">Warga Lembah Menanam Aren Tahap {n}</a></h3>'
        for n in range((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
    )
    return f'<html><body><a href="/tag/2">Tag 2</a>{cards}<div>{pager}</div></body></html>'


def make_feed(number: int) -> str:
    entries = "".join(
        f"<item><title>Warga Lembah Menanam Aren Tahap {n}</title><link>{SITE}/berita/{1000 - n}/warga-lembah-menanam-aren-{n}</link>"
        f"<pubDate>{NOW - dt.timedelta(hours=3 * n):%a, %d %b %Y %H:%M:%S %z}</pubDate></item>"
        for n in range((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
    )
    return f'<rss version="2.0"><channel><title>Kabar Lembah</title>{entries}</channel></rss>'


def serve(pages: dict[str, str], media: str = "text/html") -> Callable[[str], Page]:
    def get(url: str) -> Page:
        if url not in pages:
            raise Failed("http_404", "HTTP 404 Not Found")
        return Page(url, url, 200, (("Content-Type", media),), pages[url].encode(), NOW)

    return get


def try_one(route: Route, pages: dict[str, str], media: str = "text/html") -> Route:
    (tried,) = try_routes(
        Source("lembah", "Kabar Lembah", ("kabarlembah.test",)),
        [NamedRoute(route, "home page")],
        serve(pages, media),
        NOW,
    )
    return tried.route


@pytest.mark.parametrize("form", PAGERS)
def test_a_list_goes_on_as_its_page_links_to_the_second(form: str) -> None:
    pager, path, first, step = PAGERS[form]
    pages = {SITE + path.format(page=first + n * step): make_list(n + 1, pager) for n in range(PAGES)}
    pages[LIST] = make_list(1, pager)
    route = try_one(Route("category", LIST), pages)
    assert (route.url, route.first_page, route.page_step) == (SITE + path, first, step)


@pytest.mark.parametrize(
    ("second", "reason"),
    [(make_list(1, "<p>diperbarui</p>"), "it lists what the first did"), ("<html><body>Kosong</body></html>", "empty")],
    ids=lambda value: value if len(value) < 40 else "",
)
def test_a_list_whose_second_page_shows_no_other_articles_has_none(second: str, reason: str) -> None:
    pages = {LIST: make_list(1, '<a href="/indeks/2">2</a>'), f"{LIST}/2": second, f"{LIST}/1": second}
    assert try_one(Route("category", LIST), pages).url == LIST, reason


def test_a_list_whose_first_page_has_no_such_address_is_not_paged_so() -> None:
    pages = {LIST: make_list(1, '<a href="/arsip/2">2</a>'), f"{SITE}/arsip/2": make_list(2, "")}
    assert try_one(Route("category", LIST), pages).url == LIST


@pytest.mark.parametrize(
    ("feed", "paged", "step"),
    [("/feed/", "/feed/?paged={page}", 1), ("/?feed=rss2", "/?feed=rss2&paged={page}", 1),
     ("/feeds/posts/default?alt=rss", "/feeds/posts/default?alt=rss&max-results=25&start-index={page}", 25)],
)  # fmt: skip
def test_a_feed_that_goes_back_a_day_is_walked_over_its_pages(feed: str, paged: str, step: int) -> None:
    pages = {SITE + paged.format(page=1 + n * step): make_feed(n + 1) for n in range(PAGES)}
    pages[SITE + feed] = make_feed(1)
    route = try_one(Route("feed", SITE + feed), pages, "application/rss+xml")
    assert (route.url, route.page_step) == (SITE + paged, step)


def test_a_feed_that_takes_no_page_is_left_as_it_is() -> None:
    feed = f"{SITE}/rss.xml"
    pages = {feed: make_feed(1), f"{feed}?paged=2": make_feed(1).replace("Kabar Lembah", "Kabar  Lembah")}
    assert try_one(Route("feed", feed), pages, "application/rss+xml").url == feed


def test_a_dated_index_has_no_other_pages() -> None:
    page = Page(LIST, LIST, 200, (), make_list(1, '<a href="/indeks/6">2</a>').encode(), NOW)
    assert list_paged_routes(Route("index", f"{LIST}?tanggal={{date:%Y-%m-%d}}"), page) == []
