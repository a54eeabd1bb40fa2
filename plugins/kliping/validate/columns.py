"""Numbers and booleans that rules look at where Great Expectations has no fitting expectation of its own.

Each function takes a chunk of ``batch.ARTICLE_SCHEMA`` rows and gives one Arrow array of that length; NULL means that
there is nothing to judge, and passes. Shares are taken over the first ``SAMPLED_CHARACTERS`` characters, which settle
them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.compute as pc

from kliping.model import JAKARTA, Source

SAMPLED_CHARACTERS = 1_000
FEWEST_JUDGED_WORDS = 30
"""Below this many words a share says nothing."""


@dataclass(frozen=True, slots=True)
class ValidationContext:
    """What the rules may know besides a row: the run's days and its outlets."""

    day: dt.date | None = None
    days: Sequence[dt.date] = ()
    """Every day that the run walks; ``day`` alone where empty."""
    source: Source | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Outlets by id, where rows of several are validated together."""
    chunk: int = 10_000
    """Rows that are looked at together; bounds memory."""
    usual: Mapping[str, float] = field(default_factory=dict)
    """Median of each outlet's articles per day over the last 28 days; an outlet without history is not in it."""

    def source_of(self, outlet: str) -> Source | None:
        """Return the outlet with this id; None where it is not known."""
        if self.source is not None and self.source.id == outlet:
            return self.source
        return self.sources.get(outlet)


WordLists = Mapping[str, Sequence[str]]
DerivedColumn = Callable[[pa.Table, ValidationContext, WordLists], pa.Array]


def _share_of_letters(texts: pa.ChunkedArray) -> pa.Array:
    """Return the share of letters among the characters that are not blank; NULL for a text without any."""
    sample = pc.replace_substring(
        pc.utf8_slice_codeunits(texts, 0, SAMPLED_CHARACTERS), " ", ""
    )  # plain first: it is quick
    letters = pc.utf8_length(pc.replace_substring_regex(sample, r"\P{L}+", ""))
    visible = pc.subtract(pc.utf8_length(sample), pc.count_substring_regex(sample, r"\s"))
    return pc.divide(pc.cast(letters, pa.float64()), pc.if_else(pc.equal(visible, 0), None, visible))


def title_letters(rows: pa.Table, _context: ValidationContext, _words: WordLists) -> pa.Array:
    """Return the share of letters in each title."""
    return _share_of_letters(rows["title"])


def body_letters(rows: pa.Table, _context: ValidationContext, _words: WordLists) -> pa.Array:
    """Return the share of letters in each body."""
    return _share_of_letters(rows["body"])


def body_words(rows: pa.Table, _context: ValidationContext, _words: WordLists) -> pa.Array:
    """Return the number of words of each body."""
    return pc.count_substring_regex(rows["body"], r"\S+")


def familiar_words(rows: pa.Table, context: ValidationContext, words: WordLists) -> pa.Array:
    """Return the share of a language's commonest words: the better of Indonesian and the outlet's own language.

    NULL for fewer than ``FEWEST_JUDGED_WORDS`` words, and for an outlet whose language is not listed.
    """
    sample = pc.utf8_lower(pc.utf8_slice_codeunits(rows["body"], 0, SAMPLED_CHARACTERS))
    count = pc.count_substring_regex(sample, r"\p{L}+")
    best = _share_of_words(sample, count, words.get("id", ()))
    outlets = rows["outlet"].to_pylist()
    own = {outlet: _language_of(context, outlet) for outlet in set(outlets)}
    for language in set(own.values()) - {"id"}:
        mine = pa.array([own[outlet] == language for outlet in outlets])
        if language in words:
            better = pc.max_element_wise(best, _share_of_words(sample, count, words[language]))
        else:
            better = pa.nulls(len(rows), pa.float64())
        best = pc.if_else(mine, better, best)
    return pc.if_else(pc.less(count, FEWEST_JUDGED_WORDS), None, best)


def _language_of(context: ValidationContext, outlet: str) -> str:
    source = context.source_of(outlet)
    if source is None:
        return "id"
    return source.language


