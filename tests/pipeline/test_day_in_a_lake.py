"""One day through the whole line into a shared warehouse: the same tables, commands and checks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from kliping import pipeline
from kliping.settings import Settings

from tests.pipeline.conftest import DAY
from tests.pipeline.tables import query, read_content


@pytest.mark.full
def test_a_day_is_the_same_in_both_shapes(
    make_settings: Callable[..., Settings], a_day: Settings, tmp_path: Path
) -> None:
    settings = make_settings(warehouse=f"ducklake:{tmp_path / 'catalogue.db'}")
    said: list[str] = []
    pipeline.run_day(settings, day=DAY, spec="demo", say=said.append)
    assert read_content(settings) == read_content(a_day)
    assert any("readers of the DuckLake see" in line for line in said)
    pipeline.run_day(settings, day=DAY, spec="demo")
    assert read_content(settings) == read_content(a_day)
    assert query(settings, "SELECT count(DISTINCT run) FROM loads") == [(2,)]
    assert pipeline.check_health(settings) == pipeline.check_health(a_day)
    assert pipeline.search_articles(settings, "warga").total
    assert "files merged" in pipeline.compact_database(settings)
    assert read_content(settings) == read_content(a_day)
    assert not settings.warehouse_path.exists()
