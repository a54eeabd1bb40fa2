"""A desk on loopback: over a day of the demo newsroom, and over rows that mean harm."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
import uvicorn
from kliping import pipeline, warehouse
from kliping.settings import Settings
from kliping.web import Host, TokenAccess, make_desk

from demo.newsroom import Newsroom
from tests.validate.test_pages_in_a_browser import HOSTILE
from tests.warehouse.staging import Stage, capture, outcome

DAY = dt.date(2024, 11, 26)
NOW = dt.datetime(2024, 11, 27, 3, tzinfo=dt.UTC)
TOKEN = "kunci-meja"
HARMFUL = [text.encode("utf-8", "replace").decode().replace("\x00", "") for text in HOSTILE]
"""The strings of the hostile pages, as far as a database takes them."""


@dataclass
class Served:
    """A desk that is served, and somebody who was let in."""

    address: str
    session: requests.Session = field(default_factory=requests.Session)

    @property
    def entrance(self) -> str:
        return f"{self.address}/?token={TOKEN}"

    def get(self, path: str, **more: object) -> requests.Response:
        return self.session.get(self.address + path, timeout=120, **more)

    def post(self, path: str, fields: object, **more: object) -> requests.Response:
        return self.session.post(self.address + path, data=fields, timeout=120, **more)

    def sign(self) -> str:
        """The signature that this visitor's forms have."""
        return self.get("/quarantine/cause/body_length").text.partition('name="signed" value="')[2].partition('"')[0]


@contextmanager
def serve_desk(settings: Settings, *, gate: object = None, host: Host | None = None) -> Iterator[Served]:
    listener = socket.create_server(("127.0.0.1", 0))
    app = make_desk(gate or TokenAccess(TOKEN, "meja"), read_settings=lambda: settings, host=host, now=lambda: NOW)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    # the socket listens already, so the first request waits until it is answered
    served = Served(f"http://127.0.0.1:{listener.getsockname()[1]}")
    assert served.session.get(served.entrance, timeout=60).status_code == 200 or gate
    yield served
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def a_day(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a data folder with a day of the newsroom, whose outlet `pedoman` sells its articles."""
    folder = tmp_path_factory.mktemp("desk")
    with Newsroom(seed=3, articles_per_day=24, page_weight=1, today=DAY) as rooms:
        settings = Settings(data=folder, newsroom=rooms.netloc, delay=0, sources="demo")
        rooms.site.broken["pedoman.test"] = "paywall"
        pipeline.run_day(settings, day=DAY, spec="demo")
    return settings


@pytest.fixture(scope="session")
def desk(a_day: Settings) -> Iterator[Served]:
    with serve_desk(a_day) as served:
        yield served


@pytest.fixture
def own_day(a_day: Settings, tmp_path: Path) -> Settings:
    """A day of one's own, to act on."""
    shutil.copytree(a_day.data_path, tmp_path / "data")
    return a_day.model_copy(update={"data": tmp_path / "data"})


@pytest.fixture
def look(desk: Served) -> Callable[[str], str]:
    def get_text(path: str) -> str:
        answer = desk.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    return get_text


@pytest.fixture(scope="session")
def harm(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a data folder where every text of a row means harm: loads, articles, quarantine, verdicts."""
    folder = tmp_path_factory.mktemp("harm")
    settings = Settings(data=folder / "data", sources="demo")
    stage = Stage(folder / "stage")
    texts = ("title", "section", "dateline", "place", "wire_source", "image", "caption", "route")
    articles, refused = [], []
    for n, text in enumerate(HARMFUL):
        for version in (0, 1):
            row = capture(f"https://koran.test/{n}{text}", f"{text} isi {version}", hours=n + version / 2, title=text)
            row |= dict.fromkeys(texts, text) | {"authors": [text], "tags": [text], "notes": [text], "repairs": [text]}
            row["method"] = json.dumps({"title": text, "body": text})
            row["removed"] = [{"start": 0, "end": 3, "kind": "related", "rule": text, "text": row["scraped_text"][:3]}]
            articles.append(row | {"title": f"{text} {version}"})
        bad = capture(f"https://koran.test/karantina/{n}", f"{text} ditahan", title=text)
        refused.append((bad | {"notes": [text]}, text))
    with warehouse.writer(settings) as db:
        for half in (articles[::2], articles[1::2]):
            links = [outcome(row) for row in half]
            links += [outcome(capture(f"https://koran.test/gagal/{t}"), "failed", reason=t, detail=t) for t in HARMFUL]
            warehouse.load_batch(db, stage.of(*half, refused=refused, others=links))
        db.execute("UPDATE loads SET error = $1, notes = [$1]", [HARMFUL[0]])
        db.execute("DELETE FROM sources")
        for text in (*HARMFUL, "koran"):
            db.execute("INSERT INTO sources (outlet, name) VALUES ($1, $1)", [text])
            db.execute(
                "INSERT INTO completeness SELECT $1, $2, 'incomplete', 5, [5], 1, 0, 5, 5, 5, $1, 4, $1, $1, 'x'",
                [text, DAY],
            )
            db.execute("INSERT INTO diagnoses VALUES ($1, $2, 'paywall', $1, [$1], $1, 'loaded', 'x')", [text, DAY])
            db.execute(
                "INSERT INTO loads BY NAME SELECT * REPLACE ($1 AS outlet) FROM loads WHERE outlet = 'koran' LIMIT 1",
                [text],
            )
            db.execute("INSERT INTO route_days VALUES ('x', 'r', $1, $2, $1, $1, 1, 1, NULL, [$1], true)", [text, DAY])
    warehouse.publish_copy(settings)
    return settings
