"""The route ``post``: lists that are asked by POST, from an outlet's file to links, over real HTTP."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import yaml
from kliping import sources
from kliping.discover import RouteNote, discover_links
from kliping.fetch import Session
from kliping.model import JAKARTA, Link, Source
from kliping.settings import Settings

DAY = dt.date(2024, 11, 26)
NOW = dt.datetime(2024, 11, 26, 20, tzinfo=JAKARTA)
NUMBERS = range(41, 48)
"""Of the day's articles; three to a page."""
FORM = {"halaman": "{page}", "tanggal": "{date:%d/%m/%Y}", "kanal": "jalan & jembatan"}


class _Lists(BaseHTTPRequestHandler):
    """Answers with three entries to those that POST, the way that the address says."""

    def do_GET(self) -> None:
        status, body = 405, b"Metode tidak diizinkan"
        if self.path == "/robots.txt":
            status, body = 200, b"User-agent: *\nDisallow: /tertutup\n"
        elif self.path == "/dialihkan":
            status, body = 200, self._write_html([90])
        self._send(status, body)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.headers["Content-Type"] == "application/json":
            sent = json.loads(body)
        else:
            assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
            sent = dict(parse_qsl(body))
        self.server.sent.append(sent)  # type: ignore[attr-defined]
        first = 3 * int(sent["halaman"]) - 3
        shown = list(NUMBERS)[first : first + 3]
        if self.path == "/alih":
            self._send(303, b"", ("Location", "/dialihkan"))
        elif self.path == "/data":
            self._send(200, json.dumps({"hasil": [{"id": n, "title": f"Berita {n}"} for n in shown]}).encode())
        else:
            self._send(200, self._write_html(shown))

    def _write_html(self, shown: list[int]) -> bytes:
        cards = "".join(f'<li><a href="/berita/{n}/pasar-ramai">Pasar ramai ke-{n}</a></li>' for n in shown)
        return f'<ul class="baru">{cards}</ul><a href="/berita/7/iklan">Iklan</a>'.encode()

    def _send(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        kind = "application/json" if body[:1] == b"{" else "text/html"
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def lists() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Lists) as server:
        server.sent = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def read_source(folder: Path, port: int, at: str, **route: object) -> Source:
    """Write an outlet's file with one post route and read it."""
    stated = {
        "name": "Kabar Layar",
        "hosts": ["kabarlayar.test"],
        "article": r"/berita/\d+",
        "connect": f"127.0.0.1:{port}",
        "delay": 0,
        "routes": [{"post": f"http://{{site}}{at}", "form": FORM} | route],
    }
    (folder / "kabarlayar.yml").write_text(yaml.safe_dump(stated), "utf-8")
    return sources.load_sources(folder)["kabarlayar"]


def walk(source: Source, data: Path) -> tuple[list[str], list[str]]:
    with Session(source, settings=Settings(data=data / "data", timeout=5)) as session:
        found = list(discover_links(source, (DAY,), session.get, now=NOW))
    links = [each.url.removeprefix("http://kabarlayar.test/berita/") for each in found if isinstance(each, Link)]
    return links, [each.reason for each in found if isinstance(each, RouteNote)]


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/daftar", {"links": "ul.baru a"}),
        ("/data", {"path": "hasil", "address": "http://{site}/berita/{id}/pasar-ramai"}),
    ],
)
def test_a_posted_list_is_read_to_its_end(
    tmp_path: Path, lists: ThreadingHTTPServer, path: str, route: dict[str, object]
) -> None:
    links, notes = walk(read_source(tmp_path, lists.server_port, path, **route), tmp_path)
    assert (links, notes) == ([f"{n}/pasar-ramai" for n in NUMBERS], [])
    sent = lists.sent  # type: ignore[attr-defined]
    assert [each.pop("halaman") for each in sent] == ["1", "2", "3", "4"]
    assert sent == [{"tanggal": "26/11/2024", "kanal": "jalan & jembatan"}] * 4


def test_where_a_post_is_redirected_to_is_asked_without_the_form(tmp_path: Path, lists: ThreadingHTTPServer) -> None:
    source = read_source(tmp_path, lists.server_port, "/alih", form=FORM | {"halaman": "1"}, links="ul.baru a")
    assert walk(source, tmp_path) == (["90/pasar-ramai"], [])


def test_robots_txt_holds_for_posts(tmp_path: Path, lists: ThreadingHTTPServer) -> None:
    links, notes = walk(read_source(tmp_path, lists.server_port, "/tertutup/daftar"), tmp_path)
    assert (links, notes) == ([], ["robots"])
    assert lists.sent == []  # type: ignore[attr-defined]


def test_a_post_is_shown_as_its_file_states_it(tmp_path: Path) -> None:
    shown = yaml.safe_load(sources.write_yaml(read_source(tmp_path, 1, "/daftar", links="ul.baru a")))
    assert shown["routes"] == [{"post": "http://kabarlayar.test/daftar", "form": FORM, "links": "ul.baru a"}]


BODY = {"halaman": "{page}", "saring": {"tanggal": "{date:%Y-%m-%d}", "kanal": ["kota", "100% {desa}"]}, "urut": -1}


def test_a_list_is_asked_by_json(tmp_path: Path, lists: ThreadingHTTPServer) -> None:
    route = {"json": BODY, "form": {}, "path": "hasil", "address": "http://{site}/berita/{id}/pasar-ramai"}
    source = read_source(tmp_path, lists.server_port, "/data", **route)
    assert walk(source, tmp_path) == ([f"{n}/pasar-ramai" for n in NUMBERS], [])
    sent = lists.sent  # type: ignore[attr-defined]
    assert [each.pop("halaman") for each in sent] == [1, 2, 3, 4], "a page is a number"
    assert sent == [{"saring": {"tanggal": "2024-11-26", "kanal": ["kota", "100% {desa}"]}, "urut": -1}] * 4
    assert yaml.safe_load(sources.write_yaml(source))["routes"][0]["json"] == BODY


@pytest.mark.parametrize(
    ("route", "says"),
    [
        ({"json": {"page": "{page}"}}, "form or json is what a post sends"),
        ({"form": {}}, "form or json is what a post sends"),
        ({"form": {}, "json": "page=1"}, "json"),
    ],
)
def test_what_a_post_sends_is_one_thing(tmp_path: Path, route: dict[str, object], says: str) -> None:
    with pytest.raises(sources.SourceError, match=says):
        read_source(tmp_path, 1, "/data", **route)
