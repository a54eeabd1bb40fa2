"""Dates that routes state, and days that addresses hold."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kliping.discover.dates import Days, in_address, parse
from kliping.model import JAKARTA

NOW = dt.datetime(2024, 11, 26, 20, tzinfo=JAKARTA)
SITE = "https://contoh.example"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Tue, 26 Nov 2024 10:15:00 +0700", "2024-11-26T10:15:00+07:00"),
        ("Tue, 26 Nov 2024 03:15:00 GMT", "2024-11-26T10:15:00+07:00"),
        ("26 Nov 2024 10:15:00 WIB", "2024-11-26T10:15:00+07:00"),
        ("Selasa, 26 November 2024 10:15:00 WIB", "2024-11-26T10:15:00+07:00"),
        ("Sel, 26 Agt 2024 10:15:00 +0700", None),
        ("Senin, 26 Agustus 2024 11:15:00 WITA", "2024-08-26T10:15:00+07:00"),
        ("2024-11-26T10:15:00+07:00", "2024-11-26T10:15:00+07:00"),
        ("2024-11-26T03:15:00Z", "2024-11-26T10:15:00+07:00"),
        ("2024-11-26 10:15:00", "2024-11-26T10:15:00+07:00"),
        ("2024-11-26", "2024-11-26T00:00:00+07:00"),
        ("20241126", "2024-11-26T00:00:00+07:00"),
        ("kemarin", None),
        ("", None),
        (None, None),
        ("0000-00-00", None),
        ("0001-01-01T00:00:00Z", "0001-01-01T07:07:12+07:07:12"),
        ("Tue, 99 Nov 2024 99:99:99", None),
    ],
)
def test_dates(value, expected):
    found = parse(value, "Asia/Jakarta")
    assert (found and found.isoformat()) == expected


def test_a_date_without_a_zone_is_the_outlets():
    assert parse("2024-11-26T01:30:00", "Asia/Jayapura") == dt.datetime(2024, 11, 25, 23, 30, tzinfo=JAKARTA)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_none(value):
    assert parse(value, "Asia/Jakarta") is None or parse(value, "Asia/Jakarta").tzinfo


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
    assert in_address(SITE + path) == (expected and dt.date(*expected))


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(["/%Y/%m/%d/", "/%Y-%m-%d/", "/x-%Y%m%d.xml"])
)
def test_a_day_in_an_address_is_found_and_its_file_is_read(day, shape):
    url = SITE + day.strftime(shape)
    assert in_address(url) == day
    assert Days((day,), NOW).file(url)
    assert Days((day,), NOW).file(SITE + day.strftime("/sitemap-%Y-%m.xml"))
    assert not Days((day + dt.timedelta(days=40),), NOW).file(url)
