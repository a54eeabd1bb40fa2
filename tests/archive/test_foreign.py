"""WARC files of other crawlers: what can be read is read, the rest is named, and nothing is half a page."""

from __future__ import annotations

import datetime as dt
import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard
from kliping.archive import ArchiveError, read_foreign_pages

PAGE = b"<!doctype html><html><body><p>Nelayan Karimun pulang membawa ikan.</p></body></html>" * 20
HTML = b"Content-Type: text/html; charset=utf-8\r\n"
Read = Callable[..., tuple[list[str], list[str]]]


def record(
    name: str, *, http: bytes = b"HTTP/1.1 200 OK\r\n" + HTML, body: bytes = PAGE, date: str = "2024-11-26T05:00:00Z",
    kind: str = "response", more: str = "", length: int | None = None, end: bytes = b"\r\n", gap: bytes = b"\r\n",
) -> bytes:  # fmt: skip
    block = http + gap + body if kind == "response" else body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://arsip.test/{name}\r\nWARC-Date: {date}\r\n"
        f"Content-Type: application/http; msgtype=response\r\n{more}"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    ).encode()
    return head.replace(b"\r\n", end) + block + b"\r\n\r\n"


def chunks(body: bytes) -> bytes:
    parts = [body[at : at + 300] for at in range(0, len(body), 300)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def said(more: str) -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + HTML + more.encode() + b"\r\n"


RAW = zlib.compressobj(wbits=-15)
READ = {
    "as it should be": record("a"),
    "brotli": record("a", http=said("Content-Encoding: br"), body=brotli.compress(PAGE)),
    "gzip": record("a", http=said("Content-Encoding: gzip"), body=gzip.compress(PAGE)),
    "gzip in chunks": record(
        "a", http=said("Content-Encoding: gzip\r\nTransfer-Encoding: chunked"), body=chunks(gzip.compress(PAGE))
    ),
    "zstd": record("a", http=said("Content-Encoding: zstd"), body=zstandard.compress(PAGE)),
    "deflate": record("a", http=said("Content-Encoding: deflate"), body=zlib.compress(PAGE)),
    "raw deflate": record("a", http=said("Content-Encoding: deflate"), body=RAW.compress(PAGE) + RAW.flush()),
    "decoded by the crawler": record("a", http=said("Content-Encoding: gzip\r\nTransfer-Encoding: chunked")),
    "brotli that was taken off": record("a", http=said("Content-Encoding: br")),
    "fourteen digits": record("a", date="20241126050000"),
    "no zone": record("a", date="2024-11-26T05:00:00"),
    "a fraction": record("a", date="2024-11-26T05:00:00.000000000Z"),
    "a space": record("a", date="2024-11-26 05:00:00"),
    "HTTP/2": record("a", http=b"HTTP/2 200\r\n" + HTML),
    "HTTP/3 with a reason": record("a", http=b"HTTP/3.0 200 OK\r\n" + HTML),
    "no reason": record("a", http=b"HTTP/1.1 200\r\n" + HTML),
    "203": record("a", http=b"HTTP/1.1 203 Non-Authoritative Information\r\n" + HTML),
    "no type": record("a", http=b"HTTP/1.1 200 OK\r\nServer: nginx\r\n"),
    "no header": record("a", http=b"HTTP/1.1 200 OK\r\n"),
    "line feeds": record("a", http=b"HTTP/1.1 200 OK\nContent-Type: text/html\n", gap=b"\n"),
    "an odd header line": record("a", http=said("X rusak tanpa titik dua")),
    "line feeds in the record": record("a", end=b"\n"),
    "packed twice": record("a", http=said("Content-Encoding: gzip, gzip"), body=gzip.compress(gzip.compress(PAGE))),
    "a chunk with an extension": record(
        "a", http=said("Transfer-Encoding: chunked"), body=b"%x;a=b\r\n%s\r\n0\r\nX: y\r\n\r\n" % (len(PAGE), PAGE)
    ),
    "a version without a number": record("a").replace(b"WARC/1.0", b"WARC"),
    "a version in small letters": record("a").replace(b"WARC/1.0", b"warc/1.0"),
    "no version": record("a").removeprefix(b"WARC/1.0\r\n"),
    "version 1.1": record("a").replace(b"WARC/1.0", b"WARC/1.1"),
    "a version that is not there yet": record("a").replace(b"WARC/1.0", b"WARC/2.0"),
    "version 0.17": record("a").replace(b"WARC/1.0", b"WARC/0.17"),
    "a folded field": record("a", more="X-Lipat: satu\r\n dua\r\n"),
    "a very long field": record("a", more=f"X-Panjang: {'b' * 1_000_000}\r\n"),
    "blank lines before it": b"\r\n\r\n" + record("a"),
    "something before it": b"sampah\r\n" + record("a"),
    "no blank lines behind it": record("a")[:-4],
    "brackets": record("a").replace(b"https://arsip.test/a", b"<https://arsip.test/a>"),
}
REFUSED = {
    "a bad status line": record("x", http=b"SALAH 200 OK\r\n" + HTML),
    "no date": record("x", date="kemarin"),
    "a date that is none": record("x", date="20241399000000"),
    "zstd that ends early": record("x", http=said("Content-Encoding: zstd"), body=zstandard.compress(PAGE)[:-6]),
    "an encoding that is a lie": record("x", http=said("Content-Encoding: br"), body=b"\xff\xfe" * 400),
    "a packed body that ends early": record("x", http=said("Content-Encoding: gzip"), body=gzip.compress(PAGE)[:-30]),
    "a chunk that ends early": record("x", http=said("Transfer-Encoding: chunked"), body=chunks(PAGE)[:-60]),
    "cut by the crawler": record("x", more="WARC-Truncated: length\r\n"),
    "an empty block": record("x", http=b"", body=b"", gap=b""),
    "a length of nothing": record("x", length=0),
    "a length that ends within the header": record("x", length=50),
    "a length below nothing": record("x", length=-5),
    "a chunk larger than the body": record(
        "x", http=said("Transfer-Encoding: chunked"), body=b"ffffffffffff\r\n" + PAGE
    ),
    "a length that cuts the page": record("x", length=900),
    "a gzip bomb": record("x", http=said("Content-Encoding: gzip"), body=gzip.compress(PAGE + b" " * 20_000_000)),
    "a brotli bomb": record("x", http=said("Content-Encoding: br"), body=brotli.compress(b" " * 20_000_001, quality=3)),
    "a zstd bomb": record("x", http=said("Content-Encoding: zstd"), body=zstandard.compress(b" " * 20_000_001)),
    "the first segment": record("x", more="WARC-Segment-Number: 1\r\n"),
    "a status of five digits": record("x", http=b"HTTP/1.1 99999 OK\r\n" + HTML),
    "no length": record("x").replace(b"Content-Length", b"Content-Panjang"),
}


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The addresses of the pages in a file, and what was said of the others."""

    def read(data: bytes, name: str = "arsip.warc.gz") -> tuple[list[str], list[str]]:
        path = tmp_path / name
        path.write_bytes(data)
        refusals: list[str] = []
        pages = list(read_foreign_pages(path, refused=lambda place, why: refusals.append(f"{place}: {why}")))
        assert all(page.body == PAGE for page in pages), "no page is garbage, and none is half a page"
        assert {page.fetched_at for page in pages} <= {dt.datetime(2024, 11, 26, 5, tzinfo=dt.UTC)}
        return [page.url.rpartition("/")[2] for page in pages], refusals

    return read


@pytest.mark.parametrize("odd", READ.values(), ids=READ)
def test_an_odd_record_is_read(read: Read, odd: bytes) -> None:
    three = (record("1"), odd, record("3"))
    assert read(b"".join(map(gzip.compress, three))) == (["1", "a", "3"], [])
    assert read(b"".join(three), "arsip.warc") == (["1", "a", "3"], [])


@pytest.mark.parametrize("odd", REFUSED.values(), ids=REFUSED)
def test_a_record_that_cannot_be_read_is_named_and_the_others_are_read(read: Read, odd: bytes) -> None:
    three = (record("1"), odd, record("3"))
    for data, name in ((b"".join(map(gzip.compress, three)), "arsip.warc.gz"), (b"".join(three), "arsip.warc")):
        pages, (refusal,) = read(data, name)
        assert pages == ["1", "3"]
        assert "record 2" in refusal
        assert "https://arsip.test/x" in refusal


def test_a_file_of_one_member(read: Read) -> None:
    assert read(gzip.compress(b"".join(record(str(n)) for n in range(50))))[0] == [str(n) for n in range(50)]


@pytest.mark.parametrize("cut", [1, 9, 60, 200])
def test_a_cut_download(read: Read, cut: int) -> None:
    members = b"".join(gzip.compress(record(str(n))) for n in range(3))
    pages, refusals = read(members[:-cut])
    assert pages == ["0", "1"] or (cut < 10 and pages == ["0", "1", "2"])
    assert len(refusals) == 1
    whole = b"".join(record(str(n)) for n in range(3))
    pages, refusals = read(whole[: -cut - 4], "arsip.warc")
    assert (pages, len(refusals)) == (["0", "1"], 1)


@pytest.mark.parametrize("at", [3, 40, 120])
def test_damage_in_the_middle(read: Read, at: int) -> None:
    members = [gzip.compress(record(str(n))) for n in range(4)]
    members[1] = members[1][:at] + b"\xff" * 25 + members[1][at + 25 :]
    pages, refusals = read(b"".join(members))
    assert [page for page in pages if page != "1"] == ["0", "2", "3"]
    assert len(refusals) >= 1


def test_what_is_no_page_is_passed_over(read: Read) -> None:
    others = [
        record("r", kind="request"), record("w", kind="warcinfo"), record("m", kind="metadata"),
        record("n", http=b"HTTP/1.1 404 Not Found\r\n" + HTML),
        record("i", http=b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"),
        record("b", http=b"HTTP/1.1 200 OK\r\n", body=b"\x89PNG" * 100),
    ]  # fmt: skip
    assert read(b"".join(map(gzip.compress, [*others, record("1")]))) == (["1"], [])


@pytest.mark.parametrize(
    "data", [b"", b"bukan arsip", b"(\xb5/\xfd" + b"0" * 30, gzip.compress(b"bukan arsip", mtime=0)]
)
def test_what_is_no_archive_is_said_to_be_none(read: Read, data: bytes) -> None:
    with pytest.raises(ArchiveError, match="is not a WARC file"):
        read(data)


@pytest.mark.parametrize("length", [2_100, 2_500, 99_999, 10**18])
@pytest.mark.parametrize("kind", ["response", "request"])
def test_a_length_that_reaches_into_the_next_record_costs_that_record_alone(read: Read, kind: str, length: int) -> None:
    """2,100 bytes end within the head of the record after it, 2,500 in its body, the others after the file."""
    three = (record("1"), record("x", kind=kind, length=length), record("3"), record("4"))
    for data, name in ((b"".join(map(gzip.compress, three)), "arsip.warc.gz"), (b"".join(three), "arsip.warc")):
        pages, (refusal,) = read(data, name)
        assert pages == ["1", "3", "4"]
        assert "https://arsip.test/x" in refusal


def test_a_page_that_shows_a_record_is_whole(read: Read) -> None:
    """Its length is right, so what it shows is its text."""
    shown = b"<pre>\n" + record("z") + b"</pre>"
    data = record("1") + record("a", http=b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n", body=shown) + record("3")
    assert read(data, "arsip.warc") == (["1", "3"], [])


def test_repeated_and_converted_records_are_passed_over(read: Read) -> None:
    same = "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest\r\n"
    others = [
        record("r", kind="revisit", more=same), record("c", kind="conversion"), record("a", kind="aneh"),
        record("s", kind="continuation", more="WARC-Segment-Number: 2\r\n"),
    ]  # fmt: skip
    assert read(b"".join(map(gzip.compress, [*others, record("1")]))) == (["1"], [])
