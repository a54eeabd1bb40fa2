"""A session at a well-behaved server, and at one that asks for patience."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import http.server
import itertools
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email.utils import format_datetime

import brotli
import pytest
import zstandard
from kliping.errors import Failed
from kliping.fetch import Session
from kliping.settings import Settings

from tests.hostile.server import answer, in_turn, redirect

STORY = b"<p>Gubernur meresmikan jembatan.</p>" * 400


def raw_deflate(data):
    squeeze = zlib.compressobj(wbits=-15)
    return squeeze.compress(data) + squeeze.flush()


ENCODED = {
    "identity": STORY,
    "gzip": gzip.compress(STORY),
    "x-gzip": gzip.compress(STORY[:100]) + gzip.compress(STORY[100:]),
    "GZIP": gzip.compress(STORY) + b"\0\0\0",
    "deflate": zlib.compress(STORY),
    "deflate ": raw_deflate(STORY),
    "br": brotli.compress(STORY),
    "zstd": zstandard.compress(STORY),
    "gzip, br": brotli.compress(gzip.compress(STORY)),
    "": STORY,
}


@pytest.mark.parametrize("encoding", ENCODED)
@pytest.mark.parametrize("length", [True, False])
def test_every_encoding(server, source, settings, encoding, length):
    server.paths["/a"] = answer(ENCODED[encoding], length=length, Content_Encoding=encoding)
    with Session(source, settings=settings) as session:
        page = session.get("http://galak.test/a")
    assert page.body == STORY
    assert page.media_type == "text/html"


def test_who_we_are_and_what_was_answered_is_kept(server, source, settings):
    server.paths["/a"] = answer(b"x", X_Robots_Tag="noarchive")
    with Session(source, settings=settings) as session:
        page = session.get("http://galak.test/a?b=1#c")
    (asked,) = server.asked("/a?b=1")
    assert asked.headers["user-agent"] == settings.user_agent
    assert settings.contact in asked.headers["user-agent"]
    assert asked.headers["host"] == "galak.test"
    assert dict(page.request_headers)["User-Agent"] == settings.user_agent
    assert page.header("x-robots-tag") == "noarchive"
    assert page.reserved == ("noarchive",)


def test_conditional_requests(server, source, settings):
    server.paths["/a"] = answer(status="304 Not Modified", length=False)
    with Session(source, settings=settings) as session:
        page = session.get("http://galak.test/a", etag='"x"', last_modified="Tue, 26 Nov 2024 03:15:00 GMT")
        assert (page.status, page.body) == (304, b"")
    (asked,) = server.asked("/a")
    assert asked.headers["if-none-match"] == '"x"'
    assert asked.headers["if-modified-since"] == "Tue, 26 Nov 2024 03:15:00 GMT"


def test_what_recovers_is_tried_again(server, source, settings):
    server.paths["/a"] = in_turn(answer(status="502 Oops"), answer(status="500 Oops"), answer(STORY))
    with Session(source, settings=settings) as session:
        assert session.get("http://galak.test/a").body == STORY
    assert len(server.asked("/a")) == 3


def test_what_does_not_recover_is_asked_once(server, source, settings):
    server.paths["/a"] = answer(status="403 Forbidden")
    with Session(source, settings=settings) as session, pytest.raises(Failed):
        session.get("http://galak.test/a")
    assert len(server.asked("/a")) == 1


@pytest.mark.parametrize("kind", ["seconds", "date"])
def test_retry_after_is_obeyed(server, source, settings, kind):
    value = (
        "1" if kind == "seconds" else format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2), usegmt=True)
    )
    server.paths["/a"] = in_turn(answer(status="429 Slow", Retry_After=value), answer(STORY))
    with Session(source, settings=settings) as session:
        assert session.get("http://galak.test/a").body == STORY
    first, second = server.asked("/a")
    assert second.at - first.at >= 0.9


def test_a_pause_too_long_is_not_waited_for_by_anybody(server, source, settings):
    server.paths |= {"/a": answer(status="429 Slow", Retry_After="7200"), "/b": answer(STORY)}
    reasons = []
    for path in ("/a", "/b", "/b"):
        with Session(source, settings=settings) as session, pytest.raises(Failed) as link_error:
            session.get("http://galak.test" + path)
        reasons.append(link_error.value.reason)
    assert reasons == ["http_429", "paused", "paused"]
    assert not server.asked("/b")


def test_connections_are_used_again(source, settings):
    with keep_alive_site() as (address, connections):
        outlet = replace(source, connect=address)
        with Session(outlet, settings=settings) as session:
            for path in ("/a", "/304", "/302", "/404", "/a", "/a"):
                with contextlib.suppress(Failed):
                    session.get("http://galak.test" + path)
        assert len(connections) == 1


@contextlib.contextmanager
def keep_alive_site():
    """A well-behaved HTTP/1.1 server; gives its address and the connections that were made to it."""
    connections = set()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            connections.add(self.client_address)
            status = int(self.path[1:]) if self.path[1:].isdigit() else 200
            body = b"" if status == 304 else b"<p>Isi.</p>"
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Location", "/a")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{site.server_port}", connections
    site.shutdown()
    site.server_close()


def test_a_complaint_slows_the_host_down(server, source, tmp_path):
    patient = Settings(data=tmp_path / "data", timeout=8)
    server.paths |= {"/a": in_turn(answer(status="503 Busy"), answer(STORY)), "/b": answer(STORY)}
    with Session(source, settings=patient) as session:
        session.get("http://galak.test/a")
        began = time.monotonic()
        session.get("http://galak.test/b")
        assert time.monotonic() - began > 0.3


def test_the_delay_holds_between_sessions_and_threads(server, source, tmp_path):
    """Measured by the server, as an outlet would: the gaps are never under the delay."""
    polite = Settings(data=tmp_path / "data", delay=0.15, timeout=5)
    server.paths["/a"] = answer(STORY)

    def run(_):
        with Session(source, settings=polite) as session, ThreadPoolExecutor(2) as pool:
            list(pool.map(session.get, ["http://galak.test/a"] * 4))

    with ThreadPoolExecutor(2) as runs:
        list(runs.map(run, range(2)))
    times = [request.at for request in server.requests]
    assert len(times) in (9, 10), "robots.txt is asked for by both, or by the first"
    assert min(b - a for a, b in itertools.pairwise(sorted(times))) >= 0.15


def test_crawl_delay_is_obeyed(server, source, settings):
    server.paths |= {"/robots.txt": answer(b"User-agent: *\nCrawl-delay: 0.3\n"), "/a": answer(STORY)}
    with Session(source, settings=settings) as session:
        for _ in range(3):
            session.get("http://galak.test/a")
    times = [request.at for request in server.asked("/a")]
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.3


def test_cookies_stay_within_a_session(server, source, settings):
    server.paths["/a"] = answer(b"x", Set_Cookie="kue=1; Path=/")
    with Session(source, settings=settings) as session:
        session.get("http://galak.test/a")
        session.get("http://galak.test/a")
    with Session(source, settings=settings) as other:
        other.get("http://galak.test/a")
    assert [request.headers.get("cookie") for request in server.asked("/a")] == [None, "kue=1", None]


def test_the_environment_leads_nobody_astray(server, source, settings, monkeypatch):
    """A proxy would choose the address in the guard's place."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.paths["/a"] = answer(STORY)
    with Session(source, settings=settings) as session:
        assert session.get("http://galak.test/a").body == STORY


def test_odd_addresses_are_asked_for_as_browsers_do(server, source, settings):
    server.paths |= {
        "/berita%20satu": answer(b"1"),
        "/caf%C3%A9": answer(b"2"),
        "/pindah": redirect("/caf\xe9".encode().decode("latin-1")),
    }
    with Session(source, settings=settings) as session:
        assert session.get("http://galak.test/berita satu").body == b"1"
        assert session.get("http://GALAK.test/café").body == b"2"
        assert session.get("http://galak.test/pindah").body == b"2"
    with Session(source, settings=settings) as session, pytest.raises(Failed, match=r"bad_address|dns"):
        session.get("http://galak..test/" + "a" * 10)


def test_threads_share_a_session(server, source, settings):
    for n in range(60):
        server.paths[f"/{n}"] = answer(str(n).encode())
    with Session(source, settings=settings) as session, ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(lambda n: session.get(f"http://galak.test/{n}").body, range(60)))
    assert bodies == [str(n).encode() for n in range(60)]
    assert len(server.asked("/robots.txt")) == 1
    assert threading.active_count() < 100
