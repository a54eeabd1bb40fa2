"""What strangers wrote reaches the terminal as text: no control character, no markup, whatever the command."""

# ruff: noqa: E501  # rows of tables

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from kliping.cli.command import COMMAND_MODULES, app
from kliping.cli.output import escape_controls, render_json
from kliping.minhash import make_signature
from kliping.settings import Settings
from kliping.warehouse import build_search_index, load_batch, publish_copy, writer

from local.environment import BIN, make_environment
from tests.warehouse.staging import DAY, Stage, capture

ODD = "Judul\x1b[2J \x1b]8;;https://jahat.test\x07klik\x1b]8;;\x07 \x9b31m\x08\x00\x7f [red]merah[/red] [/] \u202eterbalik"
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
STORY = "Warga desa berkumpul di balai untuk membahas rencana perbaikan saluran air yang rusak sejak musim hujan. " * 4
PAGE = f"""<!doctype html><html lang="id"><head><title>{ODD}</title><meta charset="utf-8"></head>
<body><article><h1>{ODD.replace(chr(0), "")}</h1><p>{STORY}{ODD.replace(chr(0), "")}</p><p>{STORY}</p></article></body></html>"""
SHOWN = {
    "\x1b[2J": "\\x1b[2J", "\x9b": "\\x9b", "a\x08b": "a\\x08b", "a\rb": "a\\rb", "a\r\nb": "a\r\nb",
    "a\tb\nc": "a\tb\nc", "\x00": "\\x00", "\x7f": "\\x7f", "\ud83d": "\\ud83d", "\u202e": "\\u202e", "é☕🙂": "é☕🙂",
    "": "",
}  # fmt: skip


@pytest.mark.parametrize(("given", "expected"), SHOWN.items())
def test_what_is_shown(given: str, expected: str) -> None:
    assert escape_controls(given) == expected


@pytest.mark.parametrize("given", SHOWN)
def test_json_is_the_same_when_it_is_read(given: str) -> None:
    text = render_json({"title": given})
    assert json.loads(text) == {"title": given}
    assert not FORBIDDEN.search(text.replace("\n", ""))


