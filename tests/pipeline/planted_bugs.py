"""Bugs planted in a day's run: an exception at the n-th call of one of the library's functions.

A run of several outlets has bugs in the part of each outlet (collect, scrape, names, quotes) and one in what is done
once for all of them (plan, validate, load, publish).
"""

from __future__ import annotations

import errno
import logging
import os
import sys
import threading
import types
from collections import Counter
from collections.abc import Iterable, Iterator
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

    part: str
    function: str
    call: int
    """Counted from 1, in the part of the bug."""
    error: str
    """A key of ``ERRORS``."""

    @property
    def message(self) -> str:
        """What the exception says; no message contains another one."""
        return f"bug at call {self.call} of {self.function} in the part of {self.part or 'the run'}"


@dataclass(frozen=True, slots=True)
class _Code:
    """What is known of a code object. Found by ``id()``, for the hash of a code object costs more than its call."""

    code: types.CodeType
    """Kept, so that no other object gets its ``id()``."""
    function: str
    """What the function of the library is called here; empty for one of other code."""
    begins_part: bool


def _describe_code(code: types.CodeType) -> _Code:
    if not code.co_filename.startswith(LIBRARY):
        return _Code(code, "", begins_part=False)
    function = f"{code.co_filename.removeprefix(LIBRARY)}:{code.co_qualname}"
    return _Code(code, function, begins_part=code.co_name in ENTRIES | AT_THE_END)


class Tracer:
    """Counts the calls of the library's functions by part, and throws the bugs that are planted.

    With bugs it counts the calls of their functions only.
    """

    def __init__(self, bugs: Iterable[Bug] = ()) -> None:
        self.calls: Counter[Place] = Counter()
        self.thrown: list[Bug] = []
        """The bugs that were reached."""
        self.lines: list[str] = []
        """What was logged, and what Python reports of errors that it cannot raise."""
        self.bugs = tuple(bugs)
        self._functions = {bug.function for bug in self.bugs}
        self._planted = {(bug.part, bug.function, bug.call): bug for bug in self.bugs}
        self._codes: dict[int, _Code] = {}
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
        if event != "call":
            return
        code = self._codes.get(id(frame.f_code))
        if code is None:
            code = self._codes[id(frame.f_code)] = _describe_code(frame.f_code)
        function = code.function
        if not function:
            return
        if code.begins_part:
            self._part.outlet = ONCE
            if frame.f_code.co_name in ENTRIES:
                self._part.outlet = frame.f_locals["outlet"]
        if self._functions and function not in self._functions:
            return
        part = self._find_part()
        with self._lock:
            self.calls[part, function] += 1
            bug = self._planted.get((part, function, self.calls[part, function]))
            if bug is None:
                return
            self.note_thrown(bug)
        sys.setprofile(self._trace_again)  # Python unsets a trace function that raises
        raise ERRORS[bug.error](bug.message)

    def _trace_again(self, *_: object) -> None:
        """Be the profile function of a thread in which a bug was thrown, until its next event."""
        sys.setprofile(None)
        sys.settrace(self.count_call)

    def note_thrown(self, bug: Bug) -> None:
        """Keep that a bug was reached."""
        self.thrown.append(bug)

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
