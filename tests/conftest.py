"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings as example_settings

ROOT = Path(__file__).resolve().parents[1]
example_settings.register_profile("kliping", deadline=None)  # a busy machine makes an example slow, not wrong
example_settings.load_profile("kliping")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout under test."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real pages and texts with gold, kept beside the checkout; they belong to their publishers and never enter it."""
    path = Path(os.environ.get("KLIPING_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip(f"needs the shared data set (set KLIPING_SHARED_DATA; looked in {path})")
    return path
