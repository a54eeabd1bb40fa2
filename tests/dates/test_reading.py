"""Every form of a date, and what is none."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kliping import dates
from kliping.dates import parse_date
from kliping.dates.words import MONTHS, ZONE_HOURS
from kliping.model import JAKARTA

FETCHED = dt.datetime(2024, 11, 26, 12, 0, tzinfo=dt.UTC)  # 19:00 WIB
with Path(__file__).with_name("cases.tsv").open(encoding="utf-8", newline="") as lines:
    CASES = [row for row in csv.DictReader(lines, delimiter="\t") if row["text"]]
PIECES = (
    *MONTHS, *ZONE_HOURS, "selasa", "pukul", "lalu", "jam", "kemarin", "am", "PM", "26", "11", "2024", "0001", "99",
    "24", "10:05", "10.05.00", "+07:00", "-7", "Asia/", "T", "Z", "/", "-", ".", ",", " ", "|", "(", "st", "/Date(",
    "\u0130", "\u0131", "\u017f", "\u212a", "\u0662", "\ud83d", "\0", "1732590000", "20241126",
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_forms(case: dict[str, str]) -> None:
    found = parse_date(case["text"], fetched_at=FETCHED)
    if not case["expected"]:
        assert found is None
        return
    assert found is not None
    assert found.at == dt.datetime.fromisoformat(case["expected"])
    assert found.at.utcoffset() == dt.datetime.fromisoformat(case["expected"]).utcoffset()
    assert found.precision == case["precision"]


def test_relative_forms_need_the_fetch_time() -> None:
    assert parse_date("3 jam lalu") is None


@given(st.text(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_text_gives_an_aware_date_or_none(text: str) -> None:
    found = parse_date(text, fetched_at=FETCHED)
    assert found is None or (found.at.tzinfo is not None and found.at.astimezone(dt.UTC).year > 1900)


@given(
    st.datetimes(dt.datetime(1995, 1, 1), dt.datetime(2035, 1, 1)),  # noqa: DTZ001 - hypothesis wants naive bounds
    st.sampled_from([("WIB", 7), ("WITA", 8), ("WIT", 9)]),
    st.sampled_from([" ", " | ", ", ", " - ", " pukul "]),
)
def test_indonesian_lines_read_back(when: dt.datetime, zone: tuple[str, int], gap: str) -> None:
    months = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
    line = f"Senin, {when.day} {months[when.month - 1]} {when.year}{gap}{when:%H.%M} {zone[0]}"
    found = parse_date(line)
    assert found is not None
    assert found.at == when.replace(second=0, microsecond=0, tzinfo=dt.timezone(dt.timedelta(hours=zone[1])))


@pytest.mark.parametrize(
    "form",
    [
        "%a, %d %b %Y %H:%M:%S +0700",
        "%Y-%m-%dT%H:%M:%S+07:00",
        "%a %b %d %H:%M:%S WIB %Y",
        "%d/%m/%Y %H:%M:%S WIB",
        "%d-%m-%Y %H.%M.%S",
        "%Y/%m/%d %H:%M:%S",
        "%B %d, %Y %I:%M:%S %p",
        "%d %b %y %H:%M:%S",
        "%Y%m%d%H%M%S",
        "%s",
    ],
)
@given(when=st.datetimes(dt.datetime(2001, 10, 1), dt.datetime(2035, 1, 1)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_forms_of_machines_read_back(form: str, when: dt.datetime) -> None:
    when = when.replace(microsecond=0, tzinfo=JAKARTA)
    text = str(int(when.timestamp())) if form == "%s" else when.strftime(form)
    found = parse_date(text)
    assert found is not None
    assert found.at == when


def test_date_of_an_imported_text_comes_from_its_first_line_only() -> None:
    assert dates.find_published_date(None, "Selasa, 26 Nov 2024 14:05 WIB\nIsi berita.") is not None
    assert (
        dates.find_published_date(
            None, "Rapat digelar pada 26 November 2024 di balai kota dan dihadiri oleh seluruh camat."
        )
        is None
    )
    assert dates.find_published_date("26/11/2024, 14:05 WIB") is not None


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
    assert dates.find_stated_date(lead) == stated


def test_only_a_story_that_says_today_says_when_it_was_written() -> None:
    today = dates.find_today_date("Warga bertemu hari ini (26 November 2024) di balai desa.")
    assert today is not None
    assert today[:2] == (dt.datetime(2024, 11, 26, tzinfo=JAKARTA), "day")
    assert dates.find_today_date("Seperti dilansir media setempat, Rabu (12/10/2022), jembatan ditutup.") is None
