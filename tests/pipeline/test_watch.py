"""`watch`: new articles by feeds and sitemaps, what has not changed costs a conditional request and loads nothing."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path

import requests
from kliping import pipeline, warehouse
from kliping.model import JAKARTA, Route
from kliping.pipeline.watching import choose_watched_routes, name_validators
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
        assert later.counts["loaded"] > 0
    assert query(settings, "SELECT count(*) FROM loads WHERE job = 'watch' AND status <> 'ok'") == [(0,)]


def test_outlets_without_a_feed_are_watched_by_what_shows_their_newest(make_settings: Callable[..., Settings]) -> None:
    now = dt.datetime.now(JAKARTA).replace(hour=23, minute=0)
    with Newsroom(articles_per_day=24, page_weight=2, faults=False) as rooms:
        rooms.site.clock = lambda: now
        settings = make_settings(newsroom=rooms.netloc)
        pipeline.watch_routes(settings, spec="kabarpesisir,layarkota")
    found = query(settings, "SELECT outlet FROM articles GROUP BY outlet HAVING count(*) >= 4 ORDER BY outlet")
    assert found == [("kabarpesisir",), ("layarkota",)]


def test_routes_that_answer_conditional_requests_are_watched_alone() -> None:
    feed, posts = Route("feed", "http://kabar.test/feed"), Route("wordpress", "http://kabar.test")
    index = Route("index", "http://kabar.test/{date:%Y}")
    latest = Route("category", "http://kabar.test/terbaru?page={page}")
    assert choose_watched_routes((posts, feed, latest)) == (feed,)
    assert choose_watched_routes((latest, posts)) == (posts,)
    assert [(route.url, route.max_pages) for route in choose_watched_routes((index, latest))] == [(latest.url, 2)]
    assert choose_watched_routes((index,)) == ()


def test_an_outlet_is_due_after_its_interval_even_where_a_visit_broke_off(
    make_settings: Callable[..., Settings],
) -> None:
    now = dt.datetime.now(JAKARTA).replace(hour=13, minute=0, second=0, microsecond=0)
    settings = make_settings()
    assert set(pipeline.find_due_outlets(settings, spec="gema,pedoman", now=now)) == {"gema", "pedoman"}
    pipeline.plan_watch(settings, spec="gema", key="breaks-off", now=now)
    assert pipeline.find_due_outlets(settings, spec="gema,pedoman", now=now) == ("pedoman",)
    soon, later = now + dt.timedelta(minutes=29), now + dt.timedelta(minutes=30)
    assert pipeline.find_due_outlets(settings, spec="gema", now=soon) == ()
    assert pipeline.find_due_outlets(settings, spec="gema", now=later) == ("gema",)


def test_an_article_that_could_not_be_fetched_is_loaded_by_the_next_visit(
    make_settings: Callable[..., Settings],
) -> None:
    now = dt.datetime.now(JAKARTA)
    with Newsroom(articles_per_day=12, page_weight=1, faults=False) as rooms:
        rooms.site.clock = lambda: now
        settings = make_settings(newsroom=rooms.netloc)
        feed = requests.get("http://gema.test/api/zmgqoe", proxies={"http": rooms.address}, timeout=60)
        url = re.findall(r"http://gema\.test/a/[^<\s\"]+", feed.text)[0]
        fault = f"{rooms.address}/_newsroom/fault"
        assert requests.post(fault, params={"url": url, "kind": "cut"}, timeout=60).ok
        first = pipeline.watch_routes(settings, spec="gema")
        assert first.counts["failed"] == 1
        assert requests.post(fault, params={"url": url, "kind": "none"}, timeout=60).ok
        assert pipeline.watch_routes(settings, spec="gema").counts["loaded"] == 1
        assert pipeline.watch_routes(settings, spec="gema").outlets == ()
    assert query(settings, "SELECT count(*) FROM articles") == [(first.counts["loaded"] + 1,)]


def test_validators_are_kept_also_where_nothing_was_new(make_settings: Callable[..., Settings]) -> None:
    now = dt.datetime.now(JAKARTA)
    with Newsroom(articles_per_day=12, page_weight=1, faults=False) as rooms:
        rooms.site.clock = lambda: now
        settings = make_settings(newsroom=rooms.netloc)
        pipeline.run_day(settings, day=now.date(), spec="gema")
        pipeline.watch_routes(settings, spec="gema")
        kept = json.loads(Path(settings.learned_root, name_validators("gema")).read_text("utf-8"))
        assert any(etag or modified for etag, modified in kept.values())
        published = warehouse.read_publication_times(settings, since=now - dt.timedelta(days=7))
        assert len(published["gema"]) == query(settings, "SELECT count(*) FROM articles")[0][0] > 0
