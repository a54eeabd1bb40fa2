"""Answers whose status line, headers or length no standard allows and browsers read; and robots.txt of that kind."""

from __future__ import annotations

import gzip

import pytest
from kliping.fetch import headers

from tests.fetch.test_odd_answers import STORY, chunked, get
from tests.hostile.server import answer, raw

__all__ = ["get"]

PAGE = b"<!doctype html><html><body>" + STORY + b"</body></html>\n<!-- dari tembolok -->\n"
KIND = b"Content-Type: text/html\r\n"


def head(*lines: bytes, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    return status + b"\r\n" + KIND + b"".join(line + b"\r\n" for line in lines) + b"Connection: close\r\n\r\n"


def length(count: int) -> bytes:
    return b"Content-Length: %d" % count


PACKED = gzip.compress(PAGE)
READ = {
    "packed and in chunks": head(b"Transfer-Encoding: gzip, chunked") + chunked(PACKED),
    "in chunks, twice": head(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked") + chunked(PAGE),
    "in chunks and more": head(b"Transfer-Encoding: Chunked, identity") + chunked(PAGE),
    "a length too large": head(length(len(PAGE) + 90)) + PAGE,
    "the length before packing": head(b"Content-Encoding: gzip", length(len(PAGE))) + PACKED,
    "small letters": head(status=b"http/1.1 200 ok") + PAGE,
    "a version too new": head(status=b"HTTP/2 200") + PAGE,
    "a radio's": head(status=b"ICY 200 OK") + PAGE,
    "blank lines before": b"\r\n\n" + head() + PAGE,
    "many cookies": head(*(b"Set-Cookie: c%d=1" % n for n in range(300)), b"Content-Encoding: gzip") + PACKED,
}


@pytest.mark.parametrize("name", READ)
def test_what_browsers_read_is_read(server, get, name):
    server.paths["/a"] = raw(READ[name])
    assert get("/a") == PAGE


REFUSED = {
    "cut off": (head(length(len(PAGE))) + PAGE[:-60], "truncated"),
    "packed and cut off": (head(b"Content-Encoding: gzip", length(len(PACKED))) + PACKED[:-9], "truncated"),
    "an end in the middle": (head(length(9_000)) + PAGE + b"<p>Lanjutan", "truncated"),
    "no status line": (PAGE, "bad_response"),
    "headers without end": (head(*(b"X-%d: a" % n for n in range(headers.MAX_HEADERS + 200))) + PAGE, "bad_response"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_whole_is_a_named_failure(server, get, name):
    sent, reason = REFUSED[name]
    server.paths["/a"] = raw(sent)
    assert get("/a") == reason


RULES = {
    "two paths": "User-agent: *\nDisallow: /rahasia/ /terlarang\n",
    "paths with commas": "User-agent: *\nDisallow: /rahasia/, /terlarang, /x # draf\n",
    "two names": "User-agent: Googlebot, *\nDisallow: /terlarang\n",
    "names behind": "User-agent: *, Bingbot\r\nDisallow: /terlarang\r\n",
    "equal signs": "User-agent = *\nDisallow=/terlarang\n",
    "all in one line": "User-agent: * Disallow: /rahasia Disallow: /terlarang # draf",
    "line ends as a template writes them": r"User-agent: *\nDisallow: /terlarang\n",
    "a list": "- User-agent: *\n- Disallow: /terlarang\n",
    "semicolons": "User-agent: *;\nDisallow: /terlarang;\n",
    "a path with a blank": "User-agent: *\nDisallow: /map a\nDisallow: /terlarang\nAllow: /a /b\n",
}


@pytest.mark.parametrize("name", RULES)
def test_several_values_in_a_rule_are_obeyed(server, get, name):
    server.paths["/robots.txt"] = answer(RULES[name].encode(), Content_Type="text/plain")
    server.paths["/a"] = server.paths["/terlarang"] = answer(STORY)
    assert (get("/a"), get("/terlarang")) == (STORY, "robots")


def test_other_robots_rules_are_not_ours(server, get):
    rules = b"User-agent: Googlebot, Bingbot\nDisallow: /\n\nUser-agent: Kucing*\nDisallow: /a\n"
    server.paths["/robots.txt"] = answer(rules, Content_Type="text/plain")
    server.paths["/a"] = answer(STORY)
    assert get("/a") == STORY


def test_no_content_is_no_rule(server, get):
    server.paths["/robots.txt"] = answer(status="204 No Content", length=False)
    server.paths["/a"] = answer(STORY)
    assert get("/a") == STORY


@pytest.mark.parametrize(
    "kind", ["application/javascript", "text/javascript; charset=utf-8", "application/x-javascript"]
)
def test_data_that_is_sent_as_a_script_is_read_and_a_script_is_none(server, get, kind):
    feed = b'tampilkan({"items": []});'
    server.paths["/umpan"] = answer(feed, Content_Type=kind)
    server.paths["/skrip"] = answer(b"(function () { jalan(); })();", Content_Type=kind)
    assert (get("/umpan"), get("/skrip")) == (feed, "wrong_type")
