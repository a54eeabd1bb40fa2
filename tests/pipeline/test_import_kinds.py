# ruff: noqa: E501 - a table of kinds
"""What people have: workbooks, databases, exports of Mongo and Scrapy, zip files; and columns of any name, told aloud."""

from __future__ import annotations

import datetime as dt
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from html import escape
from pathlib import Path
from typing import Any

import pytest
from kliping.errors import InputError
from kliping.model import Page
from kliping.pipeline.imports import documents
from kliping.pipeline.imports.column_names import COLUMNS, ColumnReader, is_name_of, parse_column_map
from kliping.pipeline.imports.records import Unreadable

TEXT = (
    "Perajin tenun di Desa Sade kembali menerima pesanan setelah jalan menuju kampung itu selesai diperbaiki bulan lalu.\n"
    "Ketua kelompok mengatakan 40 helai kain terjual dalam sepekan, dua kali lipat dari bulan sebelumnya."
)
TITLE = "Perajin Tenun Sade Kembali Menerima Pesanan"
URL = "https://arsip.example/budaya/4411/perajin-tenun-sade"
ROW = {"judul": TITLE, "isi": TEXT, "tautan": URL, "tanggal": "2024-11-26 09:15:00", "penulis": "Lalu Hamdani"}


def read(path: Path, columns: ColumnReader | None = None) -> tuple[list[Page], list[Unreadable]]:
    found = list(documents.read_documents(path, columns))
    return [each for each in found if isinstance(each, Page)], [each for each in found if isinstance(each, Unreadable)]


def make_cell(at: int, row: int, value: Any) -> str:
    place = f"{chr(65 + at)}{row}"
    if isinstance(value, int | float):
        return f'<c r="{place}" s="1"><v>{value}</v></c>'
    if isinstance(value, str) and value.startswith("#"):
        return f'<c r="{place}" t="s"><v>{value[1:]}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def make_workbook(*rows: list[Any], shared: tuple[str, ...] = ()) -> bytes:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    lines = "".join(
        f'<row r="{n}">{"".join(make_cell(at, n, value) for at, value in enumerate(row) if value is not None)}</row>'
        for n, row in enumerate(rows, 1)
    )
    parts = {
        "xl/workbook.xml": f"<workbook {space}><workbookPr/></workbook>",
        "xl/styles.xml": f'<styleSheet {space}><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f"<sst {space}>{''.join(f'<si><r><t>{escape(text)}</t></r></si>' for text in shared)}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{lines}</sheetData></worksheet>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return packed.getvalue()


HEADER = list(ROW)
SERIAL = (dt.datetime(2024, 11, 26, 9, 15) - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)  # noqa: DTZ001


def write_xlsx(folder: Path) -> Path:
    path = folder / "arsip.xlsx"
    path.write_bytes(make_workbook(HEADER, [TITLE, "#0", URL, SERIAL, "Lalu Hamdani"], shared=(TEXT,)))
    return path


def write_strict_xlsx(folder: Path) -> Path:
    """Write the workbook that "Strict Open XML Spreadsheet" saves: the same elements in another namespace."""
    path = folder / "ketat.xlsx"
    with zipfile.ZipFile(write_xlsx(folder)) as book, zipfile.ZipFile(path, "w") as strict:
        for name in book.namelist():
            part = book.read(name)
            usual, other = (
                b"schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"purl.oclc.org/ooxml/spreadsheetml/main",
            )
            strict.writestr(name, part.replace(usual, other))
    return path


def write_named_xlsx(folder: Path) -> Path:
    """Write the workbook with its sheet in a part of an unusual name, which only its relations tell, and backslashes."""
    path = folder / "lain.xlsx"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/Berita.xml"/></Relationships>'
    )
    listed = '<sheets><sheet xmlns:r="r" name="Berita" sheetId="1" r:id="rId7"/></sheets></workbook>'
    with zipfile.ZipFile(write_xlsx(folder)) as book, zipfile.ZipFile(path, "w") as other:
        for name in book.namelist():
            part = book.read(name).decode().replace("</workbook>", listed)
            other.writestr(name.replace("sheet1", "Berita").replace("/", "\\"), part)
        other.writestr("xl\\_rels\\workbook.xml.rels", relations)
    return path


def write_sqlite(folder: Path) -> Path:
    path = folder / "arsip.db"
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE berita (id INTEGER, {', '.join(f'{name} TEXT' for name in HEADER)})")
        connection.execute("INSERT INTO berita VALUES (1, ?, ?, ?, ?, ?)", list(ROW.values()))
    connection.close()
    return path


