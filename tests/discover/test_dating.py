"""How an index page is asked for a day: read from its forms and links, and believed only after two days differ."""

from __future__ import annotations

import datetime as dt

import pytest
from kliping.discover.dating import DatedRoute, find_dated_routes
from kliping.model import Page, Route

TODAY = dt.date(2024, 11, 26)
AT = "https://kabar.test/indeks"


def find(body: str) -> list[DatedRoute]:
    moment = dt.datetime(2024, 11, 26, tzinfo=dt.UTC)
    return find_dated_routes(
        Page(url=AT, final_url=AT, status=200, headers=(), body=body.encode(), fetched_at=moment), TODAY
    )


@pytest.mark.parametrize(
    ("body", "address"),
    [
        ("<form><input type=date name=hari></form>", "/indeks?hari={date:%Y-%m-%d}"),
        ("<form action=/arsip><input name=tgl value=26/11/2024></form>", "/arsip?tgl={date:%d/%m/%Y}"),
        ("<form><input name=tanggal placeholder=dd-mm-yyyy></form>", "/indeks?tanggal={date:%d-%m-%Y}"),
        ("<form><input type=hidden name=k value=9><input type=date name=date></form>",
         "/indeks?k=9&date={date:%Y-%m-%d}"),
        ("<form><select name=tgl></select><select name=bln></select><select name=thn></select></form>",
         "/indeks?tgl={date:%d}&bln={date:%m}&thn={date:%Y}"),
        ("<a href=/indeks/2024-11-25>kemarin</a>", "/indeks/{date:%Y-%m-%d}"),
        ("<a href=/indeks/2024/11/25/>kemarin</a>", "/indeks/{date:%Y/%m/%d}/"),
        ("<a href='?date=24-11-2024'>Minggu</a>", "/indeks?date={date:%d-%m-%Y}"),
        ("<a href='/indeks?kanal=kota&tgl=20241120'>Rabu</a>", "/indeks?kanal=kota&tgl={date:%Y%m%d}"),
    ],
)  # fmt: skip
def test_an_address_of_days_is_found(body: str, address: str) -> None:
    assert find(body) == [DatedRoute(Route("index", f"https://kabar.test{address}"))]


@pytest.mark.parametrize(
    ("body", "address", "token"),
    [
        ("<form method=post><input type=date name=hari></form>", "/indeks#hari={date:%Y-%m-%d}", ""),
        ("<form method=POST action=/cari#atas><input name=tgl placeholder=dd-mm-yyyy>"
         "<input type=hidden name=k value=9></form>",
         "/cari#k=9&tgl={date:%d-%m-%Y}", ""),
        ("<form method=post><select name=tgl></select><select name=bln></select><select name=thn></select></form>",
         "/indeks#tgl={date:%d}&bln={date:%m}&thn={date:%Y}", ""),
        ("<form method=post><input type=hidden name=_token value=x1><input type=date name=hari></form>",
         "/indeks#_token=x1&hari={date:%Y-%m-%d}", "_token"),
    ],
)  # fmt: skip
def test_a_form_that_is_sent_by_post_is_found(body: str, address: str, token: str) -> None:
    assert find(body) == [DatedRoute(Route("post", f"https://kabar.test{address}"), token)]


@pytest.mark.parametrize(
    "body",
    [
        "<form method=post><input type=password name=kunci></form>",
        "<form><input type=search name=q></form>",
        "<a href=/2024/11/25/banjir-surut>Banjir surut</a>",
        "<a href=/indeks/2024-11-25/banjir>Banjir</a>",
        "<a href=https://lain.test/indeks/2024-11-25>lain</a>",
        "<a href=/indeks/2023-11-25>tahun lalu</a>",
        "<form><select name=tgl></select><select name=bln></select></form>",
    ],
)
def test_what_is_no_index_of_days_is_none(body: str) -> None:
    assert find(body) == []
