"""``clean``: the one function that the other rooms call."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path

from kliping.clean import repair
from kliping.clean.facts.read import read_facts
from kliping.clean.folded_text import FoldedText
from kliping.clean.paragraphs import join_paragraphs
from kliping.clean.reader import model_spans
from kliping.clean.rules import finder, learned_blocks
from kliping.clean.rules.findings import AddBoilerplate, Findings, resolve_overlaps
from kliping.clean.rules.learned_blocks import Snapshot
from kliping.model import Cleaned, Removed

MOST_PASSES = 4
"""A removal may reveal other boilerplate, so a text is read again, but at most this often in all."""
LONGEST_ARTICLE = 200_000
"""A longer text (characters) is no article and is read once."""


def _read_version() -> str:
    here = Path(__file__).parent
    weights = hashlib.sha256((here / "reader/reader.npz").read_bytes())
    weights.update((here / "headlines/headline.json").read_bytes())
    return f"clean-{(here / 'version.txt').read_text('utf-8').strip()}.{weights.hexdigest()[:6]}"


RULES_VERSION = _read_version()
"""The version in ``version.txt``, which ``make golden`` raises when results change, and a digest of the weights."""


def clean(
    text: str | Sequence[str],
    *,
    title: str | None = None,
    outlet: str | None = None,
    learned: Snapshot | None = None,
    headings: Collection[str] = (),
) -> Cleaned:
    """Return the story of a text and the spans of it that are not story. Never raises on any text.

    ``text``: the scraped text, or its blocks (offsets then refer to the blocks joined by line feeds).
    ``title``: the article's title, where it is known; ``outlet``: the id that ``learned`` knows it by; ``headings``:
    lines that a page marks as the story's sub-headings: no guess by their words alone cuts one.
    Offsets of ``removed`` are code points of the text as given, sorted, not overlapping.
    """
    wrapped = isinstance(text, str)
    given = text if isinstance(text, str) else "\n".join(text)
    repaired, offsets, repairs = repair.repair_text(given)
    add_learned = _learned_finder(learned, outlet)
    found = _find_boilerplate(repaired, title, add_learned, headings)
    body, joined = join_paragraphs(_kept_pieces(repaired, found.spans), wrapped=wrapped)
    for _ in range(MOST_PASSES - 1):
        if not (found.spans or "paragraph_breaks" in joined) or len(repaired) > LONGEST_ARTICLE:
            break
        may_hold_more = add_learned is not None or found.is_doubtful
        if not may_hold_more:
            parted = "paragraph_breaks" in joined or _parts_a_line(repaired, found.spans)
            may_hold_more = finder.needs_second_pass(FoldedText.of(body), found, title=title, parted=parted)
        if not may_hold_more:
            break
        second = _find_boilerplate(body, title, add_learned, headings)
        if not second.spans:
            break
        _add_second_pass(repaired, body, found, second)
        body, joined = join_paragraphs(_kept_pieces(repaired, found.spans), wrapped=wrapped)
    removed = tuple(found.spans)
    if offsets:
        removed = tuple(Removed(offsets.start(s.start), offsets.end(s.end), s.kind, s.rule) for s in removed)
    facts = read_facts(repaired, found.spans, title=title, outlet=outlet)
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


def _find_boilerplate(
    text: str, title: str | None, add_learned: AddBoilerplate | None, headings: Collection[str]
) -> Findings:
    """Return what is not the story, by the rules and the model."""
    reading = FoldedText.of(text)
    found = finder.find_boilerplate(reading, title=title, add_learned=add_learned)
    model_spans.add_model_spans(reading, found, title)
    if headings:
        found.spans = _keep_headings(text, found.spans, headings)
    return found


def _keep_headings(text: str, spans: Sequence[Removed], headings: Collection[str]) -> list[Removed]:
    """Return the spans without those of sub-headings that the model alone would cut, and not what follows them."""
    kept = []
    for span, following in zip(spans, [*spans[1:], None], strict=False):
        guessed = span.rule == model_spans.MODEL_RULE and text[span.start : span.end].strip() in headings
        heads_cut = following is not None and not text[span.end : following.start].strip()
        if not guessed or heads_cut:
            kept.append(span)
    return kept


def _learned_finder(snapshot: Snapshot | None, outlet: str | None) -> AddBoilerplate | None:
    """Return what adds the outlet's learned blocks to findings; None where none were learned."""
    if snapshot is None or outlet is None or not snapshot.shares.get(outlet):
        return None
    return partial(learned_blocks.find_learned, snapshot, outlet)


