"""Packages whose names are imported when they are first used: each name is there, and a search imports little else."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

HEAVY = (
    "great_expectations",
    "pandas",
    "pyarrow",
    "xlsxwriter",
    "selectolax",
    "requests",
    "fastapi",
    "upath",
    "jinja2",
)
"""What a search needs nothing of."""


@pytest.mark.parametrize("package", ["kliping.pipeline", "kliping.warehouse"])
def test_every_public_name_is_found(package: str) -> None:
    module = import_module(package)
    for name in module.__all__:
        assert getattr(module, name) is not None


@pytest.mark.parametrize("package", ["kliping.pipeline", "kliping.warehouse"])
def test_a_name_that_is_not_there_is_an_attribute_error(package: str) -> None:
    with pytest.raises(AttributeError, match="no attribute 'serch'"):
        _ = import_module(package).serch


def test_a_search_imports_only_what_it_needs() -> None:
    """It took 4 s to import the scraper, the validator and the fetcher with it."""
    script = (
        "import sys\n"
        "from kliping import pipeline, settings\n"
        "pipeline.search_articles\n"
        "import kliping.warehouse.fulltext.search_asking, kliping.cli.show\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
