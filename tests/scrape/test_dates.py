"""Dates in every form, and which of several is believed."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kliping.model import JAKARTA
from kliping.scrape import dates
from kliping.scrape.dates import Moment, parse
from kliping.scrape.settle import settle

FETCHED = dt.datetime(2024, 11, 26, 12, 0, tzinfo=dt.UTC)  # 19:00 WIB
with Path(__file__).with_name("dates.tsv").open(encoding="utf-8", newline="") as lines:
    CASES = [row for row in csv.DictReader(lines, delimiter="\t") if row["text"]]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_forms(case: dict[str, str]) -> None:
    found = parse(case["text"], fetched_at=FETCHED)
    if not case["expected"]:
        assert found is None
        return
    assert found is not None
    assert found.at == dt.datetime.fromisoformat(case["expected"])
    assert found.at.utcoffset() == dt.datetime.fromisoformat(case["expected"]).utcoffset()
    assert found.precision == case["precision"]


def test_relative_forms_need_the_fetch_time() -> None:
    assert parse("3 jam lalu") is None


@given(st.text(max_size=300))
def test_any_text_gives_an_aware_date_or_none(text: str) -> None:
    found = parse(text, fetched_at=FETCHED)
    assert found is None or found.at.tzinfo is not None


@given(
    st.datetimes(dt.datetime(1995, 1, 1), dt.datetime(2035, 1, 1)),  # noqa: DTZ001 - hypothesis wants naive bounds
    st.sampled_from([("WIB", 7), ("WITA", 8), ("WIT", 9)]),
)
def test_indonesian_lines_read_back(when: dt.datetime, zone: tuple[str, int]) -> None:
    months = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
    line = f"Senin, {when.day} {months[when.month - 1]} {when.year} {when:%H.%M} {zone[0]}"
    found = parse(line)
    assert found is not None
    assert found.at == when.replace(second=0, microsecond=0, tzinfo=dt.timezone(dt.timedelta(hours=zone[1])))


def at(text: str) -> Moment:
    found = parse(text)
    assert found is not None
    return found


def test_jakarta_clock_with_californian_offset() -> None:
    settled = settle([("meta", at("2021-06-16T13:00:00-07:00"))], [at("16 Juni 2021 13:00")])
    assert settled.moment is not None
    assert settled.moment.at == dt.datetime(2021, 6, 16, 13, 0, tzinfo=JAKARTA)
    assert settled.method == "visible"
    assert "date_offset_wrong" in settled.notes


def test_californian_offset_is_not_believed_even_without_a_visible_line() -> None:
    settled = settle([("meta", at("2021-06-16T13:00:00-07:00"))], [])
    assert settled.moment is not None
    assert settled.moment.at == dt.datetime(2021, 6, 16, 13, 0, tzinfo=JAKARTA)
    assert settled.notes == ("date_offset_wrong",)


def test_z_gives_way_to_an_indonesian_offset_on_the_same_clock() -> None:
    stated = [("meta:pubdate", at("2024-11-26T14:05:00Z")), ("json-ld", at("2024-11-26T14:05:00+07:00"))]
    settled = settle(stated, [])
    assert settled.moment is not None
    assert (settled.method, settled.moment.at.hour, settled.moment.at.utcoffset()) == (
        "json-ld",
        14,
        dt.timedelta(hours=7),
    )


def test_z_that_lies_in_the_future_is_a_local_clock() -> None:
    settled = settle([("meta", at("2024-11-26T18:30:00Z"))], [], fetched_at=FETCHED)
    assert settled.moment is not None
    assert settled.moment.at == dt.datetime(2024, 11, 26, 18, 30, tzinfo=JAKARTA)


def test_true_utc_is_kept() -> None:
    settled = settle([("meta", at("2024-11-26T07:05:00Z"))], [at("Selasa, 26 Nov 2024 14:05 WIB")])
    assert settled.moment is not None
    assert settled.moment.at == dt.datetime(2024, 11, 26, 14, 5, tzinfo=JAKARTA)
    assert settled.notes == ()


def test_masthead_date_is_not_the_articles() -> None:
    settled = settle([("meta", at("2019-05-02T08:00:00+07:00"))], [at("Selasa, 26 November 2024")])
    assert settled.method == "meta"


def test_visible_day_takes_the_minute_from_metadata() -> None:
    settled = settle([("meta", at("2024-11-26T14:05:00+07:00"))], [at("26 November 2024")])
    assert settled.moment is not None
    assert (settled.method, settled.moment.precision) == ("meta", "minute")


@pytest.mark.parametrize(
    ("text", "note"), [("26 Nov 2031 14:05 WIB", "date_in_future"), ("1 Januari 1970", "date_before_1990")]
)
def test_impossible_dates_are_refused_and_said_so(text: str, note: str) -> None:
    settled = settle([("meta", at(text))], [], fetched_at=FETCHED)
    assert settled.moment is None
    assert note in settled.notes


def test_date_of_an_imported_text_comes_from_its_first_line_only() -> None:
    assert dates.published_in(None, "Selasa, 26 Nov 2024 14:05 WIB\nIsi berita.") is not None
    assert (
        dates.published_in(None, "Rapat digelar pada 26 November 2024 di balai kota dan dihadiri oleh seluruh camat.")
        is None
    )
    assert dates.published_in("26/11/2024, 14:05 WIB") is not None


def test_an_american_page_keeps_its_own_offset() -> None:
    settled = settle([("meta", at("2021-06-16T13:00:00-07:00"))], [], indonesian=False)
    assert settled.moment is not None
    assert settled.moment.at == dt.datetime(2021, 6, 16, 20, 0, tzinfo=dt.UTC)
    assert settled.notes == ()


@pytest.mark.parametrize(
    ("lead", "stated"),
    [
        ("Wali Kota Solo mengatakan itu pada Selasa (3/12), seusai rapat.", "Selasa (3/12)"),
        ("Seperti dilansir media setempat, Rabu (12/10/2022), jembatan itu ditutup.", "Rabu (12/10/2022)"),
        ("Pertemuan digelar pada Selasa (29 November) dan Rabu.", "Selasa (29 November)"),
        ("Warga bertemu hari ini (26 November 2024) di balai desa.", "(26 November 2024)"),
        ("Lomba dimulai 5 Maret 2023 di alun-alun.", "5 Maret 2023"),
        ("Sebanyak 3/4 warga hadir, dan 12 orang mewakili pasar.", None),
        ("Skor 3/2 bertahan (3/2 menurut panitia).", None),
    ],
)
def test_a_date_that_a_story_states_is_kept_verbatim(lead: str, stated: str | None) -> None:
    assert dates.stated_in(lead) == stated


def test_only_a_story_that_says_today_says_when_it_was_told() -> None:
    assert dates.told_today("Warga bertemu hari ini (26 November 2024) di balai desa.")[:2] == (
        dt.datetime(2024, 11, 26, tzinfo=JAKARTA),
        "day",
    )
    assert dates.told_today("Seperti dilansir media setempat, Rabu (12/10/2022), jembatan ditutup.") is None
