"""What is kept on disk while a day goes by, and which addresses an article is known by."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kliping.diskdict import DiskDict
from kliping.model import Link
from kliping.pipeline.collecting.known import KnownLinks
from kliping.warehouse import KnownArticle

NOON = dt.datetime(2024, 11, 26, 5, tzinfo=dt.UTC)


@given(st.lists(st.tuples(st.text(), st.none() | st.integers() | st.lists(st.text()))))
def test_a_disk_dict_is_a_dict(pairs: list[tuple[str, object]]) -> None:
    plain: dict[str, object] = {}
    with DiskDict() as kept:
        for key, value in pairs:
            assert kept.add(key, value) == (key not in plain)
            kept[key] = value
            plain[key] = value
        assert len(kept) == len(plain)
        assert all(key in kept and kept.get(key) == value for key, value in plain.items())
        assert kept.get("\ud800 tidak ada") is None


def test_of_many_threads_one_is_first() -> None:
    firsts: list[int] = []
    with DiskDict() as kept:

        def enter(name: int) -> None:
            firsts.extend(name for n in range(300) if kept.add(str(n)))

        threads = [threading.Thread(target=enter, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(firsts) == len(kept) == 300


def minutes(count: int | None) -> dt.datetime | None:
    return None if count is None else NOON + dt.timedelta(minutes=count)


@pytest.mark.parametrize(
    ("stated", "page", "changed"),
    [
        (None, 0, None),
        (None, None, None),
        (-60, None, None),  # before the fetch by our clock; the outlet's may be slow, and the page states no time
        (1, None, True),
        (1, 1, True),
        (-60, -60, False),
        (-60, -59, False),
        (-59, -60, True),  # the outlet's clock is slow: behind what its page stated, before our fetch
    ],
)
def test_a_stated_change_is_compared_with_what_is_loaded(
    stated: int | None, page: int | None, changed: bool | None
) -> None:
    url = "https://contoh.example/a"
    fetched = NOON - dt.timedelta(days=1)
    for published, modified in ((None, minutes(page)), (minutes(page), None)):
        known = KnownLinks([KnownArticle(url, None, None, published, fetched, False, url, modified, NOON)]).get(url)
        assert known is not None
        assert known.compare_change(minutes(stated)) is changed


def article(url: str, fetched_url: str | None, etag: str = '"1"') -> KnownArticle:
    return KnownArticle(url, etag, None, None, NOON, fetched_url=fetched_url)


def test_an_article_is_known_by_the_link_that_led_to_it() -> None:
    """The page names another canonical URL than the link: both are this article, and its own name wins."""
    shown, own = "https://contoh.example/berita/1", "https://contoh.example/kanal/judul-berita-1"
    other = article(shown + "0", "https://www.contoh.example/berita/10?utm_source=rss", '"10"')
    known = KnownLinks([article(own, "https://m.contoh.example/berita/1?page=all"), other])
    by_link, by_name = known.get(shown), known.get(own)
    assert by_link is not None
    assert by_link == by_name
    assert (by_link.etag, by_link.appeared) == ('"1"', NOON)
    link = Link("contoh", shown, shown, "index")
    assert known.use_known_url(link).canonical_url == own
    assert known.use_known_url(Link("contoh", own, own, "feed")).canonical_url == own
    assert known.get("https://contoh.example/berita/2") is None


def test_an_address_that_is_another_articles_name_stays_that_ones() -> None:
    first, second = "https://contoh.example/a", "https://contoh.example/b"
    for order in ((0, 1), (1, 0)):
        both = [article(first, second, '"a"'), article(second, second, '"b"')]
        known = KnownLinks(both[n] for n in order).get(second)
        assert known is not None
        assert known.etag == '"b"'
