"""A warehouse in a temporary folder, empty or of three days, and staged batches to load into it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from kliping.settings import Settings
from kliping.warehouse import load_batch, publish_copy, writer

from tests.warehouse.staging import A_DAY, DAY, NOON, ODD, Stage, capture


@pytest.fixture
def settings(tmp_path: Path, repository: Path) -> Settings:
    return Settings(data=tmp_path / "data", lock_timeout=60)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "stage")


@pytest.fixture
def loaded(settings: Settings, three_days: Path) -> Settings:
    """A copy of ``three_days`` of one's own."""
    shutil.copytree(three_days, settings.data_path)
    return settings


@pytest.fixture(scope="session")
def three_days(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """Three days, one article each; the last of another outlet. The data folder."""
    folder = tmp_path_factory.mktemp("three-days")
    settings, stage = Settings(data=folder / "data"), Stage(folder / "stage")
    with writer(settings) as db:
        for n in range(3):
            outlet = "koran" if n < 2 else "harian"
            row = capture(
                f"https://{outlet}.test/{n}",
                hours=24 * n,
                outlet=outlet,
                published_at=NOON + n * A_DAY,
                title=ODD,
                authors=["Sari", "Budi"],
            )
            load_batch(db, stage.batch(stage.outlet(row, outlet=outlet), run=f"run-{n}", day=DAY + n * A_DAY))
    publish_copy(settings)
    return settings.data_path
