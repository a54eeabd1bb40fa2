"""A newsroom on loopback, and a session that visits its hosts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import requests

from demo.newsroom import Newsroom

DAY = dt.date(2024, 11, 26)


class Visitor:
    """Asks the newsroom for any of its hosts' addresses, as through a proxy."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.proxies = {"http": newsroom.address}

    def get(self, url: str, **more) -> requests.Response:
        return self.session.get(url, timeout=120, allow_redirects=more.pop("allow_redirects", False), **more)

    def control(self, method: str, what: str) -> requests.Response:
        session = requests.Session()
        session.trust_env = False
        return session.request(method, f"{self.newsroom.address}/_newsroom/{what}", timeout=120)


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(today=DAY, page_weight=20) as running:
        yield running


@pytest.fixture
def visitor(newsroom: Newsroom) -> Iterator[Visitor]:
    visitor = Visitor(newsroom)
    yield visitor
    visitor.session.close()
    newsroom.site.down.clear()
    newsroom.site.articles.reset()
