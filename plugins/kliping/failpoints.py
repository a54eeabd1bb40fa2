"""Named steps of the pipeline, so that a test can kill a process at each of them; otherwise they do nothing.

``KLIPING_KILL_AT=load.merge`` kills the process (SIGKILL, as the kernel would) the first time that step is reached,
``KLIPING_KILL_AT=load.merge:3`` the third time; ``KLIPING_FAILPOINT_LOG=FILE`` appends the name of each step to FILE.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path

_kill_at, _, _time = os.environ.get("KLIPING_KILL_AT", "").partition(":")
_trace = os.environ.get("KLIPING_FAILPOINT_LOG", "")
_seen: Counter[str] = Counter()


def failpoint(step: str) -> None:
    """Mark the place where ``step`` (``room.step``) begins; kill the process there if a test asked for it."""
    if not _kill_at and not _trace:
        return
    if _trace:
        with Path(_trace).open("a", encoding="utf-8") as file:
            file.write(step + "\n")
    if step == _kill_at:
        _seen[step] += 1
        if _seen[step] == int(_time or 1):
            os.kill(os.getpid(), signal.SIGKILL)
