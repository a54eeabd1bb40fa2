"""Names in the lines around the headline."""

from __future__ import annotations

import pytest
from kliping.scrape import scrape
from kliping.scrape.lines.labelled_names import read_labelled_names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Laporan Wartawan Kabar Muara, Nanang Hidayat", ["Nanang Hidayat"]),
        ("Laporan Wartawan KabarMuara.id, Nanang Hidayat", ["Nanang Hidayat"]),
        ("Laporan wartawan Kabar Muara Jawa Barat, Nanang Hidayat dan Sri Rahayu", ["Nanang Hidayat", "Sri Rahayu"]),
        ("Laporan Wartawan Nanang Hidayat", ["Nanang Hidayat"]),
        ("Laporan: Nanang Hidayat, Sri Rahayu", ["Nanang Hidayat", "Sri Rahayu"]),
        ("Kontributor Muara Enim, Nanang Hidayat", ["Nanang Hidayat"]),
        ("Kontributor: Nanang Hidayat, Sri Rahayu", ["Nanang Hidayat", "Sri Rahayu"]),
        ("Warga menulis surat di balai desa", []),
    ],
)
def test_a_report_is_its_reporters_and_not_the_outlets(line: str, names: list[str]) -> None:
    assert list(read_labelled_names(line)) == [(name, False) for name in names]


STORY = "".join(
    f"<p>Nelayan {name} menjemur jala di tepi muara sejak subuh, lalu pulang ketika air mulai surut.</p>"
    for name in ("Karsa", "Wening", "Lindu", "Surya")
)


@pytest.mark.parametrize(
    ("line", "authors", "clock"),
    [
        ("Nanang Hidayat, Kabar Muara News | Selasa, 26/11/2024 14:05 WIB", (), "2024-11-26T14:05"),
        ("Nanang Hidayat, Berita Muara", ("Nanang Hidayat",), None),
        ("Jawa Tengah, Indonesia", (), None),
        ("Diperbarui 26 Nov 2024, 15:00 WIB Diterbitkan 26 Nov 2024, 14:05 WIB", (), "2024-11-26T14:05"),
        ("Diterbitkan 26 Nov 2024, 14:05 WIB Diperbarui 26 Nov 2024, 15:00 WIB", (), "2024-11-26T14:05"),
        ("Skor akhir 26/11/24", (), None),
    ],
)
def test_a_line_below_the_headline_gives_names_and_the_first_date(
    line: str, authors: tuple[str, ...], clock: str | None
) -> None:
    page = f"<title>Jala Dijemur Pagi</title><h1>Jala Dijemur Pagi</h1><div class=info>{line}</div><div>{STORY}</div>"
    article = scrape(page.encode(), url="https://contoh.id/read/1/jala-dijemur-pagi")
    assert article.authors == authors
    assert (article.published_at.isoformat()[:16] if article.published_at else None) == clock
