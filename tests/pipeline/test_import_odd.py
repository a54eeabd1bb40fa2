"""One odd record never refuses a file: what can be read loads, the rest is named with its place and counted."""

# ruff: noqa: E501  # rows of a table

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from kliping import pipeline, warehouse
from kliping.model import Article, Page
from kliping.pipeline.imports import documents
from kliping.pipeline.imports.records import Unreadable
from kliping.settings import Settings

from tests.pipeline.tables import query

LINES = (
    "Petani di Desa {name} mulai memanen padi varietas baru setelah menunggu seratus hari sejak masa tanam.",
    "Ketua kelompok tani mengatakan hasilnya naik hampir seperlima dibanding musim sebelumnya.",
    "Dinas pertanian akan membagikan benih yang sama kepada dua belas desa lain pada bulan depan.",
)
NAMES = ("Sukamaju", "Cibiru", "Wonorejo", "Tanjungsari")


def story(name: str = "Sukamaju") -> str:
    return "\n".join(LINES).format(name=name)


def row(n: int = 0, **more: Any) -> dict[str, Any]:
    given = {"title": f"Petani {NAMES[n]} Panen Padi Varietas Baru", "content": story(NAMES[n])}
    return given | {"url": f"https://arsip.example/berita/{n}", "author": "Sari Wulandari"} | more


def lines(*records: dict[str, Any] | str, end: str = "\n") -> bytes:
    texts = (r if isinstance(r, str) else json.dumps(r) for r in records)
    return end.join(texts).encode("utf-8", "surrogatepass") + end.encode()


def read(path: Path, data: bytes) -> tuple[list[Page], list[Unreadable]]:
    path.write_bytes(data)
    found = list(documents.read_documents(path))
    return [f for f in found if isinstance(f, Page)], [f for f in found if isinstance(f, Unreadable)]


def article(tmp_path: Path, **fields: Any) -> Article:
    pages, bad = read(tmp_path / "satu.jsonl", lines(row(**fields)))
    assert not bad
    found, _ = documents.read_imported(pages[0])
    return found


