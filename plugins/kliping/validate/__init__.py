"""Great Expectations on staged rows: what is fit to load, what is quarantined and why, what is odd about a batch."""

from kliping.validate.aggregates import Aggregates
from kliping.validate.batch import Finding, validate_batch
from kliping.validate.columns import ValidationContext
from kliping.validate.docs import data_docs
from kliping.validate.outcomes import validate_outcomes
from kliping.validate.rows import Job, StageError, ValidationReport, validate, validate_many
from kliping.validate.suites import Suite, SuiteError, suite

__all__ = [
    "Aggregates",
    "Finding",
    "Job",
    "StageError",
    "Suite",
    "SuiteError",
    "ValidationContext",
    "ValidationReport",
    "data_docs",
    "suite",
    "validate",
    "validate_batch",
    "validate_many",
    "validate_outcomes",
]
