"""Choose the best labels of a text's words: of the stretches of words that may be part of a name (Viterbi)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

SURE_SMALL = np.float32(4.0)
"""A word in small letters that weighs so much more as no name is none, whichever words are its neighbours."""
LIKELY = np.float32(5.0)
"""Labels that weigh so much less than the best one of a word are left out."""
_ROUNDING = 0.01
"""Sums of 32-bit numbers differ by less than this."""
MOST_WORDS_AT_ONCE = 1 << 13
"""Stretches of so many words are weighed together, so that memory is bounded."""

Stretch = tuple[int, list[int]]
"""The first word of a stretch, and the number of the label of each of its words."""


class Decoder:
    """The steps between labels; label 0 is that of a word that is no part of a name."""

    def __init__(self, steps: NDArray[np.float32]) -> None:
        """``steps``: what going from the label of a row to that of a column weighs."""
        self.steps = steps
        outside = float(steps[0, 0])
        self._longer = max(0.0, float(steps[1:, 1:].max()) - outside)
        """What the step to one more word of a name can weigh more than a step outside of names."""
        self._entering = 2 * outside - float(steps[0, 1:].max()) - float(steps[1:, 0].max()) - _ROUNDING
        """What the steps into and out of names weigh less, at least, than steps outside of names."""

    def choose_labels(
        self, scores: NDArray[np.float32], named: NDArray[np.bool_], outside: list[int]
    ) -> Iterator[Stretch]:
        """Yield the stretches of words that may be part of a name.

        The words before and after a stretch are no name. A stretch without a capital holds no name and is left out.

        ``scores``: what each label of a word weighs, a row for each word; ``named``: whether a word has a capital;
        ``outside``: the rows that separate sentences.
        """
        gains = np.maximum.reduce(np.ascontiguousarray(scores.T)[1:], axis=0) - scores[:, 0]
        open_words = gains > np.where(named, -LIKELY, -SURE_SMALL)
        open_words[outside] = False
        words = open_words.nonzero()[0]
        kept, lengths = self._keep_words(words, gains[words] + np.float32(self._longer), named[words])
        first = before = 0
        while first < len(lengths):
            last, end = first, before
            while last < len(lengths) and end < before + MOST_WORDS_AT_ONCE:
                end += lengths[last]
                last += 1
            some = np.array(kept[before:end])
            yield from _choose_stretches(self.steps, _weigh_likely(scores[some]), some, np.array(lengths[first:last]))
            first, before = last, end

    def _keep_words(
        self, words: NDArray[np.intp], gains: NDArray[np.float32], named: NDArray[np.bool_]
    ) -> tuple[list[int], list[int]]:
        """Return the words of the stretches that can hold a name, and how many words each stretch has.

        The steps into and out of names cost ``_entering``. A word that is in no run of words which gain that much
        together is no name in the best path; it is left out.
        """
        kept: list[int] = []
        lengths: list[int] = []
        if not words.size:
            return kept, lengths
        begins = np.concatenate(([0], (words[1:] != words[:-1] + 1).nonzero()[0] + 1))
        possible = np.logical_or.reduceat(named, begins)
        possible &= np.add.reduceat(np.maximum(gains, 0), begins) >= self._entering
        ends = np.append(begins[1:], words.size)
        all_words, all_gains = words.tolist(), gains.tolist()
        for begin, end in zip(begins[possible].tolist(), ends[possible].tolist(), strict=True):
            for first, last in _find_runs(all_gains[begin:end], self._entering):
                kept += all_words[begin + first : begin + last]
                lengths.append(last - first)
        return kept, lengths


def _find_runs(gains: list[float], least: float) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each run of words that are in some run which gains ``least``, end exclusive."""
    if len(gains) == 1:
        yield 0, 1
        return
    ahead = list(accumulate(gains, _add_gain))
    after = list(accumulate(reversed(gains), _add_gain))
    begin = None
    for at, gain in enumerate(gains):
        if ahead[at] + after[-1 - at] - gain < least:
            if begin is not None:
                yield begin, at
                begin = None
        elif begin is None:
            begin = at
    if begin is not None:
        yield begin, len(gains)


def _add_gain(best: float, gain: float) -> float:
    """Return what the best run of words gains that ends with a word, from that of the word before it."""
    return best + gain if best > 0 else gain


def _weigh_likely(weighed: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the weights with ``-inf`` for each label that is not likely; no name (label 0) always is."""
    most = np.maximum.reduce(weighed, axis=1)
    kept = np.where(weighed > (most - LIKELY)[:, None], weighed, np.float32(-np.inf))
    kept[:, 0] = weighed[:, 0]
    return kept


def _choose_stretches(
    steps: NDArray[np.float32], weighed: NDArray[np.float32], words: NDArray[np.intp], lengths: NDArray[np.intp]
) -> Iterator[Stretch]:
    """Yield the stretches with their best labels: the first words of all stretches are weighed at once, then the next.

    ``words`` and ``weighed``: a row for each word, stretch by stretch; ``lengths``: how many words each stretch has.
    """
    longest_first = np.argsort(-lengths, kind="stable")
    rank = np.empty_like(longest_first)
    rank[longest_first] = np.arange(lengths.size)
    begins = lengths.cumsum() - lengths
    position = np.arange(words.size) - begins.repeat(lengths)
    order = np.argsort(position * lengths.size + rank.repeat(lengths))
    weighed = weighed[order]  # first words of the stretches, the longest stretch first; then their second words
    starts = [0, *np.bincount(position).cumsum().tolist()]
    sums = np.empty_like(weighed)
    np.add(weighed[: starts[1]], steps[0], out=sums[: starts[1]])
    from_label = steps[:, None, :]
    for before, start, end in zip(starts, starts[1:], starts[2:], strict=False):
        totals = sums[before : before + end - start].T[:, :, None] + from_label
        np.add(np.maximum.reduce(totals, axis=0), weighed[start:end], out=sums[start:end])
    origins = (sums[:, None, :] + steps.T).argmax(axis=2).tolist()  # the best label of a word, by the label after it
    for first, length, at in zip(words[begins].tolist(), lengths.tolist(), rank.tolist(), strict=True):
        label, labels = 0, []
        for start in reversed(starts[:length]):
            label = origins[start + at][label]
            labels.append(label)
        yield first, labels[::-1]
