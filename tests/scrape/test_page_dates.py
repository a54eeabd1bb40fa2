"""The dates of whole pages: every name of a meta tag, whose date it is, and changes with the publication's offset."""

# ruff: noqa: E501 - markup is written as pages write it

from __future__ import annotations

import datetime as dt

import pytest
from kliping.model import Article, Source
from kliping.scrape import scrape
from kliping.scrape.facts.meta_dates import find_date_field

from tests.scrape.layouts import STORY, TITLE

URL = "https://kabarmuara.id/nusantara/4411/warga-kampung-nelayan-panen-air-dari-kabut"
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in STORY)
FETCHED = dt.datetime(2024, 11, 27, 3, tzinfo=dt.UTC)
PUBLISHED = dt.datetime.fromisoformat("2024-11-26T10:05:00+07:00")


def read(head: str = "", shown: str = "", beside: str = "", behind: str = "") -> Article:
    html = (
        f"<html lang=id><head><title>{TITLE}</title>{head}</head><body>{beside}"
        f"<article><h1>{TITLE}</h1>{shown}{PARAGRAPHS}</article>{behind}"
    )
    return scrape(html.encode(), url=URL, source=Source.GENERIC, fetched_at=FETCHED)


def meta(name: str, value: str) -> str:
    return f'<meta name="{name}" content="{value}">'


PUBLISHED_NAMES = [
    "article:published_time", "krn:published_time", "prism.publicationDate", "rnews:datePublished", "article_date_original",
    "published_at", "Publish Date", "dc.date.issued", "DC.Date", "dcterms.created", "parsely-pub-date", "sailthru.date",
    "cXenseParse:recs:publishtime", "citation_publication_date", "content_PublishedDate", "tanggal", "tanggal_terbit",
    "createdate", "date", "article:published", "newsDate", "post-date", "og:article:published_time", "jm:publishDateTime",
    "release_date", "citation_date", "citation_online_date", "article:create_at", "tanggal_publish", "tgl_posting", "post_date_gmt",
]  # fmt: skip
MODIFIED_NAMES = [
    "article:modified_time",
    "og:updated_time",
    "lastmod",
    "dcterms.modified",
    "krn:updated_at",
    "last_update",
    "revised",
]
OTHER_NAMES = ["expires", "article:expiration_time", "event_date", "og:video:release_date", "viewport", "update-frequency",
               "profile:birth_date", "comment-date", "candidate"]  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHED_NAMES)
def test_names_of_the_publication(name: str) -> None:
    assert read(meta(name, "2024-11-26T10:05:00+07:00")).published_at == PUBLISHED


@pytest.mark.parametrize("name", MODIFIED_NAMES)
def test_names_of_a_change(name: str) -> None:
    article = read(meta("pubdate", "2024-11-26T10:05:00+07:00") + meta(name, "2024-11-26T11:00:00+07:00"))
    assert article.modified_at == dt.datetime.fromisoformat("2024-11-26T11:00:00+07:00")


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_names_of_something_else(name: str) -> None:
    assert find_date_field(name) is None


@pytest.mark.parametrize(
    "value",
    ["0001-01-01T00:00:00Z", "-0001-11-30T00:00:00+00:00", "0000-00-00 00:00:00", "1970-01-01T07:00:00+07:00", "0"],
)
def test_zero_dates_are_none(value: str) -> None:
    assert read(meta("pubdate", value) + meta("lastmod", value)).published_at is None
    article = read(
        meta("pubdate", value) + meta("lastmod", value), "<p class=date>Selasa, 26 November 2024 10:05 WIB</p>"
    )
    assert (article.published_at, article.modified_at) == (PUBLISHED, None)


