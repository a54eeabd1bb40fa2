"""Every value that a user gives is data: no quote, wildcard or path in it does anything but name what it names."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer
from kliping.cli.command import COMMAND_MODULES, app, run_command_line
from kliping.settings import Settings
from kliping.warehouse import engine_path, list_quarantined, reader, refresh_engine, writer

from tests.warehouse.staging import read_content_tables
from tests.warehouse.week import make

ODD = [
    "'; DROP TABLE articles; --", "' OR '1'='1", 'say "hi"', "$outlet", "?", "{x} {0}", "%s%n", "../../etc/passwd",
    "/etc/passwd", "a/b", "*", "[", "ko*ran[1]?", "a\nb", "", " ", "\\", "NULL", "ｋｏｒａｎ ☕", "ñandú🙂", "x" * 300,
    "[red]bold[/]", "[/]", "~", "$(touch pwned)", "`touch pwned`", "1e400", "0001-01-01", "9999-12-31",
    "\udcff", ".", "..",
]  # fmt: skip

GIVEN: dict[str, list[str]] = {
    "export --outlet": ["export", "{path}", "--outlet", "{odd}"],
    "export --from": ["export", "{path}", "--from", "{odd}"],
    "export PATH": ["export", "{folder}/{odd}", "--format", "csv"],
    "quarantine list --outlet": ["quarantine", "list", "--outlet", "{odd}"],
    "quarantine list --rule": ["quarantine", "list", "--rule", "{odd}"],
    "quarantine show": ["quarantine", "show", "--", "{odd}"],
    "quarantine drop ID": ["quarantine", "drop", "--why", "w", "--by", "b", "--", "{odd}"],
    "status --run": ["status", "--run", "{odd}"],
    "load --run": ["load", "--run", "{odd}"],
    "load --accept": ["load", "--run", "none", "--accept", "{odd}"],
    "run --day": ["run", "--sources", "demo", "--day", "{odd}"],
    "run --sources": ["run", "--day", "2024-11-26", "--sources", "nope,{odd}"],
    "reprocess --from": ["reprocess", "--from", "{odd}", "--to", "2024-11-26"],
    "reprocess --sources": ["reprocess", "--from", "2024-11-26", "--to", "2024-11-26", "--sources", "nope,{odd}"],
    "sources show": ["sources", "show", "--", "{odd}"],
    "index --since": ["index", "--since", "{odd}"],
    "search": ["search", "--", "{odd}"],
    "clippings --outlet": ["clippings", "banjir", "--outlet", "{odd}"],
    "quotes --outlet": ["quotes", "banjir", "--outlet", "{odd}"],
    "search --outlet": ["search", "banjir", "--outlet", "{odd}"],
    "restore": ["restore", "--", "{folder}/{odd}"],
    "import": ["import", "--", "{folder}/none/{odd}"],
}
Kliping = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a week of four outlets, loaded and published."""
    folder = tmp_path_factory.mktemp("week")
    make(Settings(data=folder / "data"), folder / "stage")
    refresh_engine(Settings(data=folder / "data"))
    return folder / "data"


