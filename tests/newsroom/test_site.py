"""The pages, over real HTTP, held to the truth."""

from __future__ import annotations

import datetime as dt
import gzip
import re

import feedparser
import pytest
import requests
from kliping.canonical import canonicalise_url, is_article_url
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from demo.newsroom import Newsroom, Truth, list_truth
from demo.newsroom.edition import OUTLETS
from demo.newsroom.outlets import HOUSE

from .conftest import DAY, Visitor
from .truth import SOURCES, TRUTH, WHOLE, fold_words, read_container

BY_URL = {true.url: true for true in TRUTH}


def walk(visitor: Visitor, outlet: str, day: dt.date) -> list[str]:
    """Links of the day's index, page by page until one shows nothing new."""
    links: list[str] = []
    for page in range(1, 30):
        answer = visitor.get(f"http://{outlet}.test{HOUSE[outlet].index_path(day, page)}")
        found = [] if answer.status_code == 404 else re.findall(r'class="media__link" href="([^"]+)"', answer.text)
        fresh = [link.replace("&amp;", "&") for link in found if link.replace("&amp;", "&") not in links]
        if not fresh:
            return links
        links += fresh
    raise AssertionError("the index never ends")


@pytest.mark.parametrize("outlet", OUTLETS)
def test_the_index_walked_to_its_end_shows_the_whole_day(visitor: Visitor, outlet: str):
    links = walk(visitor, outlet, DAY)
    expected = {url for true in TRUTH if true.outlet == outlet for url in (true.url, *true.variants)}
    assert expected <= set(links)
    beside = set(links) - expected
    assert len(beside) == {"gema": 1, "lampungpagi": 1}.get(outlet, 0), beside


@pytest.mark.parametrize("outlet", OUTLETS)
def test_the_index_takes_more_than_one_page(visitor: Visitor, outlet: str):
    pages = [visitor.get(f"http://{outlet}.test{HOUSE[outlet].index_path(DAY, page)}").text for page in (1, 2)]
    first, second = (set(re.findall(r'class="media__link" href="([^"]+)"', page)) for page in pages)
    assert first and second
    assert first.isdisjoint(second)


@pytest.mark.parametrize(
    "true", WHOLE, ids=lambda true: f"{true.outlet}-{true.fault or 'plain'}-{true.published_at:%H%M}"
)
def test_an_article_page_tells_the_truth(visitor: Visitor, true: Truth):
    parameters = "?page=all" if HOUSE[true.outlet].page_size else ""
    parameters = "?single=1" if true.outlet == "detakkini" else parameters
    answer = visitor.get(true.url + parameters)
    assert answer.status_code == 200
    page = LexborHTMLParser(answer.text)
    assert fold_words(page.css_first("h1").text()) == true.title
    assert page.css_first("link[rel=canonical]").attributes["href"] == true.url
    text = read_container(answer.text, true.outlet)
    at = -1
    for paragraph in true.body:
        at = text.find(fold_words(paragraph), at + 1)
        assert at >= 0, paragraph
    left = text
    for piece in (*true.body, *(line for _, said in true.boilerplate for line in said.split("\n"))):
        left = left.replace(fold_words(piece), "", 1)
    assert fold_words(left) == fold_words(true.dateline or "")


def test_the_truth_has_every_kind_of_page():
    assert {true.kind for true in TRUTH} == {"article", "not_found", "stub", "photo", "video"}
    assert sum(true.kind == "article" for true in TRUTH) >= 48
    assert {true.wire_source for true in TRUTH} == {None, "Nusawarta"}


@pytest.mark.parametrize("outlet", ["detakkini", "pedoman", "suaradaerah"])
def test_the_pages_of_a_long_article_make_up_the_whole(visitor: Visitor, outlet: str):
    true = max((t for t in WHOLE if t.outlet == outlet), key=lambda t: len(t.body))
    texts, page = [], 1
    while (answer := visitor.get(f"{true.url}?page={page}")).status_code == 200:
        texts.append(read_container(answer.text, outlet))
        page += 1
    assert len(texts) > 1
    together = " ".join(texts)
    assert all(together.count(fold_words(paragraph)) == 1 for paragraph in true.body)
    assert not all(fold_words(paragraph) in texts[0] for paragraph in true.body)


