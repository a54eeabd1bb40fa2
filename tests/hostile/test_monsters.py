"""Monstrous documents: bounded time, and a note instead of an exception."""

from __future__ import annotations

import pytest
from kliping.discover import RouteNote, discover_links
from kliping.fetch import Session
from kliping.model import Route, Source
from kliping.settings import Settings

from tests.hostile.conftest import DAY, NOW
from tests.hostile.server import answer
from tests.hostile.test_routes import rss


@pytest.mark.full
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("feed", rss(*range(30_000))),
        ("feed", b"<!DOCTYPE " * 90_000),
        ("feed", b"<?xml version='1.0'?>" + b"<rss>" * 150_000),
        ("sitemap", b"<!DOCTYPE " * 90_000),
        ("sitemap", b"<urlset>" * 100_000),
        ("category", b"<div>" * 150_000 + b"<h2><a href=/2024/11/26/dalam>x</a></h2>"),
        ("category", b"<a href=/2024/11/26/x>" * 40_000),
        ("category", b"<h2><a href='/2024/11/26/" + b"x" * 900_000 + b"'>x</a></h2>"),
        ("category", b"<h2><a href='http://[galak.test/2024/11/26/x'>x</a><a href='http://galak.test:x/'>y</a></h2>"),
        ("category", b"\xff\xfe\x00<h2>" * 1_000),
        ("category", b"<![CDATA[" * 50_000),
    ],
)
def test_monstrous_documents_end_soon(server, walk, settings, kind, body):
    server.paths["/monster"] = answer(body[:990_000])
    _, notes = walk(Route(kind, "http://galak.test/monster", links="h2 a" if kind == "category" else ""))
    assert all(isinstance(note, RouteNote) for note in notes)


def test_pages_too_large_for_their_kind_are_refused(server, walk, source, settings):
    big = Settings(data=settings.data, timeout=5)
    for kind in ("feed", "category"):
        route = Route(kind, "http://galak.test/besar")
        server.paths["/besar"] = answer(b"<html>" + b"x" * 6_000_000)
        outlet = Source("galak", "Galak", hosts=("galak.test",), connect=source.connect, routes=(route,), delay=0.0)
        with Session(outlet, settings=big) as session:
            (note,) = discover_links(outlet, [DAY], session.get, now=NOW)
        assert (note.reason, note.failed) in (("malformed", True), ("too_large", True))
