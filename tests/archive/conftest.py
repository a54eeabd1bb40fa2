"""An archive of its own for each test."""

from __future__ import annotations

import pytest
from kliping import archive

from tests.archive.pages import DAY


@pytest.fixture
def root(tmp_path):
    return str(tmp_path / "arsip")


@pytest.fixture
def write(root, tmp_path):
    """Archive pages in one run; gives them back with their addresses in the archive."""

    def write(*pages, day=DAY, run="run-1", **options):
        with archive.ArchiveWriter(root, "contoh", day, run, tmp_path / "spool", **options) as writer:
            return [writer.add(one) for one in pages]

    return write
