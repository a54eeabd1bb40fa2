"""Two runs at once, as `kliping run` in two processes, on one host: the host itself measures the gaps."""

from __future__ import annotations

import datetime as dt
import itertools
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from demo.newsroom import Newsroom
from demo.newsroom.page import Answer
from local.environment import BIN, make_environment
from tests.pipeline.conftest import DAY


@pytest.mark.parametrize("delay", [0.2, pytest.param(1.0, marks=pytest.mark.full)])
def test_two_runs_keep_one_pace(delay: float, tmp_path: Path) -> None:
    arrived: list[float] = []

    class Watchful(Newsroom):
        def respond(self, *request: Any) -> Answer:
            arrived.append(time.monotonic())
            return super().respond(*request)

    with Watchful(articles_per_day=6, page_weight=2, faults=False, today=DAY) as rooms:
        settings = {"KLIPING_DATA": str(tmp_path), "KLIPING_NEWSROOM": rooms.netloc, "KLIPING_DELAY": str(delay)}
        runs = [
            subprocess.Popen(
                [BIN / "kliping", "run", "--day", str(DAY - dt.timedelta(days=4 * n)), "--sources", "gema"],
                env=make_environment(**settings), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            )
            for n in range(2)
        ]  # fmt: skip
        outputs = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outputs
    assert len(arrived) > 12
    assert min(after - before for before, after in itertools.pairwise(arrived)) >= delay
