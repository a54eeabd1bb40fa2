"""Bugs planted in a day's run: an exception at the n-th call of one of the library's functions.

A run of several outlets has one bug in the part of each outlet (collect, scrape, names, quotes) and one in what is done
once for all of them (plan, validate, load, publish).
"""

from __future__ import annotations

import errno
import functools
import logging
import os
import sys
import threading
import types
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import kliping

LIBRARY = f"{Path(kliping.__file__).parent}{os.sep}"
ENTRIES = frozenset({"collect_outlet", "scrape_outlet"})
"""Functions that do an outlet's part of a run, in the thread that calls them."""
AT_THE_END = frozenset({"validate_run", "load_run"})
"""Functions that begin what is done once; Airflow calls them in the thread that did the outlets' parts."""
ONCE = ""
"""The part that no outlet has: what is done once for the run."""


class Planted(Exception):
    """A bug of a class that no code of ours expects."""


def _raise_os_error(message: str) -> OSError:
    return OSError(errno.EIO, message)


ERRORS = {
    "planted": Planted,
    "value": ValueError,
    "key": KeyError,
    "recursion": RecursionError,
    "unicode": UnicodeError,
    "memory": MemoryError,
    "os": _raise_os_error,
    "attribute": AttributeError,
    "assertion": AssertionError,
}
"""Exceptions by name; each takes a message."""

Place = tuple[str, str]
"""A part (an outlet, or ``ONCE``) and a function: ``clean/spans.py:find_spans``."""


@dataclass(frozen=True, slots=True)
class Bug:
    """An exception at one call of a function."""

    function: str
    call: int
    """Counted from 1, in the part of the bug."""
    error: str
    """A key of ``ERRORS``."""


@functools.cache
def name_function(code: types.CodeType) -> str:
    """Return what a function of the library is called here, and nothing for one of other code."""
    if not code.co_filename.startswith(LIBRARY):
        return ""
    return f"{code.co_filename.removeprefix(LIBRARY)}:{code.co_qualname}"


class Tracer:
    """Counts the calls of the library's functions by part, and throws the bugs that are planted."""

    def __init__(self, bugs: Mapping[str, Bug] | None = None) -> None:
        self.calls: Counter[Place] = Counter()
        self.thrown: dict[str, str] = {}
        """The message of each bug that was reached, by part."""
        self.lines: list[str] = []
        """What was logged, and what Python reports of errors that it cannot raise."""
        self.bugs = dict(bugs or {})
        self._part = threading.local()
        self._lock = threading.Lock()

    def _find_part(self) -> str:
        """Return the outlet that this thread works for."""
        name = threading.current_thread().name
        if name.startswith("fetch-"):
            return name.removeprefix("fetch-").rpartition("_")[0]
        return str(getattr(self._part, "outlet", ONCE))

    def count_call(self, frame: types.FrameType, event: str, _: object) -> None:
        """Be the trace function of a thread."""
        function = name_function(frame.f_code)
        if event != "call" or not function:
            return
        if frame.f_code.co_name in ENTRIES:
            self._part.outlet = frame.f_locals["outlet"]
        elif frame.f_code.co_name in AT_THE_END:
            self._part.outlet = ONCE
        part = self._find_part()
        bug = self.bugs.get(part)
        with self._lock:
            self.calls[part, function] += 1
            if bug is None or bug.function != function or bug.call != self.calls[part, function]:
                return
            message = f"bug of {part or 'the run'} at {function}, call {bug.call}"
            self.note_thrown(part, message)
        raise ERRORS[bug.error](message)

    def note_thrown(self, part: str, message: str) -> None:
        """Keep that the bug of a part was reached."""
        self.thrown[part] = message

    def _note_unraisable(self, unraised: sys.UnraisableHookArgs) -> None:
        self.lines.append(f"{unraised.exc_value!r}")

    @contextmanager
    def trace_calls(self) -> Iterator[None]:
        """Trace this thread and those that begin meanwhile."""
        listener = _Listener(self.lines)
        logging.getLogger().addHandler(listener)
        sys.unraisablehook = self._note_unraisable
        threading.settrace(self.count_call)
        before = sys.gettrace()
        sys.settrace(self.count_call)
        try:
            yield
        finally:
            sys.settrace(before)
            threading.settrace(None)  # type: ignore[arg-type]  # typeshed wants a function
            sys.unraisablehook = sys.__unraisablehook__
            logging.getLogger().removeHandler(listener)


class _Listener(logging.Handler):
    """Keeps log records as lines, with their tracebacks."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(logging.Formatter().format(record))
