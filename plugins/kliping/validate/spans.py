"""The spans that were removed from articles, checked one by one; a span that fails is a failure of its article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from kliping.validate.docs import SuiteResult
from kliping.validate.expect import ROW_COLUMN, Failure, prepare_suite
from kliping.validate.suites import Suite

JUDGED_KEYS = ("kind", "rule", "length")


def find_failing_spans(chunk: pa.Table, suite: Suite, results: list[SuiteResult] | None = None) -> Iterator[Failure]:
    """Return every rule that a removed span of a row of ``chunk`` fails, once a row and rule. Raises ``SuiteError``.

    Spans that are alike in all that the suite may ask (kind, rule, length) are judged once.
    """
    removed = chunk["removed"].combine_chunks()
    spans = pc.list_flatten(removed)
    if not len(spans):
        return
    start, end, kind, rule, _text = spans.flatten()
    columns = {"kind": kind, "rule": rule, "length": pc.subtract(end, start), "owner": pc.list_parent_indices(removed)}
    frame = pa.table(columns).to_pandas()
    alike = frame.groupby(list(JUDGED_KEYS), dropna=False, sort=False).ngroup()
    judged = frame.loc[~alike.duplicated(), list(JUDGED_KEYS)].reset_index(drop=True)
    judged.insert(0, ROW_COLUMN, range(len(judged)))
    for failure in prepare_suite(suite).find_failures(judged, results):
        for owner in frame.loc[alike == failure.row, "owner"].unique():
            yield replace(failure, row=int(owner))