def test_source_files_accept_every_article_and_no_list():
    for true in TRUTH:
        source = SOURCES[true.outlet]
        assert all(is_article_url(source, url) for url in (true.url, *true.variants))
        assert {canonicalise_url(url) for url in (true.url, *true.variants)} == {canonicalise_url(true.url)}
        outlet = HOUSE[true.outlet]
        assert not is_article_url(source, outlet.home.rstrip("/") + outlet.index_path(DAY, 2))
        assert not is_article_url(source, outlet.section_url(true.section))
    assert all(source.demo and source.connect == "newsroom" for source in SOURCES.values())


@pytest.mark.parametrize("outlet", OUTLETS)
def test_routes_of_the_source_file_lead_somewhere(visitor: Visitor, outlet: str):
    for route in SOURCES[outlet].routes:
        url = route.url.format(date=DAY, page=route.first_page)
        assert visitor.get(url, allow_redirects=True).status_code == 200, url


@pytest.mark.parametrize("outlet", OUTLETS)
def test_the_feed_holds_the_latest_and_no_more(visitor: Visitor, outlet: str):
    feed = feedparser.parse(visitor.get(f"http://{outlet}.test{HOUSE[outlet].feed_path}").content)
    assert not feed.bozo
    assert len(feed.entries) == 25
    latest = {canonicalise_url(true.url): true for true in TRUTH if true.outlet == outlet}
    shown = {canonicalise_url(entry.link): entry for entry in feed.entries}
    assert set(latest) <= set(shown)
    for url, true in latest.items():
        assert shown[url].title == true.title
        assert dt.datetime(*shown[url].published_parsed[:6], tzinfo=dt.UTC) == true.published_at


@pytest.mark.parametrize("outlet", OUTLETS)
def test_sitemaps_list_the_day(visitor: Visitor, outlet: str):
    robots = visitor.get(f"http://{outlet}.test/robots.txt").text
    assert re.search(r"(?m)^Disallow: /", robots)
    (list_url, news_url) = re.findall(r"(?m)^Sitemap: (\S+)", robots)
    index = etree.fromstring(visitor.get(list_url).content)
    days = {entry[0].text: entry[1].text for entry in index}
    (day_url,) = [url for url in days if str(DAY) in url]
    assert len(days) == 31
    for url in (day_url, news_url):
        content = visitor.get(url).content
        locations = etree.fromstring(gzip.decompress(content) if url.endswith(".gz") else content)
        assert {true.url for true in TRUTH if true.outlet == outlet} <= {entry[0].text for entry in locations}


def test_machine_dates_lie_where_their_families_lie(visitor: Visitor):
    hours = {}
    for outlet in OUTLETS:
        true = next(t for t in WHOLE if t.outlet == outlet)
        page = LexborHTMLParser(visitor.get(true.url).text)
        stated = page.css_first("meta[property='article:published_time']").attributes["content"]
        hours[outlet] = (dt.datetime.fromisoformat(stated) - true.published_at) / dt.timedelta(hours=1)
        if outlet != "gema":
            assert f"{true.published_at:%H:%M}" in page.body.text()
    assert hours == {"detakkini": 0, "pedoman": 0, "nusawarta": 0, "gema": 0, "suaradaerah": 7, "lampungpagi": 7}


def test_an_unchanged_article_is_not_sent_again(visitor: Visitor):
    true = next(t for t in WHOLE if not t.fault)
    first = visitor.get(true.url)
    for headers in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
        {"If-None-Match": first.headers["ETag"], "If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"},
    ):
        again = visitor.get(true.url, headers=headers)
        assert again.status_code == 304
        assert again.content == b""
    for headers in ({"If-None-Match": '"other"'}, {"If-Modified-Since": "nonsense"}, {}):
        assert visitor.get(true.url, headers=headers).status_code == 200


def test_gzip_changes_nothing(visitor: Visitor):
    for true in WHOLE[:6]:
        plain = visitor.get(true.url, headers={"Accept-Encoding": "identity"})
        packed = visitor.get(true.url, headers={"Accept-Encoding": "gzip"})
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.content == plain.content
        assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"]) / 2


def test_two_newsrooms_of_one_seed_serve_the_same_bytes(visitor: Visitor):
    with Newsroom(today=DAY, page_weight=20) as twin:
        other = Visitor(twin)
        for true in WHOLE[::7]:
            assert other.get(true.url).content == visitor.get(true.url).content


def test_wrong_slugs_and_hosts_are_redirected_to_the_article(visitor: Visitor):
    true = next(t for t in WHOLE if t.outlet == "detakkini" and "news." in t.url)
    wrong = re.sub(r"/[^/]+$", "/judul-lama", true.url.replace("news.", ""))
    answer = visitor.get(wrong)
    assert (answer.status_code, answer.headers["Location"]) == (301, true.url)


