"""The benchmarks begin and print what they promise; their figures are for people and gate nothing here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = ("articles", "outlets", "traps", "unseen", "pages", "oneline", "clean")


def run_bench(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "bench" / f"{name}.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "name",
    [
        "clean",
        "collect",
        "desk",
        "duplicates",
        "load",
        "memory",
        "names",
        "publish",
        "quotes",
        "scrape",
        "search",
        "stages",
        "volume",
        "watch",
        "year",
    ],
)
def test_help_names_the_parts(name: str) -> None:
    done = run_bench(name, "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("usage:")


def test_each_part_prints_its_scores() -> None:
    """Issue 13: a renamed function made every part print nothing."""
    done = run_bench("clean", "written")
    assert done.returncode == 0, done.stderr
    for name in WRITTEN:
        assert any(line.startswith(name) for line in done.stdout.splitlines()), (name, done.stdout)


def test_an_unknown_part_is_named() -> None:
    done = run_bench("clean", "nix")
    assert done.returncode == 2
    assert "nix" in done.stderr
    assert "folds" in done.stderr


@pytest.mark.full
@pytest.mark.timeout(1200)
def test_each_stage_of_10_000_articles_stays_under_500_mb() -> None:
    """Issue 14: of a newspaper's length, validate took 790 MB and load 610 MB."""
    done = run_bench("memory", "--kilobytes", "4")
    assert done.returncode == 0, done.stderr
    peaks = {stage: int(size) for stage, size, _ in map(str.split, done.stdout.splitlines())}
    assert set(peaks) == {"idle", "validate", "load", "publish"}
    assert max(peaks.values()) < 500, peaks


def test_the_desks_pages_are_timed() -> None:
    done = run_bench("desk", "--outlets", "20", "--articles", "500", "--rounds", "1")
    assert done.returncode == 0, done.stderr
    assert "20 outlets, 500 articles" in done.stdout
    assert [line for line in done.stdout.splitlines() if line.startswith("first page ")]


@pytest.mark.full
def test_searches_and_pages_are_timed() -> None:
    done = run_bench("search", "--articles", "2000", "--day", "50", "--rounds", "1")
    assert done.returncode == 0, done.stderr
    assert "index of one day's 50 articles" in done.stdout
    assert "median of queries" in done.stdout
    assert [line for line in done.stdout.splitlines() if line.startswith("clippings of a day")]
