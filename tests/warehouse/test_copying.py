"""A publication writes what has changed, and is the warehouse to the byte; whatever is not certain is copied whole."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from kliping.settings import Settings
from kliping.warehouse import PublishReport, compact_warehouse, copy_warehouse, load_batch, publish_copy, reader, writer
from kliping.warehouse.access import copying
from kliping.warehouse.access.connection import spare_path

from tests.warehouse.staging import A_DAY, DAY, Stage, capture, read_content_tables


@pytest.fixture(autouse=True)
def _plain_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As on a file system that cannot share blocks, where there is something to save."""
    monkeypatch.setattr(copying, "_share_blocks", lambda source, draft: False)
    probe = tmp_path / "probe"
    probe.touch()
    if (descriptor := copying._open_alone(probe)) is None:
        pytest.skip("this file system grants no lease, and everything is copied")
    os.close(descriptor)


def load_more(settings: Settings, stage: Stage, number: int, rows: int = 20) -> None:
    """Load new articles that do not compress, and an edit of the first."""
    texts = random.Random(number)
    made = [capture(f"https://koran.test/{number}-{n}", texts.randbytes(2000).hex(), number) for n in range(rows)]
    made.append(capture("https://koran.test/berubah", f"Versi {number}", number))
    with writer(settings) as db:
        report = load_batch(db, stage.batch(stage.outlet(*made), run=f"run-{number}", day=DAY + number * A_DAY))
        assert not report.refused


@pytest.fixture
def with_spare(settings: Settings, stage: Stage) -> Settings:
    """A warehouse of some megabytes that was published twice, so that there is a spare."""
    load_more(settings, stage, 1, rows=2_000)
    assert [publish_copy(settings).how for _ in range(2)] == ["copy", "copy"]
    return settings


def publish_equal(settings: Settings) -> PublishReport:
    """Publish, and hold the copy to the warehouse, table by table."""
    report = publish_copy(settings)
    with writer(settings) as db, reader(settings) as published:
        assert published is not None
        assert read_content_tables(published) == read_content_tables(db)
        assert published.execute("SELECT count(*) FROM daily_volume").fetchone() != (0,)
    return report


