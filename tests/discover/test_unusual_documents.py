"""Documents of an unusual kind or make: JSON feeds, text as a sitemap, capitals, odd robots.txt."""

# ruff: noqa: E501 - markup is written as feeds write it

from __future__ import annotations

import gzip
import json

import pytest

from tests.discover.documents import SITE, feed, item, names, sitemap, walk

ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
STATED = "2024-11-26T10:00:00+07:00"
JSON_ENTRIES = [
    {"id": 1, "url": "/berita/a", "date_published": STATED},
    {"id": f"{SITE}/lama", "date_published": "2024-11-20T10:00:00Z"},
    {"id": 2, "title": None},
    None,
]
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": JSON_ENTRIES})


def address(loc, tag="url", name="loc"):
    return f"<{tag}><{name}>{loc}</{name}><lastmod>{STATED}</lastmod></{tag}>"


def wrap(*entries, head=""):
    return f"{head}<urlset>{''.join(entries)}</urlset>"


ODD_DOCUMENTS = {
    # name: (kind of route, document, names found, reason of the note where there is one)
    "a guid that is no address": ("feed", feed(item("a"), item("", link=" ").replace("</item>", '<guid isPermaLink="false">12345</guid></item>')), "a", "no_address"),
    "an entry with only a sound file": ("feed", feed(item("a"), item("", link=" ").replace("</item>", f'<enclosure url="{SITE}/a.mp3" type="audio/mpeg"/></item>')), "a", "no_address"),
    "a guid that is one": ("feed", feed(item("", link=" ").replace("</item>", f"<guid>{SITE}/a</guid></item>")), "a", "reach"),
    "cut off in an address": ("feed", feed(item("a"), "<item><title>B</title><link>https://contoh.example/ber").partition("</channel>")[0], "a", "malformed"),
    "cut off in an Atom entry": ("feed", f'<feed {ATOM}><entry><link href="{SITE}/a"/><published>{STATED}</published></entry><entry><link href="{SITE}/b"/>', "a", "malformed"),
    "backslashes in an address": ("feed", feed(item("", link="https:\\\\contoh.example\\a"), item("", link="\\b")), "ab", "reach"),
    "blanks in an address": ("feed", feed(item("", link=f"{SITE}/a b")), ["a%20b"], "reach"),
    "an address in two lines": ("feed", feed(item("", link=f"\n {SITE}/ber\n  ita/a\n")), "a", "reach"),
    "addresses put together wrongly": ("feed", feed(*(item("", link=link) for link in ("http:/contoh.example/a", "https//contoh.example/b", "http://https://contoh.example/c", "https:http://contoh.example/d"))), "abcd", "reach"),
    "a scheme of feeds": ("feed", feed(item("", link="feed://contoh.example/a"), item("", link="feed:https://contoh.example/b")), "ab", "reach"),
    "an address without a scheme": ("feed", feed(item("", link="contoh.example/a"), item("", link="WWW.contoh.example/b")), "ab", "reach"),
    "a path that begins like a scheme": ("feed", feed(item("", link="https-dan-kita"), item("", link="/feed/a")), ["https-dan-kita", "a"], "reach"),
    "what nobody sees around an address": ("feed", feed(item("", link=f"\u200b{SITE}/a\u2060"), item("", link=f"{SITE}/b\ufeff&#160;")), "ab", "reach"),
    "JSON with another's address": ("feed", json.dumps({"items": [{"id": "1", "external_url": f"{SITE}/a", "date_published": STATED}]}), "a", "reach"),
    "JSON": ("feed", JSON_FEED, "a", "no_address"),
    "JSONP": ("feed", f"tampilkan({JSON_FEED});", "a", "no_address"),
    "JSONP of an object, with a comment": ("feed", f"/**/ warta.feed_1 ( {JSON_FEED} ) ; \n", "a", "no_address"),
    "JSON with a guard": ("feed", f")]}}',\n{JSON_FEED}", "a", "no_address"),
    "JSON with a loop as a guard": ("feed", f"while(1);{JSON_FEED}", "a", "no_address"),
    "JSONP that is no feed": ("feed", 'tampilkan({"error": "x"})', "", "malformed"),
    "two links in an entry": ("feed", feed(item("").replace("<link>", f"<link>{SITE}/a</link><link>", 1)), "a", None),
    "a link and an empty one": ("feed", feed(item("a").replace("</link>", "</link><link/>")), "a", None),
    "an empty link and one": ("feed", feed(item("a").replace("<link>", "<link/><link>")), "a", None),
    "JSON that is no feed": ("feed", '{"error": "x"}', "", "malformed"),
    "Atom with a base": ("feed", f'<feed {ATOM} xml:base="{SITE}/berita/"><entry><link href="a"/><published>{STATED}</published></entry></feed>', "a", "reach"),
    "a feed as a sitemap": ("sitemap", feed(item("a")), "a", "reach"),
    "plain text": ("sitemap", f"\ufeff{SITE}/2024/11/26/a\r\n\r\n{SITE}/2024/11/20/b\r\n", "a", "other_days"),
    "plain text, packed": ("sitemap", gzip.compress(f"{SITE}/2024/11/26/a\n".encode()), "a", None),
    "upper case": ("sitemap", wrap(address(f"{SITE}/a")).upper().replace(SITE.upper() + "/A", f"{SITE}/a"), "a", "reach"),
    "capitals within": ("sitemap", wrap(address(f"{SITE}/a", name="Loc")), "a", "reach"),
    "no address": ("sitemap", wrap(address(f"{SITE}/a"), address("b", name="link")), "a", "no_address"),
    "a misspelt date": ("sitemap", sitemap(f"<url><loc>{SITE}/a</loc><news:news><news:publicationDate>{STATED}</news:publicationDate></news:news></url>"), "a", None),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD_DOCUMENTS)
def test_what_an_odd_document_lists_is_found(name):
    kind, document, expected, noted = ODD_DOCUMENTS[name]
    links, notes = walk({"/x": document}, kind)
    assert names(links) == list(expected)
    if noted:
        assert noted in {note.reason for note in notes}


def test_an_index_may_list_its_files_as_pages():
    links, _ = walk({"/x": wrap(address(f"{SITE}/bagian.xml")), "/bagian.xml": wrap(address(f"{SITE}/a"))})
    assert names(links) == ["a"]


@pytest.mark.parametrize(
    "robots",
    [
        f"\ufeffSitemap: {SITE}/y\n".encode(),
        f"Sitemap: {SITE}/y\n".encode("utf-16"),
        f"User-agent: *\rSitemap: {SITE}/y\r".encode(),
        f" sitemap :{SITE}/y # peta".encode(),
    ],
)
def test_an_odd_robots_txt_names_its_sitemaps(robots):
    links, _ = walk({"/robots.txt": robots, "/y": wrap(address(f"{SITE}/a"))}, path="/robots.txt")
    assert names(links) == ["a"]
