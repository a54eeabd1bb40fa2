"""The `kliping` command, as a user runs it: a process, its output, its exit code."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from local.environment import BIN, make_environment

Kliping = Callable[..., subprocess.CompletedProcess[str]]

TEXT = (
    "SEMARANG, CONTOH.com - Harga cabai rawit di Pasar Johar turun menjadi Rp 42.000 per kilogram pada Selasa.\n"
    "Baca juga: Panen Raya di Brebes Dimulai Pekan Ini\n"
    "“Pasokan dari Temanggung sudah lancar,” kata Kepala Dinas Perdagangan Fajar Wicaksono.\n"
    "(abc/def)\n"
)


@pytest.fixture
def kliping(tmp_path: Path) -> Kliping:
    def run(*arguments: str, given: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [BIN / "kliping", *arguments], input=given, capture_output=True, text=True, check=False,
            env=make_environment(KLIPING_DATA=str(tmp_path / "data"), COLUMNS="140", **more),
        )  # fmt: skip

    return run


def test_clean_reads_standard_input(kliping: Kliping) -> None:
    done = kliping("clean", "-", given=TEXT)
    assert done.returncode == 0
    assert done.stdout.startswith("Harga cabai rawit")
    assert "Panen Raya" not in done.stdout


def test_clean_as_json_shows_the_spans(kliping: Kliping) -> None:
    found = json.loads(kliping("clean", "-", "--json", given=TEXT).stdout)
    assert [r["kind"] for r in found["removed"]] == ["dateline", "related", "credit"]
    for span in found["removed"]:
        assert TEXT[span["start"] : span["end"]] == span["text"]
        assert span["rule"]
    assert found["dateline"]["place"] == "SEMARANG"
    assert [r["title"] for r in found["related"]] == ["Panen Raya di Brebes Dimulai Pekan Ini"]


def test_clean_diff_marks_what_was_cut(kliping: Kliping) -> None:
    done = kliping("clean", "-", "--diff", given=TEXT, FORCE_COLOR="1")
    assert "‹related›" in done.stdout
    assert "\x1b[" in done.stdout
    assert "3 spans" in done.stdout


def test_scrape_a_saved_page(kliping: Kliping, tmp_path: Path) -> None:
    story = "".join(
        f"<p>Paragraf ke-{n} menjelaskan rencana perbaikan jembatan gantung di desa itu.</p>" for n in range(6)
    )
    page = tmp_path / "page.html"
    page.write_text(f"<title>Jembatan</title><body><h1>Jembatan Gantung Diperbaiki</h1><article>{story}</article>")
    found = json.loads(kliping("scrape", str(page), "--url", "https://contoh.example/berita/1", "--json").stdout)
    assert found["title"] == "Jembatan Gantung Diperbaiki"
    assert found["body"].count("\n") == 5


def test_sources_list_and_show(kliping: Kliping) -> None:
    assert "pedoman.test" in kliping("sources", "list").stdout
    listed = json.loads(kliping("sources", "list", "--json").stdout)
    assert {s["id"] for s in listed} >= {"pedoman", "gema"}
    candidates = json.loads(kliping("sources", "list", "--state", "candidate", "--family", "disway", "--json").stdout)
    assert {each["family"] for each in candidates} == {"disway"}
    assert "pedoman.test" not in kliping("sources", "list", "--state", "candidate").stdout
    assert json.loads(kliping("sources", "show", "pedoman", "--json").stdout)["hosts"] == ["pedoman.test"]


def test_import_status_sql(kliping: Kliping, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT * 1)
    assert "Nothing is published yet" in kliping("status").stdout
    done = kliping("import", str(tmp_path / "a.txt"))
    assert done.returncode == 0, done.stderr
    assert "1 articles" in kliping("status").stdout
    counted = kliping("sql", "SELECT place, wire_source IS NULL FROM articles")
    assert "Semarang" in counted.stdout


WRONG = [
    (["clean", "tidak-ada.txt"], 2, "tidak-ada.txt: no such file"),
    (["import", "tidak-ada.txt"], 2, "tidak-ada.txt: no such file"),
    (["sources", "show", "pedomann"], 2, "pedoman"),
    (["run", "--day", "kemarin"], 2, "write it as YYYY-MM-DD"),
    (["run", "--day", "2999-01-01"], 2, "in the future"),
    (["run", "--day", "2024-11-26", "--sources", "demo"], 2, "make run"),
    (["reprocess", "--from", "2024-11-26", "--to", "2024-11-26"], 2, "the archive holds nothing"),
    (["sql", "SELECT 1"], 2, "make run"),
    (["tidak-ada"], 2, "No such command"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), WRONG, ids=[" ".join(w[0]) for w in WRONG])
def test_a_mistake_gets_one_clear_line(kliping: Kliping, arguments: list[str], code: int, message: str) -> None:
    done = kliping(*arguments)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    "command",
    [
        "",
        "clean",
        "scrape",
        "import",
        "run",
        "reprocess",
        "status",
        "sources list",
        "sources show",
        "sql",
        "desk",
        "read",
    ],
)
def test_help_teaches(kliping: Kliping, command: str) -> None:
    done = kliping(*command.split(), "--help")
    assert done.returncode == 0
    assert len(done.stdout) > 300


def test_a_locked_warehouse_is_named(kliping: Kliping, tmp_path: Path) -> None:
    import duckdb

    (tmp_path / "a.txt").write_text(TEXT)
    assert kliping("import", str(tmp_path / "a.txt")).returncode == 0
    held = duckdb.connect(str(tmp_path / "data" / "warehouse.duckdb"))
    try:
        done = kliping("import", str(tmp_path / "a.txt"), KLIPING_LOCK_TIMEOUT="0.5")
    finally:
        held.close()
    assert done.returncode == 1
    assert "warehouse.duckdb" in done.stderr
    assert str(os.getpid()) in done.stderr
    assert "Traceback" not in done.stderr


LIMITED = "trap '' XFSZ; ulimit -f 64; export PYTHONDONTWRITEBYTECODE=1;"  # byte code that was cut short would stay


def test_a_full_disk_loads_nothing(kliping: Kliping, tmp_path: Path) -> None:
    """RLIMIT_FSIZE stands in for the disk: no file may grow past 64 KiB."""
    (tmp_path / "a.txt").write_text(TEXT)
    done = subprocess.run(
        ["bash", "-c", f"{LIMITED} exec {BIN / 'kliping'} import {tmp_path / 'a.txt'}"],
        env=make_environment(KLIPING_DATA=str(tmp_path / "data")), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data" / "kliping.duckdb").exists()
    assert kliping("import", str(tmp_path / "a.txt")).returncode == 0, "it recovers when there is room again"