@pytest.fixture(scope="module")
def held(data: Path) -> str:
    """The id of the article in quarantine, as it was before any command."""
    found = run(data, "sql", "--format", "json", "SELECT quarantine_id AS id FROM quarantine").stdout
    return str(json.loads(found)[0]["id"])


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A warehouse of before control characters were kept out, in a folder with quotation marks in its name."""
    folder = tmp_path_factory.mktemp("odd") / 'it\'s "data"; x'
    settings, stage = Settings(data=folder), Stage(folder / "made")
    text = ODD.replace("\x00", "")
    body = f"{STORY} {text}"
    row = capture(
        "https://koran.test/a", body, title=text, section=text, authors=[text], signature=make_signature(body)
    )
    bad = capture("https://koran.test/b", "Pendek.", 1, title=text)
    with writer(settings) as db:
        outlet = stage.outlet(row, refused=[(bad, text)], notes=(text,))
        load_batch(db, stage.batch(outlet, run="run-odd", day=DAY))
    publish_copy(settings)
    build_search_index(settings)
    (folder / "halaman.html").write_text(PAGE, encoding="utf-8")
    (folder / "teks.txt").write_text(f"{STORY}\nBaca juga: {ODD}\n{ODD}", encoding="utf-8")
    yield folder


COMMANDS = [
    ["search", "saluran"], ["clippings", "saluran", "--out", "{data}/kliping.pdf"], ["quarantine", "list"], ["quarantine", "show", "{id}"], ["status"], ["status", "--json"],
    ["status", "--run", "run-odd", "--samples", "1"], ["sql", "SELECT title FROM articles"],
    ["scrape", "{data}/halaman.html"], ["scrape", "{data}/halaman.html", "--explain"],
    ["scrape", "{data}/halaman.html", "--diff"], ["scrape", "{data}/halaman.html", "--json"],
    ["clean", "{data}/teks.txt"], ["clean", "{data}/teks.txt", "--diff"], ["clean", "{data}/teks.txt", "--json"],
    ["sources", "show", ODD.replace("\x00", "")], ["load", "--run", ODD.replace("\x00", "")],
    ["sources", "list"], ["sources", "probe", "{data}/halaman.html"], ["sources", "check", ODD.replace("\x00", "")],
    ["status", "--disk"], ["status", "--disk", "--json"], ["doctor"], ["index"], ["learn"], ["publish"], ["compact"],
    ["export", "{data}/keluar.csv"], ["export", f"{{data}}/{ODD.replace(chr(0), '')}/keluar.csv"], ["backup", "{data}/salinan"],
    ["restore", f"{{data}}/{ODD.replace(chr(0), '')}"], ["run", "--sources", ODD.replace("\x00", "")],
    ["reprocess", "--from", "2024-11-26", "--to", "2024-11-26", "--sources", ODD.replace("\x00", "")],
    ["quarantine", "drop", "{id}", "--why", ODD.replace("\x00", "")],
    ["quarantine", "release", "{id}", "--why", ODD.replace("\x00", "")],
    ["import", "{data}/teks.txt"], ["import", "{data}/halaman.html"],
    ["why", ODD.replace("\x00", "")], ["dismiss", ODD.replace("\x00", ""), "--day", "2024-11-26", "--why", ODD.replace("\x00", "")],
    ["sources", "try", ODD.replace("\x00", "")], ["sources", "add", ODD.replace("\x00", "")],
    ["sources", "repair", ODD.replace("\x00", "")], ["move-warehouse", ODD.replace("\x00", "")],
    ["names", "list"], ["names", "show", ODD.replace("\x00", "")], ["names", "timeline", ODD.replace("\x00", "")],
    ["names", "merge", ODD.replace("\x00", ""), "Dewi"], ["names", "unmerge", ODD.replace("\x00", "")], ["quotes"],
    ["export-parts", "{data}/bagian"], ["dbt-sources"],
    ["regroup"], ["saved", "list"], ["saved", "search", ODD.replace("\x00", ""), "jalan"],
    ["saved", "collection", f"Berkas {ODD}".replace("\x00", "")], ["saved", "add", ODD.replace("\x00", ""), ODD.replace("\x00", "")],
    ["saved", "drop", ODD.replace("\x00", ""), ODD.replace("\x00", "")], ["saved", "digest", ODD.replace("\x00", "")],
    ["saved", "send", ODD.replace("\x00", "")], ["saved", "remove", ODD.replace("\x00", "")],
    ["alerts", "send"], ["alerts", "list"], ["alerts", "list", "--json"], ["alerts", "test"],
]  # fmt: skip


SERVERS = {("desk",), ("mcp",), ("read",)}
"""Commands that go on until they are stopped; tests/web opens pages with such titles, and MCP writes JSON alone."""


def test_every_command_is_among_them() -> None:
    for module in COMMAND_MODULES:
        import_module(f"kliping.cli.{module}")
    known = {(command.name,) for command in app.registered_commands}
    for group in app.registered_groups:
        name = str(group.name or group.typer_instance.info.name)
        known |= {(name, str(command.name)) for command in group.typer_instance.registered_commands}
    tried = {tuple(command[:2]) for command in COMMANDS} | {(command[0],) for command in COMMANDS}
    assert known - tried - SERVERS == set()


def run(data: Path, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / "kliping", *arguments], input=given, capture_output=True, text=True, check=False, encoding="utf-8",
        env=make_environment(KLIPING_DATA=str(data), COLUMNS="140"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "command", COMMANDS, ids=lambda command: " ".join(command)[:40].encode("unicode_escape").decode()
)
def test_no_command_sends_a_control_character(data: Path, held: str, command: list[str]) -> None:
    shown = run(data, *(word.replace("{data}", str(data)).replace("{id}", held) for word in command))
    for text in (shown.stdout, shown.stderr):
        assert "Traceback" not in text
        found = FORBIDDEN.findall(text.replace("\n", "").replace("\r", ""))
        if command[0] == "sql":  # DuckDB's own shell prints these; a load keeps control characters out
            found = [c for c in found if c not in "\x9b\x7f\u202e"]
        assert not found, text


AT = "SELECT TIMESTAMPTZ '2024-11-26 05:00:00+00' AS at"
SQL = {
    "a comment first": (["-- Berapa artikel?\nSELECT least(count(*), 1) AS n FROM articles", "--format", "csv"], "n\n1\n"),
    "a comment without a blank": (["--berapa\nSELECT 1 AS n", "--format", "csv"], "n\n1\n"),
    "csv": (["SELECT 1 AS a, 'x,y' AS b", "--format", "csv"], 'a,b\n1,"x,y"\n'),
    "json": (["SELECT 1 AS a, 'x\"y' AS b", "--format", "json"], '[{"a":1,"b":"x\\"y"}]\n'),
    # times as `export` writes them: what a program reads from Kliping has one form, and JavaScript reads it
    "a clock": ([AT, "--format", "csv"], "at\n2024-11-26T12:00:00+07:00\n"),
    "another clock": ([AT, "--format", "csv", "--timezone", "UTC"], "at\n2024-11-26T05:00:00+00:00\n"),
    "a time in JSON": ([AT, "--format", "json"], '[{"at":"2024-11-26T12:00:00+07:00"}]\n'),
    "a time with a fraction": (["SELECT TIMESTAMPTZ '2024-11-26 05:00:00.25+00' AS at", "--format", "csv"], "at\n2024-11-26T12:00:00.250000+07:00\n"),
    "a time without a zone": (["SELECT TIMESTAMP '2024-11-26 05:00:00' AS at", "--format", "csv"], "at\n2024-11-26T05:00:00\n"),
    "a list of times": ([f"SELECT [\"at\", NULL] AS \"a b\" FROM ({AT})", "--format", "json"], '[{"a b":["2024-11-26T12:00:00+07:00",null]}]\n'),
    "a time behind a comment": ([f"-- Kapan?\n{AT}; -- begitu", "--format", "csv"], "at\n2024-11-26T12:00:00+07:00\n"),
    "a time of a table made before": ([f"CREATE TEMP TABLE t AS {AT}; SET VARIABLE n = 1; FROM t LIMIT getvariable('n')", "--format", "csv"], "at\n2024-11-26T12:00:00+07:00\n"),
    "a time in a struct": ([f"SELECT {{'at': \"at\", 'n': [\"at\"]}} AS s FROM ({AT})", "--format", "json"], '[{"s":{"at":"2024-11-26T12:00:00+07:00","n":["2024-11-26T12:00:00+07:00"]}}]\n'),
    "structs in a list": ([f"SELECT [{{'at': \"at\", 'n': 1}}, NULL] AS s FROM ({AT})", "--format", "json"], '[{"s":[{"at":"2024-11-26T12:00:00+07:00","n":1},null]}]\n'),
    "a pivot of times": ([f"PIVOT (SELECT 'x' AS k, 1 AS n, \"at\" FROM ({AT})) ON k USING max(\"at\");", "--format", "csv"], "n,x\n1,2024-11-26T12:00:00+07:00\n"),
    "what is no query of rows": (["DESCRIBE SELECT 1 AS n", "--format", "csv"], "column_name,column_type,null,key,default,extra\nn,INTEGER,YES,NULL,NULL,NULL\n"),
    "a pivot": (["PIVOT (SELECT 1 AS a, 2 AS b) ON a USING sum(b)", "--format", "csv"], "1\n2\n"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "expected"), SQL.values(), ids=SQL)
def test_sql(data: Path, arguments: list[str], expected: str) -> None:
    done = run(data, "sql", *arguments)
    assert (done.stdout.replace("\r\n", "\n"), done.stderr) == (expected, "")


@pytest.mark.parametrize(
    ("as_format", "expected"),
    [("csv", "at\n2024-11-26T12:00:00+07:00\n"), ("json", '[{"at":"2024-11-26T12:00:00+07:00"}]\n')],
)
def test_a_query_from_a_pipe_has_the_same_times(data: Path, as_format: str, expected: str) -> None:
    done = run(data, "sql", "--format", as_format, given=f"{AT};\n")
    assert (done.stdout.replace("\r\n", "\n"), done.stderr) == (expected, "")


@pytest.mark.parametrize("query", ["SELECT nothing FROM articles", "SELEC 1", "SELECT 1; SELECT '"])
def test_a_wrong_query_is_said_as_the_shell_says_it(data: Path, query: str) -> None:
    done = run(data, "sql", query, "--format", "csv")
    assert done.returncode == 1
    assert "Error" in done.stderr
    assert "Traceback" not in done.stderr


def test_sql_takes_a_file(data: Path, tmp_path: Path) -> None:
    (tmp_path / "tanya.sql").write_text("-- Judul\nSELECT 7 AS n;\n", encoding="utf-8")
    assert run(data, "sql", str(tmp_path / "tanya.sql"), "--format", "csv").stdout.replace("\r\n", "\n") == "n\n7\n"
    missing = run(data, "sql", str(tmp_path / "none.sql"))
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)
