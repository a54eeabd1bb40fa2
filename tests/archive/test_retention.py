"""Old days are given up, when asked."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from kliping import archive
from upath import UPath

from tests.archive.pages import DAY, page


def days_back(*numbers):
    return [DAY - dt.timedelta(days=n) for n in numbers]


@pytest.fixture
def old(root, write):
    """Ten days of one page of 10 KB each; the fourth day's page comes again on the third, from the end."""
    same = os.urandom(10_000)
    kept = {}
    for n, day in reversed(list(enumerate(days_back(*range(10))))):
        body = same if n in (2, 3) else os.urandom(10_000)
        (kept[n],) = write(page("sama" if n in (2, 3) else str(n), body=body), day=day, run=f"run-{n}")
        archive.mark_complete(root, "contoh", day, {})
    return kept


def left(root):
    return [n for n in range(10) if archive.list_parts(root, "contoh", days_back(n)[0])]


def test_old_days_are_given_up_but_for_what_newer_ones_need(root, old):
    assert archive.prune_days(root, today=DAY) == archive.Pruned()
    pruned = archive.prune_days(root, today=DAY, keep_days=2)
    assert left(root) == [0, 1, 2, 3], "the day before is referred to"
    assert (len(pruned.parts), pruned.size > 60_000) == (6, True)
    assert archive.read_page(root, old[2].archive).body == archive.read_page(root, old[3].archive).body
    assert archive.is_complete(root, "contoh", days_back(2)[0])
    assert not archive.is_complete(root, "contoh", days_back(5)[0])
    assert archive.prune_days(root, today=DAY, keep_days=1).parts
    assert left(root) == [0, 1]
    assert archive.prune_days(root, today=DAY + dt.timedelta(days=99), keep_days=1).parts
    assert left(root) == [0], "the newest day stays"


def test_the_oldest_days_go_until_the_archive_fits(root, old):
    size = sum(path.stat().st_size for path in UPath(root).rglob("*.warc.gz"))
    archive.prune_days(root, today=DAY, max_bytes=size - 15_000)
    assert left(root) == [0, 1, 2, 3, 4, 5, 6, 7]
    archive.prune_days(root, today=DAY, max_bytes=0)
    assert left(root) == [0]
