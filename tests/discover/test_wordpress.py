# ruff: noqa: DTZ001 - WordPress tells its own clock, without a zone
"""The route ``wordpress``: a day's posts by the REST interface, found by itself, and the feed where it is closed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from kliping.discover import RouteNote, StatedTotal, ask_total, discover_links
from kliping.errors import Failed
from kliping.model import JAKARTA, Link, Page, Route, Source
from kliping.sources.schema import SourceFile

DAY = dt.date(2024, 11, 26)
NOW = dt.datetime(2024, 11, 26, 20, tzinfo=JAKARTA)
SITE = "https://kabardesa.example"
Answer = tuple[int, dict[str, str], str]


def make_posts(count: int = 230) -> list[dt.datetime]:
    """When the site's posts appeared, by its own clock: three of each hour, over some days."""
    start = dt.datetime(2024, 11, 25)
    return [start + dt.timedelta(minutes=20 * n) for n in range(count)]


class WordPress:
    """A site that answers as WordPress 6 does: pages of posts, headers with their number, errors as JSON."""

    def __init__(self, *, root: str = "/wp-json", closed: int = 0, page: str = "", link: bool = True) -> None:
        self.root, self.closed, self.page, self.link = root, closed, page, link
        self.posts = make_posts()
        self.asked: list[str] = []

    def get(self, url: str) -> Page:
        self.asked.append(url.removeprefix(SITE))
        status, headers, body = self._answer(url)
        if status >= 400:
            raise Failed(f"http_{status}", f"HTTP {status}")
        return Page(url, url, status, tuple(headers.items()), body.encode(), NOW)

    def _answer(self, url: str) -> Answer:
        parts = urlsplit(url)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if parts.path == f"{self.root}/wp/v2/posts":
            if self.closed or self.page:
                return self.closed or 200, {}, self.page or '{"code":"rest_not_logged_in","data":{"status":401}}'
            return self._list_posts(asked)
        if parts.path == "/":
            link = {"Link": f'<{SITE}{self.root}/>; rel="https://api.w.org/"'} if self.link else {}
            return 200, link, "<!doctype html><title>Kabar Desa</title>"
        if parts.path == "/feed/":
            return self._make_feed(int(asked.get("paged", 1)))
        return 404, {}, ""

    def _list_posts(self, asked: dict[str, str]) -> Answer:
        after, before = (dt.datetime.fromisoformat(asked[key]) for key in ("after", "before"))
        found = [moment for moment in self.posts if after < moment < before]
        size, page = int(asked["per_page"]), int(asked.get("page", 1))
        pages = -(-len(found) // size)
        if page > max(pages, 1):
            return 400, {}, '{"code":"rest_post_invalid_page_number"}'
        posts = [
            {"date": f"{moment:%Y-%m-%dT%H:%M:%S}", "date_gmt": f"{moment - dt.timedelta(hours=7):%Y-%m-%dT%H:%M:%S}",
             "modified": f"{moment + dt.timedelta(hours=2):%Y-%m-%dT%H:%M:%S}", "modified_gmt": "0000-00-00T00:00:00",
             "link": f"{SITE}/{moment:%Y%m%d-%H%M}/", "title": {"rendered": "Panen &#8220;raya&#8221; <i>padi</i>"}}
            for moment in found[(page - 1) * size : page * size]
        ]  # fmt: skip
        return 200, {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)}, json.dumps(posts)

    def _make_feed(self, page: int) -> Answer:
        shown = self.posts[::-1][(page - 1) * 10 : page * 10]
        if not shown:
            return 404, {}, ""
        items = "".join(
            f"<item><title>x</title><link>{SITE}/{moment:%Y%m%d-%H%M}/</link>"
            f"<pubDate>{moment:%a, %d %b %Y %H:%M:%S} +0700</pubDate></item>"
            for moment in shown
        )
        return 200, {}, f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'


def walk(site: WordPress, *days: dt.date, url: str = SITE) -> tuple[list[Link], list[str]]:
    source = Source("desa", "Kabar Desa", hosts=("kabardesa.example",), routes=(Route("wordpress", url),))
    found = list(discover_links(source, days or (DAY,), site.get, now=NOW))
    return [each for each in found if isinstance(each, Link)], [
        each.reason for each in found if isinstance(each, RouteNote)
    ]


