"""Airflow's own page says the zone to a browser that holds none; what else is served stays as it is."""

from __future__ import annotations

from pathlib import Path

import airflow
import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from fastapi.testclient import TestClient
from kliping_zone import DEFAULT_SCRIPT, JakartaPages

PAGES = Path(airflow.__file__).parent / "ui" / "dist"


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    index = (PAGES / "index.html").read_text(encoding="utf-8")
    app.get("/")(lambda: HTMLResponse(index))
    app.get("/other")(lambda: HTMLResponse("<title>Lain</title>"))
    app.get("/text")(lambda: PlainTextResponse(index))
    app.get("/stream")(lambda: StreamingResponse(iter([index[:50], index[50:]]), media_type="text/html"))
    app.add_middleware(JakartaPages)
    return TestClient(app)


def test_the_page_says_the_zone(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.text.count(DEFAULT_SCRIPT.decode()) == 1
    assert answer.text.index(DEFAULT_SCRIPT.decode()) < answer.text.index('<script type="module"'), "before it is read"
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.parametrize("path", ["/other", "/text", "/stream", "/nowhere"])
def test_what_else_is_served(client: TestClient, path: str) -> None:
    assert DEFAULT_SCRIPT.decode() not in client.get(path).text


def test_airflow_keeps_the_zone_where_we_put_it() -> None:
    """As JSON under this name; after an update of Airflow this may have changed."""
    (bundle,) = PAGES.glob("assets/index-*.js")
    code = bundle.read_text(encoding="utf-8")
    assert "=`timezone`," in code
    assert "resolvedOptions().timeZone" in code or ".timeZone" in code
