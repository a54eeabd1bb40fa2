"""`make run` and `make sql`, as a newcomer types them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from kliping.settings import Settings

from local.environment import BIN, ROOT, make_environment
from tests.pipeline.tables import query, read_content

pytestmark = pytest.mark.timeout(1800)  # Airflow starts several times, on machines that may be busy


def make(data: Path, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments], cwd=ROOT, env=make_environment(KLIPING_DATA=str(data), COLUMNS="140"), input=given,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("make")


@pytest.fixture(scope="module")
def first(data: Path) -> subprocess.CompletedProcess[str]:
    """What the first run says; tests may run in any order, in several processes."""
    done = make(data, "run", "DAY=2024-11-26", "SOURCES=demo")
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_make_run_twice(data: Path, first: subprocess.CompletedProcess[str]) -> None:
    """The second run of the day adds no row; both tell per outlet what became of every link."""
    for part in (
        "discovered",
        "pedoman",
        "stripped",
        "related",
        "before",
        "after",
        "make sql",
        str(data / "kliping.duckdb"),
    ):
        assert part in first.stdout
    settings = Settings(data=data)
    before = read_content(settings)
    assert len(before["articles"]) > 100
    second = make(data, "run", "DAY=2024-11-26")
    assert second.returncode == 0, second.stdout + second.stderr
    assert read_content(settings) == before
    assert query(
        settings, "SELECT sum(loaded), sum(revised) FROM loads WHERE load_id = (SELECT max(load_id) FROM loads)"
    ) == [(0, 0)]
    assert not (data / "airflow" / "airflow.db").exists(), "a served scheduler must not see these runs"


@pytest.mark.usefixtures("first")
def test_make_sql_starts_with_a_query(data: Path) -> None:
    done = make(data, "sql", given="SELECT count(*) > 100 AS many FROM articles;\n")
    assert done.returncode == 0
    assert "true" in done.stdout
    start = (ROOT / "sql" / "queries" / "01_newest_headlines.sql").read_text()
    assert make(data, "sql", given=start + "\n").returncode == 0


def test_kliping_run_refetch_asks_again(data: Path) -> None:
    from demo.newsroom import Newsroom

    with Newsroom() as rooms:
        done = subprocess.run(
            [BIN / "kliping", "run", "--day", "2024-11-26", "--refetch", "--sources", "pedoman"],
            env=make_environment(KLIPING_DATA=str(data), KLIPING_NEWSROOM=rooms.netloc),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"collect pedoman: \d+ discovered, 0 known, \d+ fetched", done.stdout)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["DAY=26-11-2024"], "day '26-11-2024' is not a date: write it as YYYY-MM-DD"),
        (["DAY=2999-01-01"], "in the future"),
        (["SOURCES=detikk"], "no outlet is called 'detikk'"),
    ],
)
def test_bad_input_costs_nothing(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = make(tmp_path, "run", *arguments)
    assert done.returncode != 0
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "warehouse.duckdb").exists()


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["run", "DAY=2024-11-26"], '--day "2024-11-26" --sources "demo"'),
        (["run", "day=2024-11-26"], '--day "2024-11-26" --sources "demo"'),
        (["run", "day=2024-11-26", "sources=gema,detik"], '--day "2024-11-26" --sources "gema,detik"'),
        (["run"], '--day "yesterday" --sources "demo"'),
        (["run", "REFETCH=1"], '--sources "demo" --refetch'),
        (["run", "NEWSROOM=--down gema.test"], "--newsroom --down gema.test"),
        (["run", "REPLAY=/srv/pages"], '--newsroom  --replay "/srv/pages"'),
        (["backfill", "FROM=2024-11-20", "TO=2024-11-21"], '--from "2024-11-20" --to "2024-11-21" --sources "demo"'),
        (["backfill", "from=2024-11-20", "to=2024-11-21", "again=1"], "--again"),
        (["backfill", "FROM=2024-11-20", "TO=2024-11-21", "REFETCH=1"], "--refetch"),
        (["serve", "port=0"], '--port "0"'),
    ],
)
def test_what_is_given_is_passed_on(tmp_path: Path, arguments: list[str], command: str) -> None:
    done = make(tmp_path, "-n", *arguments)
    assert command in done.stdout
    assert "no make command uses" not in done.stderr


@pytest.mark.parametrize("name", ["DAYS", "Day", "TANGGAL", "SOURCE", "outlets"])
def test_a_variable_that_no_command_knows_is_named(tmp_path: Path, name: str) -> None:
    done = make(tmp_path, "-n", "run", f"{name}=2024-11-26", "COLUMNS=100", "KLIPING_DELAY=0")
    assert f"no make command uses {name}; the variables are: DAY SOURCES" in done.stderr


def test_variables_of_the_environment_are_not_taken_for_arguments(tmp_path: Path) -> None:
    done = subprocess.run(
        ["make", "-n", "run"], cwd=ROOT, env=make_environment(KLIPING_DATA=str(tmp_path), day="2001-01-01", port="1"),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert '--day "yesterday"' in done.stdout
