"""The outlets that come with Kliping: enough of them, short, and consistent."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from pathlib import Path

import pytest
from kliping import sources
from kliping.canonical import is_article_url, parse_host
from kliping.resources import OUTLETS_FOLDER

OUTLETS = sources.load_sources()
FILES = sorted(path for path in OUTLETS_FOLDER.glob("*/*.yml") if path.name != "_family.yml")

ARTICLES = Path(__file__).with_name("articles.txt").read_text().splitlines()[1:-1]


def test_there_are_enough_of_them():
    families = Counter(source.family for source in OUTLETS.values())
    assert len(OUTLETS) >= 60
    assert len(families) >= 10
    assert {source.scope for source in OUTLETS.values()} >= {"national", "regional", "local"}


def test_they_are_short():
    assert statistics.median(len(path.read_text().splitlines()) for path in FILES) <= 20


@pytest.mark.parametrize("source", OUTLETS.values(), ids=OUTLETS)
def test_each_is_consistent(source):
    assert not source.demo
    assert not source.connect
    for route in source.routes:
        url = route.url.format(date=dt.date(2024, 11, 26), page=1)
        assert url.startswith("https://")
        assert sources.find_source(url) == source or parse_host(url).partition(".")[0] in ("feeds", "rss"), url
        assert not is_article_url(source, url) or not source.article, "a listing is no article"
        if "{page}" in route.url:
            assert route.max_pages > 1


@pytest.mark.parametrize("line", ARTICLES)
def test_an_article_is_known_by_its_address(line):
    url, name = line.split()
    assert sources.find_source(url).id == name
    assert is_article_url(OUTLETS[name], url)
    site = f"https://{parse_host(url)}"
    for other in ("/", "/indeks", "/tag/banjir"):
        assert not OUTLETS[name].article or not is_article_url(OUTLETS[name], site + other)
