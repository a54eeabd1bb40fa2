"""Feeds are asked for again only when they have changed, and never forgotten by a run that died."""

from __future__ import annotations

from kliping.fetch import ConditionalGet, Session

from tests.hostile.server import answer

FEED = "http://galak.test/rss"


def behave(connection, request):
    unchanged = request.headers.get("if-none-match") == '"v1"'
    answer(b"" if unchanged else b"<rss/>", status="304 Not Modified" if unchanged else "200 OK", ETag='"v1"')(
        connection, request
    )


def test_validators_are_kept_from_visit_to_visit(server, source, settings, tmp_path):
    server.paths["/rss"] = behave
    memory = tmp_path / "watch" / "galak.json"
    statuses = []
    for save in (False, True, True, True):
        with Session(source, settings=settings) as session:
            watch = ConditionalGet(session.get, memory)
            statuses.append(watch.get(FEED).status)
            if save:
                watch.save()
    assert statuses == [200, 200, 304, 304]
    memory.write_text("{kacau")
    with Session(source, settings=settings) as session:
        assert ConditionalGet(session.get, memory).get(FEED).status == 200
