"""Rules about a whole outlet: they warn, or they stop its load; they never lose its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kliping.validate.aggregates import OutletCounts
from kliping.validate.columns import ValidationContext
from kliping.validate.docs import SuiteResult
from kliping.validate.expect import ROW_COLUMN, prepare_suite
from kliping.validate.suites import RuleAction, read_suite


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that one outlet's batch fails."""

    outlet: str
    rule: str
    action: RuleAction
    detail: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail}"


def validate_outlet_counts(
    aggregates: Iterable[OutletCounts],
    *,
    expectations: Path,
    context: ValidationContext,
    suite: str = "batch",
    results: list[SuiteResult] | None = None,
) -> tuple[Finding, ...]:
    """Return the batch rules that outlets fail, checked for all outlets together. Raises ``SuiteError``."""
    import pandas as pd

    outlets = [part for part in aggregates if part.rows or part.outlet]
    if not outlets:
        return ()
    rules = read_suite(expectations, suite)
    rows = [part.make_columns(context) for part in outlets]
    frame = pd.DataFrame([{name: row[name] for name in rules.columns} for row in rows], dtype="float64")
    frame.insert(0, ROW_COLUMN, range(len(rows)))
    return tuple(
        Finding(
            outlets[failure.row].outlet,
            failure.rule.name,
            failure.rule.action,
            f"{failure.rule.says} ({failure.rule.column} {rows[failure.row][failure.rule.column]:.2f})",
        )
        for failure in prepare_suite(rules).find_failures(frame, results)
    )
