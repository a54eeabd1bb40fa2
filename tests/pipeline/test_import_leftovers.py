"""Sheets that break off, numbers that are days, fields in apostrophes, and what systems leave beside files."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from kliping.errors import InputError
from kliping.pipeline.imports import documents
from kliping.pipeline.imports.import_files import match_files

from tests.pipeline.test_import_kinds import HEADER, SERIAL, TEXT, TITLE, URL, make_workbook, read

SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def repack(book: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as whole, zipfile.ZipFile(packed, "w") as other:
        for name in whole.namelist():
            other.writestr(name, change(name, whole.read(name)))
    return packed.getvalue()


def cut(part: str, share: float) -> Callable[[str, bytes], bytes]:
    return lambda name, data: data[: int(share * len(data))] if name == part else data


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.97])
def test_the_rows_before_a_damage_are_read(share: float, tmp_path: Path) -> None:
    """One outcome says where the rest was lost."""
    rows = [[TITLE, f"{TEXT} Laporan ke-{n}.", f"{URL}-{n}", SERIAL, "Lalu Hamdani"] for n in range(300)]
    whole = make_workbook(HEADER, *rows)
    path = tmp_path / "arsip.xlsx"
    path.write_bytes(repack(whole, cut(SHEET, share)))
    pages, bad = read(path)
    assert 300 * share - 3 <= len(pages) <= 300 * share + 1
    assert [(each.place, each.why.partition(":")[0]) for each in bad] == [
        (f"{path}, behind row {len(pages) + 1}", "the rest cannot be read")
    ]


def test_rows_whose_texts_are_lost_are_named_one_by_one(tmp_path: Path) -> None:
    texts = tuple(f"{TEXT} Laporan ke-{n}." for n in range(40))
    whole = make_workbook(HEADER, *([TITLE, f"#{n}", f"{URL}-{n}"] for n in range(40)), shared=texts)
    path = tmp_path / "arsip.xlsx"
    path.write_bytes(repack(whole, cut(TEXTS, 0.5)))
    pages, bad = read(path)
    assert 18 <= len(pages) <= 20
    assert len(pages) + len(bad) == 40
    assert bad[0].place.endswith(f"row {len(pages) + 2}")


@pytest.mark.parametrize("from_1904", [True, False])
@pytest.mark.parametrize("styled", [True, False])
def test_a_day_is_counted_from_the_workbook_s_first(from_1904: bool, styled: bool, tmp_path: Path) -> None:
    """Also where no style says that the number is a day."""

    def change(_: str, data: bytes) -> bytes:
        if from_1904:
            data = data.replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
        return data if styled else data.replace(b' s="1"', b"")

    path = tmp_path / "arsip.xlsx"
    path.write_bytes(repack(make_workbook(HEADER, [TITLE, TEXT, URL, SERIAL - 1_462 * from_1904]), change))
    pages, _ = read(path)
    article, _ = documents.read_imported(pages[0])
    assert article.published_at is not None
    assert article.published_at.isoformat()[:16] == "2024-11-26T09:15"


HEAD = "judul,isi,tautan\n"
APOSTROPHES = {
    "rows in apostrophes": (
        HEAD + "'Kata \"warga\"','Panen, lalu pesta','https://a.example/1'\n",
        ['Kata "warga"', "Panen, lalu pesta"],
    ),
    "doubled": (HEAD + "'Kata ''warga''','Panen saja','https://a.example/1'\n", ["Kata 'warga'", "Panen saja"]),
    "with backslashes": (
        HEAD + "'Kata \\'warga\\'','Panen, ya','https://a.example/1'\n",
        ["Kata 'warga'", "Panen, ya"],
    ),
    "over two lines": (
        "judul;isi;id;tautan\n'Panen';'Baris satu;\nbaris dua';3;'https://a.example/1'\n",
        ["Panen", "Baris satu;\nbaris dua"],
    ),
    "one quotation is none": (HEAD + "'Tolak',Isi saja,https://a.example/1\n", ["'Tolak'", "Isi saja"]),
    "words in a sentence are none": (
        HEAD + "'Tolak' kata warga,Isi 'saja' dan,https://a.example/1\n",
        ["'Tolak' kata warga", "Isi 'saja' dan"],
    ),
    "inside quotation marks they are none": (
        HEAD + '"\'Tolak\'","\'Isi\', kata dia","https://a.example/1"\n',
        ["'Tolak'", "'Isi', kata dia"],
    ),
}


@pytest.mark.parametrize("name", APOSTROPHES)
def test_fields_in_apostrophes(name: str, tmp_path: Path) -> None:
    text, expected = APOSTROPHES[name]
    path = tmp_path / "a.csv"
    path.write_text(text)
    pages, bad = read(path)
    assert bad == []
    fields = json.loads(pages[0].body)
    assert [fields["title"], fields["text"]] == expected


LEFT = [
    "._berita.txt",
    "__MACOSX/._berita.txt",
    "x/__MACOSX/berita.txt",
    ".DS_Store",
    "x/Thumbs.db",
    "desktop.ini",
    "x\\._berita.txt",
]
APPLE_DOUBLE = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        " + bytes(80)


@pytest.mark.parametrize("name", LEFT)
def test_what_systems_leave_in_an_archive_is_no_article(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("berita.txt", TEXT)
        packed.writestr(name, APPLE_DOUBLE)
    pages, bad = read(path)
    assert ([page.body.decode() for page in pages], bad) == ([TEXT], [])


def test_what_systems_leave_in_a_folder_is_no_article(tmp_path: Path) -> None:
    for name in ("berita.txt", *LEFT):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(APPLE_DOUBLE)
    assert [path.name for path in match_files([str(tmp_path)])] == ["berita.txt"]
    assert match_files([str(tmp_path / "._berita.txt")]), "a file that is named is read"
    (tmp_path / "berita.txt").unlink()
    with pytest.raises(InputError, match="holds no file"):
        match_files([str(tmp_path)])
