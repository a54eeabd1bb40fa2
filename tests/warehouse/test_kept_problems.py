"""What was found when the copy was published is used for that copy, that day and those words, and for nothing else."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kliping import pipeline
from kliping.model import JAKARTA
from kliping.settings import Settings
from kliping.warehouse import find_kept, find_recorded, keep_problems, read_kept_problems, reader
from kliping.warehouse.health.kept_problems import kept_problems_path
from kliping.warehouse.health.problems import Problem

from tests.postgres import needs_postgres
from tests.warehouse.staging import A_DAY, DAY

TODAY = DAY + 5 * A_DAY
MARK = "as it was kept"


def find_both(settings: Settings, today: dt.date) -> tuple[list[Problem], list[Problem]]:
    with reader(settings) as connection:
        assert connection is not None
        return find_kept(settings, connection, today), find_recorded(settings, connection, today)


def mark_kept(settings: Settings) -> Path:
    """Keep the problems, and write into the file what nobody would find: whoever says it has read the file."""
    keep_problems(settings, TODAY)
    path = kept_problems_path(settings)
    change_file(path, mark_first)
    return path


def mark_first(kept: dict[str, Any]) -> None:
    """Change the first problem of each list."""
    for problems in (kept["missing"], kept["faults"]):
        if problems:
            problems[0]["says"] = MARK


def change_file(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    kept = json.loads(path.read_text())
    change(kept)
    path.write_text(json.dumps(kept))


def test_what_is_kept_is_what_is_found(loaded: Settings) -> None:
    keep_problems(loaded, TODAY)
    kept, found = find_both(loaded, TODAY)
    assert kept == found
    assert len(found) > 1


def test_what_is_kept_is_read(loaded: Settings) -> None:
    mark_kept(loaded)
    assert find_both(loaded, TODAY)[0][0].says == MARK


@pytest.mark.parametrize(
    "change",
    [
        lambda path, settings: os.utime(settings.published_path, (1, 1)),
        lambda path, settings: path.unlink(),
        lambda path, settings: path.write_text('{"of": '),
        lambda path, settings: path.write_text("[]"),
        lambda path, settings: path.write_bytes(b"\xff"),
        lambda path, settings: change_file(path, lambda kept: kept["of"].__setitem__(-1, "other words")),
        lambda path, settings: change_file(path, lambda kept: kept["faults"][0].update(colour="red")),
        lambda path, settings: change_file(path, lambda kept: kept["missing"][0].pop("outlets")),
    ],
    ids=["another copy", "no file", "half a file", "a list", "no text", "other words", "one field more", "one less"],
)
def test_anything_else_is_found_anew(loaded: Settings, change: Callable[[Path, Settings], object]) -> None:
    change(mark_kept(loaded), loaded)
    kept, found = find_both(loaded, TODAY)
    assert kept == found


def test_on_another_day_only_what_is_missing_is_looked_at_anew(loaded: Settings) -> None:
    mark_kept(loaded)
    assert read_kept_problems(loaded, TODAY)
    assert read_kept_problems(loaded, TODAY + A_DAY) is None
    kept, found = find_both(loaded, TODAY + A_DAY)
    changed = [(one, other) for one, other in zip(kept, found, strict=True) if one != other]
    assert [(one.says, other.name) for one, other in changed if one.says == MARK] == [(MARK, changed[0][1].name)]
    assert changed[0][1].name not in ("missed", "gap")


def test_a_publication_keeps_the_problems_of_its_copy(loaded: Settings) -> None:
    """Publishing itself writes the file, and anew for each copy: the file before is never taken for the new copy's."""
    path = kept_problems_path(loaded)
    for _ in range(2):
        path.write_text("of the copy before")
        published_on = dt.datetime.now(JAKARTA).date()
        assert pipeline.publish_loaded(loaded).published
        change_file(path, mark_first)
        assert find_both(loaded, published_on)[0][0].says == MARK


@needs_postgres
def test_a_lake_keeps_nothing_and_is_looked_at_anew(postgres_lake: Settings) -> None:
    """Others load into it meanwhile: what one publisher found would be old for the readers of another machine."""
    assert pipeline.publish_loaded(postgres_lake).how == "lake"
    assert not kept_problems_path(postgres_lake).exists()
    kept, found = find_both(postgres_lake, TODAY)
    assert kept == found
    assert len(found) > 1


def test_without_a_copy_nothing_is_kept(settings: Settings) -> None:
    keep_problems(settings, TODAY)
    assert not kept_problems_path(settings).exists()