TITLE = row()["title"]
FIELDS: dict[str, tuple[dict[str, Any], str, Any]] = {
    "half an emoji at the end": ({"title": TITLE + " \ud83d"}, "title", TITLE),
    "the other half": ({"title": "\ude00 " + TITLE}, "title", TITLE),
    "a whole emoji": ({"title": TITLE + " \U0001f33e"}, "title", TITLE + " \U0001f33e"),
    "NUL in a title": ({"title": "Petani \x00" + TITLE[7:]}, "title", TITLE),
    "escape sequences in a title": ({"title": "\x1b[2J" + TITLE + "\x9b1m\x08"}, "title", "[2J" + TITLE + "1m"),
    "line feeds escaped twice": ({"content": story().replace("\n", "\\n")}, "body", story()),
    "a date two objects deep": ({"date": {"$date": {"$numberLong": "1732590300000"}}}, "published_at", dt.datetime(2024, 11, 26, 3, 5, tzinfo=dt.UTC)),
    "authors as Python prints them": ({"author": "['Ratna Puspita', 'Gani Wibowo']"}, "authors", ("Ratna Puspita", "Gani Wibowo")),
    "NULL as title": ({"title": None}, "title", None),
    "NaN as title": ({"title": float("nan")}, "title", None),
    "the word NaN as title": ({"title": "NaN"}, "title", None),
    "a number as title": ({"title": 2024}, "title", None),
    "a truth value as title": ({"title": True}, "title", None),
    "an object as title": ({"title": {"rendered": TITLE}}, "title", TITLE),
    "a list as title": ({"title": [None, TITLE]}, "title", TITLE),
    "an empty list as title": ({"title": []}, "title", None),
    "markup in a title": ({"title": "Petani <b>Sukamaju</b> Panen &amp; Pesta"}, "title", "Petani Sukamaju Panen & Pesta"),
    "entities in a title": ({"title": "Harga &quot;Beras&quot; Turun"}, "title", 'Harga "Beras" Turun'),
    "half an emoji in the text": ({"content": story() + " Penutup\ud83d."}, "body", story() + " Penutup."),
    "control characters in the text": ({"content": "\x1b\x07" + story()}, "body", story()),
    "markup as text": ({"content": "".join(f"<p>{line}</p>" for line in story().split("\n"))}, "body", story()),
    "line breaks as text": ({"content": "<br/>".join(story().split("\n"))}, "body", story()),
    "a script in the text": ({"content": f"<p>{story()}</p><script>alert(1)</script>"}, "scraped_text", story()),
    "a list of paragraphs": ({"content": story().split("\n")}, "body", story()),
    "an object as text": ({"content": {"rendered": story()}}, "body", story()),
    "a list of author objects": ({"author": [{"name": "Rina Melati"}, {"name": "Oki"}]}, "authors", ("Rina Melati", "Oki")),
    "an author object": ({"author": {"@type": "Person", "name": "Rina Melati"}}, "authors", ("Rina Melati",)),
    "authors with NULL and a number": ({"author": ["Rina Melati", None, 5]}, "authors", ("Rina Melati",)),
    "a JSON list of authors": ({"author": '["Rina Melati", "Oki"]'}, "authors", ("Rina Melati", "Oki")),
    "NULL as author": ({"author": None}, "authors", ()),
    "names with commas and dan": ({"author": "Rina Melati, Kahfi Dirga dan Oki Saputra"}, "authors", ("Rina Melati", "Kahfi Dirga", "Oki Saputra")),
    "names with an ampersand": ({"author": "Rina Melati & Kahfi Dirga"}, "authors", ("Rina Melati", "Kahfi Dirga")),
    "names with a slash": ({"author": "Rina Melati/Kahfi Dirga"}, "authors", ("Rina Melati", "Kahfi Dirga")),
    "names with a semicolon": ({"author": "Rina Melati; Kahfi Dirga"}, "authors", ("Rina Melati", "Kahfi Dirga")),
    "a label before the name": ({"author": "Oleh: Rina Melati"}, "authors", ("Rina Melati",)),
    "a label of two words": ({"author": "Ditulis oleh Rina Melati"}, "authors", ("Rina Melati",)),
    "academic titles": ({"author": "Dr. Rina Melati, M.Si."}, "authors", ("Dr. Rina Melati, M.Si.",)),
    "titles of one of two": ({"author": "Dr. Rina Melati, M.Si. dan Kahfi Dirga"}, "authors", ("Dr. Rina Melati, M.Si.", "Kahfi Dirga")),
    "an outlet behind the name": ({"author": "Rina Melati, Garuda TV"}, "authors", ("Rina Melati",)),
    "the row's own outlet behind the name": ({"author": "Rina Melati, Pedoman", "outlet": "Pedoman"}, "authors", ("Rina Melati",)),
    "a role in brackets": ({"author": "Rina Melati (Kontributor)"}, "authors", ("Rina Melati",)),
    "an address beside the name": ({"author": "rina@arsip.example (Rina Melati)"}, "authors", ("Rina Melati",)),
    "a list of strings of several": ({"author": ["Rina Melati & Oki Saputra", "Kahfi Dirga"]}, "authors", ("Rina Melati", "Oki Saputra", "Kahfi Dirga")),
    "a desk": ({"author": "Redaksi"}, "authors", ("Redaksi",)),
    "an author twice": ({"author": ["Oki", "Oki"]}, "authors", ("Oki",)),
    "epoch seconds": ({"date": 1732590300}, "published_at", dt.datetime(2024, 11, 26, 3, 5, tzinfo=dt.UTC)),
    "epoch milliseconds": ({"date": 1732590300000}, "published_at", dt.datetime(2024, 11, 26, 3, 5, tzinfo=dt.UTC)),
    "epoch as a fraction": ({"date": 1732590300.25}, "published_at", dt.datetime(2024, 11, 26, 3, 5, tzinfo=dt.UTC)),
    "epoch nanoseconds": ({"date": 1732590300 * 10**9}, "published_at", dt.datetime(2024, 11, 26, 3, 5, tzinfo=dt.UTC)),
    "a day in figures": ({"date": 20241126}, "published_precision", "day"),
    "a date object": ({"date": {"$date": "2024-11-26T03:05:00Z"}}, "published_at", dt.datetime(2024, 11, 26, 3, 5, tzinfo=dt.UTC)),
    "NaN as date": ({"date": float("nan")}, "published_at", None),
    "a list as date": ({"date": []}, "published_at", None),
    "a date that is none": ({"date": "segera"}, "published_at", None),
    "zero as date": ({"date": 0}, "published_at", None),
    "an object as address": ({"url": {"href": "x"}}, "canonical_url", "urn"),
    "an address in an object": ({"url": {"href": "https://arsip.example/a"}}, "canonical_url", "https://arsip.example/a"),
    "a number as address": ({"url": 17}, "canonical_url", "urn"),
    "an address without a scheme": ({"url": "arsip.example/a"}, "canonical_url", "https://arsip.example/a"),
    "a script as address": ({"url": "javascript:alert(1)"}, "canonical_url", "urn"),
    "half an emoji in an address": ({"url": "https://arsip.example/a\ud83d"}, "canonical_url", "https://arsip.example/a"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "field", "expected"), FIELDS.values(), ids=FIELDS)
