"""What a hostile page's link error is: its class, in bounded time and memory, with the next page unharmed."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from kliping.errors import Blocked, Failed, LinkError, Skipped
from kliping.fetch import Session

from tests.hostile.server import answer, endless, hang_up, raw, redirect, reset, silence, trickle

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ZEROS = b"\0" * 50_000_000
STORY = b"<html><h1>Judul</h1><p>Isi berita yang baik.</p></html>"


def packed(body, encoding):
    return answer(body, Content_Encoding=encoding)


# behaviour, class of the link error, reason; none takes longer than the limits of the settings allow
HANGS = 120
"""Seconds: far beyond what a busy machine needs, far below what the behaviours go on for."""

CASES = {
    "silence": (silence, Failed, "timeout"),
    "hangs up": (hang_up, Failed, "reset"),
    "headers one byte at a time": (trickle(HEAD + b"X-Slow: ", b"a", 0.1, 4000), Failed, "timeout"),
    "body one byte at a time": (trickle(HEAD + b"\r\n", b"a", 0.1, 4000), Failed, "timeout"),
    "chunks one byte at a time": (
        trickle(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n", 0.1, 4000), Failed, "timeout",
    ),
    "endless body": (endless(HEAD + b"\r\n", b"a" * 10_000), Failed, "too_large"),
    "endless headers": (endless(HEAD, b"X-More: yes\r\n"), Failed, "bad_response"),
    "endless header line": (endless(HEAD + b"X-Long: ", b"a" * 10_000), Failed, "bad_response"),
    "endless chunk": (
        endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n", b"a" * 10_000), Failed, "too_large",
    ),
    "a length beyond the limit": (answer(b"a", length=2_000_000), Failed, "too_large"),
    "gzip bomb": (packed(gzip.compress(ZEROS), "gzip"), Failed, "too_large"),
    "gzip bomb in gzip": (packed(gzip.compress(gzip.compress(ZEROS)), "gzip, gzip"), Failed, "too_large"),
    "deflate bomb": (packed(zlib.compress(ZEROS), "deflate"), Failed, "too_large"),
    "brotli bomb": (packed(brotli.compress(ZEROS, quality=5), "br"), Failed, "too_large"),
    "zstd bomb": (packed(zstandard.compress(ZEROS), "zstd"), Failed, "too_large"),
    "nine encodings": (packed(b"x", ", ".join(["gzip"] * 9)), Failed, "encoding"),
    "an unknown encoding": (packed(STORY, "rot13"), Failed, "encoding"),
    "gzip that is none": (packed(STORY, "gzip"), Failed, "encoding"),
    "brotli that is none": (packed(STORY, "br"), Failed, "encoding"),
    "zstd that is none": (packed(STORY, "zstd"), Failed, "encoding"),
    # a document whole by its end tag is taken whatever length was said: tests/fetch/test_miscounted_answers.py
    "a length too long": (answer(STORY.removesuffix(b"</html>"), length=500), Failed, "truncated"),
    "chunks that stop": (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n20\r\nabc"), Failed, "truncated"),
    "chunks of no size": (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc"), Failed, "truncated"),
    "gzip that stops": (packed(gzip.compress(STORY)[:-12], "gzip"), Failed, "truncated"),
    "brotli that stops": (packed(brotli.compress(STORY)[:-6], "br"), Failed, "truncated"),
    "zstd that stops": (packed(zstandard.compress(STORY * 9)[:-6], "zstd"), Failed, "truncated"),
    "reset in the body": (reset(HEAD + b"Content-Length: 900\r\n\r\nabc"), Failed, "reset"),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), Failed, "bad_response"),
    # empty lines in front of an answer are passed over, so nothing was answered
    "nothing but a line feed": (raw(b"\n"), Failed, "reset"),
    "redirect to itself": (redirect("/halaman"), Failed, "redirect_loop"),
    "redirect to file:": (redirect("file:///etc/passwd"), Blocked, "forbidden_address"),
    "redirect to gopher:": (redirect("gopher://galak.test/"), Blocked, "forbidden_address"),
    "redirect to 127.0.0.1": (redirect("http://127.0.0.1/"), Blocked, "forbidden_address"),
    "redirect to localhost": (redirect("http://localhost:22/"), Blocked, "forbidden_address"),
    "redirect to a number": (redirect("http://2130706433/"), Blocked, "forbidden_address"),
    "redirect to cloud metadata": (redirect("http://169.254.169.254/latest/"), Blocked, "forbidden_address"),
    "redirect to a mapped address": (redirect("http://[::ffff:10.0.0.1]/"), Blocked, "forbidden_address"),
    "redirect to IPv6 loopback": (redirect("https://[::1]/"), Blocked, "forbidden_address"),
    "redirect to multicast": (redirect("http://224.0.0.1/"), Blocked, "forbidden_address"),
    "redirect to a broken address": (redirect("http://[oops/"), Failed, "bad_address"),
    "redirect to a login page": (redirect("/login?kembali=/halaman"), Blocked, "blocked"),
    "a bot challenge with 403": (answer(b"Just a moment...", status="403 Forbidden"), Blocked, "blocked"),
    "a bot challenge with 200": (answer(b"<script>window._cf_chl_opt={}</script>"), Blocked, "blocked"),
    "401": (answer(status="401 Unauthorized"), Blocked, "blocked"),
    "451": (answer(status="451 Unavailable"), Blocked, "blocked"),
    "404": (answer(status="404 Not Found"), Failed, "http_404"),
    "500": (answer(status="500 Oops"), Failed, "http_500"),
    "204": (answer(status="204 No Content", length=False), Failed, "http_204"),
    "999": (answer(status="999 Denied"), Failed, "http_999"),
    "a wait of a day": (answer(status="429 Slow", Retry_After="86400"), Failed, "http_429"),
    "a PDF": (answer(b"%PDF-1.7", Content_Type="application/pdf"), Failed, "wrong_type"),
    "a video": (endless(HEAD.replace(b"text/html", b"video/mp4") + b"\r\n", b"a" * 9_000), Failed, "wrong_type"),
    "a PDF that says HTML": (answer(b"%PDF-1.7 ..."), Failed, "wrong_type"),
    "a video that says HTML": (answer(b"\0\0\0\x20ftypisom...."), Failed, "wrong_type"),
    "robots": (answer(STORY), Skipped, "robots"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_page_has_its_outcome(server, source, settings, impatient, name):
    behaviour, kind, reason = CASES[name]
    settings = impatient if reason == "timeout" else settings
    server.paths |= {"/halaman": behaviour, "/baik": answer(STORY), "/login": answer(b"<form>Masuk</form>")}
    if name == "robots":
        server.paths["/robots.txt"] = answer(b"User-agent: Kliping\nDisallow: /halaman\n", Content_Type="text/plain")
    with Session(source, settings=settings) as session:
        assert session.get("http://galak.test/baik").body == STORY
        tracemalloc.start()
        began = time.monotonic()
        with pytest.raises(LinkError) as link_error:
            session.get("http://galak.test/halaman")
        took, (_, peak) = time.monotonic() - began, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert (type(link_error.value).__mro__.count(kind), link_error.value.reason) == (1, reason), link_error.value
        assert took < HANGS
        assert peak < 14 * settings.max_page_bytes
        assert session.get("http://www.galak.test/baik").body == STORY


def test_a_chain_of_redirects_ends(server, source, settings):
    for n in range(20):
        server.paths[f"/{n}"] = redirect(f"/{n + 1}")
    server.paths["/5"] = answer(STORY)
    with Session(source, settings=settings) as session:
        page = session.get("http://galak.test/0")
        assert (page.final_url, page.url, page.body) == ("http://galak.test/5", "http://galak.test/0", STORY)
        server.paths["/5"] = redirect("/6")
        with pytest.raises(Failed) as link_error:
            session.get("http://galak.test/0")
    assert link_error.value.reason == "too_many_redirects"


def test_a_length_too_short_or_missing_is_read_as_it_comes(server, source, settings):
    server.paths |= {"/pendek": answer(STORY, length=10), "/tanpa": answer(STORY, length=False)}
    server.paths["/kacau"] = answer(STORY, length="banyak")
    with Session(source, settings=settings) as session:
        assert session.get("http://galak.test/pendek").body == STORY[:10]
        assert session.get("http://galak.test/tanpa").body == STORY
        assert session.get("http://galak.test/kacau").body == STORY


def test_a_forbidden_address_is_never_asked(server, source, settings):
    """The hostile server itself listens on loopback: nothing but its own outlet's name may lead there."""
    server.paths["/halaman"] = redirect(f"http://127.0.0.1:{server.port}/rahasia")
    server.paths["/rahasia"] = answer(STORY)
    with Session(source, settings=settings) as session, pytest.raises(Blocked):
        session.get("http://galak.test/halaman")
    assert not server.asked("/rahasia")


def test_an_outlet_that_vanishes_costs_little(server, source, settings):
    server.paths["/baik"] = answer(STORY)
    with Session(source, settings=settings) as session:
        session.get("http://galak.test/baik")
        server.close()
        began = time.monotonic()
        reasons = []
        for _ in range(200):
            with pytest.raises(Failed) as link_error:
                session.get("http://galak.test/baik")
            reasons.append(link_error.value.reason)
    assert time.monotonic() - began < 200, "a second or more each"
    assert set(reasons) == {"connect", "host_down"}
    assert reasons.count("host_down") > 190


def test_an_outlet_that_comes_back_is_visited_again(server, source, settings):
    server.paths["/baik"] = answer(STORY)
    server.paths["/mati"] = hang_up
    with Session(source, settings=settings) as session:
        for _ in range(2):
            with pytest.raises(Failed):
                session.get("http://galak.test/mati")
        assert session.get("http://galak.test/baik").body == STORY
