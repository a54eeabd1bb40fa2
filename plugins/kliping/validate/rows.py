"""Rows through a suite, in chunks: what passes goes to ``accepted.parquet``, what fails to ``quarantine.parquet``."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kliping.batch import ARTICLE_SCHEMA, LARGEST_PAYLOAD, QUARANTINE_SCHEMA, make_quarantine_row
from kliping.drafts import Draft
from kliping.failpoints import failpoint
from kliping.validate.aggregates import OutletCounts
from kliping.validate.columns import DERIVED_COLUMNS, ValidationContext, WordLists
from kliping.validate.docs import SuiteResult
from kliping.validate.expect import ROW_COLUMN, Failure, prepare_suite
from kliping.validate.row_bugs import judge_rows
from kliping.validate.row_chunks import StageError, read_row_chunks
from kliping.validate.spans import find_failing_spans
from kliping.validate.suites import Suite, SuiteError, read_languages, read_suite

if TYPE_CHECKING:
    import pandas as pd

ACCEPTED_FILE = "accepted.parquet"
QUARANTINE_FILE = "quarantine.parquet"

SPAN_SUITE = "removed_spans"
"""The suite for the spans that were removed from each row; a row whose span fails it is reported as any other."""

DICTIONARY_COLUMNS = [
    "outlet", "published_precision", "language", "section", "route", "rules_version", "learned_snapshot",
]  # fmt: skip
"""Columns in which a Parquet dictionary saves anything."""

MOST_JUDGED_CHARACTERS = 400_000
"""Characters of a text that the suite sees: more than it accepts, whatever follows. Bounds memory on broken pages."""

LONGEST_SHOWN_VALUE = 120
"""Characters of a failing value that a reason shows."""


@dataclass(frozen=True, slots=True)
class OutletFiles:
    """One outlet's rows and the folder that its two files are written to."""

    rows: Path
    out: Path


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What became of one outlet's rows."""

    rows: int
    accepted: int
    quarantined: Mapping[str, int]
    """Failing rows by rule; a row that fails two rules counts under both."""
    warned: Mapping[str, int]
    """Rows by rule of severity ``warning``; they are accepted."""
    accepted_path: Path
    quarantine_path: Path
    aggregates: OutletCounts = field(default_factory=OutletCounts)
    """For ``validate_outlet_counts``."""
    error: str = ""
    """Why the outlet's rows could not be read; then it has neither file, and all counts are zero."""

    @property
    def refused(self) -> int:
        """Return the number of rows in quarantine."""
        return self.rows - self.accepted

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return one sentence for each rule that warned."""
        return tuple(f"{rule}: {count} of {self.rows} articles" for rule, count in sorted(self.warned.items()))


def validate_outlet(
    rows: Path,
    out: Path,
    *,
    suite: str,
    expectations: Path,
    context: ValidationContext,
    results: list[SuiteResult] | None = None,
) -> ValidationReport:
    """Validate a Parquet file of ``batch.ARTICLE_SCHEMA``; write what is accepted and what is not to ``out``.

    Raises ``SuiteError`` for a suite that is not as it should be and ``StageError`` for a file that cannot be read.
    ``results`` collects what each suite found, for the run's pages.
    """
    jobs = [OutletFiles(rows, out)]
    report = validate_outlets(jobs, suite=suite, expectations=expectations, context=context, results=results)[0]
    if report.error:
        raise StageError(report.error)
    return report


def validate_outlets(
    jobs: Sequence[OutletFiles],
    *,
    suite: str,
    expectations: Path,
    context: ValidationContext,
    results: list[SuiteResult] | None = None,
) -> list[ValidationReport]:
    """Validate the files of several outlets together, in common chunks: Great Expectations' cost is by chunk.

    Returns a report for each job, in order. The files appear, all of them, when all rows have been looked at. A job
    whose file cannot be read has a report with an ``error`` and no files; the others are as if it were not there.
    Raises ``SuiteError``.
    """
    rules, words = read_suite(expectations, suite), read_languages(expectations)
    of_spans = read_suite(expectations, SPAN_SUITE)
    if unknown := [name for name in rules.columns if name not in DERIVED_COLUMNS and name not in ARTICLE_SCHEMA.names]:
        raise SuiteError(f"{rules.path}: there is no column {', '.join(unknown)}")

    def judge(chunk: pa.Table, seen: list[SuiteResult]) -> list[Failure]:
        frame = _make_frame(chunk, rules, context, words)
        return [*prepare_suite(rules).find_failures(frame, seen), *find_failing_spans(chunk, of_spans, seen)]

    outputs = [_OutletOutput(job) for job in jobs]
    errors: dict[int, str] = {}
    try:
        for chunk, owners in read_row_chunks([job.rows for job in jobs], context.chunk, errors):
            failpoint("validate.chunk")
            failures: dict[int, list[Failure]] = {}
            for failure in judge_rows(chunk, judge, results):
                failures.setdefault(failure.row, []).append(failure)
            for number, start, stop in owners:
                outputs[number].add(chunk.slice(start, stop - start), start, failures, context)
        failpoint("validate.write")
        return [output.finish(errors.get(number)) for number, output in enumerate(outputs)]
    finally:
        for output in outputs:
            output.discard()


def _make_frame(chunk: pa.Table, suite: Suite, context: ValidationContext, words: WordLists) -> pd.DataFrame:
    """Return the columns that the suite reads, as pandas has them, and the number of each row."""
    columns: dict[str, Any] = {ROW_COLUMN: pa.array(range(chunk.num_rows))}
    for name in suite.columns:
        if derive := DERIVED_COLUMNS.get(name):
            columns[name] = derive(chunk, context, words)
        else:
            columns[name] = _cut_texts(chunk[name], MOST_JUDGED_CHARACTERS)
    frame: pd.DataFrame = pa.table(columns).to_pandas()
    return frame


def _cut_texts(column: pa.ChunkedArray, most: int) -> pa.ChunkedArray:
    """Return the column with its texts cut to ``most`` characters; the same one where none is longer."""
    if not pa.types.is_string(column.type) or column.nbytes <= most:
        return column
    return pc.utf8_slice_codeunits(column, 0, most)


def _read_row(rows: pa.Table, number: int) -> dict[str, Any]:
    """Return one row; of a text that is more than quarantine keeps of a row, only a little more than that."""
    row = rows.slice(number, 1)
    return {name: _cut_texts(row[name], LARGEST_PAYLOAD + 1)[0].as_py() for name in row.column_names}


class _OutletOutput:
    """The two files of one job, written beside their places and moved there at the end."""

    def __init__(self, job: OutletFiles) -> None:
        job.out.mkdir(parents=True, exist_ok=True)
        # lz4: the file is read once, soon, so speed matters and size does not
        self.accepted = _ParquetDraft(job.out / ACCEPTED_FILE, ARTICLE_SCHEMA, "lz4")
        self.quarantine = _ParquetDraft(job.out / QUARANTINE_FILE, QUARANTINE_SCHEMA, "zstd")
        self.refused: Counter[str] = Counter()
        self.warned: Counter[str] = Counter()
        self.aggregates = OutletCounts()

    def add(
        self, rows: pa.Table, start: int, failures: Mapping[int, list[Failure]], context: ValidationContext
    ) -> None:
        bad: list[int] = []
        for number in range(rows.num_rows):
            found = failures.get(start + number, ())
            critical = [failure.rule.name for failure in found if failure.rule.severity == "critical"]
            self.refused.update(critical)
            self.warned.update(failure.rule.name for failure in found if failure.rule.severity == "warning")
            if critical:
                bad.append(number)
        refused = [
            make_quarantine_row(_read_row(rows, number), "validate", _list_reasons(failures[start + number]))
            for number in bad
        ]
        good = rows
        if bad:
            numbers = set(bad)
            good = rows.filter(pa.array([number not in numbers for number in range(rows.num_rows)]))
        self.accepted.write(good)
        self.quarantine.write(pa.Table.from_pylist(refused, QUARANTINE_SCHEMA))
        self.aggregates.add(rows, good, context)

    def finish(self, error: str | None = None) -> ValidationReport:
        """Move the files to their places and report; with an ``error`` leave none, as ``failed`` does."""
        if error is not None:
            return self.failed(error)
        accepted, refused = self.accepted.rows, self.quarantine.rows
        self.quarantine.keep()
        failpoint("validate.accepted")
        self.accepted.keep()
        return ValidationReport(
            accepted + refused,
            accepted,
            dict(self.refused),
            dict(self.warned),
            self.accepted.path,
            self.quarantine.path,
            self.aggregates.close_counts(self.warned, refused),
        )

    def failed(self, error: str) -> ValidationReport:
        """Leave no files, old ones included: what an earlier try left is not this one's."""
        self.discard()
        for path in (self.accepted.path, self.quarantine.path):
            path.unlink(missing_ok=True)
        return ValidationReport(0, 0, {}, {}, self.accepted.path, self.quarantine.path, error=error)

    def discard(self) -> None:
        self.accepted.discard()
        self.quarantine.discard()


