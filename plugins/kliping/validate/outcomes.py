"""Outcomes of discovered links: what fails here is a bug in the stages, and stops the outlet's load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kliping.batch import OUTCOME_SCHEMA
from kliping.validate.docs import SuiteResult
from kliping.validate.expect import ROW_COLUMN, prepare_suite
from kliping.validate.outlet_checks import Finding
from kliping.validate.suites import read_suite

OUTCOMES_AT_ONCE = 50_000
"""Rows that are looked at together, of all outlets: Great Expectations' cost is by chunk."""

RESULTS_WITH_REASON = ("skipped", "failed", "quarantined", "duplicate")
"""Results that need a reason."""


def validate_outcomes(
    files: Mapping[str, Path], *, expectations: Path, results: list[SuiteResult] | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with the ``outcomes.parquet`` of outlets, by outlet.

    One finding an outlet and rule, with the number of rows that fail it and the link of one; ``unreadable`` is the
    rule of a file that cannot be read, which stops no other outlet. Raises ``SuiteError``.
    """
    rules = read_suite(expectations, "outcomes")
    failing: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    findings: list[Finding] = []
    for chunk in _read_chunks(files, findings):
        frame = chunk.append_column(ROW_COLUMN, pa.array(range(chunk.num_rows))).to_pandas()
        for failure in prepare_suite(rules).find_failures(frame, results):
            owner, link = (chunk[name][failure.row].as_py() for name in ("owner", "url"))
            failing[owner, failure.rule.name] += 1
            value = chunk[failure.rule.column][failure.row].as_py()
            examples.setdefault((owner, failure.rule.name), f"{str(value)[:100]!r} of {link}")
    for outlet in files:
        findings += [
            Finding(
                outlet,
                rule.name,
                rule.action,
                f"{rule.says} ({failing[outlet, rule.name]} links, such as {examples[outlet, rule.name]})",
            )
            for rule in rules.rules
            if failing[outlet, rule.name]
        ]
    return tuple(findings)


def _read_chunks(files: Mapping[str, Path], findings: list[Finding]) -> Iterator[pa.Table]:
    """Yield all outlets' outcomes in common tables, with their ``owner`` and the reason where one is needed."""
    pending: list[pa.Table] = []
    for outlet, path in files.items():
        try:
            table = pq.read_table(path, schema=OUTCOME_SCHEMA)
        except (pa.ArrowException, OSError) as error:
            message = f"{path} cannot be read: {error}. Run the outlet again; its pages are archived."
            findings.append(Finding(outlet, "unreadable", "stop", message))
            continue
        needs_reason = pc.is_in(table["result"], pa.array(RESULTS_WITH_REASON))
        table = table.append_column("required_reason", pc.if_else(needs_reason, table["reason"], "-"))
        pending.append(table.append_column("owner", pa.array([outlet] * len(table), pa.string())))
        if sum(map(len, pending)) >= OUTCOMES_AT_ONCE:
            yield pa.concat_tables(pending)
            pending = []
    if any(map(len, pending)):
        yield pa.concat_tables(pending)
