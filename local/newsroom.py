"""The demo newsroom as a child process on a free loopback port."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.environment import ROOT, environment


@contextmanager
def newsroom(*arguments: str, port: int = 0) -> Iterator[str]:
    """Start it, give its ``host:port``, stop it. Raises ``SystemExit`` with its own words when it does not start."""
    with tempfile.TemporaryDirectory(prefix="kliping-newsroom-") as folder:
        address, log = Path(folder, "address"), Path(folder, "log")
        with log.open("w") as out:
            child = subprocess.Popen(
                [sys.executable, "-m", "demo.newsroom", "--port", str(port), "--port-file", str(address), *arguments],
                cwd=ROOT, env=environment(), stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            deadline = time.monotonic() + 20
            while not address.is_file():
                if child.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"the demo newsroom did not start:\n{log.read_text().strip()}")
                time.sleep(0.02)
            yield address.read_text().strip()
        finally:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