TEASERS = [
    "<aside><time datetime=2024-11-20T08:00:00+07:00>20 Nov 2024</time><a href=/x>Berita lain</a></aside>",
    "<div class=berita-terkait><span>20 Nov 2024 08:00 WIB</span><a href=/x>Berita lain</a></div>",
    "<div><h3><a href=/nusantara/12/harga-ikan-kembung-naik>Harga ikan kembung naik dua kali</a></h3><time datetime=2024-11-20T08:00:00+07:00>20 Nov</time></div>",
    "<ul><li><a href=/nusantara/12/harga-ikan-kembung-naik>Harga ikan kembung naik dua kali</a> <time datetime=2024-11-20T08:00:00+07:00></time></li></ul>",
    "<article><h4><a href=/nusantara/12/harga-ikan-kembung-naik>Harga ikan naik</a></h4><time datetime=2024-11-20T08:00:00+07:00></time></article>",
    '<div data-date="2024-11-20 08:00:00"><a href=/nusantara/12/harga-ikan-kembung-naik>Harga ikan kembung naik dua kali</a></div>',
    "<article class=related-post><h3><a href=/b/>Harga ikan kembung naik dua kali</a></h3><time class=published datetime=2024-11-20T08:00:00+07:00>20 Nov</time></article>",
    "<aside><time pubdate datetime=2024-11-20T08:00:00+07:00>20 Nov 2024</time><a href=/x>Berita lain</a></aside>",
    "<footer><time datetime=2024-11-20T08:00:00+07:00>20 Nov 2024</time></footer>",
    '<article class="related-post clr"><h3><a href=/laut/lomba-dayung/>Lomba Dayung</a></h3><time class=published datetime=2024-11-20T08:00:00+07:00>20 Nov</time></article>',
    "<div class=relatedposts><h4><a href=/laut/lomba-dayung/>Lomba Dayung</a></h4><time pubdate datetime=2024-11-20T08:00:00+07:00></time></div>",
    '<div class="jp-relatedposts"><a href=/x/lomba/>Lomba</a><time class="jp-relatedposts-post-date published" datetime=2024-11-20T08:00:00+07:00></time></div>',
    "<section id=komentar><time datetime=2024-11-20T08:00:00+07:00>sepekan lalu</time> Bagus</section>",
]  # fmt: skip


@pytest.mark.parametrize("teaser", TEASERS)
def test_the_date_of_another_story_is_not_this_ones(teaser: str) -> None:
    assert read(beside=teaser).published_at is None
    assert read(behind=teaser).published_at is None
    own = "<div class=meta><a href=/penulis/sarnubi>Sarnubi</a> <time datetime=2024-11-26T10:05:00+07:00>26 Nov</time></div>"
    assert read(shown=own, beside=teaser, behind=teaser).published_at == PUBLISHED


OWN = [
    "<header><span class=posted-on><a href=/nusantara/4411/warga-kampung-nelayan-panen rel=bookmark><time datetime=2024-11-26T10:05:00+07:00>Selasa, 26 November 2024 10:05 WIB</time></a></span></header>",
    "<div class=date>Selasa, 26 November 2024 10:05 WIB</div>",
    "<div class='so-panel widget widget_text panel-first-child'><p>Selasa, 26 November 2024 10:05 WIB</p></div>",
    "<div><span>26 - 11 - 2024 10 : 05 WIB</span></div>",
    "<p>Tue Nov 26 10:05:00 WIB 2024</p>",
    "<div><a href=/reporter/rizka-nur-laily-m>Rizka Nur Laily M</a><span> | 26 November 2024 10:05</span></div>",
    "<div><a href=/reporter/siti-rizka-nur-laily-m>Siti Rizka Nur Laily M</a><span> | 26 November 2024 10:05</span></div>",
    "<div><time datetime=2024-11-26T03:05:00Z>hari ini</time><a href=/penulis/sarnubi-wirahadi-dan-kawan>Sarnubi</a></div>",
]  # fmt: skip


SPLIT = [
    "<div class=meta>26 November 2024<svg><path d='M0 0'/></svg>10:05 WIB</div>",
    "<div class=meta>26 November 2024<img src=/jam.svg alt=jam>10:05</div>",
    "<div class=meta>26 November 2024<span class=icon-clock></span>10:05 WIB</div>",
    "<div class=meta>26 Nov 2024 <i class=material-icons>access_time</i> 10.05</div>",
    "<div class=meta>26 Nov 2024 <i>\ue8b5</i> 10:05 WIB</div>",
    "<div class=meta>Selasa, 26 November 2024 \U0001f552 10:05</div>",
    "<div class=meta>26 November 2024<br>10:05 WIB</div>",
    "<ul><li>Sarnubi</li><li>26/11/2024</li><li><i class=jam></i> Pukul 10.05</li></ul>",
    "<ul><li>Sarnubi</li><li>26 November 2024</li><li>10:05</li></ul>",
    "<div class='elementor-widget elementor-widget-post-info'><ul><li><span>26 November 2024</span></li><li><span>10.05</span></li></ul></div>",
    "<div>26 November 2024 Sarnubi Wirahadi 10:05 WIB</div>",
    "<div><time>26 November 2024</time><a href=/penulis/sarnubi>Sarnubi</a><span>10:05 WIB</span></div>",
    "<div>10:05 | Sarnubi | 26 November 2024</div>",
    "<table><tr><td>26/11/2024</td><td>Sarnubi</td><td>10:05 WIB</td></tr></table>",
]  # fmt: skip
"""A date and its clock with something between them."""

NO_CLOCK = [
    "<div>26 November 2024</div><div>03:45</div>",
    "<div>26 November 2024 | Durasi 03:45</div>",
    "<ul><li>26 November 2024</li></ul><ul><li>03:45</li></ul>",
    "<ul><li>26 November 2024</li><li>Sarnubi</li><li>03:45</li></ul>",
    "<div>26 November 2024</div><p>Warga berkumpul pukul 10.05 WIB.</p>",
    "<div>26 November 2024, buka 08:00 sampai 16:00</div>",
]


