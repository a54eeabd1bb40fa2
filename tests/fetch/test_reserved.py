"""Reservations of rights, as outlets write them."""

from __future__ import annotations

import pytest
from kliping.fetch.reserved import find_reserved_rights


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ({"X-Robots-Tag": "noarchive, nofollow"}, b"", ("noarchive",)),
        ({"x-robots-tag": "NoIndex"}, b"", ("noindex",)),
        ({"X-Robots-Tag": "googlebot: noarchive"}, b"", ()),
        ({"X-Robots-Tag": "kliping: noarchive, none"}, b"", ("noarchive", "none")),
        ({"X-Robots-Tag": "unavailable_after: 25 Jun 2030 15:00:00 PST"}, b"", ()),
        ({"TDM-Reservation": "1"}, b"", ("tdm-reservation",)),
        ({"TDM-Reservation": "0"}, b"", ()),
        ({}, b"<meta name='robots' content='index, noarchive'>", ("noarchive",)),
        ({}, b'<META CONTENT="noai" NAME="ROBOTS"/>', ("noai",)),
        ({}, b'<meta name=tdm-reservation content=1>', ("tdm-reservation",)),
        ({}, b'<meta name="googlebot" content="noarchive">', ()),
        ({}, b"<p>robots: noarchive</p>", ()),
        ({}, b"", ()),
    ],
)  # fmt: skip
def test_reserved(headers, body, expected):
    assert find_reserved_rights(tuple(headers.items()), body) == expected
