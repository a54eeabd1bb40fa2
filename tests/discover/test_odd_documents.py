"""Feeds and sitemaps as the web has them: damaged, unusual, lying. What can be read is found, what cannot is said."""

from __future__ import annotations

import gzip
import os
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kliping.discover import RouteNote, discover_links
from kliping.discover.xml_decoding import MalformedDocument, decode_xml
from kliping.model import Link, Page, Route, Source

from tests.discover.documents import DAY, NAMESPACES, NOW, SITE, entry, feed, item, names, sitemap, walk

ODD_TITLES = [
    ("Kopi & Susu", "Kopi & Susu"),
    ("Kopi &amp; Susu", "Kopi & Susu"),
    ("Caf&eacute;&nbsp;Baru", "Café Baru"),
    ("Kopi &takada; Susu", "Kopi &takada; Susu"),
    ("Kopi & < Susu", "Kopi & < Susu"),
    ("Kopi\x0b\x1f Susu\x08", "Kopi Susu"),
    ("Kopi &#55357; Susu", "Kopi Susu"),
    ("Kopi &#xD83D;&#xDE00;", "Kopi \U0001f600"),
    ("Kopi &#55357;&#56832;", "Kopi \U0001f600"),
    ("Kopi &#0;&#11;&#xFFFF; Susu", "Kopi Susu"),
    ("Kopi &#99999999999; Susu", "Kopi Susu"),
    ("<![CDATA[Kopi & Susu]]>", "Kopi & Susu"),
    ("<![CDATA[Kopi &#55357; Susu]]>", "Kopi Susu"),
    ("Kopi &LT;b&GT; Susu", None),
]


@pytest.mark.parametrize(("title", "expected"), ODD_TITLES)
@pytest.mark.parametrize("kind", ["sitemap", "feed"])
def test_an_odd_title_costs_no_entry(kind, title, expected):
    whole = sitemap(entry("a"), entry("b", title), entry("c")) if kind == "sitemap" else None
    links, notes = walk({"/x": whole or feed(item("a"), item("b", title=title), item("c"))}, kind)
    assert names(links) == ["a", "b", "c"]
    assert [note.reason for note in notes if note.reason != "reach"] == []
    if expected is not None:
        assert links[1].title == expected
    assert links[1].title.encode()


BEFORE = ["\n\n", "\ufeff", "\ufeff\n ", "<!-- dibuat otomatis -->", "<br />\n<b>Warning</b>: no such file on line 3\n"]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("pack", [str.encode, lambda text: gzip.compress(text.encode())], ids=["plain", "gzip"])
@pytest.mark.parametrize("kind", ["sitemap", "feed"])
def test_what_stands_before_the_declaration_is_passed_over(kind, pack, before):
    whole = sitemap(entry("a"), entry("b")) if kind == "sitemap" else feed(item("a"), item("b"))
    assert names(walk({"/x": pack(before + whole)}, kind)[0]) == ["a", "b"]


@pytest.mark.parametrize(
    ("said", "written"),
    [("UTF-8", "cp1252"), ("ISO-8859-1", "utf-8"), ("utf-16", "utf-8"), ("UTF-8", "utf-16"), ("undefined", "utf-8"),
     ("idna", "cp1252"), ("unicode_escape", "cp1252"), ("rot13", "utf-8"), ("ngawur", "cp1252"), ("cp1252", "cp1252")],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["sitemap", "feed"])
def test_any_declared_encoding_is_read(kind, said, written):
    head = f'<?xml version="1.0" encoding="{said}"?>'
    whole = sitemap(entry("a", "Kafé"), head=head) if kind == "sitemap" else feed(item("a", title="Kafé"), head=head)
    for body in (whole.encode(written), gzip.compress(whole.encode(written))):
        assert [link.title for link in walk({"/x": body}, kind)[0]] == ["Kafé"]


