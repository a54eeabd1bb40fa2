"""Find the names of a text: weigh each word, and take the best labels of the words that could be part of a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from kliping.mentions import Mention, NameKind
from kliping.names.ages import add_aged_persons
from kliping.names.bounds import make_mentions
from kliping.names.decoding import Stretch
from kliping.names.features import SENTENCE_EDGE, mark_phrases
from kliping.names.leading import add_leading_persons
from kliping.names.parts import complete_ministries, complete_names, join_abbreviations
from kliping.names.repeats import add_repeated_persons
from kliping.names.standing import add_standing_persons
from kliping.names.tokens import Span, span_word, split_sentences, split_tokens
from kliping.names.weights import NameWeights, names_weights

LABELLED_KINDS: dict[str, NameKind] = {"PER": "person", "ORG": "organisation", "LOC": "place"}
"""The kinds as the training data calls them."""


def tag(text: str) -> tuple[Mention, ...]:
    """Return the persons, organisations and places that a text names, in its order, none in another."""
    weights = names_weights()
    words: list[str] = [SENTENCE_EDGE, SENTENCE_EDGE]
    spans: list[Span | None] = [None, None]
    edges = [0, 1]
    sentences = split_sentences(split_tokens(text))
    for sentence in sentences:
        words += map(span_word, sentence)
        edges += (len(words), len(words) + 1)
        words += (SENTENCE_EDGE, SENTENCE_EDGE)
        spans += sentence
        spans += (None, None)
    scores, fields = weights.weigh_words(words)
    places, added = weights.neighbours.weigh_places(fields)
    scores[places] += added
    for at, features in mark_phrases(words, places.tolist()).items():
        for row in filter(None, map(weights.number_feature, features)):
            scores[at] += weights.places[row]
    named = np.zeros(len(words), dtype=np.bool_)
    named[places] = True
    stretches = weights.decoder.choose_labels(scores, named, edges)
    mentions = [
        mention
        for first, last, kind in _read_labels(weights, stretches)
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


def _read_labels(weights: NameWeights, stretches: Iterable[Stretch]) -> Iterator[tuple[int, int, NameKind]]:
    """Yield the first and last word of each name, and its kind."""
    for begins, labels in stretches:
        first: int | None = None
        for at, label in enumerate(labels, start=begins):
            if not label:
                continue
            place, _, kind = weights.labels[label].partition("-")
            if place in "BU":
                first = at
            if place in "LU" and first is not None:
                yield first, at, LABELLED_KINDS[kind]
                first = None
