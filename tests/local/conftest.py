"""What `make` starts is started for real, in a data folder of its own; all of it on one worker."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("airflow"))
            item.add_marker(pytest.mark.airflow)
