"""What comes with an outlet's rows: its outcomes, and the spans that were removed from its articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kliping.validate.batch import Finding
from kliping.validate.expect import ROW, judge
from kliping.validate.rows import StageError
from kliping.validate.suites import suite as read_suite

Part = Literal["outcomes", "removed_spans"]

CHUNK = 10_000


def validate_part(
    path: Path, part: Part, *, outlet: str, expectations: Path, results: list[Any] | None = None
) -> tuple[Finding, ...]:
    """What is wrong with an outlet's ``outcomes.parquet``, or with the removed spans of its ``articles.parquet``.

    One finding a rule, with the number of rows that fail it; ``stop`` or ``warn`` as the suite says. Raises
    ``SuiteError``, and ``StageError`` for a file that cannot be read.
    """
    rules = read_suite(expectations, part)
    failing: Counter[str] = Counter()
    examples: dict[str, object] = {}
    for chunk in _chunks(path, part):
        frame = chunk.append_column(ROW, pa.array(range(chunk.num_rows))).to_pandas()
        for failure in judge(rules).failures(frame, results):
            failing[failure.rule.name] += 1
            examples.setdefault(failure.rule.name, failure.value)
    return tuple(
        Finding(
            outlet,
            rule.name,
            "stop" if rule.severity == "critical" else "warn",
            f"{rule.says} ({failing[rule.name]} rows, such as {str(examples[rule.name])[:100]!r})",
        )
        for rule in rules.rules
        if failing[rule.name]
    )


def _chunks(path: Path, part: Part) -> Iterator[pa.Table]:
    try:
        with pq.ParquetFile(path) as file:
            columns = ["removed"] if part == "removed_spans" else None
            for batch in file.iter_batches(CHUNK, columns=columns):
                table = pa.table(batch)
                yield _spans(table) if part == "removed_spans" else _outcomes(table)
    except (pa.ArrowException, OSError) as error:
        raise StageError(f"{path} cannot be read: {error}. Run the outlet again; its pages are archived.") from error


def _outcomes(rows: pa.Table) -> pa.Table:
    """The outcomes, with the reason where one is owed."""
    owes = pc.is_in(rows["result"], pa.array(["skipped", "failed", "quarantined", "duplicate"]))
    return rows.append_column("reason_owed", pc.if_else(owes, rows["reason"], "-"))


def _spans(rows: pa.Table) -> pa.Table:
    """A row for each removed span."""
    spans = pc.list_flatten(rows["removed"]).combine_chunks()
    if isinstance(spans, pa.ChunkedArray):  # no chunk at all
        spans = pa.concat_arrays(spans.chunks) if spans.num_chunks else pa.array([], spans.type)
    table = pa.table(dict(zip(spans.type.names, spans.flatten(), strict=True)))
    return table.append_column("length", pc.subtract(table["end"], table["start"]))
