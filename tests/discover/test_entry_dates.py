"""Dates of the entries of feeds and sitemaps: none, odd or out of order. No such date hides an article."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.discover.documents import NOW, SITE, entry, feed, item, names, sitemap, walk

ZERO_DATES = ["0000-00-00 00:00:00", "Thu, 01 Jan 1970 00:00:00 +0000", "Wed, 30 Nov -0001 00:00:00 +0000",
              "Mon, 01 Jan 0001 00:00:00 GMT", "2106-02-07T06:28:15Z", "entah", ""]  # fmt: skip


@pytest.mark.parametrize("date", ZERO_DATES)
def test_a_date_that_is_none_leaves_it_to_the_page(date):
    for kind, body in (("feed", feed(item("a", date))), ("sitemap", sitemap(entry("a", date=date or "-")))):
        links, _ = walk({"/x": body}, kind)
        assert [(link.url, link.published_at) for link in links] == [(f"{SITE}/a", None)]
    later = NOW + dt.timedelta(days=30)
    links, notes = walk({"/x": feed(item("a", date))}, "feed", now=later)
    assert (links, [note.reason for note in notes]) == ([], [] if "2106" in date and links else ["undated"])


def on(day, hour=10):
    return f"{day:02} Nov 2024 {hour:02}:00 WIB"


@pytest.mark.parametrize("place", [0, 1, 3])
def test_an_old_entry_out_of_its_order_ends_no_walk(place):
    old = item("lama", "01 Jan 2024 08:00 WIB")
    pages = {}
    for n in range(1, 5):
        items = [item(f"b{n}{k}", on(26 if n < 4 else 20, 20 - 4 * n + k)) for k in (3, 2, 1, 0)]
        pages[f"/x?p={n}"] = feed(*items[:place], old, *items[place:])
    links, notes = walk(pages, "feed", "/x?p={page}")
    assert len(links) == 12
    assert [note.reason for note in notes] == ["other_days"]


def test_a_feed_with_a_pinned_entry_still_says_how_far_it_reaches():
    body = feed(item("lama", "01 Jan 2024 08:00 WIB"), item("a", on(26, 20)), item("b", on(26, 12)))
    assert [note.reason for note in walk({"/x": body}, "feed")[1]] == ["other_days", "reach"]
    oldest_first = feed(item("lama", on(20)), item("a", on(26, 12)), item("b", on(26, 20)))
    assert [note.reason for note in walk({"/x": oldest_first}, "feed")[1]] == ["other_days"]


@pytest.mark.parametrize(
    ("name", "changed", "found"),
    [
        ("jadwal-bioskop-20241201", "2024-11-26T09:00:00+07:00", True),
        ("rekap-pilkada-2024-11-20", "2024-11-26T09:00:00+07:00", True),
        ("kurs-rupiah-20241126", "2024-12-26", True),
        ("jadwal-bioskop-20241101", "2024-11-01", False),
        ("2024/12/01/jadwal-bioskop", "2024-11-26", False),
        ("jadwal-bioskop-20241201", "", False),
    ],
)
def test_a_day_in_the_slug_does_not_beat_lastmod(name, changed, found):
    body = sitemap(f"<url><loc>{SITE}/{name}</loc><lastmod>{changed}</lastmod></url>")
    assert bool(walk({"/x": body}, now=NOW + dt.timedelta(days=40))[0]) is found


@pytest.mark.parametrize(
    "said",
    ["<created>{}</created>", '<c:created xmlns:c="http://purl.org/dc/terms/">{}</c:created>',
     "<publishedDate>{}</publishedDate>", "<date>{}</date>", "<published>{}</published>",
     "<pubDate>kemarin sore</pubDate><dc:date>{}</dc:date>"],
)  # fmt: skip
def test_elements_that_date_an_entry(said):
    dated = said.format("2024-11-26T10:00:00+07:00")
    whole = feed(f"<item><title>A</title><link>{SITE}/a</link>{dated}</item>")
    assert names(walk({"/x": whole}, "feed", now=NOW + dt.timedelta(days=30))[0]) == ["a"]


def dated(page: int, *days: int) -> str:
    return feed(*(item(f"{page}-{n}", f"{day} Nov 2024 10:00:00 +0700") for n, day in enumerate(days)))


PINNED = {
    "first": [(1, 27, 26), (26, 26), (25, 24)],
    "last": [(27, 26, 1), (26, 26), (25, 24)],
    "whole first page": [(1, 2), (26, 26), (25, 24)],
    "each page": [(1, 28, 27), (1, 26, 26), (25, 24)],
    "out of order": [(26, 20, 27, 19), (26, 18), (10, 9)],
}


@pytest.mark.parametrize("form", PINNED)
def test_old_entries_do_not_end_the_walk_of_a_paged_feed(form):
    pages = {f"/x?p={n}": dated(n, *days) for n, days in enumerate(PINNED[form], 1)}
    expected = [f"{n}-{m}" for n, days in enumerate(PINNED[form], 1) for m, day in enumerate(days) if day == 26]
    found, _ = walk(pages, "feed", "/x?p={page}", now=NOW + dt.timedelta(days=10))
    assert names(found) == expected
