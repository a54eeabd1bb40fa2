"""Quality on the shared pages may rise but not fall: floors in ``tests/floors.toml``."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from kliping.model import Source
from kliping.scrape import scrape

ROOT = Path(__file__).resolve().parents[2]
FLOORS = tomllib.loads((ROOT / "tests" / "floors.toml").read_text("utf-8"))["scrape"]


def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_scrape", ROOT / "bench" / "scrape.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["bench_scrape"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("folder", "generic"), [("html", False), ("html", True), ("html-english", True)])
def test_floors(shared_data: Path, folder: str, generic: bool) -> None:
    measured = bench()
    source = Source.GENERIC if generic else None
    extractor = {"kliping": lambda html, url: scrape(html, url=url, source=source)}
    tally = measured.measure_extractors(shared_data / folder, extractor, rounds=1)["kliping"]
    floor = FLOORS[folder + ("-generic" if generic and folder == "html" else "")]
    assert sum(tally.f1) / len(tally.f1) >= floor["f1"]
    assert tally.leaked / tally.known <= floor["leak"]
    for name in ("title", "date", "authors"):
        if name in floor:
            assert tally.right[name] >= floor[name], name
