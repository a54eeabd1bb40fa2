"""`watch`: new articles by feeds and sitemaps, what has not changed costs a conditional request and loads nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kliping import pipeline
from kliping.model import JAKARTA
from kliping.settings import Settings

from demo.newsroom import Newsroom
from tests.pipeline.tables import query, read_content


def test_what_is_new_is_loaded_once(make_settings: Callable[..., Settings]) -> None:
    now = dt.datetime.now(JAKARTA)
    with Newsroom(articles_per_day=24, page_weight=2, faults=False) as rooms:
        rooms.site.clock = lambda: now
        settings = make_settings(newsroom=rooms.netloc)
        first = pipeline.watch_routes(settings, spec="demo")
        loaded = query(settings, "SELECT count(*) FROM articles")[0][0]
        assert loaded == first.counts["loaded"] > 10
        before = read_content(settings)
        again = pipeline.watch_routes(settings, spec="demo")
        assert again.counts["loaded"] == again.counts["revised"] == 0
        assert read_content(settings) == before
        now += dt.timedelta(days=1)
        later = pipeline.watch_routes(settings, spec="pedoman")
        assert later.counts["loaded"] >= 0
    assert query(settings, "SELECT count(*) FROM loads WHERE job = 'watch' AND status <> 'ok'") == [(0,)]
