"""Names in the lines around the headline."""

from __future__ import annotations

import pytest
from kliping.model import Source
from kliping.scrape import scrape
from kliping.scrape.lines.labelled_names import read_labelled_names

from tests.scrape.layouts import STORY, TITLE

PARAGRAPHS = "".join(f"<p>{text}</p>" for text in STORY)


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
        ("Oleh: Nanang Hidayat 2 jam lalu", ["Nanang Hidayat"]),
        ("Oleh: Nanang Hidayat 3 menit yang lalu", ["Nanang Hidayat"]),
        ("Oleh Nanang Hidayat sejam lalu", ["Nanang Hidayat"]),
        ("Oleh Nanang Hidayat kemarin", ["Nanang Hidayat"]),
        ("Penulis: Nanang Hidayat baru saja", ["Nanang Hidayat"]),
        ("Penulis: Nanang Hidayat hari ini, 10.05 WIB", ["Nanang Hidayat"]),
        ("Oleh Nanang Hidayat pukul 10.05 WIB", ["Nanang Hidayat"]),
        ("By Nanang Hidayat 5 hours ago", ["Nanang Hidayat"]),
        ("By Nanang Hidayat an hour ago", ["Nanang Hidayat"]),
        ("by Nanang Hidayat", ["Nanang Hidayat"]),
        ("by Nanang Hidayat November 26, 2024 in Daerah, Nasional", ["Nanang Hidayat"]),
        ("Oleh Nanang Hidayat Nov. 26, 2024", ["Nanang Hidayat"]),
        ("oleh Nanang Hidayat dalam Daerah", ["Nanang Hidayat"]),
        ("oleh nelayan muara", []),
        ("Ditulis Nanang Hidayat pada 26-11-2024 jam 10:05", ["Nanang Hidayat"]),
        ("Ditulis ulang dari siaran pers", []),
        ("Diterbitkan 26 November 2024 10.05 oleh Nanang Hidayat", ["Nanang Hidayat"]),
        ("26 November 2024 10:05 WIB by Nanang Hidayat in Daerah", ["Nanang Hidayat"]),
        ("Jembatan itu diresmikan 26 November 2024 oleh Bupati Nanang Hidayat di hadapan warga", []),
        ("Panen 26 November 2024 oleh warga", []),
        ("oleh Pemerintah", []),
        ("Oleh: Nanang Hidayat Diperbarui 26 November 2024", ["Nanang Hidayat"]),
        ("Oleh: Nanang Hidayat Dilihat 200 kali", ["Nanang Hidayat"]),
        ("Oleh: Nanang Hidayat 1.200 views", ["Nanang Hidayat"]),
        ("Oleh: Nanang Hidayat 5 menit baca", ["Nanang Hidayat"]),
        ("Oleh: Nanang Hidayat Waktu baca 3 menit", ["Nanang Hidayat"]),
        ("Oleh: Nanang Hidayat 0 Komentar", ["Nanang Hidayat"]),
        ("Oleh: Nanang Hidayat Tidak ada komentar", ["Nanang Hidayat"]),
        ("Oleh: Nanang Hidayat *)", ["Nanang Hidayat"]),
        ("Oleh: Jamal Mei Sejati", ["Jamal Mei Sejati"]),
        ("Penulis: Nanang H.", ["Nanang H."]),
        ("Oleh: Nanang Hidayat dibantu oleh Sri Rahayu", ["Nanang Hidayat", "Sri Rahayu"]),
        ("Penulis: Nanang Hidayat, dibantu oleh Sri Rahayu", ["Nanang Hidayat", "Sri Rahayu"]),
        ("Penulis: Nanang Hidayat dibantu Sri Rahayu", ["Nanang Hidayat", "Sri Rahayu"]),
        ("Penulis & Foto: Nanang Hidayat", ["Nanang Hidayat"]),
        ("Teks dan Foto: Nanang Hidayat", ["Nanang Hidayat"]),
        ("Penulis/Editor: Nanang Hidayat", ["Nanang Hidayat"]),
        ("Naskah: Nanang Hidayat", ["Nanang Hidayat"]),
        ("Tim Liputan: Nanang Hidayat, Sri Rahayu", ["Nanang Hidayat", "Sri Rahayu"]),
        ("Dilaporkan oleh Nanang Hidayat", ["Nanang Hidayat"]),
        ("Dipublikasikan oleh Nanang Hidayat", ["Nanang Hidayat"]),
        ("Ditayangkan oleh Nanang Hidayat pada 26 November 2024", ["Nanang Hidayat"]),
        ("Diunggah oleh Nanang Hidayat", ["Nanang Hidayat"]),
        ("Published by Nanang Hidayat", ["Nanang Hidayat"]),
        ("Story by Nanang Hidayat", ["Nanang Hidayat"]),
        ("Penulis Artikel: Nanang Hidayat", ["Nanang Hidayat"]),
        ("Nama Penulis: Nanang Hidayat", ["Nanang Hidayat"]),
        ("Penulis | Nanang Hidayat", ["Nanang Hidayat"]),
        ("Penulis » Nanang Hidayat", ["Nanang Hidayat"]),
        ("Kontributor Muara: Nanang Hidayat", ["Nanang Hidayat"]),
        ("Laporan Nanang Hidayat dari Jakarta", ["Nanang Hidayat"]),
        ("Laporan Keuangan Daerah", []),
        ("Kesehatan · Selasa, 26 November 2024 · 11:00 WIB · oleh Nanang Hidayat", ["Nanang Hidayat"]),
        ("Daerah | 26 November 2024 | Penulis Nanang Hidayat", ["Nanang Hidayat"]),
        ("Pesisir | oleh nelayan muara", []),
        ("Jala itu dijemur nelayan · Penulis tidak menyebut namanya", []),
    ],
)
def test_a_report_is_its_reporters_and_not_the_outlets(line: str, names: list[str]) -> None:
    assert list(read_labelled_names(line)) == [(name, "writer") for name in names]


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
        ("Nanang Hidayat | Jala Muara", ("Nanang Hidayat",), None),
        ("Nanang Hidayat, Jala Muara", ("Nanang Hidayat",), None),
        ("Sri Rahayu, Kampung Muara", (), None),
        ("Diperbarui 26 Nov 2024, 15:00 WIB Diterbitkan 26 Nov 2024, 14:05 WIB", (), "2024-11-26T14:05"),
        ("Diterbitkan 26 Nov 2024, 14:05 WIB Diperbarui 26 Nov 2024, 15:00 WIB", (), "2024-11-26T14:05"),
        ("Skor akhir 26/11/24", (), None),
    ],
)
def test_a_line_below_the_headline_gives_names_and_the_first_date(
    line: str, authors: tuple[str, ...], clock: str | None
) -> None:
    site = "<meta property=og:site_name content='Jala Muara'>"
    top = f"<title>Jala Dijemur Pagi</title>{site}<h1>Jala Dijemur Pagi</h1>"
    page = f"{top}<div class=info>{line}</div><div>{STORY}</div>"
    article = scrape(page.encode(), url="https://contoh.id/read/1/jala-dijemur-pagi")
    assert article.authors == authors
    assert (article.published_at.isoformat()[:16] if article.published_at else None) == clock


