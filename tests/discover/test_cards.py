"""What an index page's cards say: both readers agree, and a date is believed where the whole page bears it out."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import pytest
from kliping.discover import RouteNote, discover_links
from kliping.discover.cards import _parse_page, _read_by_lexbor, _read_by_soup, read_card_links
from kliping.model import JAKARTA, Link, Page, Route, Source

DAY = dt.date(2024, 11, 26)
NOW = dt.datetime(2024, 11, 28, 9, tzinfo=JAKARTA)
SITE = "https://contoh.example"
SOURCE = Source("contoh", "Contoh", hosts=("contoh.example",))
INDEX = Route("index", SITE + "/indeks?d={date:%Y-%m-%d}", links="h3 a")
CATEGORY = Route("category", SITE + "/terbaru", links="h3 a")


def card(path: str, date: str, title: str = "Harga cabai naik di tiga pasar") -> str:
    return (
        f'<div class="kartu"><a href="{path}"><img src="{path}.jpg"></a><span class="kanal">Ekonomi</span>'
        f'<h3><a href="{path}">{title}</a></h3><p>Pedagang menunggu pasokan dari lereng gunung.</p>{date}</div>'
    )


def page(body: str | bytes, content_type: str = "text/html; charset=utf-8") -> Page:
    raw = body.encode() if isinstance(body, str) else body
    return Page(SITE, SITE, 200, (("Content-Type", content_type),), raw, NOW)


def walk(body: str, route: Route, *, days: tuple[dt.date, ...] = (DAY,)) -> tuple[dict[str, str], list[str]]:
    """Path -> the day that the link states (empty: none), and the notes."""
    source = replace(SOURCE, routes=(route,))
    found = list(discover_links(source, days, lambda _: page(body), now=NOW))
    links = {
        item.url.removeprefix(SITE): f"{item.published_at:%Y-%m-%d}" if item.published_at else ""
        for item in found
        if isinstance(item, Link)
    }
    return links, [item.reason for item in found if isinstance(item, RouteNote)]


@pytest.mark.parametrize(
    "date",
    [
        '<span class="date">Kamis, 21 November 2024 | 14:05 WIB</span>',
        "<small>21 Nov 2024</small>",
        "<div>21/11/2024, 14.05 WITA</div>",
        "<em>Contoh.com - 21/11/2024 14:05</em>",
        '<time datetime="2024-11-21T07:05:00Z">sepekan lalu</time>',
        '<time datetime="2024-11-26T07:05:00Z">Kamis, 21 November 2024</time>',
    ],
)
def test_an_old_article_on_a_days_page_states_its_day(date: str) -> None:
    today = "<span>Selasa, 26 November 2024 09:10 WIB</span>"
    body = card("/a", today) + card("/b", today) + card("/lama", date)
    assert walk(body, INDEX) == ({"/a": "", "/b": "", "/lama": "2024-11-21"}, [])


def test_a_date_near_the_days_is_left_to_the_article() -> None:
    """A card's zone may be wrong: what is a day off is fetched, and the page itself says when it was published."""
    today = "<span>26/11/2024</span>"
    assert walk(card("/a", today) + card("/b", today) + card("/c", "<i>27 Nov 2024</i>"), INDEX)[0]["/c"] == ""


@pytest.mark.parametrize(
    ("dates_on_it", "why"),
    [
        (("11/12/2024", "11/12/2024", "21/11/2024"), "the month stands first here"),
        (("1 Januari 2024", "2 Februari 2024", "21 November 2024"), "the page shows when its authors joined"),
    ],
)
def test_a_page_whose_dates_make_no_sense_is_not_believed(dates_on_it: tuple[str, ...], why: str) -> None:
    body = "".join(card(f"/{n}", f"<span>{date}</span>") for n, date in enumerate(dates_on_it))
    assert set(walk(body, INDEX)[0].values()) == {""}, why


def test_a_title_with_a_date_is_no_date_of_the_card() -> None:
    body = card("/a", "<b>26 Nov 2024</b>") + card("/b", "", title="Jadwal Salat 21 November 2024")
    assert walk(body, INDEX)[0] == {"/a": "", "/b": ""}


def test_a_line_that_tells_something_is_no_date() -> None:
    body = card("/a", "<b>26 Nov 2024</b>") + card("/b", "<p>Gempa 28 September 2018 masih dikenang warga</p>")
    assert walk(body, INDEX)[0] == {"/a": "", "/b": ""}


def test_one_link_alone_has_no_card() -> None:
    """Around a single link a page's masthead would be taken for its date."""
    assert walk(f"<div><b>21 November 2024</b>{card('/a', '')}</div>", INDEX)[0] == {"/a": ""}


def test_a_category_reaches_old_days_by_its_cards() -> None:
    body = card("/a", "<b>27 Nov 2024</b>") + card("/b", "<b>20 Nov 2024</b>") + card("/c", "<b>19 Nov 2024</b>")
    links, notes = walk(body, CATEGORY, days=(dt.date(2024, 11, 20),))
    assert (links, notes) == ({"/b": "", "/c": ""}, ["other_days"])


LISTS = {
    "cards": "".join(card(f"/{n}", f"<b>{n} Nov 2024</b>", f"Judul  &amp;\n {n}") for n in range(1, 9)),
    "a link twice": "<h3><a href=/a>Satu</a></h3><h3><a href='/a#x'>Judul yang lebih panjang</a></h3>",
    "base": '<base href="/dasar/"><h3><a href=a>A</a></h3><h3><a href=b>B</a>',
    "unclosed": "<ul><li><h3><a href=/a>A</a></h3><li><h3><a href=/b>B</a></h3><p><b><li><h3><a href=/c>C",
    "no address": "<h3><a>x</a></h3><h3><a href=''>y</a></h3><h3><a href='javascript:void(0)'>z</a></h3>",
    "empty": "",
}


@pytest.mark.parametrize("name", LISTS)
def test_both_readers_see_the_same_links(name: str) -> None:
    there = page(LISTS[name])
    tree = _parse_page(there.body)
    assert tree is not None
    fast = [(found.url, found.title) for found in _read_by_lexbor(tree, SOURCE, CATEGORY, there)]
    assert fast == [(found.url, found.title) for found in _read_by_soup(SOURCE, CATEGORY, there)]


def test_what_lexbor_is_not_given() -> None:
    """Latin letters that are no UTF-8, UTF-16, a selector of soupsieve's own: BeautifulSoup reads these."""
    cafe = '<h3><a href="/kafé">Kafé di tepi danau</a></h3>'
    latin = page(cafe.encode("latin-1"), "text/html; charset=iso-8859-1")
    assert [found.title for found in read_card_links(SOURCE, CATEGORY, latin)] == ["Kafé di tepi danau"]
    wide = page(cafe.encode("utf-16"), "text/html; charset=utf-16")
    assert [found.title for found in read_card_links(SOURCE, CATEGORY, wide)] == ["Kafé di tepi danau"]
    own = Route("category", SITE, links='a:-soup-contains("danau")')
    assert [found.title for found in read_card_links(SOURCE, own, page(cafe))] == ["Kafé di tepi danau"]


def test_nesting_beyond_reason_takes_no_time() -> None:
    began = time.process_time()
    list(read_card_links(SOURCE, CATEGORY, page("<div>" * 100_000 + "<h3><a href=/a>A</a></h3>")))
    assert time.process_time() - began < 10
