"""Which of a page's dates is believed."""

from __future__ import annotations

import datetime as dt

import pytest
from kliping.dates import Moment, parse_date
from kliping.model import JAKARTA
from kliping.scrape.fields.date_resolution import resolve_date
from kliping.scrape.fields.shown_zones import take_stated_zone

FETCHED = dt.datetime(2024, 11, 26, 12, 0, tzinfo=dt.UTC)  # 19:00 WIB


def at(text: str) -> Moment:
    found = parse_date(text)
    assert found is not None
    return found


def test_jakarta_clock_with_californian_offset() -> None:
    settled = resolve_date([("meta", at("2021-06-16T13:00:00-07:00"))], [at("16 Juni 2021 13:00")])
    assert settled.moment is not None
    assert settled.moment.at == dt.datetime(2021, 6, 16, 13, 0, tzinfo=JAKARTA)
    assert settled.method == "visible"
    assert "date_offset_wrong" in settled.notes


def test_californian_offset_is_not_believed_even_without_a_visible_line() -> None:
    settled = resolve_date([("meta", at("2021-06-16T13:00:00-07:00"))], [])
    assert settled.moment is not None
    assert settled.moment.at == dt.datetime(2021, 6, 16, 13, 0, tzinfo=JAKARTA)
    assert settled.notes == ("date_offset_wrong",)


def test_z_gives_way_to_an_indonesian_offset_on_the_same_clock() -> None:
    stated = [("meta:pubdate", at("2024-11-26T14:05:00Z")), ("json-ld", at("2024-11-26T14:05:00+07:00"))]
    settled = resolve_date(stated, [])
    assert settled.moment is not None
    assert (settled.method, settled.moment.at.hour, settled.moment.at.utcoffset()) == (
        "json-ld",
        14,
        dt.timedelta(hours=7),
    )


def test_z_that_lies_in_the_future_is_a_local_clock() -> None:
    settled = resolve_date([("meta", at("2024-11-26T18:30:00Z"))], [], fetched_at=FETCHED)
    assert settled.moment is not None
    assert settled.moment.at == dt.datetime(2024, 11, 26, 18, 30, tzinfo=JAKARTA)


def test_true_utc_is_kept() -> None:
    settled = resolve_date([("meta", at("2024-11-26T07:05:00Z"))], [at("Selasa, 26 Nov 2024 14:05 WIB")])
    assert settled.moment is not None
    assert settled.moment.at == dt.datetime(2024, 11, 26, 14, 5, tzinfo=JAKARTA)
    assert settled.notes == ()


def test_masthead_date_is_not_the_articles() -> None:
    settled = resolve_date([("meta", at("2019-05-02T08:00:00+07:00"))], [at("Selasa, 26 November 2024")])
    assert settled.method == "meta"


def test_visible_day_takes_the_minute_from_metadata() -> None:
    settled = resolve_date([("meta", at("2024-11-26T14:05:00+07:00"))], [at("26 November 2024")])
    assert settled.moment is not None
    assert (settled.method, settled.moment.precision) == ("meta", "minute")


@pytest.mark.parametrize(
    ("text", "note"), [("26 Nov 2031 14:05 WIB", "date_in_future"), ("2 Februari 1975", "date_before_1990")]
)
def test_impossible_dates_are_refused_and_said_so(text: str, note: str) -> None:
    settled = resolve_date([("meta", at(text))], [], fetched_at=FETCHED)
    assert settled.moment is None
    assert note in settled.notes


def test_an_american_page_keeps_its_own_offset() -> None:
    settled = resolve_date([("meta", at("2021-06-16T13:00:00-07:00"))], [], indonesian=False)
    assert settled.moment is not None
    assert settled.moment.at == dt.datetime(2021, 6, 16, 20, 0, tzinfo=dt.UTC)
    assert settled.notes == ()


@pytest.mark.parametrize(
    ("stated", "shown", "offset"),
    [
        ("2024-11-26T14:05:00+08:00", "26 Nov 2024 14:05", 8),
        ("2024-11-26T14:05:40+09:00", "26 Nov 2024 14:05", 9),
        ("2024-11-26T06:05:00Z", "26/11/2024 14:05", 8),
        ("2024-11-26T05:05:00+00:00", "26/11/2024 14:05", 9),
        ("2024-11-26T07:05:00Z", "26/11/2024 14:05", 7),
        ("2024-11-26T14:05:00+08:00", "26 Nov 2024 14:05 WIB", 7),
        ("2024-11-26T14:05:00-05:00", "26 Nov 2024 14:05", 7),
        ("2024-11-26T14:05:00Z", "26 Nov 2024 14:05", 7),
        ("2024-11-26T06:25:00Z", "26 Nov 2024 14:05", 7),
        ("2024-11-26", "26 Nov 2024 14:05", 7),
    ],
)
def test_a_clock_without_a_zone_has_the_one_that_metadata_state_for_it(stated: str, shown: str, offset: int) -> None:
    moment = take_stated_zone(at(shown), [at(stated)])
    assert f"{moment.clock:%Y-%m-%d %H:%M}" == "2024-11-26 14:05"
    assert moment.at.utcoffset() == dt.timedelta(hours=offset)