def write_mongo(folder: Path) -> Path:
    path = folder / "mongo.json"
    number = int(dt.datetime(2024, 11, 26, 2, 15, tzinfo=dt.UTC).timestamp() * 1000)
    row = {"_id": {"$oid": "65a1"}, **ROW, "tanggal": {"$date": {"$numberLong": str(number)}}}
    path.write_text(json.dumps(row) + "\n")
    return path


def write_scrapy(folder: Path) -> Path:
    path = folder / "items.jl"
    row = {
        "title": [TITLE],
        "content": TEXT.split("\n"),
        "url": URL,
        "date": ROW["tanggal"],
        "author": ["Lalu Hamdani"],
    }
    path.write_text(json.dumps(row) + "\n")
    return path


def write_zip(folder: Path) -> Path:
    path = folder / "semua.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "arsip/berita.csv", "judul;isi;tautan;tanggal;penulis\n" + ";".join(f'"{value}"' for value in ROW.values())
        )
    return path


def write_shell_output(folder: Path) -> Path:
    """As MongoDB's shell prints documents: values that are calls, several lines a document."""
    path = folder / "mongo_shell.json"
    row = {name: json.dumps(value, ensure_ascii=False) for name, value in ROW.items()}
    row |= {"_id": 'ObjectId("65a100000000000000000001")', "tanggal": 'ISODate("2024-11-26T02:15:00Z")'}
    row |= {"dibaca": "NumberLong(1204)"}
    path.write_text("{\n" + ",\n".join(f'  "{name}" : {value}' for name, value in row.items()) + "\n}\n")
    return path


def write_clock_apart(folder: Path) -> Path:
    """The day and the time of day in columns of their own."""
    path = folder / "jam.csv"
    row = [TITLE, TEXT, URL, "26/11/2024", "09.15", "Lalu Hamdani"]
    path.write_text("judul|isi|url|tanggal|jam|penulis\n" + "|".join(f'"{value}"' for value in row))
    return path


