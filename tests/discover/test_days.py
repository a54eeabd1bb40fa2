"""Dates that routes state, and days that addresses hold."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kliping.discover.days import RequestedDays, find_url_day, read_moment
from kliping.model import JAKARTA

NOW = dt.datetime(2024, 11, 26, 20, tzinfo=JAKARTA)
SITE = "https://contoh.example"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Tue, 26 Nov 2024 03:15:00 GMT", "2024-11-26T10:15:00+07:00"),
        ("Senin, 26 Agustus 2024 11:15:00 WITA", "2024-08-26T10:15:00+07:00"),
        ("Sel, 26 Agt 2024 10:15:00 +0700", "2024-08-26T10:15:00+07:00"),
        ("2024-11-26 10:15:00", "2024-11-26T10:15:00+07:00"),
        ("2024-11-26", "2024-11-26T00:00:00+07:00"),
        ("kemarin", None),
        ("", None),
        (None, None),
        ("0001-01-01T00:00:00Z", None),
        ("Sun, 06 Jan 1980 00:00:00 GMT", None),
        ("Tue, 99 Nov 2024 99:99:99", None),
    ],
)
def test_moments_that_routes_state(value, expected):
    found = read_moment(value, "Asia/Jakarta")
    assert (found and found.isoformat()) == expected


def test_an_hour_without_a_zone_is_the_outlets_and_a_day_is_jakartas():
    found = read_moment("2024-11-26T01:30:00", "Asia/Jayapura")
    assert found == dt.datetime(2024, 11, 25, 23, 30, tzinfo=JAKARTA)
    assert read_moment("26/11/2024", "Asia/Jayapura") == dt.datetime(2024, 11, 26, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2024/11/26/judul", (2024, 11, 26)),
        ("/read/20241126/7/judul", (2024, 11, 26)),
        ("/berita-2024-11-26.html", (2024, 11, 26)),
        ("/read/2024/11/26/10150001/judul", (2024, 11, 26)),
        ("/nasional/20241126101500-12-1170123/judul", (2024, 11, 26)),
        ("/berita/d-7658123/pilpres-2024", None),
        ("/2024/13/26/x", None),
        ("/2024/02/31/x", None),
        ("/1732593600", None),
        ("/x?tanggal=2024-11-26", None),
        ("/", None),
    ],
)
def test_days_in_addresses(path, expected):
    found = find_url_day(SITE + path)
    assert (found and found.day) == (expected and dt.date(*expected))


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(["/%Y/%m/%d/", "/%Y-%m-%d/", "/x-%Y%m%d.xml"])
)
def test_a_day_in_an_address_is_found_and_its_file_is_read(day, shape):
    url = SITE + day.strftime(shape)
    assert find_url_day(url).day == day
    assert RequestedDays((day,), NOW).may_be_in_file(url)
    assert RequestedDays((day,), NOW).may_be_in_file(SITE + day.strftime("/sitemap-%Y-%m.xml"))
    assert not RequestedDays((day + dt.timedelta(days=40),), NOW).may_be_in_file(url)


@pytest.mark.parametrize(
    ("path", "in_slug"),
    [
        ("/jadwal-bioskop-20241201", True),
        ("/berita/141/jadwal-imsak-2024-12-01.html", True),
        ("/agenda_pasar_20241201", True),
        ("/2024/12/01/jadwal-bioskop", False),
        ("/2024/12/01/jadwal-bioskop-20241203", False),
        ("/nasional/20241201101500-12-1170123/judul", False),
        ("/20241201-jadwal-bioskop", False),
        ("/read/2024-12-01/judul", False),
        ("/arsip-20241203/2024/12/01/judul", False),
    ],
)
def test_a_day_behind_words_is_the_slugs(path, in_slug):
    assert find_url_day(SITE + path).in_slug is in_slug
