"""A warehouse in a temporary folder, and staged batches to load into it."""

from __future__ import annotations

from pathlib import Path

import pytest
from kliping.settings import Settings

from tests.warehouse.staging import Stage


@pytest.fixture
def settings(tmp_path: Path, repository: Path) -> Settings:
    return Settings(home=repository, data=tmp_path / "data", lock_timeout=2)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "stage")
