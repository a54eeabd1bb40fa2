"""152 and 1,000 outlets: every outlet can be found, and no page grows beyond what a phone loads at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from kliping.settings import Settings

from bench.desk import fill_copy
from tests.web.conftest import Served, serve_desk

LARGEST_PAGE = 600_000
"""Bytes, before compression."""


@pytest.fixture(scope="module", params=[152, 1_000])
def crowd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Served]]:
    settings = Settings(data=tmp_path_factory.mktemp("crowd"))
    fill_copy(settings, outlets=request.param, articles=2_000)
    with serve_desk(settings) as served:
        yield request.param, served


def list_outlets(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/outlet/([^"?]+)"', page)


@pytest.mark.parametrize("path", ["/", "/calendar?month=2026-11"])
def test_every_outlet_is_on_one_of_the_pages(crowd: tuple[int, Served], path: str) -> None:
    count, served = crowd
    seen, following = [], path
    while following:
        answer = served.get(following)
        assert len(answer.content) < LARGEST_PAGE
        seen += list_outlets(answer.text)
        found = re.search(r'<a rel="next" href="([^"]*page=\d+)">', answer.text)
        following = found[1].replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == count


def test_the_worst_come_first_and_one_is_found(crowd: tuple[int, Served]) -> None:
    count, served = crowd
    standings = re.findall(r'<tr class="(\w+)">', served.get("/").text)
    assert standings[: count // 20] == ["broken"] * (count // 20)
    assert list_outlets(served.get("/?q=media151").text) == ["media151"]
    assert set(re.findall(r'<tr class="(\w+)">', served.get("/?standing=incomplete").text)) == {"incomplete"}
