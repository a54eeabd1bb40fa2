"""A hostile server, and an outlet that is visited there."""

from __future__ import annotations

import pytest
from kliping.model import Source
from kliping.settings import Settings

from tests.hostile.server import HostileServer, answer


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
    return Settings(data=tmp_path / "data", timeout=0.4, page_deadline=1.2, max_page_bytes=1_000_000)
