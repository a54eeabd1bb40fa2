"""Export: every format, any choice, and what cannot be."""

from __future__ import annotations

import csv
import datetime as dt
import json
import zipfile

import duckdb
import pytest
from kliping.pipeline.imports.documents import read_documents
from kliping.settings import Settings
from kliping.warehouse import WarehouseError, export_articles, load_batch, publish_copy, writer

from tests.postgres import BOTH_SHAPES
from tests.warehouse.staging import A_DAY, DAY, ODD, capture

SHAPES = BOTH_SHAPES

STORY = "Warga desa berkumpul di balai untuk membahas rencana perbaikan saluran air."
FORMULAS = [
    '=HYPERLINK("http://contoh.test","Klik")', "+62 kode negara", "-5 persen", "@warga", "\t=1+1", "\r=1+1", " =1+1",
    "'=1+1", "''kutip", "'kutip biasa", "\n=1+1", "\uff1d1+1", '"=1+1"', "=1,2;3", "Judul biasa", "1+1",
]  # fmt: skip


class TestExport:
    def test_parquet(self, loaded, tmp_path):
        assert export_articles(loaded, tmp_path / "a.parquet").articles == 3
        rows = duckdb.sql(f"SELECT title, authors, removed[1].kind FROM '{tmp_path}/a.parquet'").fetchall()
        assert rows == [(ODD, ["Sari", "Budi"], "related")] * 3

    def test_csv_has_lists_as_json(self, loaded, tmp_path):
        export_articles(loaded, tmp_path / "a.csv", format="csv")
        with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert rows[0]["title"] == ODD
        assert json.loads(rows[0]["authors"]) == ["Sari", "Budi"]

    def test_json_lines(self, loaded, tmp_path):
        export_articles(loaded, tmp_path / "a.jsonl", format="jsonl")
        rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
        assert [row["title"] for row in rows] == [ODD] * 3

    @pytest.mark.parametrize(
        ("timezone", "expected"),
        [
            ("UTC", "2024-11-26T05:00:00+00:00"),
            ("Asia/Jakarta", "2024-11-26T12:00:00+07:00"),
            ("America/St_Johns", "2024-11-26T01:30:00-03:30"),
        ],
    )
    @pytest.mark.parametrize("kind", ["csv", "jsonl"])
    def test_times_are_iso_8601_by_the_clock_asked_for(self, loaded, tmp_path, kind, timezone, expected):
        export_articles(loaded, tmp_path / "a", format=kind, timezone=timezone)
        with (tmp_path / "a").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file)) if kind == "csv" else [json.loads(line) for line in file]
        assert rows[0]["published_at"] == expected
        assert dt.datetime.fromisoformat(rows[0]["last_fetched_at"]).tzinfo is not None

    def test_a_workbook(self, settings, stage, tmp_path):
        """Every odd beginning is a text, a long text is cut and counted, times are the clock's, and all reads back."""
        rows = [
            capture(f"https://koran.test/{n}", f"{text} {STORY}", n, title=text, authors=["Sari", "Budi"])
            for n, text in enumerate(FORMULAS)
        ]
        rows.append(capture("https://koran.test/panjang", "x" * 40_000))
        with writer(settings) as db:
            load_batch(db, stage.of(*rows))
        publish_copy(settings)
        report = export_articles(settings, tmp_path / "a.xlsx", format="xlsx", timezone="Asia/Jakarta")
        assert (report.articles, report.cut) == (len(rows), 2)  # body and scraped_text
        with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        back = {page.url: json.loads(page.body) for page in read_documents(tmp_path / "a.xlsx")}
        for row in rows[:-1]:
            if "\r" in row["title"]:
                continue  # a workbook writes it as _x000D_
            assert back[row["url"]]["title"].strip() == row["title"].strip()
        assert back[rows[0]["url"]]["date"] == "2024-11-26 12:00:00"  # 05:00 UTC

    def test_citations(self, settings, stage, tmp_path):
        odd = capture("https://koran.test/1", title="Harga {beras} naik 5% & turun", authors=["Sari Dewi", "Budi"])
        with writer(settings) as db:
            load_batch(db, stage.of(odd, capture("https://koran.test/2", published_at=None)))
        publish_copy(settings)
        assert export_articles(settings, tmp_path / "a.bib", format="bib").articles == 2
        dated, undated = (tmp_path / "a.bib").read_text("utf-8").strip().split("\n\n")
        assert dated.startswith(f"@online{{koran2024{odd['article_id'][:8]},")
        assert r"title = {{Harga \{beras\} naik 5\% \& turun}}," in dated
        assert "author = {{Sari Dewi} and {Budi}}," in dated
        assert "  date =" not in undated
        export_articles(settings, tmp_path / "a.ris", format="ris")
        lines = (tmp_path / "a.ris").read_text("utf-8").splitlines()
        assert lines[:4] == ["TY  - NEWS", f"TI  - {odd['title']}", "AU  - Sari Dewi", "AU  - Budi"]
        assert lines.count("ER  - ") == 2

    def test_what_is_new_since_a_load(self, loaded, stage, tmp_path):
        first = export_articles(loaded, tmp_path / "a.jsonl", format="jsonl", since="start")
        assert first.articles == 3
        assert export_articles(loaded, tmp_path / "b.jsonl", format="jsonl", since=first.last_load).articles == 0
        with writer(loaded) as db:
            refused = [(capture("https://harian.test/2", hours=48, outlet="harian", rules="r2"), "body_empty")]
            load_batch(db, stage.of(capture("https://koran.test/9"), capture("https://koran.test/0", "Baru.", 90)))
            load_batch(db, stage.of(outlet="harian", refused=refused))
        publish_copy(loaded, force=True)
        second = export_articles(loaded, tmp_path / "b.jsonl", format="jsonl", since=first.last_load)
        rows = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text("utf-8").splitlines()]
        assert [(row["change"], row["url"][-6:]) for row in sorted(rows, key=lambda row: row["change"])] == [
            ("inserted", "test/9"), ("removed", "test/2"), ("revised", "test/0"),
        ]  # fmt: skip
        assert rows[-1]["change"] == "removed"
        assert export_articles(loaded, tmp_path / "c.csv", format="csv", since=second.last_load).articles == 0
        header = (tmp_path / "c.csv").read_text("utf-8").split(",")
        assert header[:5] == ["load_id", "change", "article_id", "outlet", "url"]

    def test_a_byte_order_mark(self, loaded, tmp_path):
        export_articles(loaded, tmp_path / "a.csv", format="csv", bom=True)
        assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfarticle_id,")
        assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.csv"]

    def test_what_a_spreadsheet_would_run_is_a_text_and_reads_back(self, settings, stage, tmp_path):
        """Every beginning that is odd, as title, section and body; an import gives each back to the letter."""
        with writer(settings) as db:
            rows = [
                capture(f"https://koran.test/{n}", f"{text} {STORY}", n, title=text, section=text)
                for n, text in enumerate(FORMULAS)
            ]
            load_batch(db, stage.of(*rows))
        publish_copy(settings)
        export_articles(settings, tmp_path / "a.csv", format="csv")
        with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                for name, field in row.items():
                    if name != "published_offset_minutes":
                        assert not field.startswith(tuple("=+-@\t\r")), (name, field)
        back = {page.url: json.loads(page.body) for page in read_documents(tmp_path / "a.csv")}
        for row in rows:
            assert (back[row["url"]]["title"], back[row["url"]]["text"]) == (row["title"], row["body"])

    @pytest.mark.parametrize(
        ("choice", "expected"),
        [
            ({"first": DAY + A_DAY}, [1, 2]),
            ({"last": DAY}, [0]),
            ({"first": DAY + A_DAY, "last": DAY + A_DAY}, [1]),
            ({"outlets": ["harian"]}, [2]),
        ],
    )
    def test_a_choice(self, loaded, tmp_path, choice, expected):
        assert export_articles(loaded, tmp_path / "it's [1].parquet", **choice).articles == len(expected)
        rows = duckdb.execute(
            "SELECT url FROM read_parquet(?) ORDER BY 1", [str(tmp_path / "it's [[]1].parquet")]
        ).fetchall()
        assert sorted(int(url.rpartition("/")[2]) for (url,) in rows) == expected

    def test_what_cannot_be(self, loaded, settings, tmp_path):
        with pytest.raises(WarehouseError, match="no format xls"):
            export_articles(loaded, tmp_path / "a.xls", format="xls")
        with pytest.raises(WarehouseError, match=r"Nothing of '; DROP TABLE articles; -- .* Choose of: harian, koran"):
            export_articles(loaded, tmp_path / "a.csv", outlets=["'; DROP TABLE articles; --"])
        with pytest.raises(WarehouseError, match="no folder"):
            export_articles(loaded, tmp_path / "none" / "a.csv")
        with pytest.raises(WarehouseError, match="ends before it begins"):
            export_articles(loaded, tmp_path / "a.csv", first=DAY, last=DAY - A_DAY)
        with pytest.raises(WarehouseError, match="Nothing is published"):
            export_articles(Settings(data=tmp_path / "none"), tmp_path / "a.csv", format="csv")
        with pytest.raises(WarehouseError, match="no time zone Mars/Utopia"):
            export_articles(loaded, tmp_path / "a.csv", format="csv", timezone="Mars/Utopia")
        with pytest.raises(WarehouseError, match="no load 2024"):
            export_articles(loaded, tmp_path / "a.csv", format="csv", since="2024")
        with pytest.raises(WarehouseError, match="are of all days"):
            export_articles(loaded, tmp_path / "a.csv", format="csv", since="start", first=DAY)
        with pytest.raises(WarehouseError, match="byte order mark"):
            export_articles(loaded, tmp_path / "a.jsonl", format="jsonl", bom=True)
        assert not list(tmp_path.glob("*a.*"))
