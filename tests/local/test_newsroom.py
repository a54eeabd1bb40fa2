"""The newsroom as a child: it is there within the block and gone after it, and says itself why it did not start."""

from __future__ import annotations

import socket

import pytest
import requests

from local.newsroom import run_newsroom


def test_it_is_there_within_the_block_only() -> None:
    with run_newsroom("--articles-per-day", "6") as address:
        health = f"http://{address}/_newsroom/health"
        assert requests.get(health, timeout=120).ok
    with pytest.raises(requests.ConnectionError):
        requests.get(health, timeout=120)


def test_what_keeps_it_from_starting_is_printed() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match="did not start:\nnewsroom: cannot listen on"), run_newsroom(port=port):
            pass
    with pytest.raises(SystemExit, match="kemarin"), run_newsroom("--today", "kemarin"):
        pass