def test_days_after_today_and_nonsense_are_empty(visitor: Visitor):
    for outlet in OUTLETS:
        assert walk(visitor, outlet, DAY + dt.timedelta(days=1)) == []
        assert visitor.get(f"http://{outlet}.test/tidak/ada/di-sini").status_code == 404
    later = next(list_truth(1, DAY + dt.timedelta(days=1), 60))
    assert visitor.get(later.url).status_code == 404
    for url in (
        "http://detakkini.test/indeks?date=13/45/2024",
        "http://pedoman.test/indeks?date=kemarin",
        "http://gema.test/z/585/2024/2/31",
        "http://lampungpagi.test/2024/99/99/",
        "http://nusawarta.test/sitemap/2024-02-31.xml.gz",
        "http://detakkini.test/berita/d-99999999999999999999/x",
    ):
        assert visitor.get(url).status_code == 404, url


def test_a_running_clock_shows_only_what_has_been_published():
    with Newsroom(page_weight=0) as live:
        noon = dt.datetime(2024, 11, 26, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
        live.site.clock = lambda: noon
        visitor = Visitor(live)
        shown = [link for link in walk(visitor, "nusawarta", DAY) if link in BY_URL]
        assert shown
        assert all(BY_URL[link].published_at <= noon for link in shown)
        unpublished = next(t for t in WHOLE if t.outlet == "nusawarta" and t.published_at > noon)
        assert visitor.get(unpublished.url).status_code == 404


@pytest.mark.parametrize("kilobytes", [30, 100, 250])
def test_pages_weigh_what_was_asked_for_in_markup_not_in_spaces(kilobytes: int):
    with Newsroom(today=DAY, page_weight=kilobytes) as heavy:
        visitor = Visitor(heavy)
        for outlet in OUTLETS:
            true = next(t for t in WHOLE if t.outlet == outlet and not t.fault)
            html = visitor.get(true.url).content
            assert 0.8 < len(html) / (kilobytes * 1000) < 1.25, outlet
            if kilobytes == 100:
                page = LexborHTMLParser(html)
                assert 500 < len(page.css("body *")) < 1_500
                assert 0.25 < sum(len(script.html or "") for script in page.css("script")) / len(html) < 0.55
                assert len(page.css("a")) > 80
                assert html.count(b"  ") < 50


def test_amp_pages_name_the_article(visitor: Visitor):
    for outlet in ("suaradaerah", "nusawarta"):
        true = next(t for t in TRUTH if t.outlet == outlet and t.variants)
        page = LexborHTMLParser(visitor.get(true.variants[0]).text)
        assert page.css_first("html").attributes.keys() >= {"amp"}
        assert page.css_first("link[rel=canonical]").attributes["href"] == true.url


@pytest.mark.parametrize("count", [0, 1, 7])
def test_a_day_may_be_all_but_empty(count: int):
    with Newsroom(today=DAY, articles_per_day=count) as small:
        visitor = Visitor(small)
        for outlet in OUTLETS:
            for path in ("/", HOUSE[outlet].index_path(DAY, 1), HOUSE[outlet].feed_path, "/sitemap-news.xml"):
                assert visitor.get(f"http://{outlet}.test{path}").status_code == 200
        pages = [visitor.get(true.url).status_code for true in list_truth(1, DAY, count)]
        assert len(pages) == count
        assert pages.count(200) >= count - 1


def test_a_section_leads_to_its_next_page(visitor: Visitor):
    first = visitor.get(HOUSE["pedoman"].section_url("politik")).text
    (after,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = visitor.get(f"http://pedoman.test{after}").text
    shown = [set(re.findall(r'media__link" href="([^"]+)"', page)) for page in (first, second)]
    assert shown[0] and shown[1] and shown[0].isdisjoint(shown[1])


def test_a_person_can_click_from_the_front_page_to_an_article(newsroom: Newsroom):
    session = requests.Session()
    session.trust_env = False
    front = session.get(newsroom.address, timeout=20).text
    for outlet in OUTLETS:
        links = re.findall(rf'href="(/@(?:[a-z]+\.)?{outlet}\.test/[^"]*)"', front)
        assert len(links) >= 6
        for link in links:
            page = session.get(newsroom.address + link.replace("&amp;", "&"), timeout=20)
            assert page.status_code in (200, 404, 500), link
            if "text/html" in page.headers["Content-Type"]:
                assert not re.findall(r'(?:href|src)="(?:https?://[a-z.]+\.test|/(?!@))', page.text), link
