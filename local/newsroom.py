"""The demo newsroom as a child process on a free loopback port."""

from __future__ import annotations

import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from local.environment import ROOT, make_environment

STARTS_WITHIN = 120
"""Seconds; it takes less than one on a machine that is not busy."""


@contextmanager
def run_newsroom(*arguments: str, port: int = 0) -> Iterator[str]:
    """Start the newsroom, yield its ``host:port``, stop it.

    Raises ``SystemExit`` with the newsroom's own words when it does not start.
    """
    with (
        tempfile.TemporaryFile("w+") as log,
        subprocess.Popen(
            [sys.executable, "-m", "demo.newsroom", "--port", str(port), *arguments],
            cwd=ROOT, env=make_environment(), stdout=subprocess.PIPE, stderr=log, text=True,
        ) as child,
    ):  # fmt: skip
        assert child.stdout
        try:
            answered, _, _ = select.select([child.stdout], [], [], STARTS_WITHIN)
            ready = child.stdout.readline() if answered else ""  # "newsroom ready at http://...", or the end
            if not ready:
                log.seek(0)
                raise SystemExit(f"the demo newsroom did not start:\n{log.read().strip()}")
            yield ready.strip().rpartition("/")[2]
        finally:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
