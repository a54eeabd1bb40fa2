"""``clean``: the one function that the other rooms call."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from kliping.clean import repair
from kliping.clean.facts.read import read_facts
from kliping.clean.folded_text import FoldedText
from kliping.clean.paragraphs import join_paragraphs
from kliping.clean.reader import model_spans
from kliping.clean.rules import finder, learned_blocks
from kliping.clean.rules.findings import Findings, resolve_overlaps
from kliping.clean.rules.learned_blocks import Snapshot
from kliping.model import Cleaned, Removed

MOST_PASSES = 4
"""A removal may reveal other boilerplate: a text is read at most this often."""
LONGEST_ARTICLE = 200_000
"""Longer texts (characters) are no articles and get one pass."""


def _version() -> str:
    here = Path(__file__).parent
    weights = hashlib.sha256((here / "reader/reader.npz").read_bytes())
    weights.update((here / "rules/headline.json").read_bytes())
    return f"clean-{(here / 'version.txt').read_text('utf-8').strip()}.{weights.hexdigest()[:6]}"


RULES_VERSION = _version()
"""The declared number, raised by ``make golden`` when texts are cleaned otherwise, and a digest of the weights."""


def clean(
    text: str | Sequence[str],
    *,
    title: str | None = None,
    outlet: str | None = None,
    learned: Snapshot | None = None,
) -> Cleaned:
    """Part the story from what is not the story. Never raises on any text.

    ``text``: the scraped text, or its blocks (offsets then refer to the blocks joined by line feeds).
    ``title``: the article's title, where it is known; ``outlet``: the id that ``learned`` knows it by.
    Offsets of ``removed`` are code points of the text as given, sorted, not overlapping.
    """
    wrapped = isinstance(text, str)
    given = text if isinstance(text, str) else "\n".join(text)
    mended, offsets, repairs = repair.repair_text(given)
    boilerplate = _boilerplate(learned, outlet)
    found = _read(mended, title, boilerplate)
    body, joined = join_paragraphs(_pieces(mended, found.spans), wrapped=wrapped)
    for _ in range(MOST_PASSES - 1):
        if not found.spans or len(mended) > LONGEST_ARTICLE:
            break
        parted = "paragraph_breaks" in joined or _parts_a_line(mended, found.spans)
        if not (
            boilerplate
            or found.is_doubtful
            or finder.needs_second_pass(FoldedText.of(body), found, title=title, parted=parted)
        ):
            break
        second = _read(body, title, boilerplate)
        if not second.spans:
            break
        _merge(mended, body, found, second)
        body, joined = join_paragraphs(_pieces(mended, found.spans), wrapped=wrapped)
    removed = tuple(found.spans)
    if offsets:
        removed = tuple(Removed(offsets.start(s.start), offsets.end(s.end), s.kind, s.rule) for s in removed)
    facts = read_facts(mended, found.spans, title=title, outlet=outlet)
    return Cleaned(
        text=body,
        removed=removed,
        repairs=(*repairs, *joined),
        title=facts.title,
        dateline=facts.dateline,
        date_text=facts.date_text,
        credits=facts.credits,
        wire_source=facts.wire_source,
        related=facts.related,
    )


def _read(text: str, title: str | None, boilerplate: Callable[[FoldedText, Findings], None] | None) -> Findings:
    """Return what is not the story, by the rules and the model."""
    reading = FoldedText.of(text)
    found = finder.find_boilerplate(reading, title=title, boilerplate=boilerplate)
    model_spans.add_model_spans(reading, found, title)
    return found


def _boilerplate(snapshot: Snapshot | None, outlet: str | None) -> Callable[[FoldedText, Findings], None] | None:
    if snapshot is None or outlet is None or not snapshot.shares.get(outlet):
        return None
    return partial(learned_blocks.find_learned, snapshot, outlet)


def _pieces(text: str, spans: Sequence[Removed]) -> list[str]:
    pieces, at = [], 0
    for span in spans:
        pieces.append(text[at : span.start])
        at = span.end
    pieces.append(text[at:])
    return pieces


def _parts_a_line(text: str, spans: Sequence[Removed]) -> bool:
    """Did a removal from the middle of a line make two lines of it?"""
    return any(
        text[max(0, span.start - 2) : span.start].strip(" \u00a0")[-1:].strip()
        and text[span.end : span.end + 2].strip(" \u00a0")[:1].strip()
        for span in spans
    )


_PRINT = re.compile(r"\S+")


class _Print:
    """The characters of a text that are no white space, numbered from 0."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        """Where each run of them begins, as an offset ..."""
        self.counts: list[int] = [0]
        """... and how many stand before it; last, how many there are."""

    def add(self, text: str, start: int, stop: int) -> None:
        """Go on with ``text[start:stop]``."""
        for run in _PRINT.finditer(text, start, stop):
            self.starts.append(run.start())
            self.counts.append(self.counts[-1] + run.end() - run.start())

    def number(self, at: int) -> int:
        """How many stand before offset ``at``."""
        run = bisect_right(self.starts, at) - 1
        return min(self.counts[run] + at - self.starts[run], self.counts[run + 1]) if run >= 0 else 0

    def offset(self, number: int) -> int:
        """Where the one of this number stands."""
        run = bisect_right(self.counts, number) - 1
        return self.starts[run] + number - self.counts[run]


def _merge(mended: str, body: str, found: Findings, second: Findings) -> None:
    """Add what was found in ``body`` to ``found``, whose offsets are those of ``mended``.

    The two texts have the same characters in the same order but for white space and ``found.spans``.
    """
    kept, at = _Print(), 0
    for span in (*found.spans, Removed(len(mended), len(mended), "other", "end")):
        kept.add(mended, at, span.start)
        at = span.end
    printed = _Print()
    printed.add(body, 0, len(body))

    def back(start: int, end: int) -> tuple[int, int]:
        return kept.offset(printed.number(start)), kept.offset(printed.number(end) - 1) + 1

    for span in second.spans:
        found.spans.append(Removed(*back(span.start, span.end), span.kind, span.rule))
    found.spans = resolve_overlaps(found.spans)
    found.headlines += [back(start, end) for start, end in second.headlines if body[start:end].strip()]
    found.dateline = found.dateline or second.dateline
    found.has_bare_headlines = second.has_bare_headlines
    found.is_doubtful = second.is_doubtful