def pack(body: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        body = gzip.compress(body)
    return body


PACKED = {
    "twice": lambda body: pack(body, 2),
    "three times": lambda body: pack(body, 3),
    "two members, packed": lambda body: pack(pack(body[:80]) + pack(body[80:])),
    "a packed file in two members": lambda body: pack(pack(body)[:50]) + pack(pack(body)[50:]),
    "an empty member first": lambda body: pack(b"") + pack(body, 2),
    "zeros behind": lambda body: pack(pack(body) + b"\0" * 40) + b"\0" * 40,
    "larger than a piece": lambda body: pack(
        body.replace(b"</", b"<!--" + os.urandom(70_000).hex().encode() + b"--></", 1), 2
    ),
    "in UTF-16": lambda body: pack(body.decode().encode("utf-16"), 2),
}


@pytest.mark.parametrize("packed", PACKED.values(), ids=PACKED)
@pytest.mark.parametrize("kind", ["sitemap", "feed"])
def test_what_is_packed_more_than_once_is_read(kind, packed):
    whole = sitemap(entry("a"), entry("b")) if kind == "sitemap" else feed(item("a"), item("b"))
    assert names(walk({"/x": packed(whole.encode())}, kind)[0]) == ["a", "b"]


@pytest.mark.parametrize("cut", [lambda body: pack(pack(body)[:-30]), lambda body: pack(body, 2)[:-30]])
def test_what_is_packed_twice_and_cut_off_is_said(cut):
    assert "malformed" in {note.reason for note in walk({"/x": cut(sitemap(entry("a")).encode())})[1]}


def test_a_bomb_that_is_packed_twice_is_refused():
    with pytest.raises(MalformedDocument, match="larger than"):
        list(decode_xml(pack(b"<urlset>" + b" " * 210_000_000, 2)))


def test_a_wrong_byte_costs_nothing():
    body = sitemap(entry("a"), entry("b", "Kaf#"), entry("c", "Kafé")).encode().replace(b"#", b"\xe9")
    assert [link.title for link in walk({"/x": body})[0]] == ["Judul", "Kafé", "Kafé"]


PICTURE = (
    "<image:image><image:loc>https://contoh.example/a.jpg</image:loc><image:title>Foto</image:title></image:image>"
)


@pytest.mark.parametrize(
    "body",
    [
        sitemap(*(f"<url>{PICTURE}{entry(name)[5:]}" for name in "ab")),
        sitemap(*(entry(name, said=PICTURE) for name in "ab"), namespaces=""),
        sitemap(*(entry(name, said=PICTURE) for name in "ab"), namespaces=NAMESPACES.partition(" xmlns:news")[0]),
        sitemap(entry("a").replace("</news:news>", ""), entry("b")),
        sitemap(entry("a").replace("</url>", ""), entry("b")),
        sitemap(entry("a", said="<xhtml:link href='x'/>"), entry("b", said="<video:url>x</video:url>")),
        sitemap(entry("a"), entry("b")).replace("<loc>", "<loc><![CDATA[\n ").replace("</loc>", " ]]></loc>"),
        sitemap(entry("a"), entry("b")) + "<script>alert(1)</script>",
    ],
    ids=["picture first", "no namespace", "undeclared prefix", "unclosed news", "unclosed url", "others' elements",
         "cdata", "something behind"],
)  # fmt: skip
def test_a_sitemap_of_unusual_make_is_read(body):
    links, _ = walk({"/x": body})
    assert names(links) == ["a", "b"]
    assert {link.title for link in links} == {"Judul"}


def test_the_half_of_an_address_is_no_address():
    whole = sitemap(entry("berita-1"), entry("berita-2"))
    for body in (whole[: whole.index("rita-2") + 3], gzip.compress(whole.encode())[:-30]):
        links, notes = walk({"/x": body})
        assert names(links) in (["berita-1"], [])
        assert notes[0].reason == "malformed"


def test_a_packed_feed_is_unpacked_and_one_that_lies_is_named():
    assert names(walk({"/x": gzip.compress(feed(item("a")).encode())}, "feed")[0]) == ["a"]
    assert names(walk({"/x": b"".join(gzip.compress(p.encode()) for p in (feed(item("a"))[:90], feed(item("a"))[90:]))},
                      "feed")[0]) == ["a"]  # fmt: skip
    links, notes = walk({"/x": b"\x1f\x8b\x08 bukan gzip"}, "feed")
    assert (links, [(note.reason, note.failed) for note in notes]) == ([], [("malformed", True)])
    links, notes = walk({"/x": gzip.compress(b"<rss>" + b" " * 50_000_000)}, "feed")
    assert (links, [note.reason for note in notes]) == ([], ["malformed"])


def index(**files):
    said = "".join(
        f"<sitemap><loc>{SITE}/{name}</loc><lastmod>{changed}</lastmod></sitemap>" for name, changed in files.items()
    )
    return f"<sitemapindex {NAMESPACES}>{said}</sitemapindex>"


@pytest.mark.parametrize(
    ("files", "expected", "noted"),
    [
        ({"a": "2023-01-15"}, ["a1"], []),
        ({"a": "2023-01-15", "b": "2023-01-14"}, ["a1"], ["stale"]),
        ({"a": "2023-01-15", "b": "2024-11-26"}, ["b1"], ["old_files"]),
        ({"a": "0001-01-01T00:00:00+00:00", "b": "26/11/2024 10:00 WIB"}, ["a1", "b1"], []),
        ({"a": "2106-02-07T06:28:15Z", "b": "ngawur"}, ["a1", "b1"], []),
        ({"a": "1 Jan 2019", "b": "Selasa, 26 Nop 2024"}, ["b1"], ["old_files"]),
    ],
)
def test_files_that_an_index_calls_stale_are_read_or_noted(files, expected, noted):
    pages = {"/x": index(**files)} | {f"/{name}": sitemap(entry(f"{name}1")) for name in files}
    links, notes = walk(pages)
    assert names(links) == expected
    assert [note.reason for note in notes] == noted


@pytest.mark.parametrize("named", ["/x", "/y"])
def test_an_index_that_names_only_itself_is_noted(named):
    """Of two indexes that name each other, the second is the one that leads nowhere."""
    there, back = index(**{named[1:]: "2024-11-26"}), index(x="2024-11-26")
    links, notes = walk({"/x": there, "/y": back})
    assert (links, [(note.reason, note.detail) for note in notes]) == (
        [],
        [("empty", "the index names no file but itself")],
    )


class Tripped(Exception):
    pass


@pytest.mark.parametrize("kind", ["feed", "sitemap", "category"])
def test_a_bug_in_one_route_is_named_and_the_others_are_walked(kind, monkeypatch):
    def trip(*args):
        raise Tripped("tersandung")

    part = {"feed": "feeds._read_entry", "sitemap": "sitemaps._read_fields", "category": "listings.read_card_links"}[
        kind
    ]
    monkeypatch.setattr(f"kliping.discover.{part}", trip)
    bodies = {"feed": feed(item("a")), "sitemap": sitemap(entry("b")), "category": "<a href=/c>"}
    bodies = {f"{SITE}/{name}": body for name, body in bodies.items()}
    routes = tuple(Route(name, f"{SITE}/{name}") for name in ("feed", "sitemap", "category"))
    source = Source("contoh", "Contoh", hosts=("contoh.example",), routes=routes)
    found = list(discover_links(source, (DAY,), lambda u: Page(u, u, 200, (), bodies[u].encode(), NOW), now=NOW))
    assert len([each for each in found if isinstance(each, Link)]) == 2
    noted = [each for each in found if isinstance(each, RouteNote) and each.reason == "internal_error"]
    assert {(note.route, note.detail.partition(";")[0]) for note in noted} == {(kind, "Tripped: tersandung")}
    assert noted[-1].failed  # the first try at a route may be noted beside it


PIECES = ["<a>", "</a>", "<![CDATA[", "]]>", "&", "&#", "&#x", ";", "55357", "xD83D", "eacute", "<", "<!", "<?xml ",
          "?>", "\0", "é", "<!--", "-->", "<!DOCTYPE a>"]  # fmt: skip


@settings(deadline=None)
@given(
    st.binary(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=30).map(lambda some: "".join(some).encode())
)
def test_any_bytes_give_text_or_are_refused(body):
    try:
        text = "".join(decode_xml(body))
    except MalformedDocument:
        return
    assert text.encode()


def test_mended_text_does_not_depend_on_where_its_pieces_end():
    title = "Kopi &amp; &eacute; & &#55357;&#56832; <![CDATA[a & b]]> Susu "
    whole = sitemap(*(entry(f"b{n}", title + "x" * (n % 41)) for n in range(2_000)))
    links, notes = walk({"/x": gzip.compress(whole.encode())})
    assert notes == []
    assert len(links) == 2_000
    titles = {link.title.rstrip("x").strip().replace("\U0001f600 ", "") for link in links}
    assert titles == {"Kopi & é & a & b Susu"}


def test_an_address_in_an_element_of_its_own():
    whole = feed(f"<item><title>A</title><url>{SITE}/a</url><pubDate>Tue, 26 Nov 2024 10:00:00 +0700</pubDate></item>")
    assert names(walk({"/x": whole}, "feed")[0]) == ["a"]


@pytest.mark.parametrize("pack", [zlib.compress, gzip.compress])
def test_packed_without_a_header(pack):
    assert names(walk({"/x": pack(sitemap(entry("a")).encode())})[0]) == ["a"]


def test_a_packed_sitemap_that_is_cut_off_is_read_as_far_as_it_goes():
    packed = gzip.compress(sitemap(entry("a"), entry("b"), entry("c")).encode(), 0)
    links, notes = walk({"/x": packed[:-60]})
    assert names(links)[:2] == ["a", "b"]
    assert [note.reason for note in notes if note.reason != "reach"] == ["malformed"]


def test_an_address_whose_end_tag_is_missing():
    whole = sitemap(entry("a").replace("</loc>", ""), entry("b"))
    assert names(walk({"/x": whole})[0]) == ["a", "b"]
