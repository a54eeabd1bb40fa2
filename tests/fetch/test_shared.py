"""What sessions share: robots.txt for a day, and the pace, over files or over a database."""

from __future__ import annotations

import os
import time

import pytest
from kliping.errors import Skipped, UserError
from kliping.fetch import FilePace, PostgresPace, Session
from kliping.fetch.pace import open_shared_pace
from kliping.settings import Settings

from tests.fetch.test_postgres_pace import database
from tests.fetch.test_postgres_pace import pytestmark as needs_postgres
from tests.hostile.server import answer, in_turn

__all__ = ["database"]
STORY = b"<p>Isi berita.</p>"
RULES = b"User-agent: *\nDisallow: /terlarang\n"


def get(source, settings, path="/berita"):
    with Session(source, settings=settings) as session:
        return session.get(f"http://galak.test{path}").body


@pytest.fixture
def robots(server):
    server.paths |= {"/berita": answer(STORY), "/robots.txt": answer(RULES, Content_Type="text/plain")}
    return lambda: len(server.asked("/robots.txt"))


def test_rules_hold_for_a_day_over_sessions(server, source, settings, robots):
    assert [get(source, settings) for _ in range(3)] == [STORY] * 3
    assert robots() == 1
    with pytest.raises(Skipped):
        get(source, settings, "/terlarang/x")
    assert robots() == 1
    for kept in (settings.data_path / "pace" / "robots").iterdir():
        os.utime(kept, (time.time() - 90_000,) * 2)
    server.paths["/robots.txt"] = answer(b"User-agent: *\nDisallow: /berita\n", Content_Type="text/plain")
    with pytest.raises(Skipped):
        get(source, settings)
    assert robots() == 2


def test_that_there_is_no_file_is_kept_too(server, source, settings, robots):
    server.paths["/robots.txt"] = answer(status="404 Not Found")
    assert [get(source, settings) for _ in range(2)] == [STORY] * 2
    assert robots() == 1


def test_that_a_host_could_not_be_asked_is_not_kept(server, source, settings, robots):
    server.paths["/robots.txt"] = in_turn(*[answer(status="500 Oops")] * 5, answer(RULES, Content_Type="text/plain"))
    with pytest.raises(Exception, match="robots_unreachable"):
        get(source, settings)
    assert get(source, settings) == STORY


def test_a_damaged_or_future_copy_is_asked_for_again(source, settings, robots):
    get(source, settings)
    (kept,) = (settings.data_path / "pace" / "robots").iterdir()
    os.utime(kept, (time.time() + 9_000,) * 2)
    get(source, settings)
    assert robots() == 2


def test_one_machine_keeps_its_pace_in_files(tmp_path):
    assert isinstance(open_shared_pace(Settings(data=tmp_path)), FilePace)


def test_a_database_that_does_not_answer_stops_the_session(tmp_path):
    pytest.importorskip("psycopg")
    settings = Settings(data=tmp_path, pace_database="host=127.0.0.1 port=1 connect_timeout=2")
    with pytest.raises(UserError, match="KLIPING_PACE_DATABASE cannot be used"):
        open_shared_pace(settings)


@needs_postgres
def test_machines_share_the_pace_of_the_database_that_is_set(tmp_path, database):
    pace = open_shared_pace(Settings(data=tmp_path / "a", pace_database=database))
    assert isinstance(pace, PostgresPace)
    assert open_shared_pace(Settings(data=tmp_path / "b", pace_database=database)) is pace, (
        "one for all sessions of a process"
    )
    with pace.turn("http://bersama.example", 0.3):
        pass
    began = time.monotonic()
    with pace.turn("http://bersama.example", 0.3):
        assert time.monotonic() - began > 0.25
