"""The spans found so far in one text, and what was learned on the way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from kliping.clean.folded_text import FoldedText
from kliping.clean.rules.table import Trial
from kliping.model import Dateline, Removed, RemovedKind


def resolve_overlaps(spans: list[Removed]) -> list[Removed]:
    """Return the spans sorted and without overlaps.

    Of two that overlap the one that begins first, or is longer, stays; the other keeps what reaches beyond it.

    The result does not depend on the order in which the spans were found.
    """
    if len(spans) < 2 or all(one.end <= other.start for one, other in pairwise(spans)):
        return spans
    kept: list[Removed] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end, s.kind, s.rule)):
        if kept and span.start < kept[-1].end:
            if span.end <= kept[-1].end:
                continue
            span = Removed(kept[-1].end, span.end, span.kind, span.rule)  # noqa: PLW2901
        kept.append(span)
    return kept


@dataclass(slots=True)
class Findings:
    """Filled by the finders in turn; ``spans`` is sorted and free of overlaps after ``resolve_spans``."""

    spans: list[Removed] = field(default_factory=list)
    dateline: Dateline | None = None
    headlines: list[tuple[int, int]] = field(default_factory=list)
    """(start, end) of headlines of other articles."""
    has_bare_headlines: bool = False
    """Whether stretches looked like headlines that nothing announces: others may, once their neighbours are removed."""
    is_doubtful: bool = False
    """Whether the model was not quite sure that a piece which stays is story."""
    rules: list[Trial] = field(default_factory=list)
    """The rules for the inside of lines that may match in this text, by their hints."""

    def add(self, start: int, end: int, kind: RemovedKind, rule: str) -> None:
        """Add a span unless it is empty."""
        if end > start:
            self.spans.append(Removed(start, end, kind, rule))

    def resolve_spans(self) -> None:
        """Sort the spans and end their overlaps."""
        self.spans = resolve_overlaps(self.spans)

    def covers(self, at: int) -> bool:
        """Return whether ``at`` is inside a span; to be asked only after ``resolve_spans``."""
        index = bisect_right(self.spans, at, key=lambda span: span.start) - 1
        return index >= 0 and at < self.spans[index].end

    def next_start(self, at: int, limit: int) -> int:
        """Return the start of the first span after ``at``, at most ``limit``; only after ``resolve_spans``."""
        index = bisect_right(self.spans, at, key=lambda span: span.start)
        return min(limit, self.spans[index].start) if index < len(self.spans) else limit


AddBoilerplate = Callable[[FoldedText, Findings], None]
"""Adds boilerplate of one sort to the findings of a text."""
