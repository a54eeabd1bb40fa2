"""Identity of addresses: a table of real shapes, and laws that hold for any address."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from kliping.canonical import canonicalise_url, is_article_url
from kliping.model import Source

TABLE = Path(__file__).with_name("canonical.tsv")
CASES = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("url", "base", "identity", "why"), CASES, ids=[f"{n}:{c[3]}" for n, c in enumerate(CASES)])
def test_table(url, base, identity, why):
    assert canonicalise_url(url, base or None) == identity, why
    assert canonicalise_url(identity) == identity


SEGMENT = st.text("abcxyz-0123456789%./;=é~ampge", max_size=12)
URL = st.builds(
    "{}://{}{}/{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["", "www.", "m.", "amp.", "www.m.", "AMP."]),
    st.sampled_from(["koran.example", "co.id", "kompas.com", "okezone.com", "berita.example:8080"]),
    st.lists(SEGMENT, max_size=5).map("/".join),
    st.lists(st.tuples(st.sampled_from(["page", "id", "utm_source", "q", "amp", "x y", ""]), SEGMENT), max_size=4).map(
        lambda pairs: "?" + "&".join(f"{k}={v}" for k, v in pairs)
    ),
    st.sampled_from(["", "#x", "#"]),
)


@given(URL | st.text(max_size=60))
@example("https://koran.example/%252F")
@example("https://amp.kompas.com/amp/read/1")
def test_applying_it_twice_changes_nothing(url):
    once = canonicalise_url(url)
    assert canonicalise_url(once) == once


@given(URL, st.sampled_from(["utm_source=x", "fbclid=1", "ref=rel", "gclid=2"]))
def test_tracking_never_matters(url, tracking):
    bare, _, fragment = url.partition("#")
    assert canonicalise_url(f"{bare}&{tracking}#{fragment}") == canonicalise_url(url)


def source(**fields):
    return Source(id="koran", name="Koran", hosts=("koran.example",), **fields)


@pytest.mark.parametrize(
    ("pattern", "url", "expected"),
    [
        (r"/read/\d+", "https://www.koran.example/read/12/judul", True),
        (r"/read/\d+", "https://news.koran.example/read/12/judul?x=1", True),
        (r"/read/\d+", "https://www.koran.example/indeks", False),
        (r"/read/\d+", "https://koran.example.evil.test/read/12", False),
        (r"/read/\d+", "https://notkoran.example/read/12", False),
        (r"/read/\d+", "https://koran.example/x#/read/12", False),
        ("", "https://koran.example/judul", True),
        ("", "https://koran.example/", False),
        ("", "https://koran.example", False),
        ("", "https://koran.example/?p=12", True),
        ("", "https://koran.example/foto.jpg", False),
        ("", "mailto:redaksi@koran.example", False),
        ("", "javascript:void(0)", False),
        ("", "ftp://koran.example/judul", False),
    ],
)
def test_is_article(pattern, url, expected):
    assert is_article_url(source(article=pattern), url) is expected


def test_a_source_without_hosts_takes_any_host():
    assert is_article_url(Source.GENERIC, "https://mana-saja.example/judul")