@pytest.mark.parametrize("shown", NO_CLOCK)
def test_a_time_that_is_not_the_dates_is_left_out(shown: str) -> None:
    article = read(shown=shown)
    assert article.published_precision == "day"
    assert article.published_at == PUBLISHED.replace(hour=0, minute=0)


@pytest.mark.parametrize("shown", OWN + SPLIT)
def test_the_storys_own_date_is_found(shown: str) -> None:
    assert read(shown=shown).published_at == PUBLISHED


@pytest.mark.parametrize(
    ("published", "modified", "shown"),
    [
        ("2024-11-26T10:05:00Z", "2024-11-26T11:00:00Z", "Selasa, 26 November 2024 10:05 WIB"),
        ("2024-11-26T10:05:00-07:00", "2024-11-26T11:00:00-07:00", ""),
        ("2024-11-26T10:05:00+00:00", "2024-11-26T11:00:00+00:00", "26/11/2024 10.05"),
        ("2024-11-26T10:05:00+07:00", "2024-11-26T11:00:00-08:00", ""),
        ("2024-11-26T03:05:00Z", "2024-11-26T04:00:00Z", "Selasa, 26 November 2024 10:05 WIB"),
    ],
)
def test_a_change_is_read_with_the_offset_of_the_publication(published: str, modified: str, shown: str) -> None:
    article = read(
        meta("article:published_time", published) + meta("article:modified_time", modified), f"<p>{shown}</p>"
    )
    assert article.published_at == PUBLISHED
    assert article.modified_at == dt.datetime.fromisoformat("2024-11-26T11:00:00+07:00")


def test_a_change_that_lies_ahead_is_none() -> None:
    article = read(meta("pubdate", "2024-11-26T10:05:00+07:00") + meta("lastmod", "2024-12-26T10:05:00+07:00"))
    assert article.modified_at is None


CHANGE = "2024-11-26T11:00:00+07:00"


@pytest.mark.parametrize(
    "head",
    [
        meta("article:modified_time", CHANGE),
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "dateModified": "{CHANGE}"}}</script>',
        f'<script type="application/ld+json">[{{"@type": "Article", "dateModified": "{CHANGE}", "name": "x"}}]</script>',
        meta("article:modified_time", CHANGE) + meta("og:updated_time", "2024-11-20T08:00:00+07:00"),
    ],
)
def test_an_articles_change_stands_in_for_its_date(head: str) -> None:
    article = read(head)
    assert article.published_at == dt.datetime.fromisoformat(CHANGE)
    assert "date_from_modified" in article.notes


@pytest.mark.parametrize("name", ["og:updated_time", "lastmod", "last-modified", "dcterms.modified", "revision_date"])
def test_a_change_of_the_page_does_not(name: str) -> None:
    article = read(meta(name, CHANGE))
    assert article.published_at is None
    assert "date_from_modified" not in article.notes


CARD = '<div itemscope itemtype="http://schema.org/NewsArticle"><a href="/baca/harga-cabai-turun-di-pasar">Harga Cabai Turun di Pasar Induk Kota</a>{}</div>'
OTHERS_DATE = '<meta itemprop="datePublished" content="2024-11-20T10:05:00+07:00">'
OWN = '"@type": "NewsArticle", "datePublished": "2024-11-26T10:05:00+07:00"'
OTHER = '"@type": "NewsArticle", "headline": "Harga Cabai Turun", "datePublished": "2024-11-20T10:05:00+07:00"'
ODD_CARRIERS = {
    "a line of figures": {"shown": "<div class=date>20241126T100500+0700</div>"},
    "a line of figures, parted": {"shown": "<p>20241126 10:05</p>"},
    "a time beside a relative line": {"shown": '<time datetime="2024-11-26T10:05:00+07:00">sejam lalu</time>'},
    "a teaser's microdata first": {
        "beside": CARD.format(OTHERS_DATE),
        "shown": '<meta itemprop="datePublished" content="2024-11-26T10:05:00+07:00">',
    },
    "RDFa": {"shown": '<span property="schema:datePublished" content="2024-11-26T10:05:00+07:00"></span>'},
    "a zero date beside the creation": {
        "head": '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00", '
        '"dateCreated": "2024-11-26T10:05:00+07:00"}</script>'
    },
    "an object of PHP": {
        "head": '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": {"date": '
        '"2024-11-26 11:05:00.000000", "timezone_type": 3, "timezone": "Asia/Makassar"}}</script>'
    },
    "an object of MongoDB": {
        "head": '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": '
        '{"$date": "2024-11-26T03:05:00Z"}}</script>'
    },
    "an object of Firestore": {
        "head": '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": '
        '{"_seconds": 1732590300, "_nanoseconds": 0}}</script>'
    },
    "JSON-LD without a type": {
        "head": '<script type="application/ld+json">{"headline": "Warga Panen Air", "datePublished": '
        '"2024-11-26T10:05:00+07:00"}</script>'
    },
    "the year of both calendars": {"shown": "<p>Selasa, 24 Jumadil Awal 1446 H | 26 November 2024 M, 10:05 WIB</p>"},
    "the object with the page's address": {
        "head": f'<link rel=canonical href="{URL}"><script type="application/ld+json">'
        f'[{{{OTHER}, "url": "/lain"}}, {{{OWN}, "headline": "Panen Air", "url": "{URL}"}}]</script>'
    },
}


