"""Rows that trigger a bug of ours while they are judged: each is refused by name, its chunk is judged."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa

from kliping.errors import INTERNAL_ERROR, make_internal_error
from kliping.validate.docs import SuiteResult
from kliping.validate.expect import Failure
from kliping.validate.suites import SuiteError, SuiteRule

log = logging.getLogger(__name__)

MOST_ROW_BUGS = 20
"""Rows of a chunk that may trigger a bug; where more do it is not the rows' fault, and the bug is raised."""
BUG_RULE = SuiteRule(
    INTERNAL_ERROR, "a bug of Kliping's kept the row from being judged", "critical", "", {"column": ""}
)

JudgeChunk = Callable[[pa.Table, list[SuiteResult]], list[Failure]]


def judge_rows(chunk: pa.Table, judge: JudgeChunk, results: list[SuiteResult] | None = None) -> list[Failure]:
    """Return every rule that a row of ``chunk`` fails; a row at which ``judge`` raises fails ``BUG_RULE``.

    The chunk is halved until the row stands alone, so that a bug costs about ten more checks. ``results`` collects what
    the successful checks found. Raises ``SuiteError``, and a bug that more than ``MOST_ROW_BUGS`` rows trigger.
    """
    found: list[Failure] = []
    bugs = 0
    waiting = [(0, chunk.num_rows)]
    while waiting:
        start, stop = waiting.pop()
        seen: list[SuiteResult] = []
        try:
            failures = judge(chunk.slice(start, stop - start), seen)
        except SuiteError:
            raise
        except Exception as error:
            if stop - start > 1:
                log.warning("a bug in a chunk of %d rows, judged again in halves: %r", stop - start, error)
                middle = (start + stop) // 2
                waiting += [(middle, stop), (start, middle)]
                continue
            bugs += 1
            if bugs > MOST_ROW_BUGS:
                raise
            log.exception("a bug at the row of %s", chunk["url"][start])
            failures = [Failure(0, BUG_RULE, make_internal_error(error, chunk["archive"][start].as_py() or "").detail)]
        found += [replace(failure, row=start + failure.row) for failure in failures]
        if results is not None:
            results += seen
    return found
