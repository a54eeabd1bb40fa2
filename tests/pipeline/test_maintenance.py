"""The check of a whole warehouse: a sample is scraped again, every file of the archive is looked for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from kliping import pipeline, warehouse
from kliping.pipeline.maintain.maintenance import find_scraped_otherwise
from kliping.settings import Settings
from kliping.warehouse import publish_copy, writer


@pytest.fixture
def settings(a_day: Settings, make_settings: Callable[..., Settings]) -> Settings:
    """A copy of a loaded day."""
    made = make_settings()
    shutil.copytree(a_day.data_path, made.data_path)
    return made


def list_found(settings: Settings) -> list[str]:
    about = ("disk", "No run has loaded")  # of the machine that runs the tests, and of today
    return [line for line in pipeline.check_health(settings) if not any(word in line for word in about)]


def test_articles_read_the_same_again(settings: Settings) -> None:
    assert find_scraped_otherwise(settings, 10_000) == []


def test_an_article_that_is_not_what_its_page_says(settings: Settings) -> None:
    with writer(settings) as db:
        db.execute("UPDATE articles SET content_hash = 'x' WHERE outlet = 'pedoman'")
    publish_copy(settings, force=True)
    (problem,) = find_scraped_otherwise(settings, 10_000)
    assert "pedoman.test" in problem
    assert "kliping reprocess --from 20" in problem
    assert "--sources pedoman" in problem


def test_a_file_of_the_archive_that_is_gone(settings: Settings) -> None:
    part = next(settings.data_path.glob("archive/*pedoman/*/*.warc.gz"))
    part.unlink()
    lines = [line for line in list_found(settings) if "archive files that articles refer to" in line]
    assert len(lines) == 1
    assert part.name in lines[0]


def test_a_backup_is_made_where_a_folder_is_named(settings: Settings, make_settings: Callable[..., Settings]) -> None:
    assert "KLIPING_BACKUPS" in pipeline.make_backup(settings)
    folder = settings.data_path / "backups"
    config = make_settings(backups=folder)
    for n in range(5):
        folder.mkdir(exist_ok=True)
        (folder / f"warehouse-2024010{n}T000000Z.duckdb").touch()
    assert "MB" in pipeline.make_backup(config)
    kept = sorted(path.name for path in folder.glob("*.duckdb"))
    assert len(kept) == 4
    assert rows_of(folder / kept[-1]) > 0


def test_a_backup_that_would_not_restore_is_named(settings: Settings) -> None:
    copy = warehouse.copy_warehouse(settings, settings.data_path / "backups")
    warehouse.verify_backup(copy)
    with copy.open("r+b") as file:
        file.truncate(copy.stat().st_size // 2)
    with pytest.raises(warehouse.WarehouseError, match="is damaged"):
        warehouse.verify_backup(copy)
    assert len(list(copy.parent.iterdir())) == 2, "the trial is cleared away"


def rows_of(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute("SELECT count(*) FROM articles").fetchone()
    return row[0] if row else 0
