# ruff: noqa: DTZ001, E501 - a line for each form
"""The route ``state``: lists inside pages that a script would draw, at a path in the outlet's file."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from kliping.discover import RouteNote, discover_links
from kliping.errors import Failed
from kliping.model import JAKARTA, Link, Page, Route, Source

DAY = dt.date(2024, 11, 26)
NOW = dt.datetime(2024, 11, 26, 20, tzinfo=JAKARTA)
SITE = "https://kabarkota.example"
ENTRIES = [
    {"id": 90 - n, "slug": f"berita-{n}", "title": f"Berita <b>nomor</b> {n}", "url": f"/read/{90 - n}/berita-{n}",
     "category": {"slug": "kota"}, "publishedAt": f"{dt.datetime(2024, 11, 26, 9) - dt.timedelta(hours=4 * n):%Y-%m-%dT%H:%M:%S+07:00}"}
    for n in range(12)
]  # fmt: skip
OF_THE_DAY = [f"{SITE}/read/{90 - n}/berita-{n}" for n in range(3)]


def make_json(entries: list[dict[str, Any]]) -> str:
    return json.dumps({"props": {"pageProps": {"articles": entries, "popular": ENTRIES[9:]}}}).replace("<", "\\u003c")


FORMS = {
    "next": (lambda shown: f'<script id="__NEXT_DATA__" type="application/json">{make_json(shown)}</script>',
             "props.pageProps.articles"),
    "a name": (lambda shown: f"<script>window.__DATA__={json.dumps({'list': shown})};</script>", "list"),
    "nuxt": (lambda shown: "<script>window.__NUXT__=(function(a){return {data:[{berita:a}],state:{}}}"
             f"({json.dumps(shown)}));</script>", "data.0.berita"),
    "any key": (lambda shown: f'<script type="application/json">{json.dumps({"data": {"x81": {"items": shown}}})}</script>',
                "data.*.items"),
    "nodes": (lambda shown: f'<script type="application/json">{json.dumps({"edges": [{"node": each} for each in shown]})}</script>',
              "edges.*.node"),
    "stream": (lambda shown: f"<script>self.__next_f.push({json.dumps([1, '0:' + json.dumps({'articles': shown}) + chr(10)])})</script>",
               "*.articles"),
    "json": (lambda shown: json.dumps({"data": shown}), "data"),
}  # fmt: skip


class Site:
    """An index of twelve entries, four to a page."""

    def __init__(self, form: str) -> None:
        self.write, self.path = FORMS[form]
        self.entries = ENTRIES
        self.asked: list[str] = []

    def get(self, url: str) -> Page:
        self.asked.append(url)
        number = int(url.rpartition("=")[2])
        shown = self.entries[(number - 1) * 4 : number * 4]
        if not shown:
            raise Failed("http_404", "HTTP 404")
        html = self.write(shown)
        return Page(url, url, 200, (), (html if html[0] == "{" else f"<html><body>{html}</body></html>").encode(), NOW)


def walk(site: Site, **given: Any) -> tuple[list[Link], list[RouteNote]]:
    route = Route("state", f"{SITE}/indeks?page={{page}}", **{"path": site.path, **given})
    source = Source("kota", "Kabar Kota", hosts=("kabarkota.example",), routes=(route,))
    found = list(discover_links(source, (DAY,), site.get, now=NOW))
    return [each for each in found if isinstance(each, Link)], [each for each in found if isinstance(each, RouteNote)]


@pytest.mark.parametrize("form", FORMS)
def test_the_entries_of_the_day_are_found(form: str) -> None:
    site = Site(form)
    links, notes = walk(site)
    assert [link.url for link in links] == OF_THE_DAY
    assert links[0].title == "Berita nomor 0"
    assert links[0].published_at == dt.datetime(2024, 11, 26, 9, tzinfo=JAKARTA)
    assert [note.reason for note in notes] == ["other_days"]
    assert len(site.asked) == 2, "the second page is older than the day"


def test_an_address_is_made_of_an_entry_s_fields() -> None:
    links, _ = walk(Site("next"), address="https://kabarkota.example/{category.slug}/{id}/{slug}")
    assert links[0].url == f"{SITE}/kota/90/berita-0"


def test_a_path_at_which_nothing_stands_fails_the_route() -> None:
    links, notes = walk(Site("next"), path="props.pageProps.posts")
    assert links == []
    assert [(note.reason, note.failed) for note in notes] == [("path_missed", True)]


def test_a_list_that_does_not_go_back_to_the_day_says_so() -> None:
    site = Site("next")
    site.entries = ENTRIES[:2]
    _, notes = walk(site)
    assert [(note.reason, note.since) for note in notes] == [("reach", dt.datetime(2024, 11, 26, 5, tzinfo=JAKARTA))]
