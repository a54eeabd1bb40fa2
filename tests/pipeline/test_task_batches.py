"""How a run's outlets are dealt out to tasks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from kliping import pipeline
from kliping.settings import Settings


def plan(outlets: int) -> pipeline.Plan:
    day = dt.date(2024, 11, 26)
    names = tuple(f"outlet{n:03}" for n in range(outlets))
    return pipeline.Plan(
        "run", "ingest", day, (day,), names, False, "rules", "", dt.datetime(2024, 11, 27, tzinfo=dt.UTC)
    )


@given(outlets=st.integers(0, 200), at_once=st.integers(1, 60))
def test_every_outlet_once_in_tasks_of_one_size(outlets: int, at_once: int) -> None:
    planned = plan(outlets)
    batches = pipeline.deal_batches(Settings(outlets_per_task=at_once), planned)
    assert sorted(outlet for batch in batches for outlet in batch["outlets"]) == list(planned.outlets)
    sizes = [len(batch["outlets"]) for batch in batches]
    assert max(sizes, default=0) <= at_once
    assert max(sizes, default=0) - min(sizes, default=0) <= 1
    assert all(batch["run"] == "run" for batch in batches)


def test_neighbours_are_kept_apart() -> None:
    batches = pipeline.deal_batches(Settings(outlets_per_task=3), plan(9))
    assert all(b != a + 1 for batch in batches for a, b in pairwise(int(name[-3:]) for name in batch["outlets"]))


def test_a_task_of_watch_takes_many_outlets() -> None:
    watched = replace(plan(60), job="watch")
    assert [len(batch["outlets"]) for batch in pipeline.deal_batches(Settings(outlets_per_task=1), watched)] == [20] * 3
    assert len(pipeline.deal_batches(Settings(outlets_per_task=60), watched)) == 1
