"""Export: every format, any choice, and what cannot be."""

from __future__ import annotations

import csv
import json

import duckdb
import pytest
from kliping.settings import Settings
from kliping.warehouse import WarehouseError, export

from tests.warehouse.staging import A_DAY, DAY, ODD


class TestExport:
    def test_parquet(self, loaded, tmp_path):
        assert export(loaded, tmp_path / "a.parquet") == 3
        rows = duckdb.sql(f"SELECT title, authors, removed[1].kind FROM '{tmp_path}/a.parquet'").fetchall()
        assert rows == [(ODD, ["Sari", "Budi"], "related")] * 3

    def test_csv_has_lists_as_json(self, loaded, tmp_path):
        export(loaded, tmp_path / "a.csv", format="csv")
        with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert rows[0]["title"] == ODD
        assert json.loads(rows[0]["authors"]) == ["Sari", "Budi"]

    def test_json_lines(self, loaded, tmp_path):
        export(loaded, tmp_path / "a.jsonl", format="jsonl")
        rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
        assert [row["title"] for row in rows] == [ODD] * 3

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
        assert export(loaded, tmp_path / "it's [1].parquet", **choice) == len(expected)
        rows = duckdb.execute(
            "SELECT url FROM read_parquet(?) ORDER BY 1", [str(tmp_path / "it's [[]1].parquet")]
        ).fetchall()
        assert sorted(int(url.rpartition("/")[2]) for (url,) in rows) == expected

    def test_what_cannot_be(self, loaded, settings, tmp_path):
        with pytest.raises(WarehouseError, match="no format xlsx"):
            export(loaded, tmp_path / "a.xlsx", format="xlsx")
        with pytest.raises(WarehouseError, match=r"Nothing of '; DROP TABLE articles; -- .* Choose of: harian, koran"):
            export(loaded, tmp_path / "a.csv", outlets=["'; DROP TABLE articles; --"])
        with pytest.raises(WarehouseError, match="no folder"):
            export(loaded, tmp_path / "none" / "a.csv")
        with pytest.raises(WarehouseError, match="ends before it begins"):
            export(loaded, tmp_path / "a.csv", first=DAY, last=DAY - A_DAY)
        with pytest.raises(WarehouseError, match="Nothing is published"):
            export(Settings(home=settings.home, data=tmp_path / "none"), tmp_path / "a.csv", format="csv")
        assert not list(tmp_path.glob("*a.*"))