@pytest.mark.parametrize(
    ("caption", "behind"),
    [
        ("Jala dijemur di muara. (Foto: Nanang Hidayat)", ""),
        ("Jala dijemur di muara. Foto: Nanang Hidayat", ""),
        ("Jala dijemur di muara.", "<p>Fotografer: Nanang Hidayat</p>"),
        ("Jala dijemur di muara.", "<p>Penulis: Nanang Hidayat</p><p>Editor: Nanang Hidayat</p>"),
        ("Jala dijemur di muara.", "<p>Foto:</p><p>Nanang Hidayat</p>"),
    ],
)
def test_a_reporter_may_take_the_picture_and_edit_the_story(caption: str, behind: str) -> None:
    top = "<title>Jala Dijemur Pagi</title><h1>Jala Dijemur Pagi</h1><a rel=author href=/author/7>Nanang Hidayat</a>"
    figure = f"<figure><img src=a.jpg><figcaption>{caption}</figcaption></figure>"
    article = scrape(f"{top}{figure}<div>{STORY}</div>{behind}".encode(), url="https://contoh.id/read/1/jala-dijemur")
    assert article.authors == ("Nanang Hidayat",)


@pytest.mark.parametrize("name", ["Mercusuar", "Sulteng Raya", "Rakyat Maluku"])
@pytest.mark.parametrize("end", [" - {}", " | {}", " - Daerah | {}", " | {} - Portal Kabar"])
def test_what_the_page_s_title_ends_in_is_no_author_of_its_metadata(name: str, end: str) -> None:
    head = f'<title>{TITLE}{end.format(name)}</title><meta name="author" content="{name}">'
    shown = "<p>Oleh: Ratna Puspitasari</p>"
    for line, authors in (("", ()), (shown, ("Ratna Puspitasari",))):
        body = f"<article><h1>{TITLE}</h1>{line}{PARAGRAPHS}</article>"
        html = f"<html lang=id><head>{head}</head><body>{body}</body></html>"
        article = scrape(html.encode(), url="https://sr-lima.id/laut/panen-kabut", source=Source.GENERIC)
        assert article.authors == authors