def test_a_field_of_an_odd_kind(tmp_path: Path, given: dict[str, Any], field: str, expected: object) -> None:
    found = getattr(article(tmp_path, **given), field)
    if expected == "urn":
        assert found.startswith("urn:sha256:")
    else:
        assert found == expected


def test_an_outlet_of_an_odd_kind(tmp_path: Path) -> None:
    for given in (["arsip.example"], {"name": "arsip"}, 5, None, float("nan")):
        pages, bad = read(tmp_path / "a.jsonl", lines(row(outlet=given)))
        assert not bad
        assert documents.read_imported(pages[0])[1] == "arsip.example"


def csv_text(*records: dict[str, str], delimiter: str = ",", end: str = "\n") -> str:
    import csv
    import io

    out = io.StringIO()
    writer = csv.DictWriter(out, list(row()), delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


CSV = csv_text(row(0), row(1))
HEAD, *_ = CSV.split("\n")
BARE = ",".join(["Judul Panjang Berita Desa", "Isi berita tentang desa.", "https://arsip.example/9", "Oki"])


def quoted(text: str) -> str:
    """Two rows, the first with a field as it must not be written."""
    return f'{HEAD}\nJudul,"{text}",https://arsip.example/8,Oki\n{BARE}\n'


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


FILES: dict[str, tuple[str, bytes, int, list[str]]] = {
    "a byte order mark": ("a.jsonl", b"\xef\xbb\xbf" + lines(row(0), row(1)), 2, []),
    "UTF-16": ("a.jsonl", lines(row(0), row(1)).decode().encode("utf-16"), 2, []),
    "Windows-1252 in one line": ("a.jsonl", json.dumps(row(0, title="Caf\xe9 Baru di Desa"), ensure_ascii=False).encode("cp1252") + b"\n" + lines(row(1)), 2, []),
    "CRLF": ("a.jsonl", lines(row(0), row(1), end="\r\n"), 2, []),
    "CR alone": ("a.jsonl", lines(row(0), row(1), end="\r"), 2, []),
    "line separators inside": ("a.jsonl", json.dumps(row(0, content=story() + "\u2028\u0085akhir"), ensure_ascii=False).encode() + b"\n" + lines(row(1)), 2, []),
    "objects without a line feed between": ("a.jsonl", (json.dumps(row(0)) + json.dumps(row(1)) + "\n").encode(), 2, []),
    "record separators": ("a.jsonl", lines("\x1e" + json.dumps(row(0)), "\x1e" + json.dumps(row(1))), 2, []),
    "commas behind": ("a.jsonl", lines(json.dumps(row(0)) + ",", row(1)), 2, []),
    "blank lines": ("a.jsonl", lines("", row(0), "  ", row(1), ""), 2, []),
    "a raw tab in a text": ("a.jsonl", lines(json.dumps(row(0)).replace("Petani ", "Petani\t")), 1, []),
    "a malformed line": ("a.jsonl", lines(row(0), '{"title": "x", ', row(1)), 2, ["line 2"]),
    "a cut last line": ("a.jsonl", lines(row(0), row(1))[:-40], 1, ["line 2"]),
    "a list between": ("a.jsonl", lines(row(0), "[1, 2]", row(1)), 2, ["line 2"]),
    "a word between": ("a.jsonl", lines(row(0), "null", "selesai", row(1)), 2, ["line 2", "line 3"]),
    "NULL as text": ("a.jsonl", lines(row(0), row(1, content=None), row(2)), 2, ["line 2"]),
    "NaN as text": ("a.jsonl", lines(row(0), row(1, content=float("nan"))), 1, ["line 2"]),
    "a number as text": ("a.jsonl", lines(row(0), row(1, content=12)), 1, ["line 2"]),
    "an empty text": ("a.jsonl", lines(row(0), row(1, content="  ")), 1, ["line 2"]),
    "infinity": ("a.jsonl", lines(json.dumps(row(0, score=float("inf"))), row(1)), 2, []),
    "deeper than a parser goes": ("a.jsonl", lines(row(0), '{"title": ' + "[" * 100_000 + "]" * 100_000 + "}", row(1)), 2, ["line 2"]),
    "a number of 5,000 digits": ("a.jsonl", lines(row(0), '{"n": ' + "9" * 5000 + "}", row(1)), 2, ["line 2"]),
    "zeros at the end": ("a.jsonl", lines(row(0)) + b"\x00" * 64, 1, ["line 2"]),
    "an array": ("a.json", json.dumps([row(0), row(1)]).encode(), 2, []),
    "an array in lines": ("a.jsonl", json.dumps([row(0), row(1)], indent=1).encode(), 2, []),
    "an array of an odd element": ("a.json", json.dumps([row(0), None, row(1)]).encode(), 2, ["row 2"]),
    "a cut-off array": ("a.json", json.dumps([row(0), row(1)]).encode()[:-50], 1, ["row 2, from line 1"]),
    "a broken element": ("a.json", b"[" + json.dumps(row(0)).encode() + b', {"title": },' + json.dumps(row(1)).encode() + b"]", 2, ["row 2, from line 1"]),
    "an empty array beside": ("a.json", json.dumps({"count": 2, "articles": [row(0), row(1)]}).encode(), 2, []),
    "one object in many lines": ("a.json", json.dumps(row(0), indent=2).encode(), 1, []),
    "lines under another name": ("a.ndjson", lines(row(0), row(1)), 2, []),
    "CSV": ("a.csv", CSV.encode(), 2, []),
    "CSV with a byte order mark": ("a.csv", b"\xef\xbb\xbf" + CSV.encode(), 2, []),
    "CSV in UTF-16": ("a.csv", CSV.encode("utf-16"), 2, []),
    "CSV in Windows-1252": ("a.csv", csv_text(row(0, title="Caf\xe9 Baru di Desa")).encode("cp1252"), 1, []),
    "CSV with semicolons": ("a.csv", csv_text(row(0), row(1), delimiter=";").encode(), 2, []),
    "CSV for Excel": ("a.csv", b"sep=;\r\n" + csv_text(row(0), delimiter=";", end="\r\n").encode(), 1, []),
    "CSV with tabs": ("a.tsv", csv_text(row(0), row(1), delimiter="\t").encode(), 2, []),
    "CSV with CRLF": ("a.csv", csv_text(row(0), row(1), end="\r\n").encode(), 2, []),
    "CSV with headings in capitals": ("a.csv", CSV.replace(HEAD, HEAD.upper().replace(",", " , ")).encode(), 2, []),
    "CSV with NUL": ("a.csv", CSV.replace("Petani", "Pet\x00ani").encode(), 2, []),
    "CSV with too many fields": ("a.csv", f"{HEAD}\n{BARE},lebih\n{BARE}\n".encode(), 1, ["line 2"]),
    "CSV with too few fields": ("a.csv", f"{HEAD}\n{BARE}\nakhir.\n".encode(), 1, ["line 3"]),
    "CSV without the last field": ("a.csv", f"{HEAD}\n{BARE.rpartition(',')[0]}\n".encode(), 1, []),
    "CSV with empty fields behind": ("a.csv", f"{HEAD}\n{BARE},,\n".encode(), 1, []),
    "CSV with a quotation mark left open": ("a.csv", f'{HEAD}\n{BARE}\n"Judul, isi\n{BARE}\n'.encode(), 2, ["line 3"]),
    "CSV with a quotation mark inside": ("a.csv", f'{HEAD}\n"Judul "kutip" berita",Isi,https://arsip.example/8,Oki\n{BARE}\n'.encode(), 2, []),
    "CSV without a text": ("a.csv", f"{HEAD}\n{BARE}\nJudul,,https://arsip.example/8,Oki\n".encode(), 1, ["line 3"]),
    "CSV of a very long field": ("a.csv", f"{HEAD}\nJudul,{'kata ' * 100_000},,\n".encode(), 1, []),
    "CSV with bare quotation marks": ("a.csv", quoted('Kata "warga", lalu\npergi "bersama"').encode(), 2, []),
    "CSV with escaped quotation marks": ("a.csv", quoted('Kata \\"warga\\", lalu pergi').encode(), 2, []),
    "CSV of a row that breaks off": ("a.csv", f'{HEAD}\n{BARE}\nJudul,"Isi satu\nIsi dua\nIsi tiga'.encode(), 1, ["line 3"]),
    "CSV with a zero between fields": ("a.csv", quoted("Isi\nberita").replace('",h', '"\x00,h').encode(), 2, []),
    "CSV that ends as under DOS": ("a.csv", CSV.encode() + b"\x1a", 2, []),
    "CSV in UTF-16 without a mark": ("a.csv", CSV.encode("utf-16-le"), 2, []),
    "CSV below a title": ("a.csv", f"Arsip Berita Kabupaten 2024\n{CSV}".encode(), 2, []),
    "CSV below a title and a blank row": ("a.csv", f"Arsip Berita,,,\n,,,\n{CSV}".encode(), 2, []),
    "CSV below a title named as a column": ("a.csv", f"Berita\n{CSV}".encode(), 2, []),
    "CSV below notes with commas": ("a.csv", f"Sumber: arsip\nDiunduh: 26 November 2024, pukul 10\n\n{CSV}".encode(), 2, []),
    "CSV below a title with a quotation mark left open": ("a.csv", f'"Arsip\n{CSV}'.encode(), 2, []),
    "CSV below a blank row": ("a.csv", f",,,\n{CSV}".encode(), 2, []),
    "CSV below zeros": ("a.csv", b"\0\0\0\n" + CSV.encode(), 2, []),
    "CSV below zeros between commas": ("a.csv", b"\0,\0,\0\n" + CSV.encode(), 2, []),
    "CSV with blank rows": ("a.csv", f"{HEAD}\n,,,\n{BARE}\n, ,,\n\n".encode(), 1, []),
    "CSV with its header again": ("a.csv", f"{HEAD}\n{BARE}\n{HEAD}\n{BARE}\n".encode(), 2, []),
    "CSV files joined with their marks": ("a.csv", (b"\xef\xbb\xbf" + CSV.encode()) * 2, 4, []),
    "CSV with two marks": ("a.csv", b"\xef\xbb\xbf" * 2 + CSV.encode(), 2, []),
    "CSV in UTF-32": ("a.csv", CSV.encode("utf-32"), 2, []),
    "CSV with decimal commas": ("a.csv", csv_text(row(0, title="Inflasi 2,75 Persen"), delimiter=";").encode(), 1, []),
    "CSV with a column of numbers first": ("a.csv", f",{HEAD}\n0,{BARE}\n1,{BARE}\n".encode(), 2, []),
    "CSV with headings of words": ("a.csv", f"Judul Berita,Isi Berita,Article URL,Penulis\n{BARE}\n".encode(), 1, []),
    "tabs, with a quotation mark left open": ("a.tsv", f'title\tcontent\n"Judul\tIsi berita\n{BARE.replace(",", chr(9), 1)}\n'.encode(), 2, []),
    "objects by their ids": ("a.json", json.dumps({"1": row(0), "2": row(1)}).encode(), 2, []),
    "an array two deep": ("a.json", json.dumps({"data": {"articles": [row(0), row(1)]}}).encode(), 2, []),
    "columns of lists": ("a.json", json.dumps({name: [row(0)[name], row(1)[name]] for name in row()}).encode(), 2, []),
    "columns of objects": ("a.json", json.dumps({name: {"0": row(0)[name], "1": row(1)[name]} for name in row()}).encode(), 2, []),
    "columns and rows": ("a.json", json.dumps({"columns": list(row()), "data": [list(row(n).values()) for n in (0, 1)]}).encode(), 2, []),
    "hits of a search": ("a.json", json.dumps({"hits": {"hits": [{"_id": "1", "_source": row(n)} for n in (0, 1)]}}).encode(), 2, []),
    "sources of a search": ("a.jsonl", lines({"_source": row(0)}, {"_source": row(1)}), 2, []),
    "objects of many lines": ("a.json", (json.dumps(row(0), indent=1) + "\n" + json.dumps(row(1), indent=1)).encode(), 2, []),
    "an array a line": ("a.jsonl", lines(json.dumps([row(0)]), json.dumps([row(1)])), 2, []),
    "JSON within JSON": ("a.jsonl", lines(json.dumps(json.dumps(row(0))), row(1)), 2, []),
    "as Python prints it": ("a.jsonl", lines(repr(row(0, author=None)), row(1)), 2, []),
    "a number of 5,000 digits beside": ("a.jsonl", lines('{"n": ' + "9" * 5000 + ", " + json.dumps(row(0))[1:], row(1)), 2, []),
    "compressed, and not named so": ("a.jsonl", gzip.compress(lines(row(0), row(1))), 2, []),
    "a zip archive": ("a.zip", zipped({"x/a.jsonl": lines(row(0)), "b.txt": story().encode(), "baca.md": b"x"}), 2, ["baca.md"]),
    "compressed within a zip archive": ("a.zip", zipped({"a.jsonl.gz": gzip.compress(lines(row(0))), "b.jsonl": gzip.compress(lines(row(1)))}), 2, []),
    "CSV in apostrophes": ("a.csv", csv_text(row(0), row(1, title="Kata 'warga': \"pergi\", lalu panen")).replace('"', "\x00").replace("'", '"').replace("\x00", "'").replace(HEAD, ",".join(f"'{name}'" for name in HEAD.split(","))).encode(), 2, []),
    "a JSON table whose first row has the names": ("a.json", json.dumps([list(row()), *(list(row(n).values()) for n in (0, 1))]).encode(), 2, []),
    "a broken zip archive": ("a.zip", zipped({"a.jsonl": lines(row(0))})[:-30], 0, ["cannot be read"]),
    "compressed": ("a.csv.gz", gzip.compress(CSV.encode()), 2, []),
    "named as compressed, and is not": ("a.csv.gz", CSV.encode(), 2, []),
    "compressed and cut": ("a.jsonl.gz", gzip.compress(b"".join(lines(row(n % 4, content=f"{n} " * 2000)) for n in range(200)))[:-3000], -1, ["cannot be read"]),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "good", "places"), FILES.values(), ids=FILES)
