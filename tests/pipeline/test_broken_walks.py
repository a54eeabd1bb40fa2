"""A list that broke off in one run of a day is read again by the next run of that day (law 1).

Each outlet below has three articles and shows the first of them in its feed. The other two are on a second list that
cannot be read, or not to its end, in the first run, and that is well in the second.
"""

from __future__ import annotations

import datetime as dt
import json
import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from kliping import pipeline
from kliping.pipeline.collecting.collect import collect_outlet
from kliping.pipeline.runs.stage import Collected
from kliping.settings import Settings

from tests.hostile.server import Behaviour, HostileServer, Request, answer
from tests.pipeline.site import DATE, make_live_settings, page, path

DAY = dt.date(2024, 11, 26)
REFUSED = answer(b"tidak boleh", status="403 Forbidden")
HTML = answer(b"<!doctype html><html><title>Beranda</title><h1>Selamat datang</h1><p>Situs berita.</p></html>")


def feed(*numbers: int, end: str = "</channel></rss>", more: int = 0) -> Behaviour:
    """A feed of the articles. ``more``: bytes that the header announces and that never come."""
    items = "".join(
        f"<item><title>Berita {number}</title><link>{path(number)}</link>"
        "<pubDate>Tue, 26 Nov 2024 10:00:00 +0700</pubDate></item>"
        for number in numbers
    )
    body = f'<rss version="2.0"><channel>{items}{end}'.encode()
    return answer(body, length=len(body) + more, Content_Type="application/rss+xml")


def sitemap(*numbers: int, end: str = "</urlset>") -> Behaviour:
    entries = "".join(f"<url><loc>{path(number)}</loc><lastmod>{DATE}</lastmod></url>" for number in numbers)
    return answer(f"<urlset>{entries}{end}".encode(), Content_Type="application/xml")


def index_of(*files: str) -> Behaviour:
    entries = "".join(f"<sitemap><loc>{file}</loc></sitemap>" for file in files)
    return answer(f"<sitemapindex>{entries}</sitemapindex>".encode(), Content_Type="application/xml")


def listing(*numbers: int, heading: str = "h2") -> Behaviour:
    links = "".join(f'<{heading}><a href="{path(number)}">Berita {number}</a></{heading}>' for number in numbers)
    return answer(f"<html><title>Indeks</title>{links}</html>".encode())


def posts(*numbers: int) -> Behaviour:
    found = [{"link": path(number), "date": DATE[:-6], "title": {"rendered": "Berita"}} for number in numbers]
    return answer(json.dumps(found).encode(), Content_Type="application/json")


def refuse_days_before(answered: Behaviour) -> Behaviour:
    """A REST interface that answers for the newest day and refuses the others."""

    def behave(connection: socket.socket, request: Request) -> None:
        behaviour = answered if "before=2024-11-27" in request.path else REFUSED
        behaviour(connection, request)

    return behave


def state(key: str, *numbers: int) -> Behaviour:
    found = {key: [{"url": path(number), "published_at": DATE} for number in numbers]}
    return answer(json.dumps(found).encode(), Content_Type="application/json")


INDEX = "  - index: http://{host}/indeks?tgl={{date:%Y-%m-%d}}&hal={{page}}\n    links: h2 a\n    max_pages: 4\n"
TODAY, BEHIND = "/indeks?tgl=2024-11-26&hal=1", "/indeks?tgl=2024-11-26&hal=2"
POSTS = "/wp-json/wp/v2/posts"


@dataclass(frozen=True)
class Case:
    """A second route, what its addresses answer at first, and what they answer later."""

    route: str
    broken: dict[str, Behaviour]
    well: dict[str, Behaviour] = field(default_factory=dict)


