"""Great Expectations on staged rows: what is fit to load, what is quarantined and why, what is odd about a batch."""

from kliping.validate.aggregates import OutletCounts
from kliping.validate.columns import ValidationContext
from kliping.validate.docs import write_data_docs
from kliping.validate.outcomes import validate_outcomes
from kliping.validate.outlet_checks import Finding, validate_outlet_counts
from kliping.validate.row_chunks import StageError
from kliping.validate.rows import OutletFiles, ValidationReport, validate_outlet, validate_outlets
from kliping.validate.suites import Suite, SuiteError, read_suite

__all__ = [
    "Finding",
    "OutletCounts",
    "OutletFiles",
    "StageError",
    "Suite",
    "SuiteError",
    "ValidationContext",
    "ValidationReport",
    "read_suite",
    "validate_outcomes",
    "validate_outlet",
    "validate_outlet_counts",
    "validate_outlets",
    "write_data_docs",
]
