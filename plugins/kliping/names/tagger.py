"""Find the names of a text: weigh each word, and take the best labels of the words that could be part of a name."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kliping.mentions import Mention, NameKind
from kliping.names.ages import add_aged_persons
from kliping.names.bounds import make_mentions
from kliping.names.features import SENTENCE_EDGE, mark_phrases
from kliping.names.leading import add_leading_persons
from kliping.names.parts import complete_ministries, complete_names, join_abbreviations
from kliping.names.repeats import add_repeated_persons
from kliping.names.standing import add_standing_persons
from kliping.names.tokens import Span, split_sentences, split_tokens
from kliping.names.weights import NameWeights, names_weights

SURE, SURE_SMALL = 8.0, 4.0
"""A word that weighs so much more as no name is none, whatever stands beside it; one in small letters with less."""
LIKELY = 5.0
"""Labels that weigh so much less than the best one of a word are left out."""
MOST_STRETCHES = 1024
"""So many stretches of words are weighed at once, so that memory is bounded."""
LABELLED_KINDS: dict[str, NameKind] = {"PER": "person", "ORG": "organisation", "LOC": "place"}
"""The kinds as the training data calls them."""


def tag(text: str) -> tuple[Mention, ...]:
    """Return the persons, organisations and places that a text names, in its order, none in another."""
    weights = names_weights()
    words: list[str] = [SENTENCE_EDGE, SENTENCE_EDGE]
    spans: list[Span | None] = [None, None]
    sentences = split_sentences(split_tokens(text))
    for sentence in sentences:
        words += [span[0] for span in sentence]
        words += (SENTENCE_EDGE, SENTENCE_EDGE)
        spans += sentence
        spans += (None, None)
    scores, fields = weights.weigh_words(words)
    places, added = weights.neighbours.weigh_places(fields)
    scores[places] += added
    for at, features in mark_phrases(words, places.tolist()).items():
        for row in filter(None, map(weights.number_feature, features)):
            scores[at] += weights.places[row]
    labels = choose_labels(weights, scores, places, [at for at, span in enumerate(spans) if span is None])
    mentions = [
        mention
        for first, last, kind in _read_labels(weights, labels)
        for mention in make_mentions(
            text, _keep_tokens(spans[first : last + 1]), kind, _keep_tokens(spans[first - 2 : first])
        )
    ]
    mentions = complete_ministries(text, complete_names(text, join_abbreviations(text, mentions)))
    mentions = add_aged_persons(text, sentences, mentions)
    mentions = add_standing_persons(text, sentences, mentions)
    mentions = add_leading_persons(sentences, mentions)
    return tuple(add_repeated_persons(text, sentences, mentions))


def _keep_tokens(spans: list[Span | None]) -> list[Span]:
    """Return the tokens without the edges of sentences."""
    return [span for span in spans if span is not None]


def choose_labels(
    weights: NameWeights, scores: NDArray[np.float32], places: NDArray[np.intp], outside: list[int]
) -> list[int]:
    """Return the number of each word's best label, by the stretches of words that may be part of a name (Viterbi).

    A stretch without a capital holds no name.
    ``places``: the words with a capital; ``outside``: what parts sentences.
    """
    labels = np.zeros(len(scores), dtype=np.intp)
    margins = np.full(len(scores), SURE_SMALL, dtype=np.float32)
    margins[places] = SURE
    open_words = scores[:, 1:].max(axis=1) > scores[:, 0] - margins
    open_words[outside] = False
    capital = np.zeros(len(scores), dtype=np.intp)
    capital[places] = 1
    words = np.flatnonzero(open_words)
    if not words.size:
        return labels.tolist()
    firsts = np.flatnonzero(np.diff(words, prepend=-2) != 1)
    lengths = np.diff(firsts, append=words.size)
    named = np.add.reduceat(capital[words], firsts) > 0
    words, lengths = words[np.repeat(named, lengths)], lengths[named]
    if not words.size:
        return labels.tolist()
    weighed = scores[words]
    likely = weighed > (weighed.max(axis=1) - LIKELY)[:, None]
    likely[:, 0] = True
    weighed[~likely] = -np.inf
    firsts = np.cumsum(lengths) - lengths
    longest_first = np.argsort(-lengths, kind="stable")
    chosen = np.zeros(words.size, dtype=np.intp)
    for at in range(0, firsts.size, MOST_STRETCHES):
        some = longest_first[at : at + MOST_STRETCHES]
        _choose_stretches(weights.step_table, weighed, firsts[some], lengths[some], chosen)
    labels[words] = chosen
    return labels.tolist()


def _choose_stretches(
    steps: NDArray[np.float32],
    weighed: NDArray[np.float32],
    firsts: NDArray[np.intp],
    lengths: NDArray[np.intp],
    chosen: NDArray[np.intp],
) -> None:
    """Write the best labels of stretches between words that are no name to ``chosen``, a word of each at a time.

    ``firsts`` and ``lengths``: the rows of ``weighed`` that a stretch is, the longest first; ``-inf`` is no label.
    """
    counts = np.searchsorted(-lengths, -np.arange(int(lengths[0])))
    rows = [firsts[:count] + at for at, count in enumerate(counts.tolist())]
    sums = [steps[0] + weighed[firsts]]
    for words in rows[1:]:
        before = sums[-1][: words.size].T
        sums.append((before[:, :, None] + steps[:, None, :]).max(axis=0) + weighed[words])
    behind = np.zeros(len(firsts), dtype=np.intp)  # the label that follows: a word that is no name, at first
    for words, so_far in zip(reversed(rows), reversed(sums), strict=True):
        labels = (so_far + steps.T[behind[: words.size]]).argmax(axis=1)
        chosen[words] = labels
        behind[: words.size] = labels


def _read_labels(weights: NameWeights, labels: list[int]) -> Iterator[tuple[int, int, NameKind]]:
    """Yield the first and last word of each name, and its kind."""
    first: int | None = None
    for at, label in enumerate(labels):
        if not label:
            continue
        place, _, kind = weights.labels[label].partition("-")
        if place in "BU":
            first = at
        if place in "LU" and first is not None:
            yield first, at, LABELLED_KINDS[kind]
            first = None
