"""The generated hosts: lists answer 304 until an article appears, and a day has its busy hours."""

from __future__ import annotations

import datetime as dt

import pytest
import requests
from kliping.model import JAKARTA

from tests.generated_sites.fleet import THEMES, SiteFleet
from tests.generated_sites.rhythm import NEWS_HOURS, SetClock, draw_volumes
from tests.generated_sites.sites import GeneratedSite
from tests.generated_sites.validators import VALIDATORS

LISTS = (
    ("rest", "/wp-json/wp/v2/posts"), ("feed", "/feed/"), ("atom", "/feeds/posts/default"),
    ("joomla", "/index.php?format=feed"), ("sitemap", "/peta-situs-artikel.xml"), ("news", "/sitemap-news.xml"),
)  # fmt: skip
CONDITIONS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}


@pytest.mark.parametrize("number", range(len(VALIDATORS)))
@pytest.mark.parametrize(("kind", "path"), LISTS)
def test_a_list_is_not_sent_again_until_an_article_appears(kind: str, path: str, number: int) -> None:
    theme = next(theme for theme in THEMES if kind in theme.lists)
    day = dt.datetime(2024, 11, 26, tzinfo=JAKARTA)
    clock = SetClock(day)
    site = GeneratedSite("kabar-jam.test", number, theme, clock, per_day=12, hours=NEWS_HOURS)
    appear = sorted(post.published_at for post in site.list_day(day.date()))
    clock.moment = appear[4]
    with SiteFleet([site]) as fleet, requests.Session() as session:
        address = f"http://{fleet.netloc}{path}"
        first = session.get(address, timeout=60)
        assert first.status_code == 200
        asked = {CONDITIONS[name]: first.headers[name] for name in VALIDATORS[number]}
        again = session.get(address, headers=asked, timeout=60)
        assert (again.status_code, again.content) == (304, b"")
        clock.moment = next(moment for moment in appear if moment > appear[4])
        later = session.get(address, headers=asked, timeout=60)
        assert later.status_code == 200
        assert later.content != first.content


def test_a_generated_day_has_busy_hours_and_quiet_ones() -> None:
    day = dt.date(2024, 11, 26)
    clock = SetClock(dt.datetime(2024, 11, 26, tzinfo=JAKARTA))
    site = GeneratedSite("kabar-ramai.test", 1, THEMES[0], clock, per_day=200, hours=NEWS_HOURS)
    hours = [post.published_at.hour for post in site.list_day(day)]
    assert len(hours) == 200
    assert sum(hour in range(9, 17) for hour in hours) > 8 * sum(hour in range(5) for hour in hours) > 0
    assert site.posts == site.list_day(day - dt.timedelta(days=1)) + tuple(
        post for back in range(2, 6) for post in site.list_day(day - dt.timedelta(days=back))
    )


def test_drawn_volumes_have_their_mean_and_few_large_outlets() -> None:
    volumes = draw_volumes(300, 100, 1.0)
    assert abs(sum(volumes) / 300 - 100) < 2
    assert sorted(volumes)[150] < 65
    assert max(volumes) > 500
    assert volumes == draw_volumes(300, 100, 1.0)
