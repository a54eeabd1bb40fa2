"""`watch`: new articles by feeds and sitemaps, what has not changed costs a conditional request and loads nothing."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import requests
from kliping import pipeline, warehouse
from kliping.model import JAKARTA, Route
from kliping.pipeline.watch.watch_visits import choose_watched_routes, list_spare_routes, name_validators, read_visits
from kliping.settings import Settings

from demo.newsroom import Newsroom
from tests.generated_sites.fleet import THEMES, SiteFleet
from tests.generated_sites.rhythm import NEWS_HOURS, SetClock
from tests.generated_sites.sites import Answer, GeneratedSite
from tests.pipeline.tables import query, read_content


@pytest.mark.full
def test_what_is_new_is_loaded_once(make_settings: Callable[..., Settings]) -> None:
    now = dt.datetime(2024, 11, 26, 19, 0, tzinfo=JAKARTA)
    with Newsroom(articles_per_day=24, page_weight=2, faults=False) as rooms:
        rooms.site.clock = lambda: now
        settings = make_settings(newsroom=rooms.netloc)
        first = pipeline.watch_routes(settings, spec="demo", clock=lambda: now)
        loaded = query(settings, "SELECT count(*) FROM articles")[0][0]
        assert loaded == first.counts["loaded"] > 10
        before = read_content(settings)
        again = pipeline.watch_routes(settings, spec="demo", clock=lambda: now)
        assert again.counts["loaded"] == again.counts["revised"] == 0
        assert read_content(settings) == before
        now += dt.timedelta(days=1)
        later = pipeline.watch_routes(settings, spec="pedoman", clock=lambda: now)
        assert later.counts["loaded"] > 0
    assert query(settings, "SELECT count(*) FROM loads WHERE job = 'watch' AND status <> 'ok'") == [(0,)]


def test_outlets_without_a_feed_are_watched_by_what_shows_their_newest(make_settings: Callable[..., Settings]) -> None:
    now = dt.datetime(2024, 11, 26, 23, 0, tzinfo=JAKARTA)
    with Newsroom(articles_per_day=24, page_weight=2, faults=False) as rooms:
        rooms.site.clock = lambda: now
        settings = make_settings(newsroom=rooms.netloc)
        pipeline.watch_routes(settings, spec="kabarpesisir,layarkota", clock=lambda: now)
    found = query(settings, "SELECT outlet FROM articles GROUP BY outlet HAVING count(*) >= 4 ORDER BY outlet")
    assert found == [("kabarpesisir",), ("layarkota",)]


def test_routes_that_answer_conditional_requests_are_watched_alone() -> None:
    feed, posts = Route("feed", "http://kabar.test/feed"), Route("wordpress", "http://kabar.test")
    index = Route("index", "http://kabar.test/{date:%Y}")
    latest = Route("category", "http://kabar.test/terbaru?page={page}")
    assert choose_watched_routes((posts, feed, latest)) == (feed,)
    assert choose_watched_routes((latest, posts)) == (posts,)
    sitemap = Route("sitemap", "http://kabar.test/sitemap.xml")
    assert choose_watched_routes((sitemap, posts, feed)) == (feed,), "a second route would be a second request"
    assert list_spare_routes((latest, sitemap, posts, feed))[:2] == ((sitemap,), (posts,))
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


@pytest.mark.full
def test_rounds_on_a_clock_that_is_set_load_what_appears(
    make_settings: Callable[..., Settings], tmp_path: Path
) -> None:
    """Everything that is stamped with a time has it from the clock: visits, fetches, loads, publications."""
    day = dt.date(2024, 11, 26)
    clock = SetClock(dt.datetime.combine(day, dt.time(9), JAKARTA))
    theme = next(theme for theme in THEMES if "feed" in theme.lists)
    site = GeneratedSite("kabar-jam.test", 0, theme, clock, per_day=60, hours=NEWS_HOURS, days_back=1)
    (tmp_path / "outlets").mkdir()
    with SiteFleet([site]) as fleet:
        (tmp_path / "outlets" / "kabarjam.yml").write_text(
            f"name: Kabar Jam\nhosts: [{site.host}]\nconnect: {fleet.netloc}\n"
            f"routes:\n  - feed: {site.root}/feed/\nverified: never\n",
            "utf-8",
        )
        settings = make_settings(sources_path=str(tmp_path / "outlets"), delay=0)
        first = pipeline.watch_round(settings, spec="kabarjam", clock=clock)
        assert first is not None
        assert first.counts["loaded"] == len(site.posts) > 0
        assert pipeline.watch_round(settings, spec="kabarjam", clock=clock) is None, "it is not due again at once"
        seen = set(site.posts)
        clock.moment += dt.timedelta(minutes=31)
        new = set(site.posts) - seen
        later = pipeline.watch_round(settings, spec="kabarjam", clock=clock)
        assert later is not None
        assert later.counts["loaded"] == len(new) > 0
        clock.moment += dt.timedelta(minutes=31)
        index = settings.data_path / "search.duckdb"
        assert not index.exists(), "a round each minute does not build the index of plain words"
        daily = pipeline.run_day(settings, day=day, spec="kabarjam", clock=clock)
        assert index.exists()
    hours = query(
        settings, "SELECT DISTINCT hour(first_fetched_at AT TIME ZONE 'Asia/Jakarta') FROM articles ORDER BY 1"
    )
    assert hours == [(9,), (10,)]
    minutes = query(settings, "SELECT minutes_to_query FROM arrivals ORDER BY published_at")[len(seen) :]
    appeared = sorted(post.published_at for post in site.posts)[len(seen) :]
    loaded_at = [
        dt.timedelta(minutes=31) if at <= clock.moment - dt.timedelta(minutes=31) else dt.timedelta(minutes=62)
        for at in appeared
    ]
    start = clock.moment - dt.timedelta(minutes=62)
    assert [n for (n,) in minutes] == [
        (start + after - at) // dt.timedelta(minutes=1) for at, after in zip(appeared, loaded_at, strict=True)
    ]
    coverage = query(settings, "SELECT articles, found_by_watch, missed_by_watch FROM watch_coverage")
    assert coverage == [(len(site.posts), len(seen | new), daily.counts["loaded"])]


def test_a_visit_reads_as_few_lists_as_it_can_and_knows_what_it_costs(
    make_settings: Callable[..., Settings], tmp_path: Path
) -> None:
    """WordPress is asked once for its newest posts; where the feed fails, the sitemap is read in the same visit."""
    clock = SetClock(dt.datetime(2024, 11, 26, 9, tzinfo=JAKARTA))
    with_sitemap = next(theme for theme in THEMES if "sitemap" in theme.lists and "feed" not in theme.lists)
    posts = GeneratedSite(
        "kabar-pos.test",
        0,
        replace(THEMES[1], lists=frozenset({"rest"})),
        clock,
        per_day=100,
        hours=NEWS_HOURS,
        days_back=1,
    )
    mapped = GeneratedSite("kabar-peta.test", 1, with_sitemap, clock, per_day=100, hours=NEWS_HOURS, days_back=1)
    routes = {
        posts.host: f"  - wordpress: {posts.root}\n",
        mapped.host: f"  - feed: {mapped.root}/feed/\n  - sitemap: {mapped.root}/peta-situs.xml\n",
    }
    (tmp_path / "outlets").mkdir()
    with SiteFleet([posts, mapped]) as fleet:
        for name, site in (("kabarpos", posts), ("kabarpeta", mapped)):
            text = f"name: {site.name}\nhosts: [{site.host}]\nconnect: {fleet.netloc}\nroutes:\n{routes[site.host]}"
            (tmp_path / "outlets" / f"{name}.yml").write_text(f"{text}verified: never\n", "utf-8")
        settings = make_settings(sources_path=str(tmp_path / "outlets"), delay=0)
        first = pipeline.watch_round(settings, spec="kabarpos,kabarpeta", clock=clock)
        assert first is not None
        assert first.counts["loaded"] == len(posts.posts) + len(mapped.posts)
        seen = {site.root + post.path for site in (posts, mapped) for post in site.posts}
        for site in (posts, mapped):
            site.requests.clear()
        clock.moment += dt.timedelta(minutes=31)
        assert pipeline.watch_round(settings, spec="kabarpos,kabarpeta", clock=clock) is not None
    new = [sorted(post.path for post in site.posts if site.root + post.path not in seen) for site in (posts, mapped)]
    assert all(new)
    days = query(settings, "SELECT outlet, visits, list_requests, article_requests FROM watch_days ORDER BY outlet")
    assert days == [("kabarpeta", 2, 6, len(mapped.posts)), ("kabarpos", 2, 2, len(posts.posts))]
    assert posts.requests[0] == "/wp-json/wp/v2/posts"
    assert sorted(posts.requests[1:]) == new[0]
    assert mapped.requests[:3] == ["/feed/", "/peta-situs.xml", "/peta-situs-artikel.xml"]
    assert sorted(mapped.requests[3:]) == new[1]
    assert {outlet: visit.requests for outlet, visit in read_visits(settings).items()} == {
        "kabarpos": 1.0,
        "kabarpeta": 3.0,
    }


@dataclass(frozen=True)
class FrozenFeed(GeneratedSite):
    """A site whose feed shows for ever what it showed when it was first asked for."""

    kept: list[Answer] = field(default_factory=list, compare=False)

    def answer(self, path: str, query: Mapping[str, str]) -> Answer:
        if path == "/feed/" and self.kept:
            self.requests.append(path)
            return self.kept[0]
        answer = super().answer(path, query)
        if path == "/feed/":
            self.kept.append(answer)
        return answer


def test_a_feed_that_never_changes_is_backed_up_by_the_sitemap(
    make_settings: Callable[..., Settings], tmp_path: Path
) -> None:
    day = dt.date(2024, 11, 26)
    clock = SetClock(dt.datetime.combine(day, dt.time(12), JAKARTA))
    theme = replace(THEMES[1], lists=frozenset({"feed", "sitemap"}))
    site = FrozenFeed("kabar-beku.test", 1, theme, clock, per_day=24, days_back=2)
    (tmp_path / "outlets").mkdir()
    with SiteFleet([site]) as fleet:
        text = f"name: {site.name}\nhosts: [{site.host}]\nconnect: {fleet.netloc}\nverified: never\nroutes:\n"
        text += f"  - feed: {site.root}/feed/\n  - sitemap: {site.root}/peta-situs.xml\n"
        (tmp_path / "outlets" / "kabarbeku.yml").write_text(text, "utf-8")
        settings = make_settings(sources_path=str(tmp_path / "outlets"), delay=0)
        pipeline.run_day(settings, day=day, spec="kabarbeku", clock=clock)
        asked, loaded = [], []
        for hours in (6, 2):
            clock.moment += dt.timedelta(hours=hours)
            site.requests.clear()
            report = pipeline.watch_round(settings, spec="kabarbeku", clock=clock)
            assert report is not None
            loaded.append(report.counts["loaded"])
            asked.append([path for path in site.requests if path.endswith((".xml", "/feed/"))])
    sitemap = ["/peta-situs.xml", "/peta-situs-artikel.xml"]
    assert asked == [["/feed/", *sitemap], sitemap]
    assert loaded[0] >= 5
    assert loaded[1] > 0
    last = read_visits(settings)["kabarbeku"]
    assert last.choose_first_kind(clock.moment) == "sitemap"
    assert last.choose_first_kind(clock.moment + dt.timedelta(days=1)) == "", "the feed may be well again"
