"""The process and the wire: how it starts, stops, and takes what it should not be sent."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from demo.newsroom import Newsroom, list_truth
from demo.newsroom.page import Segment, pack_gzip

from .conftest import DAY, Visitor


def exchange_bytes(newsroom: Newsroom, sent: bytes) -> bytes:
    """What comes back until the newsroom closes."""
    with socket.create_connection((newsroom.host, newsroom.port), timeout=120) as wire:
        wire.sendall(sent)
        wire.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: wire.recv(65_536), b""))


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"hello\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + b"X: " + b"x" * 70_000, 431),
        (b"DELETE / HTTP/1.1\r\nHost: gema.test\r\nConnection: close\r\n\r\n", 405),
        (b"GET / HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n", 421),
        (b"GET http://example.com/ HTTP/1.1\r\nHost: gema.test\r\nConnection: close\r\n\r\n", 421),
        (b"GET /robots.txt HTTP/1.0\r\nHost: gema.test\r\n\r\n", 200),
        (b"GET http://gema.test/robots.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 200),
        (b"GET http://gema.test:80/robots.txt?a=%zz HTTP/1.1\r\nConnection: close\r\n\r\n", 200),
        (b"GET /@/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 421),
        (b"GET http://[::1/ HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
    ],
)
def test_whatever_is_sent_gets_its_status(newsroom: Newsroom, sent: bytes, status: int):
    assert exchange_bytes(newsroom, sent).startswith(f"HTTP/1.1 {status} ".encode())


def test_requests_in_a_row_are_answered_in_order_even_behind_a_slow_one(newsroom: Newsroom):
    slow = next(true for true in list_truth(1, DAY, 60) if true.fault == "slow").url
    sent = b"".join(
        f"GET {url} HTTP/1.1\r\nConnection: {wish}\r\n\r\n".encode()
        for url, wish in (("http://gema.test/robots.txt", ""), (slow, ""), ("http://pedoman.test/robots.txt", "close"))
    )
    received = exchange_slowly(newsroom, sent)
    assert received.count(b"HTTP/1.1 200 OK") == 3
    assert (
        received.index(b"http://gema.test/sitemap.xml")
        < received.index(b"arttitle")
        < received.index(b"http://pedoman.test/sitemap.xml")
    )


def exchange_slowly(newsroom: Newsroom, sent: bytes) -> bytes:
    with socket.create_connection((newsroom.host, newsroom.port), timeout=120) as wire:
        for at in range(0, len(sent), 50):
            wire.sendall(sent[at : at + 50])
        return b"".join(iter(lambda: wire.recv(65_536), b""))


def test_head_is_get_without_a_body(visitor: Visitor):
    url = next(true for true in list_truth(1, DAY, 60) if not true.fault).url
    head, get = visitor.session.head(url, timeout=20), visitor.get(url)
    assert head.content == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"]
    assert head.headers["ETag"] == get.headers["ETag"]


def test_connections_are_kept(newsroom: Newsroom):
    head = b"GET /robots.txt HTTP/1.1\r\nHost: gema.test\r\n\r\n"
    assert exchange_bytes(newsroom, head * 50).count(b"HTTP/1.1 200 OK") == 50


def test_many_clients_at_once(newsroom: Newsroom):
    urls = [true.url for true in list_truth(1, DAY, 60) if true.kind == "article" and true.fault == ""]

    def visit(url: str) -> int:
        return Visitor(newsroom).get(url).status_code

    with ThreadPoolExecutor(32) as pool:
        assert set(pool.map(visit, urls * 3)) == {200}


@pytest.mark.parametrize(
    "parts", [[], [b""], [Segment(b"abc" * 1000)], [b"a", Segment(b""), Segment(b"x" * 70_000), b"z" * 9]]
)
def test_gzip_is_put_together_from_ready_pieces(parts: list[bytes | Segment]):
    whole = b"".join(part.raw if isinstance(part, Segment) else part for part in parts)
    assert gzip.decompress(pack_gzip(parts)) == whole
    assert gzip.decompress(pack_gzip(parts)) == whole


def run(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "demo.newsroom", *arguments],
        cwd=Path(__file__).resolve().parents[2], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_stops_cleanly(tmp_path: Path, sign: signal.Signals):
    port_file = tmp_path / "port"
    process = run("--port", "0", "--port-file", str(port_file), "--today", "2024-11-26")
    try:
        assert process.stdout
        line = process.stdout.readline().strip()
        netloc = port_file.read_text()
        assert line == f"newsroom ready at http://{netloc}"
        session = requests.Session()
        session.trust_env = False
        state = session.get(f"http://{netloc}/_newsroom/health", timeout=120).json()
        assert state["ok"] and state["now"].startswith("2024-11-26T23:59")
        process.send_signal(sign)
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, errors) == (0, "")
        assert list(tmp_path.iterdir()) == [port_file]
    finally:
        process.kill()
        process.wait()


def test_a_port_in_use_is_said_clearly(newsroom: Newsroom):
    process = run("--port", str(newsroom.port))
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 2
    assert f"cannot listen on 127.0.0.1:{newsroom.port}" in errors
    assert "--port 0" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--today", "2024-02-31"], "2024-02-31"),
        (["--articles-per-day", "9999999"], "articles per day must be"),
        (["--replay", "/nowhere"], "cannot be replayed"),
        (["--down", "contoh.id"], "contoh.id"),
        (["--port", "99999"], "port"),
        (["--page-weight", "-1"], "page-weight"),
    ],
)
def test_mistakes_are_named(arguments: list[str], says: str):
    process = run("--port", "0", *arguments)
    try:
        _, errors = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 2
    assert says in errors
    assert "Traceback" not in errors


def test_help_teaches():
    process = run("--help")
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    for word in ("--port-file", "--articles-per-day", "--page-weight", "--today", "--down", "--replay", "example"):
        assert word in out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [
        {"file": "a.html.gz", "url": "https://koran.example/satu.html", "title": "Satu & dua",
         "published_at": "2020-01-05T23:30:00+07:00"},
        {"file": "b.html.gz", "url": "https://koran.example/?p=2", "title": None, "published_at": None},
        {"file": "c.html.gz", "url": "https://koran.example/tiga", "published_at": "2020-01-05T18:30:00+00:00"},
    ]  # fmt: skip
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)))
    for row in rows:
        (tmp_path / row["file"]).write_bytes(gzip.compress(f"<h1>{row['file']}</h1>".encode("latin-1")))
    return tmp_path


def test_saved_pages_are_served_byte_for_byte(folder: Path):
    with Newsroom(replay=folder) as newsroom:
        visitor = Visitor(newsroom)
        listed = [visitor.get(f"http://replay.test/indeks?date=2020-01-{day}").text for day in ("05", "06")]
        assert "Satu &amp; dua" in listed[0] and "tiga" not in listed[0]
        assert "koran.example/tiga" in listed[1]
        (url,) = [word for word in listed[0].split('"') if word.startswith("http://replay.test/a/")]
        assert "/2020-01-05/" in url
        assert visitor.get(url).content == b"<h1>a.html.gz</h1>"
        assert visitor.get("http://replay.test/rss").text.count("<item>") == 3
        assert visitor.get("http://replay.test/a/9").status_code == 404


def test_the_real_pages_can_be_replayed(shared_data: Path):
    with Newsroom(replay=shared_data / "html") as newsroom:
        assert newsroom.site.replay
        for saved in newsroom.site.replay.pages:
            answer = Visitor(newsroom).get(f"http://replay.test{saved.path}")
            assert answer.content == gzip.decompress(saved.file.read_bytes())


def test_a_newsroom_that_stops_hangs_up_and_frees_its_port():
    with Newsroom() as first:
        wire = socket.create_connection((first.host, first.port), timeout=120)
        wire.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: gema.test\r\n\r\n")
        assert wire.recv(65_536)
    with wire:
        assert wire.recv(65_536) == b""
    with Newsroom(port=first.port) as second:
        assert second.port == first.port


def test_days_are_asked_for_in_jakarta():
    first = next(list_truth(1, DAY, 600))
    assert first.published_at.utcoffset() == dt.timedelta(hours=7)
    assert first.published_at.astimezone(dt.UTC).date() == DAY - dt.timedelta(days=1)
