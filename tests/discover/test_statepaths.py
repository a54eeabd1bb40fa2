"""Lists of articles are found in a page's state by what their entries have."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from kliping.discover.statepaths import find_state_paths
from kliping.model import Page

ENTRIES = [{"title": f"Warga Kampung Menanam Bakau {n}", "slug": f"warga-menanam-bakau-{n}"} for n in range(8)]
MENU = [{"name": "Kabar Daerah Terkini Kami", "url": f"/kanal/{n}"} for n in range(3)]


def find(state: Any) -> list[str]:
    body = f'<div id=app></div><script type="application/json">{json.dumps(state)}</script>'
    at, moment = "https://kabar.test/", dt.datetime(2024, 11, 26, tzinfo=dt.UTC)
    return find_state_paths(Page(url=at, final_url=at, status=200, headers=(), body=body.encode(), fetched_at=moment))


@pytest.mark.parametrize(
    ("state", "paths"),
    [
        ({"props": {"articles": ENTRIES, "menu": MENU}}, ["props.articles"]),
        ({"data": [{"berita": ENTRIES}, {"iklan": []}]}, ["data.0.berita"]),
        ({"posts": {"edges": [{"node": entry} for entry in ENTRIES]}}, ["posts.edges.*.node"]),
        ({"terkini": ENTRIES[:5], "semua": ENTRIES}, ["semua", "terkini"]),
        ({"props": {"menu": MENU}}, []),
        ({"nomor": [{"id": n, "title": "Warga Kampung Menanam Bakau"} for n in range(9)]}, []),
        ({"tag": [{"name": "bakau", "slug": f"bakau-{n}"} for n in range(9)]}, []),
        ({"kosong": []}, []),
    ],
)
def test_paths_of_lists(state: Any, paths: list[str]) -> None:
    assert find(state) == paths
