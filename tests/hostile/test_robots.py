"""robots.txt as RFC 9309 says, when the server makes it hard."""

from __future__ import annotations

import pytest
from kliping.errors import Failed, Skipped
from kliping.fetch import Session
from kliping.fetch.robots import MAX_ROBOTS_BYTES

from tests.hostile.server import answer, hang_up, in_turn, redirect, silence

STORY = b"<p>Isi berita.</p>"
RULES = b"User-agent: *\nDisallow: /terlarang\n"
TEXT = {"Content_Type": "text/plain"}


def fetched(session, path="/berita"):
    """The page's body, or the reason why there is none."""
    try:
        return session.get(f"http://galak.test{path}").body
    except (Failed, Skipped) as link_error:
        return link_error.reason


@pytest.fixture
def session(server, source, settings):
    server.paths |= {"/berita": answer(STORY), "/terlarang": answer(STORY)}
    with Session(source, settings=settings) as session:
        yield session


def test_rules_are_obeyed_and_read_once(server, session):
    server.paths["/robots.txt"] = answer(RULES, **TEXT)
    assert fetched(session) == STORY
    assert fetched(session, "/terlarang/x") == "robots"
    assert len(server.asked("/robots.txt")) == 1
    assert not server.asked("/terlarang/x")


def test_our_name_comes_before_the_star(server, session):
    server.paths["/robots.txt"] = answer(
        b"User-agent: *\nDisallow: /\n\nUser-agent: kliping\nDisallow: /terlarang\n", **TEXT
    )
    assert (fetched(session), fetched(session, "/terlarang")) == (STORY, "robots")


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "401 Unauthorized", "410 Gone"])
def test_no_file_allows_all(server, session, status):
    server.paths["/robots.txt"] = answer(status=status)
    assert fetched(session) == STORY


@pytest.mark.parametrize("status", ["500 Oops", "503 Busy", "429 Slow"])
def test_a_server_in_trouble_forbids_all(server, session, status):
    server.paths["/robots.txt"] = answer(status=status)
    assert fetched(session) == "robots_unreachable"
    assert not server.asked("/berita")


@pytest.mark.parametrize(("behaviour", "reason"), [(silence, "timeout"), (hang_up, "reset")])
def test_silence_forbids_all_and_keeps_its_class(server, source, impatient, behaviour, reason):
    server.paths["/robots.txt"] = behaviour
    with Session(source, settings=impatient) as session:
        assert fetched(session) == reason
    assert not server.asked("/berita")


def test_a_server_that_recovers_is_asked_again(server, session):
    server.paths["/robots.txt"] = in_turn(answer(status="503 Busy"), answer(RULES, **TEXT))
    assert (fetched(session), fetched(session, "/terlarang")) == (STORY, "robots")


def test_the_head_of_a_file_of_five_megabytes_counts(server, session):
    filler = b"Disallow: /lain/0123456789\n" * 200_000
    server.paths["/robots.txt"] = answer(RULES + filler + b"Disallow: /berita\n", **TEXT)
    assert len(filler) > 10 * MAX_ROBOTS_BYTES
    assert (fetched(session), fetched(session, "/terlarang")) == (STORY, "robots")


def test_redirects_lead_to_the_rules_and_not_for_ever(server, session):
    server.paths |= {"/robots.txt": redirect("/aturan"), "/aturan": answer(RULES, **TEXT)}
    assert (fetched(session), fetched(session, "/terlarang")) == (STORY, "robots")
    server.paths |= {"www.galak.test/robots.txt": redirect("/putar"), "/putar": redirect("/robots.txt")}
    assert session.get("http://www.galak.test/berita").body == STORY  # RFC 9309, 2.3.1.2: as if there were no file


@pytest.mark.parametrize("body", [b"<html>Selamat datang</html>", b"\xff\xfe\x00bad", b"", b"\xef\xbb\xbf" + RULES])
def test_what_is_no_rule_is_read_past(server, session, body):
    server.paths["/robots.txt"] = answer(body)
    assert fetched(session) == STORY
    assert (fetched(session, "/terlarang") == "robots") is body.endswith(RULES)


def test_a_redirect_is_held_against_the_rules_of_where_it_leads(server, session):
    server.paths |= {
        "/robots.txt": answer(RULES, **TEXT),
        "dua.galak.test/robots.txt": answer(b"User-agent: *\nDisallow: /\n", **TEXT),
        "/pindah": redirect("/terlarang"),
        "/keluar": redirect("http://dua.galak.test/berita"),
    }
    assert fetched(session, "/pindah") == "robots"
    assert fetched(session, "/keluar") == "robots"