def test_it_costs_what_was_written_since(with_spare: Settings, stage: Stage) -> None:
    """Of a warehouse this small, a load may write the half anew; with nothing loaded only views are written."""
    load_more(with_spare, stage, 2, rows=1)
    assert publish_equal(with_spare).how == "changes"
    reports = [publish_copy(with_spare) for _ in range(2)]
    assert [report.how for report in reports] == ["changes", "changes"]
    assert reports[-1].written < reports[-1].bytes / 4, reports
    with duckdb.connect(str(with_spare.published_path), read_only=True) as db:
        assert db.execute("SELECT count(*) FROM publication").fetchone() == (5,)


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.full) for n in range(2, 8))])
def test_it_is_the_warehouse_to_the_byte(
    seed: int, with_spare: Settings, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is written, deleted and rewritten in between, in however many sessions."""
    monkeypatch.setattr(copying, "_add_views", lambda draft, sql, published: [])
    choose = random.Random(seed)
    changes: list[Callable[[duckdb.DuckDBPyConnection], object]] = [
        lambda db: db.execute("UPDATE articles SET section = 'x' || random() WHERE hash(article_id) % 3 = 0"),
        lambda db: db.execute("DELETE FROM captures WHERE hash(article_id) % 7 = 1"),
        lambda db: db.execute("INSERT INTO outcomes SELECT o.* FROM (FROM outcomes LIMIT 2_000) o, range(200)"),
        lambda db: db.execute("CREATE OR REPLACE TABLE extra AS SELECT uuid() AS a FROM range(200_000)"),
        lambda db: db.execute("DROP TABLE IF EXISTS extra"),
        lambda db: db.execute("CHECKPOINT"),
    ]
    publish_copy(with_spare)
    publish_copy(with_spare)  # both copies are without views now
    ways = set()
    for _ in range(3):
        for _ in range(choose.randint(1, 3)):
            with writer(with_spare) as db:
                for change in choose.sample(changes, 2):
                    change(db)
        if choose.random() < 0.3:
            copy_warehouse(with_spare, with_spare.data_path / "backups")
        ways.add(publish_copy(with_spare).how)
        assert with_spare.published_path.read_bytes() == with_spare.warehouse_path.read_bytes()
    assert ways == {"changes"}


def run_python(code: str, *arguments: object) -> None:
    subprocess.run([sys.executable, "-c", code, *map(str, arguments)], check=True, cwd=Path(__file__).parents[2])


def write_beside(settings: Settings) -> None:
    """Write to the warehouse as another program does, of which the journal knows nothing."""
    run_python(
        "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('CREATE TABLE foreigner AS FROM range(100000)')",
        settings.warehouse_path,
    )


def kill_writer(settings: Settings) -> None:
    """Kill a writer that has written rows, committed and not, to the warehouse."""
    code = """
import os, sys
sys.path[:0] = ["plugins"]
from pathlib import Path
from kliping.settings import Settings
from kliping.warehouse import writer
with writer(Settings(data=Path(sys.argv[1]))) as db:
    db.execute("CREATE TABLE long AS SELECT md5(n::VARCHAR) AS a FROM range(300000) t(n)")
    db.execute("INSERT INTO long FROM long")
    db.begin()
    db.execute("INSERT INTO long FROM long")
    os.kill(os.getpid(), 9)
"""
    with pytest.raises(subprocess.CalledProcessError):
        run_python(code, settings.data)


def write_to_spare(settings: Settings) -> None:
    spare_path(settings).chmod(0o644)
    run_python("import duckdb, sys; duckdb.connect(sys.argv[1]).execute('DROP VIEW arrivals')", spare_path(settings))


def tear_journal(settings: Settings) -> None:
    journal = settings.data_path / "warehouse.journal.json"
    journal.write_bytes(journal.read_bytes()[:40])


UNCERTAIN: dict[str, Callable[[Settings], object]] = {
    "another program wrote to the warehouse": write_beside,
    "a writer was killed": kill_writer,
    "somebody wrote to the spare": write_to_spare,
    "the journal is torn": tear_journal,
    "the journal is lost": lambda settings: (settings.data_path / "warehouse.journal.json").unlink(),
    "the warehouse was rewritten": compact_warehouse,
    "the spare is lost": lambda settings: spare_path(settings).unlink(),
}


@pytest.mark.parametrize("causes", [list(UNCERTAIN)[:2], pytest.param(list(UNCERTAIN), marks=pytest.mark.full)])
def test_all_is_copied_where_it_is_not_known_what_changed(causes: list[str], with_spare: Settings) -> None:
    for what in causes:
        UNCERTAIN[what](with_spare)
        assert publish_equal(with_spare).how == "copy", what
        ways = [publish_copy(with_spare).how for _ in range(2)]
        assert ways[-1] == "changes", f"{what}: and then as ever"


HOLDERS = {
    "reads it": "import duckdb, sys; held = duckdb.connect(sys.argv[1], read_only=True)",
    "copies it": "import sys; held = open(sys.argv[1], 'rb')",
    "has it mapped": "import mmap, sys; file = open(sys.argv[1], 'rb'); "
    "held = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ); file.close()",
}


@pytest.mark.parametrize("how", ["reads it", *(pytest.param(h, marks=pytest.mark.full) for h in list(HOLDERS)[1:])])
def test_a_copy_that_somebody_has_open_is_never_written_to(how: str, with_spare: Settings, stage: Stage) -> None:
    code = HOLDERS[how] + "; print('open', flush=True); sys.stdin.read(); held.close()"
    wanted = hashlib.sha256(with_spare.published_path.read_bytes()).hexdigest()
    with subprocess.Popen(
        [sys.executable, "-c", code, str(with_spare.published_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        load_more(with_spare, stage, 3)
        ways = [publish_equal(with_spare).how for _ in range(3)]
        opened = next(link for link in Path(f"/proc/{process.pid}/fd").iterdir() if "kliping" in str(link.readlink()))
        assert hashlib.sha256(opened.read_bytes()).hexdigest() == wanted
        process.communicate("", timeout=60)
    assert ways == ["changes", "copy", "changes"], "once, when the held one's turn came"


def test_a_copy_with_a_second_name_is_never_written_to(with_spare: Settings, stage: Stage) -> None:
    """Backups are made of hard links, and so is a publication between two of its steps."""
    kept = with_spare.data_path / "kept.duckdb"
    kept.hardlink_to(with_spare.published_path)
    wanted = kept.read_bytes()
    load_more(with_spare, stage, 3)
    assert [publish_copy(with_spare).how for _ in range(3)] == ["changes", "copy", "changes"]
    assert kept.read_bytes() == wanted


def test_no_spare_is_kept_where_the_disk_has_no_room(with_spare: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage(with_spare.data_path)._replace(free=1_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: full)
    for way in ("changes", "copy"):
        assert publish_copy(with_spare).how == way
        assert not spare_path(with_spare).exists()


def test_the_copy_can_be_moved_with_its_folder_or_alone(with_spare: Settings, stage: Stage, tmp_path: Path) -> None:
    load_more(with_spare, stage, 3)
    assert publish_copy(with_spare).how == "changes"
    alone = tmp_path / "elsewhere.duckdb"
    shutil.copy(with_spare.published_path, alone)
    with duckdb.connect(str(alone), read_only=True) as db:
        assert db.execute("SELECT count(*) FROM articles").fetchone() == (2_021,)
        assert db.execute("SELECT comment FROM duckdb_columns() WHERE table_name = 'articles'").fetchone() != (None,)
    moved = with_spare.model_copy(update={"data": shutil.move(with_spare.data_path, tmp_path / "moved")})
    load_more(moved, stage, 4)
    assert publish_equal(moved).how == "changes"
