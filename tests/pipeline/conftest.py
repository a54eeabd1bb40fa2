"""A newsroom on loopback and an empty data folder: what a run needs."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kliping import pipeline
from kliping.settings import Settings

from demo.newsroom import Newsroom

DAY = dt.date(2024, 11, 26)
PLACES = ("stage", "archive", "learned")
"""Settings of what the workers of a run share, beside the data folder."""
SEED = 1
PER_DAY = 36


@pytest.fixture(scope="session")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(seed=SEED, articles_per_day=PER_DAY, page_weight=5) as rooms:
        yield rooms


@pytest.fixture(scope="session")
def a_day(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a data folder that one run of ``DAY`` filled; for tests that only look."""
    settings = Settings(data=tmp_path_factory.mktemp("day"), newsroom=newsroom.netloc, timeout=5, delay=0)
    pipeline.run_day(settings, day=DAY, spec="demo")
    return settings


@pytest.fixture
def make_settings(tmp_path: Path, newsroom: Newsroom) -> Callable[..., Settings]:
    def make(**more: object) -> Settings:
        given = {"data": tmp_path / "data", "newsroom": newsroom.netloc, "sources": "demo", "timeout": 5, "delay": 0}
        return Settings(**(given | more))

    return make


@pytest.fixture
def settings(make_settings: Callable[..., Settings]) -> Settings:
    return make_settings()


@pytest.fixture
def posted_texts() -> Iterator[tuple[str, list[str]]]:
    """The address of a webhook on loopback, and the texts that were posted to it."""
    texts: list[str] = []

    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/json"
            texts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook", texts
        server.shutdown()