@pytest.mark.parametrize("name", ODD_CARRIERS)
def test_odd_carriers(name: str) -> None:
    assert read(**ODD_CARRIERS[name]).published_at == PUBLISHED


@pytest.mark.parametrize("clock", ["", " 09:58 WIB"])
@pytest.mark.parametrize("form", ["<div>{}</div>", "<time datetime=2024-11-27T09:58:00+07:00>{}</time>"])
def test_the_date_of_today_in_the_masthead_is_not_the_articles(clock: str, form: str) -> None:
    shown = form.format(f"Rabu, 27 November 2024{clock}")
    assert read(beside=f"<header>{shown}</header>").published_at is None


IN_ATTRIBUTES = [
    '<span data-date="2024-11-26T10:05:00+07:00">2 jam lalu</span>',
    '<span class="date" data-time="1732590300">baru saja</span>',
    '<span data-timestamp="1732590300000"></span>',
    '<div data-published="2024-11-26 10:05:00"></div>',
    '<abbr class="timeago" title="2024-11-26T10:05:00+07:00">sejam lalu</abbr>',
    '<span data-datetime="2024-11-26T03:05:00Z"></span>',
    '<time data-date="2024-11-26T10:05:00+07:00">2 jam lalu</time>',
    '<section data-publish-date="2024-11-26T10:05:00+07:00">' + PARAGRAPHS + "</section>",
    '<span data-livestamp="1732590300"></span>',
    '<relative-time datetime="2024-11-26T10:05:00+07:00">kemarin</relative-time>',
    '<span title="Selasa, 26 November 2024 10:05 WIB">2 hari lalu</span>',
    '<time title="26 Nov 2024 | 10.05">kemarin</time>',
    "<p>Selasa, 26 November 2024</p><i data-time='2024-11-26 10:05'></i>",
    "<span data-timestamp='1732590300'></span><span data-timestamp='1732676395'></span>",  # and when the page was made
]
NOT_IN_ATTRIBUTES = [
    '<span data-time="3">3 menit dibaca</span>',
    '<div data-date="2024-11-26">kalender</div>',
    '<div data-timestamp="1732590300">' + PARAGRAPHS + "</div>",
    '<span data-timestamp="1732676399"></span>',
    '<span data-time="2024-11-26 10:05"></span><span data-time="2024-11-25 11:05"></span>',
    '<div class="komentar"><span data-time="2024-11-26 10:05">Dewi</span></div>',
    '<div><a href="/a/harga-cabai-rawit-di-pasar-induk-naik-lagi">Harga Cabai Rawit di Pasar Induk Naik Lagi Pekan Ini'
    '</a><span data-time="2024-11-26 10:05">2 jam</span></div>',
    '<span data-date="2031-01-01 00:00:00">hitung mundur</span>',
    '<abbr title="Pemerintah Kota">Pemkot</abbr>',
    '<a data-time="1732590300123456789">x</a>',
]


@pytest.mark.parametrize("shown", IN_ATTRIBUTES)
def test_a_moment_in_an_attribute_is_taken_where_nothing_else_tells(shown: str) -> None:
    article = read(shown=shown)
    assert article.published_at == PUBLISHED
    assert article.method["published_at"] == "attribute"


@pytest.mark.parametrize("shown", NOT_IN_ATTRIBUTES)
def test_an_attribute_of_something_else_is_no_date(shown: str) -> None:
    assert read(shown=shown).published_at is None


def test_what_the_page_says_counts_more() -> None:
    shown = "<p>Selasa, 26 November 2024 10:05 WIB</p><span data-time='2024-11-20 08:00'></span>"
    assert read(shown=shown).published_at == PUBLISHED
    said = meta("article:published_time", "2024-11-26T10:05:00+07:00")
    assert read(said, shown="<span data-time='2024-11-20 08:00'></span>").published_at == PUBLISHED
