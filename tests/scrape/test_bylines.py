"""Names in the lines around the headline."""

from __future__ import annotations

import pytest
from kliping.scrape.bylines import labelled


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Laporan Wartawan Kabar Muara, Nanang Hidayat", ["Nanang Hidayat"]),
        ("Laporan Wartawan KabarMuara.id, Nanang Hidayat", ["Nanang Hidayat"]),
        ("Laporan wartawan Kabar Muara Jawa Barat, Nanang Hidayat dan Sri Rahayu", ["Nanang Hidayat", "Sri Rahayu"]),
        ("Laporan Wartawan Nanang Hidayat", ["Nanang Hidayat"]),
        ("Laporan: Nanang Hidayat, Sri Rahayu", ["Nanang Hidayat", "Sri Rahayu"]),
    ],
)
def test_a_report_is_its_reporters_and_not_the_outlets(line: str, names: list[str]) -> None:
    assert list(labelled(line)) == [(name, False) for name in names]
