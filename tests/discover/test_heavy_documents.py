"""JSON feeds, bytes without any mark, and documents on which a parser would take minutes."""

from __future__ import annotations

import json
import zlib

import pytest

from tests.discover.documents import SITE, entry, feed, item, names, sitemap, walk


def json_feed(**more: object) -> str:
    stated = {"url": f"{SITE}/a", "title": "Judul", "date_published": "2024-11-26T10:00:00+07:00"}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [stated | more]})


JSON_FEEDS = {
    "seconds": json_feed(date_published=1732590000),
    "a list of addresses": json_feed(url=[f"{SITE}/a", 5]),
    "no title": json_feed(title={"a": 1}),
    "a list at the top": json.dumps(json.loads(json_feed())["items"]),
    "other values between": json_feed().replace('"items": [', '"items": [null, 5, "x", [], {}, '),
    "UTF-16": json_feed().encode("utf-16"),
    "UTF-16 without a mark": json_feed().encode("utf-16-le"),
    "UTF-32 without a mark": json_feed().encode("utf-32-be"),
    "raw deflate": json_feed().encode(),
}


def pack_raw(body: bytes) -> bytes:
    """Deflate without a header."""
    return zlib.compress(body, wbits=-15)


@pytest.mark.parametrize("form", JSON_FEEDS)
def test_odd_json_feeds_are_read(form):
    body = pack_raw(JSON_FEEDS[form]) if form == "raw deflate" else JSON_FEEDS[form]
    assert names(walk({"/x": body}, "feed")[0]) == ["a"]


def test_a_number_is_no_address():
    links, notes = walk({"/x": json_feed(url=5)}, "feed")
    assert (links, [note.reason for note in notes]) == ([], ["empty", "no_address"])


@pytest.mark.parametrize("pack", [pack_raw, *(lambda body, e=e: body.decode().encode(e) for e in
    ("utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"))])  # fmt: skip
@pytest.mark.parametrize("kind", ["sitemap", "feed"])
def test_bytes_without_any_mark_are_read(kind, pack):
    whole = sitemap(entry("a"), head="") if kind == "sitemap" else feed(item("a"), head="")
    assert names(walk({"/x": pack(whole.encode())}, kind)[0]) == ["a"]


TOO_MUCH = {
    "nested": ("<b>" * 50_000, "more than 500 deep"),
    "entries that never end": ("<item>" * 90_000, "more than 500 deep"),
    "categories": ("<item>" + "<category>a</category>" * 90_000 + "</item>", "more than 50,000 tags"),
    "links": ("<item>" + "<link>a</link>" * 90_000 + "</item>", "more than 50,000 tags"),
    "attributes": ("<x" + "".join(f" a{n}='1'" for n in range(5_000)) + ">", "more than 200 attributes"),
    "a tag without an end": ("<item" * 90_000, "a tag of more than 100,000 characters"),
    "quotes without an end": ("<item a='" * 50_000, "a tag of more than 100,000 characters"),
}


@pytest.mark.parametrize("form", TOO_MUCH)
@pytest.mark.timeout(60)
def test_what_a_parser_would_take_minutes_for_is_refused_by_name(form):
    """Each took feedparser or libxml2 from ten seconds to more than ten minutes."""
    odd, why = TOO_MUCH[form]
    links, notes = walk({"/x": feed(item("a"), odd)}, "feed")
    assert links == []
    assert why in notes[0].detail
    if "100,000" in why:
        assert why in walk({"/x": sitemap(entry("a"), odd)})[1][0].detail


def test_markup_in_cdata_is_not_counted():
    text = "<content:encoded><![CDATA[" + "<p>Isi<br>" * 300 + "]]></content:encoded>"
    links, _ = walk({"/x": feed(*(item(f"b{n}").replace("<pubDate", text + "<pubDate") for n in range(200)))}, "feed")
    assert len(links) == 200