def list_expected(*days: dt.date) -> set[str]:
    return {f"{SITE}/{moment:%Y%m%d-%H%M}/" for moment in make_posts() if moment.date() in (days or (DAY,))}


def test_a_day_is_found_whole_and_nothing_else() -> None:
    site = WordPress()
    links, notes = walk(site)
    assert {link.url for link in links} == list_expected()
    assert len(links) == 72
    assert notes == []
    assert len(site.asked) == 1
    assert links[0].title == "Panen “raya” padi"
    assert links[0].published_at == dt.datetime(2024, 11, 26, tzinfo=JAKARTA)
    assert links[0].modified_at == dt.datetime(2024, 11, 26, 2, tzinfo=JAKARTA)
    assert "modified_gmt" in site.asked[0]


def test_a_day_of_more_than_a_page_is_read_to_its_end() -> None:
    site = WordPress()
    site.posts = [dt.datetime(2024, 11, 26) + dt.timedelta(minutes=5 * n) for n in range(250)]
    links, notes = walk(site)
    assert len(links) == 250
    assert notes == []
    assert len(site.asked) == 3


def test_several_days_are_asked_for_one_by_one() -> None:
    days = (DAY - dt.timedelta(days=1), DAY)
    links, _ = walk(WordPress(), *days)
    assert {link.url for link in links} == list_expected(*days)


def test_an_interface_at_another_address_is_found_by_the_home_page() -> None:
    links, notes = walk(WordPress(root="/api/json"))
    assert {link.url for link in links} == list_expected()
    assert notes == ["moved"]


CLOSED: dict[str, Callable[[], WordPress]] = {
    "401": lambda: WordPress(closed=401),
    "403": lambda: WordPress(closed=403),
    "404": lambda: WordPress(closed=404, link=False),
    "html": lambda: WordPress(page="<!doctype html><html><title>Kabar Desa</title></html>"),
    "an object": lambda: WordPress(page='{"code":"rest_disabled"}'),
    "half": lambda: WordPress(page='[{"link":'),
}


@pytest.mark.parametrize("case", CLOSED)
def test_where_it_is_closed_the_feed_is_walked_back(case: str) -> None:
    site = CLOSED[case]()
    links, notes = walk(site)
    assert {link.url for link in links} == list_expected()
    assert "closed" in notes
    assert any(path.startswith("/feed/?paged=2") for path in site.asked)


def test_posts_that_are_none_are_passed_over() -> None:
    page = json.dumps(
        ["x", {"link": None}, {"link": "javascript:1"}, {"link": f"{SITE}/a/", "title": 5, "date_gmt": "0000-00-00"}]
    )
    links, notes = walk(WordPress(page=page))
    assert [(link.url, link.title, link.published_at) for link in links] == [(f"{SITE}/a/", None, None)]
    assert notes == []


def test_the_number_of_each_days_posts_is_noted_with_what_was_listed() -> None:
    site = WordPress()
    site.posts = [dt.datetime(2024, 11, 26) + dt.timedelta(minutes=4 * n) for n in range(340)]
    source = Source("desa", "Kabar Desa", hosts=("kabardesa.example",), routes=(Route("wordpress", SITE, max_pages=3),))
    totals: list[StatedTotal] = []
    days = (DAY - dt.timedelta(days=1), DAY)
    assert len(list(discover_links(source, days, site.get, now=NOW, note_total=totals.append))) == 301, "with the cap"
    assert totals == [StatedTotal(SITE, DAY, 340, 300), StatedTotal(SITE, days[0], 0, 0)]


def test_its_count_of_a_day_is_the_stated_number() -> None:
    source = SourceFile(
        name="Kabar Desa", hosts=("kabardesa.example",), routes=({"wordpress": "https://{site}"},)
    ).source("desa", "wordpress")
    assert [(route.kind, route.url) for route in source.routes] == [("wordpress", SITE)]
    assert ask_total(source, DAY, WordPress().get) == 72, (
        "the post of midnight counts, though WordPress leaves out its bounds"
    )
