"""The only module that knows Great Expectations: a suite and a DataFrame in, failing rows out.

Importing it takes 2 to 4 s (pandas, SciPy, Altair), so that happens once per process and not before the first frame.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kliping.validate.docs import MOST_EXAMPLES, RuleResult, SuiteResult, shorten_value
from kliping.validate.suites import Suite, SuiteError, SuiteRule

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations import ExpectationSuite
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext

ROW_COLUMN = "row"
"""Name of the column that identifies a row of a frame."""

RESULT_FORMAT = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": [ROW_COLUMN],
    "return_unexpected_index_query": False,
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One rule that one row fails."""

    row: int
    rule: SuiteRule
    value: object


@dataclass(frozen=True, slots=True)
class PreparedSuite:
    """A suite, ready to check frames. ``results`` collects what was found, for the run's pages."""

    suite: Suite
    _gx: Any
    _definition: Any

    def find_failures(self, frame: pd.DataFrame, results: list[SuiteResult] | None = None) -> Iterator[Failure]:
        """Yield every rule that every row of ``frame`` fails; ``frame`` has a unique integer column ``row``.

        Raises ``SuiteError`` for a rule that cannot be evaluated: it must not pass for one that holds.
        """
        batch = self._definition.get_batch({"dataframe": frame})
        result = batch.validate(self._gx, result_format=RESULT_FORMAT)
        numbered = {entry.expectation_config.meta["number"]: entry for entry in result.results}
        if results is not None:
            results.append(
                SuiteResult(
                    self.suite.name,
                    tuple(_summarise_rule(rule, numbered[n]) for n, rule in enumerate(self.suite.rules)),
                )
            )
        for number, rule in enumerate(self.suite.rules):
            entry = numbered[number]
            if trouble := _exception_message(entry.exception_info or {}):
                raise SuiteError(f"{self.suite.path}: rule {rule.name} cannot be evaluated: {trouble}")
            for failing in entry.result.get("unexpected_index_list") or ():
                yield Failure(int(failing[ROW_COLUMN]), rule, failing.get(rule.column))


def _summarise_rule(rule: SuiteRule, entry: Any) -> RuleResult:  # noqa: ANN401  # one of Great Expectations' results
    """Return what the validation page shows of a rule; the failing rows themselves go to quarantine."""
    result = entry.result
    examples = [failing.get(rule.column) for failing in (result.get("unexpected_index_list") or ())[:MOST_EXAMPLES]]
    return RuleResult(
        rule,
        int(result.get("element_count") or 0),
        int(result.get("unexpected_count") or 0),
        tuple(dict.fromkeys(map(shorten_value, examples))),
    )


@lru_cache(maxsize=8)
def prepare_suite(suite: Suite) -> PreparedSuite:
    """Make Great Expectations ready for a suite. Raises ``SuiteError`` for what it does not accept."""
    context = make_context()
    definition = (
        context.data_sources.add_pandas("stage")
        .add_dataframe_asset("rows")
        .add_batch_definition_whole_dataframe("chunk")
    )
    return PreparedSuite(suite, context.suites.add(make_expectations(suite)), definition)


def make_context() -> EphemeralDataContext:
    """Return a context in memory, which shows no progress bars and leaves no temporary folder behind."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    collecting = gc.isenabled()
    gc.disable()  # the garbage collector takes a fifth of the import, and the modules stay
    try:
        import great_expectations as gx
        from great_expectations.data_context.types.base import (
            DataContextConfig,
            InMemoryStoreBackendDefaults,
            ProgressBarsConfig,
        )
    finally:
        if collecting:
            gc.enable()

    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
    )
    return gx.get_context(project_config=config, mode="ephemeral")


def make_expectations(suite: Suite) -> ExpectationSuite:
    """Return the suite as Great Expectations has it. Raises ``SuiteError``."""
    from great_expectations import ExpectationSuite
    from great_expectations.exceptions.exceptions import GreatExpectationsError
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.metadata_types import FailureSeverity

    made = ExpectationSuite(name=suite.name)
    for number, rule in enumerate(suite.rules):
        meta = {"number": number, "rule": rule.name}
        try:
            wanted = ExpectationConfiguration(
                rule.type,
                dict(rule.kwargs),
                meta=meta,
                description=f"{rule.name}: {rule.says}",
                severity=FailureSeverity(rule.severity),
            )
            made.add_expectation(wanted.to_domain_obj())
        except (GreatExpectationsError, ValueError) as error:
            raise SuiteError(f"{suite.path}: rule {rule.name} is not accepted: {error}") from error
    return made


def _exception_message(info: dict[str, Any]) -> str:
    """Return the message of an exception that Great Expectations caught; it comes flat, or by metric."""
    for part in (info, *info.values()):
        if isinstance(part, dict) and part.get("raised_exception"):
            return str(part.get("exception_message"))
    return ""
