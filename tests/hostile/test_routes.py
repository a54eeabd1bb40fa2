"""Feeds, sitemaps and index pages of a hostile server: what is found, what is said, in bounded time and memory."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest
from kliping.discover import discover_links
from kliping.fetch import Session
from kliping.model import JAKARTA, Link, Route, Source

from tests.hostile.server import answer, in_turn, raw

DAY = dt.date(2024, 11, 26)
NOW = dt.datetime(2024, 11, 26, 20, tzinfo=JAKARTA)
XML = {"Content_Type": "application/xml"}
ITEM = "<item><title>Berita {n}</title><link>http://galak.test/2024/11/26/berita-{n}</link><pubDate>{date}</pubDate></item>"
RFC822 = "Tue, 26 Nov 2024 10:15:00 +0700"


def rss(*numbers, date=RFC822, head='<?xml version="1.0" encoding="UTF-8"?>'):
    items = "".join(ITEM.format(n=n, date=date) for n in numbers)
    return f'{head}<rss version="2.0"><channel><title>Galak</title>{items}</channel></rss>'.encode()


def entry(n):
    return (
        f"<url><loc>http://galak.test/2024/11/26/berita-{n}</loc>"
        f"<news:news><news:publication_date>2024-11-26T10:15:00+07:00</news:publication_date>"
        f"<news:title>Berita {n}</news:title></news:news></url>"
    )


SITEMAP = (
    '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
)


def index_of(*urls):
    files = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{files}</sitemapindex>'.encode()


def listing(*paths):
    return answer("".join(f'<h2><a href="{path}">Judul {path}</a></h2>' for path in paths).encode())


BOMB = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">' + b"".join(
    b'<!ENTITY %c "%b">' % (99 + n, b"&%c;" % (98 + n) * 9) for n in range(9)
)


def reasons(notes):
    return [note.reason for note in notes]


FEED = Route("feed", "http://galak.test/rss")
MAP = Route("sitemap", "http://galak.test/peta.xml", max_pages=5)
INDEX = Route("index", "http://galak.test/indeks?hal={page}&tgl={date:%Y-%m-%d}", links="h2 a", max_pages=6)


@pytest.mark.parametrize("path", ["/rss", "/peta.xml"])
def test_entities_are_refused_and_other_routes_walked(server, walk, path):
    server.paths |= {
        "/rss": answer(rss(1), **XML),
        "/peta.xml": answer((SITEMAP + entry(2) + "</urlset>").encode(), **XML),
    }
    server.paths[path] = answer(BOMB + b"]><rss><channel><title>&k;</title></channel></rss>", **XML)
    links, notes = walk(FEED, MAP)
    assert links == (["berita-2"] if path == "/rss" else ["berita-1"])
    assert [(n.reason, n.failed, "entities" in n.detail) for n in notes if n.failed] == [("malformed", True, True)]


def test_an_external_entity_is_never_read(server, walk, tmp_path):
    (tmp_path / "rahasia").write_text("RAHASIA")
    evil = f'<!DOCTYPE urlset SYSTEM "file://{tmp_path}/rahasia" [<!ENTITY x SYSTEM "file://{tmp_path}/rahasia">]>'
    for encoding in ("utf-8", "utf-16", "utf-32"):
        server.paths["/peta.xml"] = answer(
            (evil + "<urlset><url><loc>http://galak.test/&x;</loc></url></urlset>").encode(encoding)
        )
        links, notes = walk(MAP)
        assert not links
        assert "RAHASIA" not in str(notes)
        assert notes[0].reason == "malformed"


def test_a_doctype_without_entities_does_no_harm(server, walk):
    head = '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://galak.test/dtd">'
    server.paths["/rss"] = answer(rss(1, head=head), **XML)
    assert walk(FEED)[0] == ["berita-1"]
    assert not server.asked("/dtd")


@pytest.mark.parametrize(
    ("said", "written"), [("UTF-8", "cp1252"), ("ISO-8859-1", "utf-8"), ("utf-16", "utf-8"), ("ngawur", "utf-8")]
)
def test_a_feed_in_the_wrong_encoding_is_read(server, walk, said, written):
    body = rss(1, 2, head=f'<?xml version="1.0" encoding="{said}"?>').decode().replace("Galak", "Café “Galak”")
    server.paths["/rss"] = answer(body.encode(written), Content_Type=f"application/rss+xml; charset={said}")
    assert walk(FEED)[0] == ["berita-1", "berita-2"]


def test_a_broken_feed_gives_what_can_be_read(server, walk):
    server.paths["/rss"] = answer(rss(1, 2)[:-40].replace(b"Berita 1", b"Berita & <b>satu"), **XML)
    assert "berita-1" in walk(FEED)[0]
    for body, reason in (
        (b"", "malformed"),
        (b"<html><h1>Masuk</h1></html>", "html"),
        (b"\0\0\0", "malformed"),
        (b"<rss>", "malformed"),
    ):
        server.paths["/rss"] = answer(body, **XML)
        links, notes = walk(FEED)
        assert links == []
        assert reasons(notes)[:1] in ([reason], ["empty"])


def test_a_feed_tells_what_it_leaves_out(server, walk):
    old = rss(7, 8, date="Selasa, 19 November 2024 10:15:00 WIB").decode()
    server.paths["/rss"] = answer(rss(1).decode().replace("</channel>", old.partition("</title>")[2]).encode(), **XML)
    links, notes = walk(FEED)
    assert links == ["berita-1"]
    assert reasons(notes) == ["other_days"]
    assert notes[0].detail.startswith("2 ")
    links, notes = walk(FEED, days=(dt.date(2024, 11, 1),))
    assert (links, reasons(notes)) == ([], ["other_days", "reach"])


def test_a_sitemap_index_that_contains_itself_ends(server, walk):
    server.paths["/peta.xml"] = answer(index_of("http://galak.test/peta.xml", "http://galak.test/dua.xml"), **XML)
    server.paths["/dua.xml"] = answer(index_of("http://galak.test/peta.xml", "http://galak.test/tiga.xml"), **XML)
    server.paths["/tiga.xml"] = answer((SITEMAP + entry(3) + "</urlset>").encode(), **XML)
    assert walk(MAP)[0] == ["berita-3"]
    assert len(server.asked("/peta.xml")) == 1


def test_the_sitemaps_that_robots_txt_names(server, walk):
    lines = "User-agent: *\nDisallow: /admin\nSitemap: http://galak.test/dua.xml\nsitemap:/tiga.xml\nSitemap: //\n"
    server.paths["/robots.txt"] = answer(lines.encode(), Content_Type="text/plain")
    server.paths["/dua.xml"] = answer((SITEMAP + entry(2) + "</urlset>").encode(), **XML)
    links, notes = walk(Route("sitemap", "http://galak.test/robots.txt"))
    assert links == ["berita-2"]
    assert [(note.reason, note.failed) for note in notes] == [("http_404", False)]


def test_a_sitemap_that_robots_txt_names_and_forbids(server, walk):
    server.paths["/robots.txt"] = answer(b"User-agent: *\nDisallow: /\nSitemap: http://galak.test/dua.xml\n")
    assert reasons(walk(Route("sitemap", "http://galak.test/robots.txt"))[1]) == ["robots"]


def test_indexes_without_end_are_capped_in_depth_and_number(server, walk):
    for n in range(30):
        server.paths[f"/dalam-{n}.xml"] = answer(index_of(f"http://galak.test/dalam-{n + 1}.xml"), **XML)
    server.paths["/peta.xml"] = server.paths["/dalam-0.xml"]
    assert reasons(walk(MAP)[1]) == ["cap"]
    server.paths["/peta.xml"] = answer(index_of(*(f"http://galak.test/lebar-{n}.xml" for n in range(30))), **XML)
    for n in range(30):
        server.paths[f"/lebar-{n}.xml"] = answer((SITEMAP + entry(n) + "</urlset>").encode(), **XML)
    links, notes = walk(MAP)
    assert (len(links), reasons(notes)) == (5, ["cap"])


@pytest.mark.full
def test_a_sitemap_with_a_million_addresses_is_cut(server, walk):
    entries = "".join(f"<url><loc>http://galak.test/2024/11/26/b-{n}</loc></url>" for n in range(200))
    packed = gzip.compress((SITEMAP + entries * 5_000 + "</urlset>").encode())
    server.paths["/peta.xml"] = answer(packed)  # what calls itself a page is as large as a page may be
    links, notes = walk(MAP)
    assert (links, reasons(notes), notes[0].failed) == ([], ["too_large"], True)
    server.paths["/peta.xml"] = answer(packed, Content_Type="application/gzip")
    links, notes = walk(MAP)
    assert len(links) == 200
    assert reasons(notes) == ["cap"]
    server.paths["/peta.xml"] = answer((SITEMAP + entries * 500).encode(), **XML)
    links, notes = walk(MAP)
    assert (links, reasons(notes), notes[0].failed) == ([], ["too_large"], True)


@pytest.mark.full
def test_a_packed_sitemap_that_grows_without_end_is_cut(server, walk):
    bomb = gzip.compress(SITEMAP.encode() + b" " * 300_000_000, 9)
    server.paths["/peta.xml"] = answer(bomb, Content_Type="application/gzip")
    links, notes = walk(MAP)
    assert (links, notes[0].reason, notes[0].failed) == ([], "malformed", True)


@pytest.mark.parametrize("child", ["<url>" + "<a/>" * 5_000, "<url>" + "<a>" * 5_000, "<b/>" * 5_000 + "<url>"])
def test_a_sitemap_of_one_endless_entry_is_cut(server, walk, child):
    body = SITEMAP + entry(1) + child * 5_000
    server.paths["/peta.xml"] = answer(gzip.compress(body.encode()), Content_Type="application/gzip")
    links, notes = walk(MAP)
    assert (links, reasons(notes)) == (["berita-1"], ["malformed"])


def test_a_sitemap_that_breaks_gives_what_came_before(server, walk):
    server.paths["/peta.xml"] = answer((SITEMAP + entry(1) + entry(2) + "<url><loc>").encode(), **XML)
    links, notes = walk(MAP)
    assert links == ["berita-1", "berita-2"]
    assert [(n.reason, n.failed) for n in notes] == [("malformed", False)]


def test_index_pages_that_never_end_are_capped(server, walk):
    def behave(connection, request):
        page = request.path.partition("hal=")[2].partition("&")[0]
        listing(*(f"/2024/11/26/h{page}-{n}" for n in range(3)))(connection, request)

    server.paths["/indeks"] = behave
    links, notes = walk(INDEX)
    assert (len(links), reasons(notes)) == (18, ["cap"])


def test_index_pages_that_repeat_themselves_end(server, walk):
    server.paths["/indeks"] = listing("/2024/11/26/satu", "/2024/11/26/dua")
    assert walk(INDEX) == (["satu", "dua"], [])
    assert len(server.requests) == 3  # robots.txt and two pages


def test_pages_that_fail_are_said_and_the_rest_is_read(server, walk):
    server.paths["/indeks?hal=1&tgl=2024-11-26"] = listing("/2024/11/26/satu")
    server.paths["/indeks?hal=2&tgl=2024-11-26"] = raw(b"kacau\r\n\r\n")
    server.paths["/indeks?hal=3&tgl=2024-11-26"] = listing("/2024/11/26/tiga")
    links, notes = walk(INDEX)
    assert links == ["satu", "tiga"]
    assert [(n.reason, n.failed) for n in notes] == [("bad_response", False)]
    server.paths["/indeks?hal=1&tgl=2024-11-26"] = answer(status="500 Oops")
    links, notes = walk(INDEX)
    assert (links, [(n.reason, n.failed) for n in notes]) == ([], [("http_500", True)])


def test_an_index_that_ignores_the_day_is_found_out(server, walk):
    server.paths["/indeks"] = listing("/2026/11/22/hari-ini", "/2026/11/21/kemarin")
    links, notes = walk(INDEX)
    assert (links, reasons(notes)) == ([], ["wrong_day"])


def test_an_article_under_ten_addresses_is_ten_links_to_one_identity(server, source, settings):
    kinds = [
        "",
        "?page=2",
        "?page=all",
        "?utm_source=x",
        "?amp=1",
        "/amp",
        "?ref=a",
        "?fbclid=1",
        "?single=1",
        "?share=wa",
    ]
    server.paths["/indeks"] = listing(*(f"/2024/11/26/satu{kind}" for kind in kinds), "/2024/11/26/satu#komentar")
    outlet = Source("galak", "Galak", hosts=("galak.test",), connect=source.connect, routes=(INDEX,), delay=0.0)
    with Session(outlet, settings=settings) as session:
        links = [item for item in discover_links(outlet, [DAY], session.get, now=NOW) if isinstance(item, Link)]
    assert len(links) == 10
    assert {link.canonical_url for link in links} == {"https://galak.test/2024/11/26/satu"}


def test_links_come_before_later_pages_are_read(server, source, settings):
    server.paths["/indeks"] = in_turn(listing("/2024/11/26/satu"), listing("/2024/11/26/dua"), listing())
    outlet = Source("galak", "Galak", hosts=("galak.test",), connect=source.connect, routes=(INDEX,), delay=0.0)
    with Session(outlet, settings=settings) as session:
        walk = discover_links(outlet, [DAY], session.get, now=NOW)
        assert next(walk).title == "Judul /2024/11/26/satu"
        assert len(server.requests) == 2
        assert next(walk).url.endswith("dua")