def _kept_pieces(text: str, spans: Sequence[Removed]) -> list[str]:
    """Return the text before, between and after the spans."""
    pieces, at = [], 0
    for span in spans:
        pieces.append(text[at : span.start])
        at = span.end
    pieces.append(text[at:])
    return pieces


def _parts_a_line(text: str, spans: Sequence[Removed]) -> bool:
    """Return whether a removal from the middle of a line made two lines of it."""

    def is_inside(span: Removed) -> bool:
        before = text[max(0, span.start - 2) : span.start].strip(" \u00a0")
        after = text[span.end : span.end + 2].strip(" \u00a0")
        return bool(before[-1:].strip() and after[:1].strip())

    return any(is_inside(span) for span in spans)


_VISIBLE = re.compile(r"\S+")


class _VisibleCharacters:
    """The characters of a text that are not white space, numbered from 0."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        """The offset at which each run of them begins ..."""
        self.counts: list[int] = [0]
        """... and the number of the run's first character; the last entry is how many there are in all."""

    def add(self, text: str, start: int, stop: int) -> None:
        """Number those of ``text[start:stop]``, too."""
        for run in _VISIBLE.finditer(text, start, stop):
            self.starts.append(run.start())
            self.counts.append(self.counts[-1] + run.end() - run.start())

    def number_at(self, at: int) -> int:
        """Return the number of the first one at or after offset ``at``."""
        run = bisect_right(self.starts, at) - 1
        if run < 0:
            return 0
        return min(self.counts[run] + at - self.starts[run], self.counts[run + 1])

    def offset_of(self, number: int) -> int:
        """Return the offset of the one with this number."""
        run = bisect_right(self.counts, number) - 1
        return self.starts[run] + number - self.counts[run]


def _follows_dateline(text: str, at: int, spans: Sequence[Removed]) -> bool:
    """Return whether a dateline of ``spans`` ends right before ``at`` in its line, so that the story begins there."""
    before = bisect_left(spans, at, key=attrgetter("start")) - 1
    return before >= 0 and spans[before].kind == "dateline" and not text[spans[before].end : at].strip(" \u00a0")


def _trim_removal(text: str, start: int, end: int, span: Removed) -> Iterator[Removed]:
    """Yield what ``span`` removes of ``text[start:end]``, without white space at both ends."""
    said = text[start:end]
    if said.strip():
        yield Removed(start + len(said) - len(said.lstrip()), start + len(said.rstrip()), span.kind, span.rule)


def _add_second_pass(repaired: str, body: str, found: Findings, second: Findings) -> None:
    """Add what was found in ``body`` to ``found``, whose offsets are those of ``repaired``.

    The two texts have the same characters in the same order but for white space and ``found.spans``.
    """
    kept, at = _VisibleCharacters(), 0
    for span in (*found.spans, Removed(len(repaired), len(repaired), "other", "end")):
        kept.add(repaired, at, span.start)
        at = span.end
    visible = _VisibleCharacters()
    visible.add(body, 0, len(body))

    def to_repaired(start: int, end: int) -> tuple[int, int]:
        return kept.offset_of(visible.number_at(start)), kept.offset_of(visible.number_at(end) - 1) + 1

    first = found.spans
    added: list[Removed] = []
    for span in second.spans:
        start, end = to_repaired(span.start, span.end)
        if span.kind == "title" and _follows_dateline(repaired, start, first):
            continue
        at = bisect_left(first, start, key=attrgetter("start"))
        while at < len(first) and first[at].end < end:  # what the first pass found inside stays what it is
            added += _trim_removal(repaired, start, first[at].start, span)
            start = first[at].end
            at += 1
        added += _trim_removal(repaired, start, end, span)
    found.spans = resolve_overlaps([*first, *added])
    found.headlines += [to_repaired(start, end) for start, end in second.headlines if body[start:end].strip()]
    found.dateline = found.dateline or second.dateline
    found.has_bare_headlines = second.has_bare_headlines
    found.is_doubtful = second.is_doubtful