@pytest.fixture
def kliping(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Kliping:
    """The command as typed: exit code, output, errors. In this process, for there are hundreds of calls."""
    monkeypatch.chdir(tmp_path)

    def run(data: Path, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("KLIPING_DATA", str(data))
        monkeypatch.setattr("sys.argv", ["kliping", *arguments])
        with pytest.raises(SystemExit) as ended:
            run_command_line()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


@pytest.mark.parametrize("command", GIVEN.values(), ids=GIVEN)
def test_odd_values_are_data(command: list[str], week: Path, kliping: Kliping, tmp_path: Path) -> None:
    settings = Settings(data=week)
    with reader(settings) as db:
        assert db is not None
        before = read_content_tables(db)
    for n, odd in enumerate(ODD):
        given = {"{odd}": odd, "{path}": str(tmp_path / f"{n}.parquet"), "{folder}": str(tmp_path)}
        words = list(command)
        for mark, value in given.items():
            words = [word.replace(mark, value) for word in words]
        code, _, err = kliping(week, *words)
        assert code in (0, 1, 2), (odd, code)
        assert err.count("\n") <= max(8, odd.count("\n") + 2), (odd, err)
    assert not list(tmp_path.rglob("pwned"))
    with writer(settings) as db:
        assert read_content_tables(db) == before
    assert Path("/etc/passwd").read_text("utf-8").startswith("root")


NUMBERS = {
    "quarantine list --limit": ["quarantine", "list", "--limit"],
    "search --limit": ["search", "banjir", "--limit"],
    "learn --days": ["learn", "--days"],
    "status --last": ["status", "--last"],
    "status --samples": ["status", "--run", "x", "--samples"],
    "run --samples": ["run", "--sources", "demo", "--samples"],
}


@pytest.mark.parametrize("command", NUMBERS.values(), ids=NUMBERS)
def test_numbers_have_bounds(command: list[str], week: Path, kliping: Kliping) -> None:
    for number in ("-1", "100000000000", "9" * 30, "-" + "9" * 30, "1e9", "NaN", "", "1.5"):
        code, _, err = kliping(week, *command, number)
        assert code == 2, number
        assert command[-1] in err
        assert "Traceback" not in err


NAMELESS = {
    "import, empty": (["import", ""], "is empty"),
    "import, an empty folder": (["import", "."], ".: the folder holds no file"),
}


@pytest.mark.parametrize(("command", "said"), NAMELESS.values(), ids=NAMELESS)
def test_what_names_nothing_is_refused(command: list[str], said: str, tmp_path: Path, kliping: Kliping) -> None:
    """Nothing is run or written: a run over no file would end as a success."""
    code, _, err = kliping(tmp_path / "data", *command)
    assert code == 2
    assert said in " ".join(err.split())
    assert not list(tmp_path.iterdir())


ENDINGS = ("a.tsv", "a.csv.gz", "a.json", "a.sql", "a.parquet.txt")


@pytest.mark.parametrize("name", ENDINGS)
def test_an_ending_that_is_not_written_is_refused(week: Path, kliping: Kliping, tmp_path: Path, name: str) -> None:
    code, _, err = kliping(week, "export", str(tmp_path / name))
    assert (code, err.count("\n")) == (2, 1)
    assert name in err
    assert not (tmp_path / name).exists()
    assert kliping(week, "export", str(tmp_path / name), "--format", "csv")[0] == 0, "unless the format is given"


def test_an_odd_reason_is_kept_to_the_letter(week: Path, kliping: Kliping, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(week, data)
    for why in ("'; DROP TABLE overrides; --", 'say "hi"\n$why', "{x} %s [red]", "☕ \\"):
        with reader(Settings(data=data)) as db:
            assert db is not None
            page = list_quarantined(db, dropped=True)[0].quarantine_id
        code, _, err = kliping(data, "quarantine", "drop", "--why", why, "--by", why, "--", page)
        assert code == 0, (why, err)
        with reader(Settings(data=data)) as db:
            assert db is not None
            (row,) = list_quarantined(db, ids=[page], dropped=True)
        assert (row.decision, row.why, row.decided_by) == ("drop", why, why)


def test_an_export_is_written_as_its_name_ends(week: Path, kliping: Kliping, tmp_path: Path) -> None:
    for name, first in (
        ("a.csv", b"article_id,"),
        ("a.jsonl", b"{"),
        ("a.parquet", b"PAR1"),
        ("a", b"PAR1"),
        ("a.xlsx", b"PK"),
        ("a.bib", b"@online"),
    ):
        code, out, _ = kliping(week, "export", str(tmp_path / name))
        assert code == 0
        assert "articles in" in out
        assert (tmp_path / name).read_bytes().startswith(first)


def test_a_run_that_is_not_there(week: Path, kliping: Kliping) -> None:
    code, _, err = kliping(week, "load", "--run", "2024-11-26.x")
    assert (code, err) == (2, "kliping: no run '2024-11-26.x' is staged here (none is); `kliping status` lists runs\n")


def test_search(week: Path, kliping: Kliping, tmp_path: Path) -> None:
    code, out, _ = kliping(week, "search", "pembangunannya", "--outlet", "harian", "--limit", "1")
    assert code == 0
    assert "Jembatan" in out
    assert "harian" in out
    assert out.count("https://") == 1
    assert kliping(week, "search", "xyzzy")[0] == 1
    shutil.copytree(week, tmp_path / "data")
    shutil.rmtree(engine_path(Settings(data=tmp_path / "data")))
    code, _, err = kliping(tmp_path / "data", "search", "banjir")
    assert (code, err) == (1, "kliping: There is no full-text index yet. `kliping index` builds it.\n")


def list_numbers(command: Any, path: str) -> Iterator[tuple[str, tuple[int | None, int | None]]]:
    """Yield the numeric options of a command and of those below it, with their bounds."""
    for name, below in getattr(command, "commands", {}).items():
        yield from list_numbers(below, f"{path} {name}")
    for parameter in command.params:
        if parameter.type_descriptor.annotation in (int, float):
            yield f"{path} {parameter.opts[0]}", (parameter.min, parameter.max)


def test_every_number_has_bounds() -> None:
    """A number without an upper bound ends in an overflow or in memory that nobody has."""
    for name in COMMAND_MODULES:
        import_module(f"kliping.cli.{name}")
    numbers = dict(list_numbers(typer.main.get_command(app), "kliping"))
    assert len(numbers) > 10
    assert {name: bounds for name, bounds in numbers.items() if None in bounds} == {}


BLANK = {
    "sources try --connect": ["sources", "try", "a.example", "--connect", ""],
    "sources probe --connect=": ["sources", "probe", "https://a.example/b", "--connect="],
    "run --sources": ["run", "--sources", " "],
    "run --day": ["run", "--day", "\t", "--sources", "demo"],
    "export --outlet": ["export", "a.parquet", "--outlet", "\u00a0"],
    "quarantine drop --why": ["quarantine", "drop", "x", "--by", "b", "--why", ""],
    "names merge": ["names", "merge", "", "Rina"],
    "dismiss --why=": ["dismiss", "koran", "--day", "2024-11-20", "--by", "b", "--why= "],
}


@pytest.mark.parametrize("command", BLANK.values(), ids=BLANK)
def test_blank_values_are_refused(command: list[str], tmp_path: Path, kliping: Kliping) -> None:
    """A blank value is most often an unset variable of a script; the default, such as the real site, was not meant."""
    code, out, err = kliping(tmp_path / "data", *command)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "is empty" in err
    assert not list(tmp_path.iterdir())


def test_a_title_may_be_empty(tmp_path: Path, kliping: Kliping) -> None:
    (tmp_path / "a.txt").write_text("Warga panen kopi.\n", "utf-8")
    assert kliping(tmp_path / "data", "clean", "a.txt", "--title", "")[1] == "Warga panen kopi.\n"
    assert kliping(tmp_path / "data", "clean", "--title=", "--", "a.txt")[1] == "Warga panen kopi.\n"
