"""A record of our own archive that cannot be read is one outcome, named by its place; the rest of the day goes on."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kliping import archive, pipeline, warehouse
from kliping.archive.index import IndexEntry
from kliping.archive.store import read_index
from kliping.settings import Settings

from demo.newsroom import Newsroom
from tests.pipeline.tables import query, read_content

DAY = dt.date(2024, 11, 26)
OUTLET = "pedoman"


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(seed=7, articles_per_day=6, page_weight=1, faults=False) as rooms:
        yield rooms


@pytest.fixture(scope="module")
def kept(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One outlet's day, loaded and archived."""
    made = Settings(data=tmp_path_factory.mktemp("kept"), newsroom=newsroom.netloc, delay=0, workers=1)
    pipeline.run_day(made, day=DAY, spec=OUTLET)
    return made


@pytest.fixture
def settings(kept: Settings, tmp_path: Path) -> Settings:
    shutil.copytree(kept.data_path, tmp_path / "data")
    return kept.model_copy(update={"data": tmp_path / "data"})


def the_part(settings: Settings) -> Path:
    (part,) = archive.list_parts(settings.archive_root, OUTLET, DAY)
    return Path(settings.archive_root) / part


def index_of(part: Path) -> Path:
    return part.with_name(part.name.removesuffix(".warc.gz") + ".cdxj")


def overwrite_third(part: Path) -> None:
    """Overwrite a few bytes in the middle of the third page's record."""
    third = pages(part)[2]
    data = bytearray(part.read_bytes())
    middle = third.offset + third.length // 2
    data[middle : middle + 8] = b"\xff" * 8
    part.write_bytes(data)


def overwrite_without_index(part: Path) -> None:
    overwrite_third(part)
    index_of(part).unlink()


def overwrite_damaged_index(part: Path) -> None:
    overwrite_third(part)
    index_of(part).write_text('id,co,pedoman)/a 20241126 ["no object"]\n', encoding="utf-8")


def cut_last(part: Path) -> None:
    data = part.read_bytes()
    part.write_bytes(data[: pages(part)[-1].offset + 40])


def no_header(part: Path) -> None:
    """Overwrite the first bytes of the second page's record."""
    second = pages(part)[1]
    data = bytearray(part.read_bytes())
    data[second.offset : second.offset + 3] = b"\0\0\0"
    part.write_bytes(data)


def pages(part: Path) -> list[IndexEntry]:
    root = part.parents[2]
    return [entry for entry in read_index(str(root), str(part.relative_to(root))) if entry.has_page]


def damage_problems(settings: Settings) -> list[warehouse.Problem]:
    return [one for one in warehouse.find_problems(settings, today=DAY) if one.cause == f"damaged_record:{OUTLET}"]


@pytest.mark.parametrize(
    "damage", [overwrite_third, overwrite_without_index, overwrite_damaged_index, cut_last, no_header]
)
def test_a_damaged_record_is_one_outcome(settings: Settings, damage: Callable[[Path], None]) -> None:
    before = read_content(settings)
    part = the_part(settings)
    whole = len(pages(part))
    damage(part)
    (report,) = pipeline.reprocess_days(settings, first=DAY, last=DAY, spec=OUTLET)
    assert not report.refused
    assert report.counts["failed"] == 1
    assert sum(report.counts.values()) == whole
    ((reason, detail),) = query(
        settings, "SELECT reason, detail FROM outcomes WHERE result = 'failed' AND load_id = ?", report.load_id
    )
    assert reason == "damaged_record"
    assert f"{part.name}#" in detail
    assert read_content(settings) == before, "what was loaded from it stays"


def test_a_rerun_reads_around_a_damaged_record(settings: Settings) -> None:
    """Into an empty warehouse: all but that one load."""
    whole = query(settings, "SELECT count(*) FROM articles")[0][0]
    overwrite_third(the_part(settings))
    for name in ("kliping.duckdb", "warehouse.duckdb"):
        (settings.data_path / name).unlink()
    report = pipeline.run_day(settings, day=DAY, spec=OUTLET)
    assert report.counts["loaded"] == whole - 1
    assert report.counts["failed"] == 1
    (signal,) = damage_problems(settings)
    assert "1 archived records cannot be read" in signal.says
    assert f"FROM={DAY} TO={DAY} SOURCES={OUTLET} REFETCH=1" in signal.remedy
    refetched = pipeline.run_day(settings, day=DAY, spec=OUTLET, refetch=True)
    assert damage_problems(settings) == []
    assert refetched.counts["failed"] == 0
    assert query(settings, "SELECT count(*) FROM articles") == [(whole,)]


def test_a_lost_part_fails_what_it_held(settings: Settings) -> None:
    """The kept ledger names every link of it; none is passed over without a word."""
    whole = query(settings, "SELECT count(*) FROM articles")[0][0]
    before = read_content(settings)
    for name in ("kliping.duckdb", "warehouse.duckdb"):
        (settings.data_path / name).unlink()
    the_part(settings).unlink()
    report = pipeline.run_day(settings, day=DAY, spec=OUTLET)
    assert report.counts["failed"] >= whole
    reasons = query(settings, "SELECT DISTINCT reason FROM outcomes WHERE result = 'failed'")
    assert reasons == [("damaged_record",)]
    pipeline.run_day(settings, day=DAY, spec=OUTLET, refetch=True)
    assert query(settings, "SELECT count(*) FROM articles") == [(len(before["articles"]),)]


@pytest.mark.parametrize("name", ["complete.json", "complete.parquet"])
@pytest.mark.parametrize("content", [b"", b"{}", b"PAR1 not a table PAR1"])
def test_a_damaged_note_of_a_complete_day_walks_it_again(settings: Settings, name: str, content: bytes) -> None:
    before = read_content(settings)
    (the_part(settings).parent / name).write_bytes(content)
    report = pipeline.run_day(settings, day=DAY, spec=OUTLET)
    assert not report.refused
    assert report.counts["failed"] == 0
    assert read_content(settings) == before