KINDS = {
    "xlsx": write_xlsx, "strict xlsx": write_strict_xlsx, "xlsx with names of its own": write_named_xlsx, "sqlite": write_sqlite, "mongo": write_mongo, "scrapy": write_scrapy, "zip": write_zip,
    "mongo shell": write_shell_output, "clock apart": write_clock_apart,
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_an_article_comes_out_of(kind: str, tmp_path: Path) -> None:
    pages, bad = read(KINDS[kind](tmp_path))
    assert bad == []
    assert len(pages) == 1
    article, _ = documents.read_imported(pages[0])
    assert (article.title, article.body, article.url, article.authors) == (TITLE, TEXT, URL, ("Lalu Hamdani",))
    assert article.published_at is not None
    assert article.published_at.astimezone(dt.UTC) == dt.datetime(2024, 11, 26, 2, 15, tzinfo=dt.UTC)


DAMAGED = {
    "arsip.xlsx": b"PK\x03\x04 half a workbook",
    "arsip.sqlite": b"no database at all",
    "arsip.zip": b"PK\x03\x04 half",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_one_outcome(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(DAMAGED[name])
    pages, bad = read(tmp_path / name)
    assert (len(pages), len(bad)) == (0, 1)
    assert "cannot be read as" in bad[0].why


def pack_nothing() -> bytes:
    packed = io.BytesIO()
    zipfile.ZipFile(packed, "w").close()
    return packed.getvalue()


EMPTY = {
    "kosong.jsonl": b"",
    "kosong.csv": b"",
    "judul.csv": b"judul,isi,tautan\n",
    "kosong.xlsx": pack_nothing(),
    "judul.xlsx": make_workbook(HEADER),
    "kosong.zip": pack_nothing(),
    "kosong.json": b"[]",
    "kosong.sqlite": b"",
}


@pytest.mark.parametrize("name", EMPTY)
def test_a_file_without_records_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(EMPTY[name])
    pages, bad = read(tmp_path / name)
    assert pages == []
    assert [each.place for each in bad] == [str(tmp_path / name)]


def test_a_row_that_cannot_be_read_never_costs_the_others(tmp_path: Path) -> None:
    path = tmp_path / "arsip.xlsx"
    path.write_bytes(make_workbook(HEADER, [TITLE, "#7"], [TITLE, None], [TITLE, "#0", URL], shared=(TEXT,)))
    pages, bad = read(path)
    assert len(pages) == 1
    assert [each.place.rpartition(", ")[2] for each in bad] == ["row 2", "row 3"]


def test_a_zip_names_its_members(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("x/satu.jsonl", json.dumps({"isi": TEXT}) + "\n{half\n")
        packed.writestr("x/dua.xlsx", "no workbook")
    pages, bad = read(path)
    assert len(pages) == 1
    assert [each.place for each in bad] == [f"{path}/x/satu.jsonl, line 2", f"{path}/x/dua.xlsx"]


@pytest.mark.parametrize("name", sorted({name for names in COLUMNS.values() for name in names}))
def test_every_usual_name_is_one_field_s(name: str) -> None:
    assert sum(name in names for names in COLUMNS.values()) == 1
    assert parse_column_map([f"{name.upper()}=text"]) == {name: "text"}


def test_what_a_person_says_comes_first_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'Kepala Berita,Isi-Berita,judul,rubrik\n"{TITLE}","{TEXT}",salah,Budaya\n')
    columns = ColumnReader(parse_column_map(["kepala berita=title"]))
    pages, _ = read(path, columns)
    assert documents.read_imported(pages[0])[0].title == TITLE
    told = columns.describe_columns()
    assert told == "text from 'Isi-Berita', title from 'Kepala Berita'; not used: 'judul', 'rubrik'"
    assert columns.describe_columns() == ""


@pytest.mark.parametrize("given", ["judul", "judul=", "=title", "judul=headline"])
def test_a_map_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(InputError, match="--map"):
        parse_column_map([given])


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("tgl_publish", "date"), ("Tanggal Rilis", "date"), ("publishedTime", "date"), ("waktu tayang", "date"),
        ("nama wartawan", "author"), ("author_name", "author"), ("Judul News", "title"), ("isiLengkap", "text"),
        ("konten artikel asli", "text"), ("news_link", "url"), ("URL-Artikel", "url"), ("nama portal", "outlet"),
    ],
)  # fmt: skip
def test_a_name_of_usual_words_is_known(column: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({column: TEXT, "isi" if name != "text" else "x": TEXT}))
    columns = ColumnReader()
    read(path, columns)
    assert f"{name} from {column!r}" in columns.describe_columns()


@pytest.mark.parametrize(
    "column", ["title_seo", "author_id", "link_gambar", "date_modified", "content_type", "post_name", "isi_kotak_saran"]
)
def test_a_name_of_other_words_is_not_guessed(column: str) -> None:
    assert not any(is_name_of(column, name) for name in COLUMNS)


def test_a_table_without_texts_is_one_outcome(tmp_path: Path) -> None:
    path = tmp_path / "portal.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE berita (judul_berita TEXT, isi_berita TEXT, tgl_publish TEXT)")
        connection.execute("CREATE TABLE pengguna (id INTEGER, nama TEXT)")
        connection.execute("INSERT INTO berita VALUES (?, ?, '2025-03-11 08:42:00')", (TITLE, TEXT))
        connection.executemany("INSERT INTO pengguna VALUES (?, 'Ani')", [(n,) for n in range(50)])
        connection.commit()
    pages, bad = read(path)
    assert len(pages) == 1
    assert [(each.place, each.why) for each in bad] == [
        (f"{path}, table pengguna", "has no column of texts among id, nama")
    ]


def test_views_are_read_where_no_table_has_texts(tmp_path: Path) -> None:
    path = tmp_path / "portal.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE pos (kolom1 TEXT, kolom2 TEXT)")
        connection.execute("INSERT INTO pos VALUES (?, ?)", (TITLE, TEXT))
        connection.execute("CREATE VIEW berita AS SELECT kolom1 AS judul, kolom2 AS isi FROM pos")
        connection.commit()
    pages, bad = read(path)
    assert len(pages) == 1
    assert [each.place for each in bad] == [f"{path}, table pos"]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE pos RENAME COLUMN kolom2 TO isi")
        connection.commit()
    pages, bad = read(path)
    assert (len(pages), bad) == (1, []), "the view would give the same article again"


def test_the_header_of_a_sheet_may_be_below_a_title(tmp_path: Path) -> None:
    path = tmp_path / "arsip.xlsx"
    values = [TITLE, TEXT, URL, SERIAL, "Lalu Hamdani"]
    path.write_bytes(make_workbook(["Arsip Berita 2024"], [], HEADER, values, HEADER))
    pages, bad = read(path)
    assert (len(pages), bad) == (1, [])
    assert documents.read_imported(pages[0])[0].title == TITLE