def test_a_file_of_an_odd_form(tmp_path: Path, name: str, data: bytes, good: int, places: list[str]) -> None:
    """The number of documents that can be read (-1: some), and the places of the records that cannot."""
    pages, bad = read(tmp_path / name, data)
    assert len(bad) == len(places), bad
    for unreadable, place in zip(bad, places, strict=True):
        assert place in f"{unreadable.place} {unreadable.why}"
        assert unreadable.place.startswith(str(tmp_path / name))
    assert len(pages) == good or (good == -1 and pages)
    for page in pages:
        assert documents.read_imported(page)[0].scraped_text


def test_parquet_rows_of_odd_kinds(tmp_path: Path) -> None:
    """Dates and bytes as Parquet has them; a row without a text is named by its number."""
    table = pa.table(
        {
            "Judul": ["Satu Berita Desa", None, "Tiga Berita Desa"],
            "isi": [story(), None, story("Cibiru")],
            "tanggal": [dt.date(2024, 11, 26), None, dt.date(2024, 11, 27)],
            "link": [b"https://arsip.example/1", None, b"\xff"],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    found = list(documents.read_documents(tmp_path / "a.parquet"))
    assert isinstance(found[1], Unreadable)
    assert "row 2" in found[1].place
    first = documents.read_imported(found[0])[0]  # type: ignore[arg-type]
    assert (first.title, first.published_precision) == ("Satu Berita Desa", "day")
    assert first.canonical_url == "https://arsip.example/1"


def test_the_rest_of_a_folder_loads(tmp_path: Path, settings: Settings) -> None:
    """Every record has one outcome; each that cannot be read is named; a file of another kind is noted."""
    folder = tmp_path / "kiriman"
    folder.mkdir()
    (folder / "README.md").write_text("# Tentang kiriman ini")
    (folder / "rusak.parquet").write_bytes(b"PAR1")
    (folder / "a.jsonl").write_bytes(lines(row(0, title="Panen Padi \ud83d"), '{"title": ', row(1, content=None)))
    (folder / "b.csv").write_text(csv_text(row(2), row(2)))
    said: list[str] = []
    report = pipeline.import_documents(settings, pipeline.match_files([str(folder)]), say=said.append)
    assert {k: n for k, n in report.counts.items() if n} == {"loaded": 2, "duplicate": 1, "failed": 3}
    failed = query(settings, "SELECT reason, detail FROM outcomes WHERE result = 'failed' ORDER BY detail")
    assert {reason for reason, _ in failed} == {"unreadable_record"}
    assert [detail.split(": ")[0].rpartition("/")[2] for _, detail in failed] == [
        "a.jsonl, line 2", "a.jsonl, line 3", "rusak.parquet",
    ]  # fmt: skip
    for name in ("a.jsonl, line 2", "a.jsonl, line 3", "rusak.parquet", "README.md"):
        assert any(name in line for line in said), name
    assert query(settings, "SELECT title FROM articles ORDER BY 1")[0] == ("Panen Padi",)
    assert "README.md" in query(settings, "SELECT notes[1] FROM loads")[0][0]
    assert pipeline.search_articles(settings, "petani").total == 2  # the index is there after a fresh run
    with warehouse.open_session(settings) as connection:  # and that of search_words()
        for name in ("search", "search_words"):
            assert len(connection.execute(f"FROM {name}('petani')").fetchall()) == 2


@pytest.mark.parametrize(
    ("given", "at", "precision"),
    [("45622", "2024-11-26 00:00", "day"), (45622, "2024-11-26 00:00", "day"), ("45622.4166667", "2024-11-26 10:00", "minute"),
     ("45622,4166667", "2024-11-26 10:00", "minute"), (38000.5, "2004-01-14 12:00", "minute")],
)  # fmt: skip
def test_the_days_that_a_spreadsheet_counts(tmp_path: Path, given: object, at: str, precision: str) -> None:
    found = article(tmp_path, published_at=given)
    assert found.published_at == dt.datetime.fromisoformat(f"{at}+07:00")
    assert found.published_precision == precision


def test_a_title_is_a_line_and_an_address_is_whole(tmp_path: Path) -> None:
    long = "https://arsip.example/" + "a" * 30_000
    found = article(tmp_path, title="Banjir " * 1_000_000, author="Rina Melati " * 100_000, url=long)
    assert found.title is not None
    assert 1_900 < len(found.title) <= 2_000
    assert max(map(len, found.authors), default=0) <= 2_000
    assert found.canonical_url.startswith("urn:sha256:"), "half an address would be another article's"