def _share_of_words(sample: pa.Array, count: pa.Array, words: Sequence[str]) -> pa.Array:
    found = 0
    if words:
        found = pc.count_substring_regex(sample, rf"\b(?:{'|'.join(map(re.escape, words))})\b")
    return pc.divide(pc.cast(found, pa.float64()), pc.if_else(pc.equal(count, 0), None, count))


def url_of_outlet(rows: pa.Table, context: ValidationContext, _words: WordLists) -> pa.Array:
    """Return whether the URL's host is the outlet's or a subdomain; NULL where the outlet names no host."""
    hosts = pc.replace_substring_regex(rows["url"], r"^([A-Za-z][A-Za-z0-9+.-]*://[^/?#]*)(?s:.*)$", r"\1")
    pairs = list(zip(rows["outlet"].to_pylist(), hosts.to_pylist(), strict=True))
    homes = {pair: _is_at_home(context.source_of(pair[0]), pair[1]) for pair in set(pairs)}
    return pa.array([homes[pair] for pair in pairs], pa.bool_())


def _is_at_home(source: Source | None, url: str | None) -> bool | None:
    if source is None or not source.hosts or not url or url.startswith("urn:"):
        return None
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return any(host == home or host.endswith(f".{home}") for home in source.hosts)


def spans_fit(rows: pa.Table, _context: ValidationContext, _words: WordLists) -> pa.Array:
    """Return whether the removed spans are sorted, do not overlap, and are the text at their place (law 2)."""
    texts = rows["scraped_text"].to_pylist()
    fit, at, owner = [True] * len(texts), 0, -1
    for row, start, end, text in _walk_spans(rows, "start", "end", "text"):
        if row != owner:
            owner, at = row, 0
        whole = texts[row] or ""
        if None in (start, end) or not at <= start < end <= len(whole) or whole[start:end] != text:
            fit[row] = False
        else:
            at = end
    return pa.array(fit, pa.bool_())


def removed_share(rows: pa.Table, _context: ValidationContext, _words: WordLists) -> pa.Array:
    """Return the share of the scraped text that was removed; NULL where there is no text."""
    removed = [0] * len(rows)
    for row, start, end in _walk_spans(rows, "start", "end"):
        removed[row] += (end or 0) - (start or 0)
    lengths = pc.utf8_length(rows["scraped_text"])
    return pc.divide(pa.array(removed, pa.float64()), pc.if_else(pc.equal(lengths, 0), None, lengths))


def _walk_spans(rows: pa.Table, *names: str) -> Iterator[tuple[Any, ...]]:
    """Yield each removed span: the number of its row, and the fields that are asked for."""
    removed = rows["removed"].combine_chunks()
    spans = pc.list_flatten(removed)
    fields = [spans.field(name).to_pylist() for name in names]
    return zip(pc.list_parent_indices(removed).to_pylist(), *fields, strict=True)


def published_year(rows: pa.Table, _context: ValidationContext, _words: WordLists) -> pa.Array:
    """Return the year of publication."""
    return pc.year(rows["published_at"])


def hours_after_fetch(rows: pa.Table, _context: ValidationContext, _words: WordLists) -> pa.Array:
    """Return how many hours after its fetch the page says it was published; negative where all is right."""
    ahead = pc.subtract(rows["published_at"], rows["fetched_at"])
    return pc.divide(pc.cast(pc.cast(ahead, pa.int64()), pa.float64()), 3.6e9)


def days_off(rows: pa.Table, context: ValidationContext, _words: WordLists) -> pa.Array:
    """Return the days from the publication (in Jakarta) to the nearest day of the run; NULL where either is unknown."""
    days = sorted(context.days or filter(None, [context.day]))
    if not days:
        return pa.nulls(len(rows), pa.int64())
    return pa.array([_days_outside(at, days[0], days[-1]) for at in rows["published_at"].to_pylist()], pa.int64())


def _days_outside(published_at: dt.datetime | None, first: dt.date, last: dt.date) -> int | None:
    if published_at is None:
        return None
    day = published_at.astimezone(JAKARTA).date()
    return max((first - day).days, (day - last).days, 0)


DERIVED_COLUMNS: Mapping[str, DerivedColumn] = {
    f.__name__: f
    for f in (
        title_letters,
        body_letters,
        body_words,
        familiar_words,
        url_of_outlet,
        spans_fit,
        removed_share,
        published_year,
        hours_after_fetch,
        days_off,
    )
}
