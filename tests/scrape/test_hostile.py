"""Whatever the bytes: a named outcome, no exception, bounded time."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kliping.model import Article, Source
from kliping.scrape import explain_page, further_pages, scrape

from tests.scrape.layouts import LAYOUTS, STORY, TITLE
from tests.scrape.test_layouts import kept_text, words

URL = "https://www.kabarmuara.id/nusantara/read/77/panen-kabut"
PAGE = LAYOUTS["inset_table"].encode()
BOMBS = {
    "nested div": b"<div>" * 10_000_000,
    "nested and closed": b"<div>" * 150_000 + b"teks" + b"</div>" * 150_000,
    "nested lists": b"<ul><li>" * 100_000,
    "nested tables": b"<table><tr><td>" * 60_000,
    "open formatting": b"".join(b"<b id=%d>" % n for n in range(3_000)) + b"<p>x" * 3_000,
    "paragraphs": b"<p>Teks pendek tanpa akhir" * 100_000,
    "attributes": b"<div " + b"a " * 1_000_000 + b">",
    "comments": b"<!--" * 500_000,
    "paragraphs in paragraphs": f"<title>{TITLE}</title><div><h1>{TITLE}</h1>".encode()
    + b"<p><marquee>" * 480
    + b"Warga memanen kabut setiap pagi. " * 300_000,
    "one long line": b"Baca juga: " * 80_000,
    "JSON-LD of 10 MB": b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"'
    + b"x" * 10_000_000
    + b'"}</script>'
    + PAGE,
    "deep JSON-LD": b'<script type="application/ld+json">' + b'{"@graph":[' * 100_000 + b"</script>" + PAGE,
    "links": b'<a href="?page=2">2</a>' * 50_000,
}


def scraped(html: bytes) -> Article:
    article = scrape(html, url=URL, source=Source.GENERIC)
    if not article.repairs:  # named repairs may mend the encoding of words
        assert words(kept_text(article)) == words(article.body)
    if article.kind != "article":
        assert article.body == article.scraped_text == ""
    return article


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_in_bounded_time(name: str) -> None:
    began = time.process_time()
    scraped(BOMBS[name])
    assert time.process_time() - began < 20  # a tree that is walked in quadratic time would take minutes


@pytest.mark.parametrize(
    ("html", "note"),
    [
        (b"", "not_html:empty"),
        (b" \n\t", "not_html:empty"),
        (b"\x00" * 50, "not_html:empty"),
        (b"%PDF-1.7 ...", "not_html:binary"),
        (b"\x89PNG\r\n\x1a\n", "not_html:binary"),
        (b"\x1f\x8b\x08\x00", "not_html:binary"),
        (b'{"a": 1}', "not_html:json"),
        (b"<?xml version='1.0'?><rss/>", "not_html:xml"),
    ],
)
def test_what_is_no_page_is_named(html: bytes, note: str) -> None:
    article = scraped(html)
    assert (article.kind, article.notes) == ("other", (note,))
    assert explain_page(html, url=URL, source=Source.GENERIC).blocks == ()
    assert further_pages(html, url=URL, source=Source.GENERIC) == ()


def test_depth_is_cut_and_said_so() -> None:
    assert "page_cut:depth" in scraped(BOMBS["nested div"]).notes


def test_nul_bytes_are_ignored() -> None:
    assert scraped(PAGE.replace(b"kabut", b"ka\x00but")).paragraphs == scraped(PAGE).paragraphs


def test_a_malformed_address_of_the_page_itself() -> None:
    article = scrape(PAGE, url="http://[kabar", source=Source.GENERIC)
    assert article.kind == "article"
    assert article.paragraphs == scraped(PAGE).paragraphs


def test_base_of_another_host_changes_nothing() -> None:
    plain, moved = scraped(PAGE), scraped(PAGE.replace(b"<head>", b"<head><base href='https://lain.example/'>"))
    assert (plain.body, plain.canonical_url, plain.image) == (moved.body, moved.canonical_url, moved.image)


def test_broken_json_ld_still_tells_its_date() -> None:
    html = PAGE.replace(b'"headline": ', b'"headline" ')
    assert scraped(html).published_at == scraped(PAGE).published_at


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_cut_anywhere(layout: str) -> None:
    html = LAYOUTS[layout].encode()
    for at in range(0, len(html), 97):
        article = scraped(html[:at])
        story = " ".join(" ".join(p.split()) for p in STORY)
        for paragraph in article.paragraphs[:-1]:
            assert paragraph in story


@given(st.binary(max_size=2_000))
def test_any_bytes(raw: bytes) -> None:
    scraped(raw)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.sampled_from(sorted(LAYOUTS)), st.integers(0, 2**32))
def test_mutated_pages(layout: str, seed: int) -> None:
    draw = random.Random(seed)
    html = bytearray(LAYOUTS[layout].encode())
    for _ in range(draw.randrange(1, 40)):
        at = draw.randrange(len(html))
        kind = draw.randrange(5)
        if kind == 0:
            html[at] = draw.randrange(256)
        elif kind == 1:
            del html[at : at + draw.randrange(1, 200)]
        elif kind == 2:
            html[at:at] = draw.choice(
                [b"<div>", b"</div>", b"<p>", b"</article>", b"<table>", b"<!--", b"\x00", b"\xff", b'"', b"<a href=x>"]
            )
        elif kind == 3:
            html[at:at] = html[at : at + draw.randrange(1, 500)]
        else:
            html[at : at + 1] = bytes(draw.randrange(256) for _ in range(4))
    scraped(bytes(html))


def test_mutated_real_pages(shared_data: object) -> None:
    import gzip
    from pathlib import Path

    draw = random.Random(7)
    for path in sorted((Path(str(shared_data)) / "html" / "pages").glob("*.gz"))[::3]:
        whole = gzip.decompress(path.read_bytes())
        for _ in range(3):
            html = bytearray(whole[: draw.randrange(len(whole))])
            for _ in range(50):
                html[draw.randrange(len(html))] = draw.randrange(256)
            scraped(bytes(html))


@pytest.mark.parametrize(
    "address",
    ["http://[", "http://[::1", "//[", "http://x:99999/a", "http://\u0000", "javascript:alert(1)", "\\\\", "%%%"],
)
def test_malformed_addresses(address: str) -> None:
    html = (
        f'<link rel="canonical" href="{address}"><meta property="og:image" content="{address}">'
        f'<meta property="og:url" content="{address}">'
        f'<a href="{address}?page=2">2</a><img src="{address}">' + LAYOUTS["bare"]
    )
    article = scraped(html.encode("utf-8", "replace"))
    assert article.kind == "article"
    assert article.canonical_url.startswith("https://kabarmuara.id/nusantara/")
    assert article.image is None or article.image.startswith("http")
