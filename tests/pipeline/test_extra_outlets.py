"""The newsroom's WordPress outlet and its app shell, through the whole line over HTTP, to the letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from kliping import pipeline
from kliping.canonical import canonicalise_url
from kliping.settings import Settings

from demo.newsroom import Newsroom, Truth, list_truth
from demo.newsroom.edition import EXTRA_OUTLETS
from tests.pipeline.conftest import DAY, PER_DAY, SEED
from tests.pipeline.tables import query

FIELDS = ("title", "body", "published_at", "authors", "dateline")


@pytest.fixture
def fresh() -> Iterator[Newsroom]:
    """A newsroom that no other test changes, after the end of the day."""
    with Newsroom(seed=SEED, articles_per_day=PER_DAY, page_weight=5, today=DAY) as rooms:
        yield rooms


def list_whole() -> dict[str, Truth]:
    """The articles of the run's three days that can be had, by canonical address."""
    days = [DAY - dt.timedelta(days=n) for n in range(3)]
    truths = (t for day in days for t in list_truth(SEED, day, PER_DAY, outlets=EXTRA_OUTLETS))
    return {canonicalise_url(t.url): t for t in truths if t.kind == "article"}


def read_loaded(settings: Settings) -> dict[str, tuple[object, ...]]:
    return {row[0]: row[1:] for row in query(settings, f"SELECT url, {', '.join(FIELDS)} FROM articles")}


def state_fields(truth: Truth) -> tuple[object, ...]:
    return truth.title, "\n".join(truth.body), truth.published_at, list(truth.authors), truth.dateline


def test_both_are_their_truth_and_complete(make_settings: Callable[..., Settings], fresh: Newsroom) -> None:
    settings = make_settings(newsroom=fresh.netloc)
    pipeline.run_day(settings, day=DAY, spec=",".join(EXTRA_OUTLETS))
    whole, loaded = list_whole(), read_loaded(settings)
    assert len(whole) == 30
    assert loaded.keys() == whole.keys()
    assert {url: fields for url, fields in loaded.items() if fields != state_fields(whole[url])} == {}
    read_from = query(settings, "SELECT DISTINCT outlet, split_part(method->>'body', ':', 1) FROM articles ORDER BY 1")
    assert read_from == [("kabarpesisir", "generic"), ("layarkota", "state")]
    judged = query(settings, "SELECT outlet, held, expected, state FROM completeness ORDER BY outlet, day")
    assert judged[:3] == [("kabarpesisir", 5, 5, "complete")] * 3, "WordPress counts each day; one post is gone"
    assert judged[-1] == ("layarkota", 5, None, "unknown")


def test_a_closed_interface_is_read_by_its_feed(make_settings: Callable[..., Settings], fresh: Newsroom) -> None:
    settings = make_settings(newsroom=fresh.netloc)
    fresh.site.broken["kabarpesisir.test"] = "interface_closed"
    pipeline.run_day(settings, day=DAY, spec="kabarpesisir")
    whole = {url: t for url, t in list_whole().items() if t.outlet == "kabarpesisir"}
    assert read_loaded(settings).keys() == whole.keys()
    (notes,) = query(settings, "SELECT notes FROM loads")[0]
    assert any("the REST interface is closed (blocked)" in note for note in notes)


def test_only_the_post_that_wordpress_states_as_changed_is_fetched_again(
    make_settings: Callable[..., Settings], fresh: Newsroom
) -> None:
    settings = make_settings(newsroom=fresh.netloc)
    pipeline.run_day(settings, day=DAY, spec="kabarpesisir")
    fresh.site.articles.edited_days.add(DAY)
    asked = fresh.site.requests["kabarpesisir"]
    pipeline.run_day(settings, day=DAY + dt.timedelta(days=1), spec="kabarpesisir")
    (edited,) = [t.url for t in list_truth(SEED, DAY, PER_DAY, outlets=("kabarpesisir",)) if t.edited]
    ends = query(settings, "SELECT url, result FROM outcomes JOIN loads USING (load_id) WHERE day > ?", DAY)
    assert [url for url, result in ends if result != "failed"] == [edited]
    assert ("revised" in dict(ends).values(), fresh.site.requests["kabarpesisir"] - asked) == (True, 6), (
        "three days of posts, two posts that are gone, and the one that was changed"
    )