BROKEN = {
    "feedrefused": Case("  - feed: http://{host}/lagi.xml\n", {"/lagi.xml": REFUSED}, {"/lagi.xml": feed(2, 3)}),
    "feedcut": Case(
        "  - feed: http://{host}/lagi.xml\n",
        {"/lagi.xml": feed(2, end="<item><title>Beri")},
        {"/lagi.xml": feed(2, 3)},
    ),
    "feedpage": Case("  - feed: http://{host}/lagi.xml\n", {"/lagi.xml": HTML}, {"/lagi.xml": feed(2, 3)}),
    "feedempty": Case("  - feed: http://{host}/lagi.xml\n", {"/lagi.xml": answer(b"\0\0")}, {"/lagi.xml": feed(2, 3)}),
    "feedteapot": Case(
        "  - feed: http://{host}/lagi.xml\n",
        {"/lagi.xml": answer(b"x", status="418 Teapot")},
        {"/lagi.xml": feed(2, 3)},
    ),
    "feedimage": Case(
        "  - feed: http://{host}/lagi.xml\n",
        {"/lagi.xml": answer(b"\x89PNG\r\n", Content_Type="image/png")},
        {"/lagi.xml": feed(2, 3)},
    ),
    "mapcut": Case(
        "  - sitemap: http://{host}/peta.xml\n", {"/peta.xml": answer(b"<urlset><url")}, {"/peta.xml": sitemap(2, 3)}
    ),
    "mapisfeed": Case(
        "  - sitemap: http://{host}/peta.xml\n",
        {"/peta.xml": feed(2, end="<item><title>Beri")},
        {"/peta.xml": feed(2, 3)},
    ),
    "childrefused": Case(
        "  - sitemap: http://{host}/peta.xml\n",
        {"/peta.xml": index_of("/peta-1.xml", "/peta-2.xml"), "/peta-1.xml": sitemap(2), "/peta-2.xml": REFUSED},
        {"/peta-2.xml": sitemap(3)},
    ),
    "childpage": Case(
        "  - sitemap: http://{host}/peta.xml\n",
        {"/peta.xml": index_of("/peta-1.xml", "/peta-2.xml"), "/peta-1.xml": sitemap(2), "/peta-2.xml": answer(b"<a")},
        {"/peta-2.xml": sitemap(3)},
    ),
    "indexrefused": Case(INDEX, {TODAY: REFUSED}, {TODAY: listing(2), BEHIND: listing(3)}),
    "behindrefused": Case(INDEX, {TODAY: listing(2), BEHIND: REFUSED}, {BEHIND: listing(3)}),
    "selector": Case(INDEX, {TODAY: listing(2, 3, heading="h5")}, {TODAY: listing(2, 3)}),
    "restrefused": Case(
        "  - wordpress: http://{host}\n",
        {POSTS: refuse_days_before(posts(2))},
        {POSTS: posts(2, 3)},
    ),
    "restdown": Case(
        "  - wordpress: http://{host}\n",
        {POSTS: answer(b"x", status="418 Teapot"), "/feed/": feed(1)},
        {POSTS: posts(2, 3)},
    ),
    "statemissed": Case(
        "  - state: http://{host}/daftar.json\n    path: berita\n",
        {"/daftar.json": state("lain", 2, 3)},
        {"/daftar.json": state("berita", 2, 3)},
    ),
}
"""Outlets by name."""

WHOLE = {
    "gonemap": Case("  - sitemap: http://{host}/peta.xml\n", {"/peta.xml": answer(b"x", status="410 Gone")}),
    "forbidden": Case("  - feed: http://{host}/tertutup/feed.xml\n", {}),
    "closedrest": Case("  - wordpress: http://{host}\n", {POSTS: REFUSED, "/feed/": feed(1)}),
    "emptyindex": Case(INDEX, {TODAY: listing()}),
}
"""Outlets whose second list gives nothing, and would give nothing another time either."""


@pytest.fixture
def server() -> Iterator[HostileServer]:
    server = HostileServer()
    yield server
    server.close()


def open_outlets(server: HostileServer, folder: Path, cases: dict[str, Case]) -> None:
    folder.mkdir()
    for name, case in cases.items():
        host = f"{name}.test"
        robots = b"User-agent: *\nDisallow: /tertutup/\n"
        server.paths[f"{host}/robots.txt"] = answer(robots, Content_Type="text/plain")
        server.paths[f"{host}/feed.xml"] = feed(1)
        for number in (1, 2, 3):
            server.paths[host + path(number)] = answer(page(number))
        (folder / f"{name}.yml").write_text(
            f"name: {name}\nhosts: [{host}]\narticle: /berita/\\d+/\nroutes:\n  - feed: http://{host}/feed.xml\n"
            f"{case.route.format(host=host)}connect: {server.address}\ndelay: 0\n"
        )


def answer_as(
    server: HostileServer, cases: dict[str, Case], behaviours: Callable[[Case], dict[str, Behaviour]]
) -> None:
    for name, case in cases.items():
        server.paths |= {f"{name}.test{where}": behaviour for where, behaviour in behaviours(case).items()}


def collect_all(settings: Settings, names: Iterable[str], key: str) -> dict[str, Collected]:
    """Plan a run of the day and collect each outlet."""
    run = pipeline.plan_run(settings, day=DAY, spec=",".join(names), key=key).run
    return {name: collect_outlet(settings, run, name) for name in names}


def test_a_list_that_broke_off_is_read_again(server: HostileServer, tmp_path: Path) -> None:
    cases = BROKEN | WHOLE
    open_outlets(server, tmp_path / "outlets", cases)
    settings = make_live_settings(tmp_path / "data", tmp_path / "outlets")
    answer_as(server, cases, lambda case: case.broken)
    first = collect_all(settings, cases, "first")
    assert [name for name, done in first.items() if done.fetched == 3 or done.error] == []
    answer_as(server, cases, lambda case: case.well)
    server.requests.clear()
    second = collect_all(settings, cases, "second")
    assert {name: done.fetched for name, done in second.items()} == dict.fromkeys(BROKEN, 3) | dict.fromkeys(WHOLE, 1)
    assert {name for name, done in second.items() if done.replayed} == WHOLE.keys(), "read whole, so from the archive"
    assert not [request for request in server.requests if request.path == path(1)], "the archive has the article"
    server.requests.clear()
    assert all(done.replayed for done in collect_all(settings, cases, "third").values())
    assert server.requests == []
