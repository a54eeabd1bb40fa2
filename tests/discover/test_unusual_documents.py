"""Documents of an unusual kind or make: JSON feeds, text as a sitemap, capitals, odd robots.txt."""

# ruff: noqa: E501 - markup is written as feeds write it

from __future__ import annotations

import gzip
import json
from html import escape

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

PREFIXED = f"<rss:item><rss:link>{SITE}/a</rss:link><rss:pubDate>{STATED}</rss:pubDate></rss:item>"


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
    "prefixes that nothing declares": ("feed", "<rss:rss><rss:channel>" + PREFIXED + "</rss:channel></rss:rss>", "a", "reach"),
    "Atom's prefix without a declaration": ("feed", f'<atom:feed><atom:entry><atom:link href="{SITE}/a"/><atom:published>{STATED}</atom:published></atom:entry></atom:feed>', "a", "reach"),
    "a link of Atom's within RSS": ("feed", feed(f'<item><atom:link href="{SITE}/a" rel="alternate"/><pubDate>{STATED}</pubDate></item>'), "a", "reach"),
    "shown on a page": ("feed", f"<!DOCTYPE html><html><body><pre>{escape(feed(item('a'), item('b')))}</pre></body></html>", "ab", "reach"),
    "escaped as a whole": ("feed", escape(feed(item("a"))), "a", "reach"),
    "JSON shown on a page": ("feed", f"<html><head><title>x</title></head><body><pre>{JSON_FEED}</pre></body></html>", "a", "no_address"),
    "a page of text": ("feed", "<html><title>Kabar</title><body><pre>https adalah protokol</pre></body></html>", "", "html"),
    "JSON with a mark": ("feed", "\ufeff" + JSON_FEED, "a", "no_address"),
    "JSON within objects": ("feed", f'{{"data": {{"umpan": {JSON_FEED}}}}}', "a", "no_address"),
    "JSON within a list": ("feed", f"[{JSON_FEED}]", "a", "no_address"),
    "RSS as JSON": ("feed", json.dumps({"rss": {"channel": {"item": [{"link": f"{SITE}/a", "pubDate": STATED}]}}}), "a", "reach"),
    "JSON with a comment after it": ("feed", f"{JSON_FEED}\n<!-- dibuat dalam 0,3 detik -->", "a", "no_address"),
    "JSON with a warning before it": ("feed", f"<br />\n<b>Warning</b>:  berkas hilang in <b>/x.php</b> on line <b>3</b><br />\n{JSON_FEED}", "a", "no_address"),
    "JSON with a comma too many": ("feed", JSON_FEED.removesuffix("]}") + ",],}", "a", "no_address"),
    "JSON by lines": ("feed", "\n".join(json.dumps({"url": f"/{name}", "date_published": STATED}) for name in "ab"), "ab", "reach"),
    "JSON that is cut off": ("feed", JSON_FEED[:-20], "", "malformed"),
    "a guid that is a path": ("feed", feed(item("", link=" ").replace("</item>", "<guid>/berita/a</guid></item>")), "a", "reach"),
    "links to the front page": ("feed", feed(*(item("", link=f"{SITE}/").replace("</item>", f"<guid>{SITE}/{name}</guid></item>") for name in "ab")), "ab", "reach"),
    "a link in markup": ("feed", feed(item("", link=f'&lt;a href="{SITE}/a"&gt;Baca&lt;/a&gt;')), "a", "reach"),
    "RSS 1.0 without links": ("feed", f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item rdf:about="{SITE}/a"><title>J</title></item></rdf:RDF>', "a", None),
    "a feed as a sitemap": ("sitemap", feed(item("a")), "a", "reach"),
    "plain text": ("sitemap", f"\ufeff{SITE}/2024/11/26/a\r\n\r\n{SITE}/2024/11/20/b\r\n", "a", "other_days"),
    "plain text, packed": ("sitemap", gzip.compress(f"{SITE}/2024/11/26/a\n".encode()), "a", None),
    "plain text with comments": ("sitemap", f"# peta situs\n; x\n{SITE}/2024/11/26/a\n", "a", None),
    "plain text with dates": ("sitemap", f"{SITE}/a,{STATED}\n{SITE}/b\t2024-11-01\n{SITE}/c,1 2024-11-26\n", ["a", "c,1"], "other_days"),
    "plain text in one line": ("sitemap", f"{SITE}/2024/11/26/a {SITE}/2024/11/26/b", "ab", None),
    "plain text on a page": ("sitemap", f"<html><body><pre>{SITE}/2024/11/26/a\n{SITE}/2024/11/26/b</pre></body></html>", "ab", None),
    "a sitemap shown on a page": ("sitemap", f"<!DOCTYPE html><html><body><pre>{escape(wrap(address(f'{SITE}/a')))}</pre></body></html>", "a", "reach"),
    "a page as a sitemap": ("sitemap", f'<!DOCTYPE html><html><body><a href="{SITE}/2024/11/26/a">A</a></body></html>', "", "html"),
    "JSON as a sitemap": ("sitemap", json.dumps([{"loc": f"{SITE}/a", "lastmod": STATED}]), "a", None),
    "an escaped CDATA section": ("sitemap", wrap(address(f"&lt;![CDATA[{SITE}/a]]&gt;")), "a", "reach"),
    "an address escaped twice": ("sitemap", wrap(address(f"{SITE}/baca?x=1&amp;amp;y=2")), ["baca?x=1&y=2"], "reach"),
    "a feed's name of the date": ("sitemap", wrap(f"<url><loc>{SITE}/a</loc><pubDate>{STATED}</pubDate></url>"), "a", None),
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
        f"Sitemap={SITE}/y".encode(),
    ],
)
def test_an_odd_robots_txt_names_its_sitemaps(robots):
    links, _ = walk({"/robots.txt": robots, "/y": wrap(address(f"{SITE}/a"))}, path="/robots.txt")
    assert names(links) == ["a"]
