"""Documents that somebody has already scraped: in every shape, out as articles."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from kliping import archive, pipeline
from kliping.model import JAKARTA
from kliping.settings import Settings
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.pipeline.tables import query, read_content

STORY = (
    "PALEMBANG - Pemerintah Kota Palembang memperbaiki tiga jembatan penyeberangan di Jalan Sudirman mulai Senin.\n"
    "Kepala Dinas Perhubungan Rusdi Hamzah mengatakan lantai jembatan sudah lapuk dan membahayakan pejalan kaki.\n"
    "Baca Juga: Tarif Parkir di Pasar Ilir Naik Mulai Maret\n"
    "“Kami minta warga memakai zebra cross dulu selama dua pekan,” kata Rusdi.\n"
    "Pekerjaan itu menghabiskan anggaran Rp 1,2 miliar dan ditargetkan selesai sebelum Ramadan."
)


def test_every_shape_and_compression(tmp_path: Path, settings: Settings) -> None:
    """The same article in seven files is one article; a row's own fields win over what the text tells."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    text = STORY.encode()
    (folder / "a.txt").write_bytes(text)
    (folder / "b.txt.gz").write_bytes(gzip.compress(text))
    (folder / "c.txt.bz2").write_bytes(bz2.compress(text))
    (folder / "d.txt.xz").write_bytes(lzma.compress(text))
    (folder / "e.txt.zst").write_bytes(zstandard.compress(text))
    row = {"isi": STORY, "judul": "Tiga Jembatan di Palembang Diperbaiki", "link": "https://contoh.example/berita/1",
           "tanggal": "2024-11-26T08:30:00+07:00", "penulis": "Sari Wulandari"}  # fmt: skip
    (folder / "f.jsonl.gz").write_bytes(gzip.compress(json.dumps(row).encode() + b"\n"))
    pq.write_table(
        pa.Table.from_pylist([{"text": STORY, "url": "https://contoh.example/berita/2"}]), folder / "g.parquet"
    )
    report = pipeline.import_documents(settings, pipeline.match_files([str(folder)]))
    assert report.counts["loaded"] == 3
    assert report.counts["duplicate"] == 4
    found = query(
        settings, "SELECT url, title, authors, published_at::VARCHAR, body, outlet FROM articles ORDER BY url"
    )
    assert [f[0].split(":")[0] for f in found] == ["https", "https", "urn"]
    assert found[0][1:4] == ("Tiga Jembatan di Palembang Diperbaiki", ["Sari Wulandari"], "2024-11-26 01:30:00+00")
    assert found[2][1:4] == (None, [], None), "a guess is never stored as a fact"
    for _, _, _, _, body, _ in found:
        assert body.startswith("Pemerintah Kota Palembang memperbaiki")
        assert "Tarif Parkir" not in body


