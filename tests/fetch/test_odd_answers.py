"""Answers as no standard has them: read as a browser would, or a named failure; never garbage for a page."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from kliping.errors import LinkError
from kliping.fetch import Session
from kliping.fetch.redirect import find_refresh_target

from tests.hostile.server import answer, in_turn, raw, redirect

STORY = b"<p>Gubernur meresmikan jembatan gantung di hulu sungai.</p>" * 40


@pytest.fixture
def get(server, source, settings):
    """The page's body, or the reason why there is none."""
    with Session(source, settings=settings) as session:

        def get(path):
            try:
                return session.get(f"http://galak.test{path}").body
            except LinkError as link_error:
                return link_error.reason

        yield get


def chunked(body):
    pieces = [body[at : at + 500] for at in range(0, len(body), 500)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


ODD_LINES = {
    "no colon": b"X-Rusak tanpa titik dua",
    "a space in the name": b"My Param : None",
    "a space before the colon": b"X-Cache : HIT",
    "nothing before the colon": b": kosong",
    "a folded line at the start": b" lanjutan tanpa awal",
    "a folded line of an odd one": b"Rusak sekali\r\n lanjutannya",
    "a bare CR": b"X-A: satu\rdua tiga",
    "NUL": b"X-A: satu\0dua",
    "Latin-1": b"X-Kota: Ketapang \xe9\xff",
    "a name that is no token": b"(X): ya",
    "HTML": b"<br />",
    "a warning of PHP": b"<b>Warning</b>: Cannot modify header information",
    "very long": b"X-A: " + b"a" * 30_000,
}


@pytest.mark.parametrize("odd", ODD_LINES.values(), ids=ODD_LINES)
def test_what_comes_after_an_odd_header_line_counts(server, get, odd):
    head = b"HTTP/1.1 200 OK\r\nDate: Tue, 26 Nov 2024 03:00:00 GMT\r\n" + odd + b"\r\nContent-Type: text/html\r\n"
    server.paths["/chunked"] = raw(head + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunked(STORY))
    packed = gzip.compress(STORY)
    length = b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(packed)
    server.paths["/packed"] = raw(head + b"Content-Encoding : gzip\r\n" + length + packed)
    assert get("/chunked") == STORY
    assert get("/packed") == STORY


HINT = b"HTTP/1.1 103 Early Hints\r\nLink: </gaya.css>; rel=preload\r\n\r\n"
INTERIM = {
    "early hints": HINT,
    "early hints twice": HINT * 2,
    "without a header": b"HTTP/1.1 103 Early Hints\r\n\r\n",
    "without a reason": b"HTTP/1.1 103\r\nLink: </a>\r\n\r\n",
    "with a length": b"HTTP/1.1 103 Early Hints\r\nContent-Length: 90\r\nContent-Encoding: gzip\r\n\r\n",
    "with an odd line": b"HTTP/1.1 103 Early Hints\r\ntanpa titik dua\r\n\r\n",
    "processing": b"HTTP/1.1 102 Processing\r\n\r\n" + HINT,
    "go on": b"HTTP/1.1 100 Continue\r\n\r\n" + HINT,
    "no standard's": b"HTTP/1.1 199 Tunggu\r\n\r\n",
    "lines that end in LF": HINT.replace(b"\r\n", b"\n"),
    "fifty": HINT * 50,
}


@pytest.mark.parametrize("before", INTERIM.values(), ids=INTERIM)
def test_hints_before_the_answer_are_passed_over(server, get, before):
    head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
    server.paths["/a"] = raw(before + head % (b"200 OK", len(STORY)) + STORY)
    assert get("/a") == STORY
    server.paths["/b"] = raw(before + head % (b"404 Not Found", 0))
    assert get("/b") == "http_404"


@pytest.mark.parametrize("end", [b"", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"])
def test_hints_without_an_answer_are_a_named_failure(server, get, end):
    server.paths["/a"] = raw(HINT + end)
    assert isinstance(get("/a"), str)


@pytest.mark.parametrize(
    "name", ["UTF-8", "utf8", "none", "null", "text/html", "binary", "chunked", "identity, UTF-8", "windows-1252"]
)
def test_a_content_encoding_that_is_none_is_passed_over(server, get, name):
    server.paths["/a"] = answer(STORY, Content_Encoding=name)
    assert get("/a") == STORY


@pytest.mark.parametrize("name", ["UTF-8", "none", "rahasia", "rot13"])
def test_what_is_no_text_under_an_odd_encoding_is_refused(server, get, name):
    server.paths["/a"] = answer(brotli.compress(STORY) + b"\0\1\2", Content_Encoding=name)
    assert get("/a") == "encoding"


@pytest.mark.parametrize("named", [{}, {"Content_Encoding": "UTF-8"}, {"Content_Encoding": "gzip"}])
def test_gzip_that_no_header_names_is_unpacked(server, get, named):
    body = gzip.compress(gzip.compress(STORY)) if named.get("Content_Encoding") == "gzip" else gzip.compress(STORY)
    server.paths["/a"] = answer(body, **named)
    assert get("/a") == STORY
    server.paths["/b"] = answer(body[:-20], **named)
    assert get("/b") == "truncated"
    server.paths["/c"] = answer(gzip.compress(b"\0" * 3_000_000))
    assert get("/c") == "too_large"


def test_a_203_is_a_page(server, get):
    server.paths["/a"] = answer(STORY, status="203 Non-Authoritative Information")
    assert get("/a") == STORY


def test_not_modified_without_a_condition_can_be_tried_again(server, get):
    server.paths["/a"] = answer(status="304 Not Modified", length=False)
    assert get("/a") == "http_304"
    server.paths["/b"] = in_turn(answer(status="304 Not Modified", length=False), answer(STORY))
    assert get("/b") == STORY


@pytest.mark.parametrize("body", [b"", b"\r\n", b"\0\0"])
def test_an_empty_answer_can_be_tried_again(server, get, body):
    server.paths["/a"] = answer(body)
    assert get("/a") == "empty"
    server.paths["/b"] = in_turn(answer(body), answer(STORY))
    assert get("/b") == STORY


def wall(wanted, *, path="/a", then="/a", rules=STORY):
    """Behaviours that ask for one cookie after the other, each by a redirect."""

    def behave(connection, request):
        said = request.headers.get("cookie", "")
        missing = next((name for name in wanted if f"{name}=1" not in said), None)
        if missing is None:
            answer(rules)(connection, request)
        else:
            answer(status="302 Found", Location=then, Set_Cookie=f"{missing}=1; Path=/")(connection, request)

    return {path: behave}


@pytest.mark.parametrize("wanted", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_a_redirect_to_the_same_address_with_a_new_cookie_is_no_loop(server, get, wanted):
    server.paths |= wall(wanted)
    assert get("/a") == STORY


def test_a_cookie_may_be_set_elsewhere_on_the_way(server, get):
    server.paths |= wall(["a"], then="/setel?kembali=/a")
    server.paths["/setel"] = answer(status="302 Found", Location="/a", Set_Cookie="a=1; Path=/; HttpOnly")
    server.paths["/a"], inner = redirect("/setel"), server.paths["/a"]
    server.paths["/a"] = lambda connection, request: (
        inner if "a=1" in request.headers.get("cookie", "") else redirect("/setel")
    )(connection, request)
    assert get("/a") == STORY


def test_a_wall_that_no_cookie_opens_is_a_loop(server, get):
    server.paths["/a"] = answer(status="302 Found", Location="/a", Set_Cookie="a=1; Path=/")
    assert get("/a") == "redirect_loop"
    count = iter(range(100))

    def another(connection, request):
        answer(status="302 Found", Location="/b", Set_Cookie=f"n={next(count)}; Path=/")(connection, request)

    server.paths["/b"] = another
    assert get("/b") == "too_many_redirects"
    assert len(server.asked("/b")) <= 7


def test_rules_behind_a_cookie_wall_are_obeyed(server, get):
    server.paths["/a"] = server.paths["/terlarang"] = answer(STORY)
    server.paths |= wall(
        ["x", "y"], path="/robots.txt", then="/robots.txt", rules=b"User-agent: *\nDisallow: /terlarang"
    )
    assert (get("/a"), get("/terlarang")) == (STORY, "robots")


def test_rules_behind_a_wall_that_no_cookie_opens_forbid_all(server, get):
    server.paths["/a"] = answer(STORY)
    server.paths["/robots.txt"] = answer(status="302 Found", Location="/robots.txt", Set_Cookie="a=1; Path=/")
    assert get("/a") == "robots_unreachable"
    assert not server.asked("/a")


@pytest.mark.parametrize("rule", ["https://lain.test", "https://lain.test/", "", "# /a"])
def test_a_rule_without_a_path_forbids_nothing(server, get, rule):
    server.paths["/robots.txt"] = answer(f"User-agent: *\nDisallow: {rule}\n".encode(), Content_Type="text/plain")
    server.paths["/a"] = answer(STORY)
    assert get("/a") == STORY


NAMING_US = [
    "Kliping/1.0",
    "kliping/2.3.1 (+https://contoh.test)",
    "KLIPING",
    "Kliping *",
    "Mozilla/5.0 (compatible; Kliping/1.0)",
]


@pytest.mark.parametrize("name", NAMING_US)
@pytest.mark.parametrize("line", ["User-agent: {}", "user-agent:{}", "User-Agent : {} # kami"])
def test_rules_for_us_are_ours_with_a_version_too(server, get, name, line):
    rules = line.format(name) + "\r\nDisallow: /terlarang\r\n\r\nUser-agent: *\r\nDisallow:\r\n"
    server.paths["/robots.txt"] = answer(rules.encode(), Content_Type="text/plain")
    server.paths["/a"] = server.paths["/terlarang"] = answer(STORY)
    assert (get("/a"), get("/terlarang")) == (STORY, "robots")


RULES = "User-agent: *\nDisallow: /terlarang\n"


@pytest.mark.parametrize(
    "body",
    [RULES.encode("utf-16"), RULES.encode("utf-16-le"), RULES.replace("*", "*\0").encode(),
     RULES.replace("\n", "\r").encode(), f"<html><body><pre>{RULES}</pre></body></html>".encode(),
     gzip.compress(RULES.encode()), RULES.replace("Dis", "\ufeffDis").encode(),
     RULES.replace("Dis", "\u200bDis").encode(), RULES.replace("/t", "https://contoh.test/t").encode(),
     RULES.replace("/t", "t").encode()],
    ids=["utf-16", "utf-16 without mark", "nul", "cr", "html", "gzip", "mark inside", "zero width", "address", "slash"],
)  # fmt: skip
def test_rules_are_read_however_they_were_written(server, get, body):
    server.paths["/robots.txt"] = answer(body, Content_Type="text/plain")
    server.paths["/a"] = server.paths["/terlarang"] = answer(STORY)
    assert (get("/a"), get("/terlarang")) == (STORY, "robots")


@pytest.mark.parametrize(("asked", "kept"), [("86400", 30.0), ("31", 30.0), ("30", 30.0), ("12", 12.0)])
def test_an_enormous_delay_is_cut_and_reported(server, source, settings, asked, kept):
    server.paths["/robots.txt"] = answer(f"User-agent: *\nCrawl-delay: {asked}\n".encode(), Content_Type="text/plain")
    server.paths["/a"] = answer(STORY)
    with Session(source, settings=settings) as session:
        session.get("http://galak.test/a")
        (note,) = session.notes
    assert f"asks for {int(asked):,} s" in note
    assert f"{kept:.0f} s are kept" in note


REFRESH = [
    (b'<meta http-equiv="refresh" content="0; url=/b">', "/b"),
    (b"<META content='0;URL=&quot;/b&quot;' HTTP-EQUIV=Refresh>", "/b"),
    (b"<meta http-equiv=refresh content=0;url=/b>", "/b"),
    (b'<meta http-equiv="refresh" content="2;/b">', "/b"),
    (b'<meta http-equiv="refresh" content="0, url=/b?x=1&amp;y=2"><p>Mengalihkan ...</p>', "/b?x=1&y=2"),
    (b'<meta http-equiv="refresh" content="300; url=/b">', None),
    (b'<meta http-equiv="refresh" content="300">', None),
    (b'<meta http-equiv="refresh" content="0; url=http://galak.test/a">', None),
    (b'<meta http-equiv="refresh" content="0; url=/b">' + STORY, None),
    (b'<noscript><meta http-equiv="refresh" content="0; url=/tanpa-js"></noscript>' + STORY, None),
    (b'<meta name="refresh" content="0; url=/b">', None),
]


@pytest.mark.parametrize(("body", "target"), REFRESH)
def test_a_signpost_leads_on_and_a_page_does_not(body, target):
    assert find_refresh_target("http://galak.test/a", None, b"<html><head><title>Mengalihkan</title>" + body) == target


def test_a_meta_refresh_is_followed(server, get):
    server.paths |= {"/a": answer(REFRESH[0][0]), "/b": answer(STORY)}
    assert get("/a") == STORY
    server.paths |= {"/c": answer(b"<p>Tunggu</p>", Refresh="1; url=/b")}
    assert get("/c") == STORY
    server.paths |= {"/d": answer(b'<meta http-equiv="refresh" content="0; url=/terlarang">')}
    server.paths["/terlarang"] = answer(b'<meta http-equiv="refresh" content="0; url=/d">')
    assert get("/d") == "redirect_loop"


def test_deflate_without_its_header_is_not_mistaken_for_gzip(server, get):
    squeeze = zlib.compressobj(wbits=-15)
    server.paths["/a"] = answer(squeeze.compress(STORY) + squeeze.flush(), Content_Encoding="deflate")
    assert get("/a") == STORY
