"""A hostile server, and an outlet that is visited there."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from kliping.discover import RouteNote, discover_links
from kliping.fetch import Session
from kliping.model import JAKARTA, Link, Source
from kliping.settings import Settings

from tests.hostile.server import HostileServer, answer

DAY = dt.date(2024, 11, 26)
NOW = dt.datetime(2024, 11, 26, 20, tzinfo=JAKARTA)


@pytest.fixture
def server():
    server = HostileServer()
    server.paths["/robots.txt"] = answer(b"User-agent: *\nAllow: /\n", Content_Type="text/plain")
    yield server
    server.close()


@pytest.fixture
def source(server):
    return Source("galak", "Harian Galak", hosts=("galak.test",), connect=server.address, delay=0.0)


@pytest.fixture
def settings(tmp_path):
    """Limits that a busy machine keeps with honest pages."""
    return Settings(data=tmp_path / "data", timeout=10, page_deadline=40, max_page_bytes=1_000_000)


@pytest.fixture
def impatient(settings):
    """Limits for pages that do not come."""
    return settings.model_copy(update={"timeout": 1, "page_deadline": 3})


@pytest.fixture
def walk(server, source, settings):
    """Walk the routes given; gives the last path segments of the links, and the notes."""

    def walk(*routes, days=(DAY,), seconds=120):
        outlet = Source(
            source.id, source.name, hosts=source.hosts, connect=source.connect, routes=routes, delay=0.0,
            article=r"/\d{4}/\d\d/\d\d/",
        )  # fmt: skip
        began = time.monotonic()
        with Session(outlet, settings=settings) as session:
            found = list(discover_links(outlet, days, session.get, now=NOW))
        assert time.monotonic() - began < seconds
        links = [item.url.rpartition("/")[2] for item in found if isinstance(item, Link)]
        return links, [item for item in found if isinstance(item, RouteNote)]

    return walk