def test_an_import_twice_is_one_article(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    pipeline.import_documents(settings, [tmp_path / "a.txt"])
    before = read_content(settings)
    assert pipeline.import_documents(settings, [tmp_path / "a.txt"]).counts["unchanged"] == 1
    assert read_content(settings) == before


def write_warc(path: Path, *pages: tuple[str, str, str]) -> None:
    """A WARC file as a crawler leaves it, written by warcio: address, time, markup of each page."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=path.suffix == ".gz")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "perayap"}))
        for url, at, html in pages:
            head = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("ETag", '"7"')], "HTTP/1.1"
            )
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=io.BytesIO(html.encode()), http_headers=head,
                    warc_headers_dict={"WARC-Date": at},
                )
            )  # fmt: skip


def markup(title: str, story: str) -> str:
    body = "".join(f"<p>{line}</p>" for line in story.splitlines())
    return (
        f"<html><head><title>{title}</title>"
        "<meta property='article:published_time' content='2024-11-26T08:30:00+07:00'>"
        f"</head><body><h1>{title}</h1><article>{body}</article></body></html>"
    )


@pytest.mark.parametrize("name", ["CC-NEWS-20241126-00001.warc.gz", "rayapan.warc"])
def test_a_crawl_of_somebody_else(tmp_path: Path, settings: Settings, name: str) -> None:
    """Its pages go through the same stages, are archived as they were fetched, and load once."""
    page, film = markup("Tiga Jembatan Diperbaiki", STORY), "<html><body><video src=a.mp4></video></body></html>"
    write_warc(
        tmp_path / name,
        ("https://www.palembangkini.example/kota/jembatan-1", "2024-11-26T03:00:00Z", page),
        ("https://news.detik.com/berita/d-7657001/tiga-jembatan-diperbaiki", "2024-11-26T04:00:00Z", page),
        ("https://www.palembangkini.example/kota/jembatan-1?utm_source=x", "2024-11-26T05:00:00Z", page),
        ("https://www.palembangkini.example/video/1", "2024-11-26T05:00:00Z", film),
        ("dns:palembangkini.example", "2024-11-26T05:00:00Z", "1.2.3.4"),
    )
    first = pipeline.import_documents(settings, [tmp_path / name])
    assert {k: n for k, n in first.counts.items() if n} == {"loaded": 2, "duplicate": 1, "quarantined": 1}
    listed = "SELECT outlet, url, title, fetched_at::VARCHAR, published_at::VARCHAR, archive, body, etag FROM articles"
    found = query(settings, f"{listed} ORDER BY outlet")
    assert [row[0] for row in found] == ["detik", "palembangkini.example"]
    assert found[1][1:5] == (
        "https://palembangkini.example/kota/jembatan-1", "Tiga Jembatan Diperbaiki", "2024-11-26 03:00:00+00",
        "2024-11-26 01:30:00+00",
    )  # fmt: skip
    assert "Tarif Parkir" not in found[1][6]
    kept = archive.read_page(settings.archive_root, found[1][5])
    assert (kept.body, kept.header("etag"), kept.fetched_at.hour) == (page.encode(), '"7"', 3)
    before, size = read_content(settings), sum(f.stat().st_size for f in settings.data_path.rglob("*.warc.gz"))
    again = pipeline.import_documents(settings, [tmp_path / name])
    assert (again.counts["unchanged"], again.counts["loaded"]) == (2, 0)
    assert read_content(settings) == before
    assert sum(f.stat().st_size for f in settings.data_path.rglob("*.warc.gz")) == size, "the archive has it already"


BAD = [
    ("x.warc.gz", gzip.compress(b"bukan arsip", mtime=0), "is not a WARC file"),
    ("x.pdf", b"%PDF", "not a file type that can be imported"),
    ("x.jsonl", b'{"text": \n', r"x\.jsonl, line 1: not a JSON object"),
    ("x.jsonl", b"7\n", r"x\.jsonl, line 1: a record must be a JSON object, this one is a int"),
    ("x.jsonl", b"[1]\n", r"x\.jsonl, row 1: a record must be a JSON object, this one is a int"),
    ("x.jsonl", b'{"judul": "tanpa isi"}\n', "line 1: has no text: expected a column named one of text, body"),
    ("x.parquet", b"PAR1 and nothing", "cannot be read as parquet"),
]


@pytest.mark.parametrize(("name", "data", "message"), BAD)
def test_a_file_that_cannot_be_read(tmp_path: Path, settings: Settings, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ValueError, match=message):
        pipeline.import_documents(settings, [tmp_path / name])
    assert not settings.warehouse_path.exists(), "nothing may be half-loaded"


def test_no_such_file(settings: Settings) -> None:
    with pytest.raises(ValueError, match="no file matches it"):
        pipeline.match_files(["tidak-ada/*.txt"])


def test_the_seeds(shared_data: Path, settings: Settings) -> None:
    """The five texts that the project started from: five articles, nothing guessed."""
    report = pipeline.import_documents(settings, sorted((shared_data / "seeds").glob("*.txt")))
    assert report.counts["loaded"] == 5
    found = query(
        settings,
        "SELECT left(body, 24), title IS NULL, dateline, place, outlet, wire_source, published_at FROM articles",
    )
    by_dateline = {f[2]: f for f in found}
    assert set(by_dateline) == {"BRUSSELS –", "BRUSSELS -", "Bucharest | EGINDO.co –", "korannews.com –", None}
    assert by_dateline["Bucharest | EGINDO.co –"][3:6] == ("Bucharest", "egindo.co", "CNA/SL")
    assert by_dateline["korannews.com –"][4] == "korannews.com"
    assert [f[1] for f in found].count(False) == 2, "two texts state their title"
    dated = {f[2]: f[6] for f in found if f[6] is not None}
    assert {d: at.astimezone(JAKARTA).date().isoformat() for d, at in dated.items()} == {"BRUSSELS –": "2024-11-26"}
    stated = {row[0] for row in query(settings, "SELECT date_text FROM articles WHERE date_text IS NOT NULL")}
    assert stated == {"(26 November 2024)", "Selasa (3/12)", "Selasa (29 November)", "Rabu (12/10/2022)"}
    gold = [json.loads(line) for line in (shared_data / "seeds" / "gold.jsonl").open()]
    for row in gold:
        kept, at = [], 0
        for start, end, _ in sorted(row["spans"]):
            kept.append(row["text"][at:start])
            at = end
        story = "".join("".join([*kept, row["text"][at:]]).split())
        bodies = ["".join(body.split()) for (body,) in query(settings, "SELECT body FROM articles")]
        assert story in bodies, row["id"]
