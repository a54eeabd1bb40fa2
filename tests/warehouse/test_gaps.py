"""What single outlets lack, reported until a later run fills it; and bugs that ended links or routes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from kliping.model import RESULTS
from kliping.settings import Settings
from kliping.warehouse import (
    STOPPED_PREFIX,
    Gap,
    Problem,
    find_problems,
    group_gaps,
    load_batch,
    name_usual_sources,
    publish_copy,
    read_loaded_days,
    record_dismissal,
    writer,
)
from kliping.warehouse.health.gaps import find_gaps

from tests.postgres import BOTH_AT_LENGTH
from tests.warehouse.staging import A_DAY, DAY, NOON, Stage, capture, outcome

SHAPES = BOTH_AT_LENGTH

DOWN = "no route answered: feed timeout"
ENDS = {
    "k": ("ok", ""),
    "x": ("failed", DOWN),
    "s": ("failed", f"{STOPPED_PREFIX}too many alike"),
    "r": ("refused", "law 1"),
}
"""One letter for what became of an outlet's load: ok, failed, stopped by a batch rule, refused."""


@pytest.fixture
def db(repository: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The empty tables."""
    with duckdb.connect() as connection:
        connection.execute((repository / "sql" / "schema" / "0001_warehouse.sql").read_text("utf-8"))
        yield connection


def load_days(db: duckdb.DuckDBPyConnection, loads: str) -> None:
    """Enter, one after another, what ``loads`` says in words such as ``koran:0k``: outlet, day, end."""
    for n, word in enumerate(loads.split()):
        outlet, _, end = word.partition(":")
        status, error = ENDS[end[-1]]
        row = {"load_id": f"{n:04}", "outlet": outlet, "day": DAY + int(end[:-1]) * A_DAY, "status": status}
        row |= {"run": f"run-{n}", "job": "ingest", "error": error, "rules_version": "r", "learned_snapshot": ""}
        row |= dict.fromkeys(("discovered", "known", *RESULTS), 0) | dict.fromkeys(("started_at", "finished_at"), NOON)
        columns = ", ".join(f'"{name}"' for name in row)
        db.execute(f"INSERT INTO loads ({columns}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def list_commands(db: duckdb.DuckDBPyConnection) -> list[str]:
    return [gap.command(",".join(gap.outlets)).removeprefix("make backfill ") for gap in find_gaps(db)]


def find_reported(settings: Settings, kind: str) -> list[Problem]:
    return [s for s in find_problems(settings, today=DAY + 5 * A_DAY) if s.cause.startswith(f"{kind}:")]


def days(first: int, last: int) -> str:
    return f"FROM={DAY + first * A_DAY} TO={DAY + last * A_DAY}"


@pytest.mark.parametrize(
    ("loads", "expected"),
    [
        ("koran:0k koran:1k", []),
        ("koran:0k koran:1x", [f"{days(1, 1)} SOURCES=koran"]),
        ("koran:0x", [f"{days(0, 0)} SOURCES=koran"]),
        ("koran:0x koran:1k koran:2k", [f"{days(0, 0)} SOURCES=koran"]),
        ("koran:0x koran:1k koran:0k", []),
        ("koran:0k koran:0x", []),
        ("koran:0x koran:0x koran:0x", [f"{days(0, 0)} SOURCES=koran"]),
        ("koran:0k koran:1x koran:2x koran:3k", [f"{days(1, 2)} SOURCES=koran"]),
        ("koran:0x koran:1k koran:2x", [f"{days(0, 0)} SOURCES=koran", f"{days(2, 2)} SOURCES=koran"]),
        ("koran:0x harian:0x harian:1k koran:1k", [f"{days(0, 0)} SOURCES=harian,koran"]),
        ("koran:0x harian:0k harian:1x koran:1k", [f"{days(0, 0)} SOURCES=koran", f"{days(1, 1)} SOURCES=harian"]),
        # a day that nobody asked this outlet for, between days that it has
        ("koran:0k koran:2k harian:0k harian:1k harian:2k", [f"{days(1, 1)} SOURCES=koran"]),
        ("koran:0k koran:1x koran:3k harian:2k", [f"{days(1, 2)} SOURCES=koran"]),
        # an outlet that came later, one that ended earlier, and a pause of weeks lack nothing
        ("harian:0k harian:1k harian:2k koran:2k", []),
        ("harian:0k harian:1k harian:2k koran:0k", []),
        ("koran:0k koran:40k", []),
        # what waits for a decision has a signal of its own
        ("koran:0k koran:1s", []),
        ("koran:0k koran:1r", []),
        ("koran:0k koran:1x koran:1s koran:2k", []),
    ],
)
def test_gaps(db: duckdb.DuckDBPyConnection, loads: str, expected: list[str]) -> None:
    load_days(db, loads)
    assert list_commands(db) == expected


def test_a_gap_says_who_when_and_why(db: duckdb.DuckDBPyConnection) -> None:
    load_days(db, "koran:0k koran:1x koran:2x koran:3k")
    assert find_gaps(db) == [Gap(DAY + A_DAY, DAY + 2 * A_DAY, ("koran",), DOWN)]


def test_a_shared_gap_says_whose_error_it_names(db: duckdb.DuckDBPyConnection) -> None:
    load_days(db, "koran:0x harian:0x")
    assert [gap.error for gap in find_gaps(db)] == [DOWN]
    db.execute("UPDATE loads SET error = 'dns' WHERE outlet = 'koran'")
    assert [gap.error for gap in find_gaps(db)] == [f"harian: {DOWN}"]


def test_days_that_all_lack_are_reported_elsewhere(db: duckdb.DuckDBPyConnection) -> None:
    load_days(db, "koran:0k koran:1x koran:2x koran:3k")
    assert find_gaps(db, missed=[DAY + A_DAY]) == [Gap(DAY + 2 * A_DAY, DAY + 2 * A_DAY, ("koran",), DOWN)]


def test_an_outlet_that_was_switched_off_lacks_nothing(db: duckdb.DuckDBPyConnection) -> None:
    load_days(db, "koran:0x koran:1k harian:0x harian:1k")
    db.execute("INSERT INTO sources (outlet, enabled) VALUES ('koran', false)")
    assert list_commands(db) == [f"{days(0, 0)} SOURCES=harian"]


def test_usual_sources(db: duckdb.DuckDBPyConnection) -> None:
    config = Settings(sources="live,warta")
    assert name_usual_sources(config, db) == "live,warta"
    load_days(db, "lama:0k koran:40k harian:39x")
    assert name_usual_sources(config, db) == "harian,koran", "what ran within four weeks"
    load_days(db, " ".join(f"o{n}:40k" for n in range(12)))
    assert name_usual_sources(config, db) == "live,warta", "too many to name one by one"


def test_signals_until_a_later_run_fills_the_gap(settings: Settings, stage: Stage) -> None:
    """The whole way: loaded, published, reported; the days after do not hide it, filling it does."""

    def loaded(outlet: str, day: int, error: str = "") -> None:
        articles = [] if error else [capture(f"https://{outlet}.test/{day}", outlet=outlet)]
        with writer(settings) as db:
            load_batch(db, stage.batch(stage.outlet(*articles, outlet=outlet, error=error), day=DAY + day * A_DAY))
        publish_copy(settings)

    loaded("koran", 0, error=DOWN)
    loaded("harian", 0)
    for day in (1, 2):
        loaded("koran", day)
        (problem,) = find_reported(settings, "gap")
        assert problem.cause == f"gap:{DAY}:koran"
        assert problem.says == f"koran lacks {DAY}: {DOWN}"
        assert problem.remedy == f"make backfill {days(0, 0)} SOURCES=koran"
    assert read_loaded_days(settings, DAY, DAY + A_DAY) == {(DAY, "harian"), (DAY + A_DAY, "koran")}
    loaded("koran", 0)
    assert find_reported(settings, "gap") == []


@pytest.mark.parametrize(
    ("lacking", "expected"),
    [
        ({}, []),
        ({0: "a"}, [(0, 0, "a")]),
        ({0: "a", 1: "a", 2: "a"}, [(0, 2, "a")]),
        ({0: "a", 2: "a"}, [(0, 0, "a"), (2, 2, "a")]),
        ({0: "a", 1: "", 2: "a"}, [(0, 0, "a"), (2, 2, "a")]),
        ({0: "ab", 1: "ba", 2: "a"}, [(0, 1, "ab"), (2, 2, "a")]),
    ],
)
def test_split_gaps(lacking: dict[int, str], expected: list[tuple[int, int, str]]) -> None:
    def at(n: int) -> dt.date:
        return DAY + n * A_DAY

    found = group_gaps({at(n): frozenset(outlets) for n, outlets in lacking.items()})
    assert found == [Gap(at(first), at(last), tuple(outlets)) for first, last, outlets in expected]


def test_a_dismissed_day_makes_no_outlet_fail(settings: Settings, stage: Stage) -> None:
    """Who has taken the last day off the list would otherwise hear of it under another name."""
    with writer(settings) as db:
        load_batch(db, stage.batch(stage.outlet(error=DOWN), day=DAY))
    publish_copy(settings)
    assert {problem.name for problem in find_problems(settings, today=DAY + A_DAY)} == {"failing", "gap"}
    with writer(settings) as db:
        record_dismissal(db, "koran", DAY, "sari", "libur")
    publish_copy(settings)
    assert find_problems(settings, today=DAY + A_DAY) == ()


class TestInternalErrors:
    BUG = "KeyError: 'judul'; in fields.py:88; record koran/2024-11-26.warc.gz#4711"

    def fail(self, settings: Settings, stage: Stage, detail: str, day: dt.date = DAY) -> None:
        bad = outcome(capture("https://koran.test/bug"), "failed", reason="internal_error", detail=detail)
        with writer(settings) as db:
            load_batch(db, stage.batch(stage.outlet(capture(), others=[bad]), run=f"bug-{day}", day=day))
        publish_copy(settings)

    def test_each_is_named_with_its_record(self, settings: Settings, stage: Stage) -> None:
        self.fail(settings, stage, self.BUG)
        (problem,) = find_reported(settings, "internal_error")
        assert problem.cause == "internal_error:koran:KeyError"
        assert self.BUG in problem.says
        assert "https://koran.test/bug" in problem.says
        assert problem.remedy.endswith(f"make backfill FROM={DAY} TO={DAY} SOURCES=koran AGAIN=1")

    def test_it_is_reported_until_the_link_ends_better(self, settings: Settings, stage: Stage) -> None:
        self.fail(settings, stage, self.BUG)
        self.fail(settings, stage, "TypeError", DAY + A_DAY)
        (problem,) = find_reported(settings, "internal_error")
        assert problem.cause == "internal_error:koran:TypeError"
        with writer(settings) as db:
            load_batch(db, stage.batch(stage.outlet(capture("https://koran.test/bug")), run="well", day=DAY))
        publish_copy(settings)
        assert find_reported(settings, "internal_error") == []

    def test_a_route_that_a_bug_ended(self, settings: Settings, stage: Stage) -> None:
        note = "sitemap internal_error: ValueError: bad tag (https://koran.test/sitemap.xml)"
        with writer(settings) as db:
            load_batch(db, stage.batch(stage.outlet(capture(), notes=(note, "feed http_404: gone")), run="run"))
        publish_copy(settings)
        (problem,) = find_reported(settings, "internal_error")
        assert "ValueError: bad tag" in problem.says
        assert f"FROM={DAY} TO={DAY} SOURCES=koran AGAIN=1" in problem.remedy