def _list_reasons(failures: Iterable[Failure]) -> list[tuple[str, str]]:
    """Return every critical rule that a row fails, with what was found."""
    return [
        (failure.rule.name, f"{failure.rule.says}: {_show_value(failure)}")
        for failure in failures
        if failure.rule.severity == "critical"
    ]


def _show_value(failure: Failure) -> str:
    """Return the value as a person wants to read it; of a text that is too long or too short, its length."""
    value = failure.value
    if isinstance(value, float):
        return "none" if math.isnan(value) else f"{value:.3g}"
    if isinstance(value, str):
        more = " or more" if len(value) == MOST_JUDGED_CHARACTERS else ""
        return f"{value[:LONGEST_SHOWN_VALUE]!r} ({len(value)} characters{more})"
    return str(value)


class _ParquetDraft:
    """A Parquet file that takes its place only when it is whole."""

    def __init__(self, path: Path, schema: pa.Schema, compression: str) -> None:
        self.path, self.schema, self.rows = path, schema, 0
        self._draft = Draft(path)
        self._writer: pq.ParquetWriter | None = pq.ParquetWriter(
            self._draft.path, schema, compression=compression, use_dictionary=DICTIONARY_COLUMNS
        )

    def write(self, table: pa.Table) -> None:
        if table.num_rows and self._writer is not None:
            self._writer.write_table(table.cast(self.schema))
            self.rows += table.num_rows

    def keep(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
            self._draft.keep()

    def discard(self) -> None:
        """Drop the draft, unless it was kept."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
            self._draft.discard()
