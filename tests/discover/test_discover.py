"""Discovery at well-behaved outlets: which links are of the days, what is said about the rest."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kliping.discover import RouteNote, discover_links
from kliping.errors import Failed, Skipped
from kliping.model import JAKARTA, Link, Page, Route, Source

DAY = dt.date(2024, 11, 26)
NOW = dt.datetime(2024, 11, 26, 20, tzinfo=JAKARTA)
SITE = "https://contoh.example"


class Site:
    """Pages in memory, for the walks; real HTTP is tested against the hostile server and the newsroom."""

    def __init__(self, pages):
        self.pages = {SITE + path: body for path, body in pages.items()}
        self.asked = []

    def get(self, url):
        self.asked.append(url.removeprefix(SITE))
        found = self.pages.get(url, Failed("http_404", "HTTP 404"))
        if isinstance(found, Exception):
            raise found
        status, body = found if isinstance(found, tuple) else (200, found)
        body = body.encode() if isinstance(body, str) else body
        headers = (("Content-Type", "text/html; charset=utf-8"),)
        return Page(url, url, status, headers, body, NOW)


def walk(pages, *routes, days=(DAY,), now=NOW, article=""):
    site = Site(pages)
    source = Source("contoh", "Contoh", hosts=("contoh.example",), article=article, routes=routes)
    found = list(discover_links(source, days, site.get, now=now))
    links = [item for item in found if isinstance(item, Link)]
    return links, [item.reason for item in found if isinstance(item, RouteNote)], site.asked


def names(links):
    return [link.url.rstrip("/").rpartition("/")[2] for link in links]


def rss(*items):
    said = "".join(f"<item><title>{n}</title><link>{SITE}/{n}</link>{date}</item>" for n, date in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{said}</channel></rss>'


def on(moment):
    return f"<pubDate>{moment}</pubDate>"


TODAY, YESTERDAY = on("Tue, 26 Nov 2024 01:00:00 +0700"), on("Mon, 25 Nov 2024 16:59:59 +0000")


def test_a_day_is_a_day_in_jakarta():
    feed = rss(("satu", TODAY), ("dua", YESTERDAY), ("tiga", on("Mon, 25 Nov 2024 17:00:00 GMT")))
    links, notes, _ = walk({"/feed": feed}, Route("feed", f"{SITE}/feed"))
    assert names(links) == ["satu", "tiga"]
    assert links[0].published_at == dt.datetime(2024, 11, 26, 1, tzinfo=JAKARTA)
    assert links[0].title == "satu"
    assert links[0].route == "feed"
    assert notes == ["other_days"]


def test_atom_and_its_dates():
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>'
        f'<entry><title type="html">Satu &amp;amp; dua</title><link rel="alternate" href="{SITE}/satu"/>'
        "<published>2024-11-26T10:15:00+07:00</published><updated>2024-11-27T10:15:00+07:00</updated></entry>"
        f'<entry><title>Tiga</title><link href="/tiga"/><updated>2024-11-26T10:15:00Z</updated></entry></feed>'
    )
    links, _, _ = walk({"/feed": atom}, Route("feed", f"{SITE}/feed"))
    assert [(link.url, link.published_at is None) for link in links] == [
        (f"{SITE}/satu", False),
        (f"{SITE}/tiga", True),
    ]


def test_a_paged_feed_is_walked_back_to_the_day():
    """As WordPress has it: ten entries a page, 404 after the last."""
    pages = {
        "/feed?paged=1": rss(("a", on("Wed, 27 Nov 2024 10:00:00 +0700"))),
        "/feed?paged=2": rss(("b", TODAY)),
        "/feed?paged=3": rss(("c", TODAY), ("d", YESTERDAY)),
        "/feed?paged=4": rss(("e", YESTERDAY)),
    }
    links, notes, asked = walk(pages, Route("feed", SITE + "/feed?paged={page}"))
    assert (names(links), asked[-1]) == (["b", "c"], "/feed?paged=3")
    assert notes == ["other_days"]
    del pages["/feed?paged=3"]
    links, notes, asked = walk(pages, Route("feed", SITE + "/feed?paged={page}"))
    assert (names(links), notes) == (["b"], ["other_days", "reach"])


def test_a_dated_feed_reaches_any_day():
    old = dt.date(2019, 2, 3)
    entry = rss(("lama", on("Sun, 03 Feb 2019 10:00:00 +0700")))
    route = Route("feed", SITE + "/?feed=rss2&m={date:%Y%m%d}&paged={page}")
    links, notes, asked = walk({"/?feed=rss2&m=20190203&paged=1": entry}, route, days=(old,))
    assert (names(links), notes) == (["lama"], [])
    assert asked == ["/?feed=rss2&m=20190203&paged=1", "/?feed=rss2&m=20190203&paged=2"]


def test_undated_entries_count_where_the_day_is_recent_or_the_feed_reaches_it():
    feed = {"/feed": rss(("satu", ""), ("2024/11/20/dua", ""), ("2024/11/26/tiga", ""))}
    assert names(walk(feed, Route("feed", f"{SITE}/feed"))[0]) == ["satu", "tiga"]
    later = NOW + dt.timedelta(days=9)
    assert names(walk(feed, Route("feed", f"{SITE}/feed"), now=later)[0]) == ["tiga", "satu"]
    newer = {"/feed": rss(("satu", ""), ("2024/12/04/dua", ""))}
    links, notes, _ = walk(newer, Route("feed", f"{SITE}/feed"), now=later)
    assert (names(links), notes) == ([], ["other_days", "undated"])


def urlset(*entries):
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(entries)}</urlset>'


def entry(path, **fields):
    said = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f"<url><loc>{SITE}/{path}</loc>{said}</url>"


def test_what_tells_the_day_of_a_sitemap_entry():
    sitemap = urlset(
        entry("baru", lastmod="2024-11-26"),
        entry("diubah-besok", lastmod="2024-11-27T09:00:00+07:00"),
        entry("lama", lastmod="2024-11-25"),
        entry("jauh-sesudah", lastmod="2024-12-26"),
        entry("2024/11/26/di-alamat", lastmod="2024-12-26"),
        entry("2023/11/26/lain-tahun", lastmod="2024-11-26"),
        entry("tanpa"),
        "<url><loc>\n   " + SITE + "/berita?a=1&amp;b=2 \n</loc><lastmod>2024-11-26</lastmod></url>",
        "<url><lastmod>2024-11-26</lastmod></url>",
        "<url><loc>mailto:a@contoh.example</loc></url>",
    )
    links, notes, _ = walk({"/s.xml": sitemap}, Route("sitemap", f"{SITE}/s.xml"))
    assert names(links) == ["baru", "diubah-besok", "di-alamat", "berita?a=1&b=2"]
    assert all(link.published_at is None for link in links), "a change is no publication"
    assert notes == ["other_days", "undated"]


def test_only_files_that_may_hold_the_day_are_read():
    files = {
        "/sitemap-2024-11.xml": None, "/sitemap-2024-10.xml": None, "/sitemap-20241126.xml": None,
        "/sitemap-20241120.xml": None, "/post-sitemap1.xml": "2024-01-01", "/post-sitemap2.xml": "2024-11-27",
        "/2023/11/sitemap.xml": None,
    }  # fmt: skip
    said = "".join(
        f"<sitemap><loc>{SITE}{path}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</sitemap>"
        for path, changed in files.items()
    )
    index = gzip.compress(f"<sitemapindex>{said}</sitemapindex>".encode())
    pages = {"/s.xml.gz": index} | {path: urlset(entry(path[1:-4], lastmod="2024-11-26")) for path in files}
    links, _, asked = walk(pages, Route("sitemap", f"{SITE}/s.xml.gz"))
    assert asked[1:] == ["/sitemap-2024-11.xml", "/sitemap-20241126.xml", "/post-sitemap2.xml"]
    assert names(links) == ["sitemap-2024-11", "sitemap-20241126", "post-sitemap2"]


def listing(*paths, extra=""):
    return (
        "<html>"
        + "".join(f'<li><a href="{p}"><img></a><h2><a href="{p}"> Judul\n {p}</a></h2></li>' for p in paths)
        + extra
    )


INDEX = Route("index", SITE + "/indeks/{date:%d-%m-%Y}/{page}", links="h2 a, .lain")


def test_an_index_is_walked_day_by_day_to_its_end():
    pages = {
        "/indeks/26-11-2024/1": listing(
            "/a", "/b", extra="<nav><a href=/tentang>x</a></nav><div class=lain><a href=/z>Z</a></div>"
        ),
        "/indeks/26-11-2024/2": listing("/b", "/c"),
        "/indeks/26-11-2024/3": listing("/c"),
        "/indeks/25-11-2024/1": listing("/y"),
        "/indeks/25-11-2024/2": (200, ""),
    }
    links, notes, asked = walk(pages, INDEX, days=(dt.date(2024, 11, 25), DAY))
    assert names(links) == ["a", "b", "z", "c", "y"]
    assert links[0].title == "Judul /a"
    assert notes == []
    assert len(asked) == 5


def test_an_empty_day_is_said():
    assert walk({"/indeks/26-11-2024/1": "<p>Tidak ada berita</p>"}, INDEX)[1] == ["empty"]


def test_without_a_selector_articles_are_known_by_their_address():
    pages = {"/x": listing("/berita/1/a", "/tag/b", "https://lain.example/berita/2/c", "javascript:void(0)", "#atas")}
    links, _, _ = walk(pages, Route("category", f"{SITE}/x"), article=r"/berita/\d+/")
    assert names(links) == ["a"]


def test_a_base_address_is_used():
    links, _, _ = walk(
        {"/x/y": '<base href="/dasar/"><h2><a href="a">A</a></h2>'}, Route("category", f"{SITE}/x/y", links="h2")
    )
    assert [link.url for link in links] == [f"{SITE}/dasar/a"]


CATEGORY = Route("category", SITE + "/terbaru?page={page}", links="h2 a", max_pages=9)


def test_a_category_is_walked_back_by_the_days_in_its_addresses():
    pages = {
        f"/terbaru?page={n}": listing(*(f"/2024/11/{30 - 2 * n - i:02}/b{n}{i}" for i in (0, 1))) for n in range(1, 9)
    }
    links, notes, asked = walk(pages, CATEGORY, now=NOW + dt.timedelta(days=4))
    assert names(links) == ["b11", "b20", "b21"]
    assert notes == ["other_days"]
    assert asked[-1] == "/terbaru?page=3"


def test_a_category_without_days_serves_recent_days_only():
    pages = {"/terbaru?page=1": listing("/a", "/b")}
    assert names(walk(pages, CATEGORY)[0]) == ["a", "b"]
    links, notes, _ = walk(pages, CATEGORY, now=NOW + dt.timedelta(days=30))
    assert (links, notes) == ([], ["other_days", "reach"])


def test_the_union_of_routes_in_their_order():
    pages = {
        "/feed": rss(("a", TODAY), ("a?utm_source=rss", TODAY)),
        "/indeks/26-11-2024/1": listing("/a", "/b"),
        "/s.xml": Skipped("robots", "robots.txt forbids this address"),
    }
    links, notes, _ = walk(pages, Route("feed", f"{SITE}/feed"), Route("sitemap", f"{SITE}/s.xml"), INDEX)
    assert [(name, link.route) for name, link in zip(names(links), links, strict=True)] == [
        ("a", "feed"), ("a?utm_source=rss", "feed"), ("b", "index"),
    ]  # fmt: skip
    assert len({link.canonical_url for link in links}) == 2
    assert notes == ["reach", "robots"]


@pytest.mark.parametrize("kind", ["feed", "sitemap", "category"])
def test_a_route_that_has_not_changed_is_silent(kind):
    assert walk({"/x": (304, "")}, Route(kind, f"{SITE}/x"))[:2] == ([], [])


ATOM = (
    '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://contoh.example/">'
    '<title>x</title><entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Satu</div></title>'
    '<link href="/satu"/><published>2024-11-26T10:15:00+07:00</published></entry></feed>'
)
VALID = {
    "feed": (rss(("satu", TODAY), ("dua", YESTERDAY)), ATOM),
    "sitemap": (urlset(entry("satu", lastmod="2024-11-26")), "<s><sitemap><loc>/y</loc></sitemap></s>"),
    "category": (listing("/satu", "https://contoh.example:443/dua?x=1#y"),),
}  # fmt: skip
JUNK = [b"<", b"&", b"]]>", b"\xff\xfe", b"<!--", b"&#0;", b"://[", b"<![CDATA[", b"&#xD800;", b'"']


@settings(deadline=None)
@given(st.data())
def test_no_damage_to_a_document_stops_a_walk(data):
    kind = data.draw(st.sampled_from(sorted(VALID)))
    body = data.draw(st.sampled_from(VALID[kind])).encode()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(body)))
        junk = data.draw(st.binary(max_size=6) | st.sampled_from(JUNK))
        body = body[:at] + junk + body[at + data.draw(st.integers(0, 9)) :]
    links, notes, _ = walk({"/x": body}, Route(kind, f"{SITE}/x"))
    assert all(link.canonical_url for link in links)
    assert all(isinstance(reason, str) for reason in notes)
