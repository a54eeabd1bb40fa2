"""The whole line on real pages: the shared set, served on loopback as one more outlet."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

from kliping import pipeline
from kliping.settings import Settings

from demo.newsroom import Newsroom
from tests.pipeline.tables import query

DAY = dt.date(2021, 6, 17)


def test_real_pages_go_through_the_line(shared_data: Path, make_settings: Callable[..., Settings]) -> None:
    """Pages published on the day are discovered by it, scraped without outlet rules, and their titles are gold's."""
    gold = [json.loads(line) for line in (shared_data / "html" / "gold.jsonl").open(encoding="utf-8")]
    days = {str(DAY - dt.timedelta(days=n)) for n in range(3)}
    expected = {" ".join(row["title"].split()) for row in gold if (row["published_at"] or "")[:10] in days}
    assert len(expected) >= 4
    with Newsroom(replay=shared_data / "html") as rooms:
        settings = make_settings(newsroom=rooms.netloc)
        report = pipeline.run_day(settings, day=DAY, spec="replay")
    assert not report.refused
    loaded = {title for (title,) in query(settings, "SELECT title FROM articles")}
    assert len(loaded & expected) >= len(expected) - 1
