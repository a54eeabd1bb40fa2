"""What the commands behind ``make`` share: how they end, and what stops them."""

from __future__ import annotations

import signal
import sys
from typing import NoReturn


def exit_with(message: str, code: int) -> NoReturn:
    """Print the message on standard error and exit with this code."""
    print(message, file=sys.stderr)
    raise SystemExit(code)


def end_on_signals() -> None:
    """Let Ctrl-C raise ``KeyboardInterrupt`` and SIGTERM ``SystemExit``, so that child processes are stopped.

    A shell makes a command that it starts in the background ignore Ctrl-C.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
