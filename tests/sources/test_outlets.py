"""The outlets that come with Kliping: enough of them, short, and consistent."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter

import pytest
from kliping import sources
from kliping.canonical import host_of, is_article
from kliping.sources import BUILT_IN

OUTLETS = sources.load()
FILES = sorted(path for path in BUILT_IN.glob("*/*.yml") if path.name != "_family.yml")

ARTICLES = [
    "",
    "https://news.detik.com/berita/d-7658123/judul-berita-hari-ini detik",
    "https://www.cnnindonesia.com/nasional/20241126101500-12-1170123/judul-berita cnnindonesia",
    "https://www.cnbcindonesia.com/market/20241126101500-17-591234/judul-berita cnbcindonesia",
    "https://nasional.kompas.com/read/2024/11/26/10150001/judul-berita kompas",
    "https://www.tribunnews.com/nasional/2024/11/26/judul-berita tribunnews",
    "https://jabar.tribunnews.com/2024/11/26/judul-berita tribunjabar",
    "https://www.antaranews.com/berita/4493001/judul-berita antaranews",
    "https://jateng.antaranews.com/berita/560001/judul-berita antarajateng",
    "https://www.liputan6.com/news/read/5800001/judul-berita liputan6",
    "https://www.bola.com/indonesia/read/5800001/judul-berita bola",
    "https://nasional.okezone.com/read/2024/11/26/337/3090001/judul-berita okezone",
    "https://nasional.sindonews.com/read/1490001/12/judul-berita-1732593600 sindonews",
    "https://news.republika.co.id/berita/snk1ab409/judul-berita republika",
    "https://www.viva.co.id/berita/nasional/1776001-judul-berita viva",
    "https://www.jawapos.com/nasional/015366001/judul-berita jawapos",
    "https://www.suara.com/news/2024/11/26/101500/judul-berita suara",
    "https://jogja.suara.com/read/2024/11/26/101500/judul-berita suarajogja",
    "https://www.voaindonesia.com/a/judul-berita/7876001.html voaindonesia",
    "https://rmol.id/politik/read/2024/11/26/645001/judul-berita rmol",
    "https://wartaekonomi.co.id/read547001/judul-berita wartaekonomi",
    "https://www.balipost.com/news/2024/11/26/430001/Judul-Berita.html balipost",
    "https://mojok.co/liputan/judul-berita/ mojok",
    "",
][1:-1]


def test_there_are_enough_of_them():
    families = Counter(source.family for source in OUTLETS.values())
    assert len(OUTLETS) >= 60
    assert len(families) >= 10
    assert {source.scope for source in OUTLETS.values()} >= {"national", "regional", "local"}


def test_they_are_short():
    assert statistics.median(len(path.read_text().splitlines()) for path in FILES) <= 20


@pytest.mark.parametrize("source", OUTLETS.values(), ids=OUTLETS)
def test_each_is_consistent(source):
    assert source.verified is None, "nobody could look at the live site yet"
    assert source.expected is None, "nobody counted yet"
    assert not source.demo
    assert not source.connect
    for route in source.routes:
        url = route.url.format(date=dt.date(2024, 11, 26), page=1)
        assert url.startswith("https://")
        assert sources.for_url(url) == source or host_of(url).partition(".")[0] in ("feeds", "rss"), url
        assert not is_article(source, url) or not source.article, "a listing is no article"
        if "{page}" in route.url:
            assert route.max_pages > 1


@pytest.mark.parametrize("line", ARTICLES)
def test_an_article_is_known_by_its_address(line):
    url, name = line.split()
    assert sources.for_url(url).id == name
    assert is_article(OUTLETS[name], url)
    site = f"https://{host_of(url)}"
    for other in ("/", "/indeks", "/tag/banjir"):
        assert not OUTLETS[name].article or not is_article(OUTLETS[name], site + other)
