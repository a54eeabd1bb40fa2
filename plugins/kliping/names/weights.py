"""The weights of the tagger: of words wherever they stand, of words among neighbours, of one label after another.

``training/names.py`` writes them to ``names.npz``; nothing of the trainer is needed to read them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from kliping.names.decoding import Decoder
from kliping.names.features import TEMPLATE_FIELDS, describe_kind, describe_letters
from kliping.names.neighbours import NeighbourWeights

NAMES_WEIGHTS_FILE = Path(__file__).with_name("names.npz")
WORD_OFFSETS = (0, -1, 1, -2, 2)
"""Whose features weigh on a word: its own, those of the words right before and after it, and those two away."""
_SEEN = (1, 3, 5)
"""So many of ``WORD_OFFSETS`` see a feature with no sign before its name, with one, with two."""
MOST_WORDS = 1 << 15
"""Words whose weights are kept; then all are forgotten, so that memory is bounded."""


class NameWeights:
    """Weights by feature; a row holds, for each of ``WORD_OFFSETS``, a number for each label."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as stored:
            names = stored["features"].tobytes().decode("utf-8").split("\x00")
            self.labels: tuple[str, ...] = tuple(stored["labels"].tolist())
            """The first is that of a word that is no part of a name."""
            self.decoder = Decoder(stored["steps"].astype(np.float32))
            table = stored["table"].astype(np.float32)
        weights: NDArray[np.float32] = np.concatenate([np.zeros_like(table[:1]), table])
        self.known = {name: row for row, name in enumerate(names, start=1)}
        self.number_feature = self.known.get
        self.places: NDArray[np.float32] = np.ascontiguousarray(weights[:, : len(self.labels)])
        """What a feature weighs for the word that has it."""
        self.neighbours = NeighbourWeights(self.known, self.places)
        self._seen = np.concatenate([_keep_columns(weights, count * len(self.labels)) for count in _SEEN])
        """The weights three times: as words see them whose feature has no sign before its name, one, and two."""
        self._signed = {
            "~" * signs + name: signs * len(weights) + row
            for name, row in self.known.items()
            for signs in range(len(_SEEN))
        }
        """The row of ``_seen`` of each feature, by its name with the signs."""
        self._adding = Lock()
        self._forget_words()

    def _forget_words(self) -> None:
        self._rows: dict[str, int] = {}
        self._kinds: dict[tuple[str, ...], list[int]] = {}
        self._table = np.zeros((1024, self._seen.shape[1]), dtype=np.float32)
        self._fields = np.zeros((1024, len(TEMPLATE_FIELDS) + 1), dtype=np.float64)

    def weigh_words(self, words: list[str]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Return what the words weigh by themselves, a row for each, and the numbers of their fields.

        Two ``SENTENCE_EDGE`` begin and end the words, and part the sentences.
        """
        with self._adding:
            try:
                rows = np.array([*map(self._rows.__getitem__, words)])
            except KeyError:
                if len(self._rows) > MOST_WORDS:
                    self._forget_words()
                self._add_words(sorted(set(words).difference(self._rows)))
                rows = np.array([*map(self._rows.__getitem__, words)])
            table, fields = self._table.take(rows, axis=0), self._fields.take(rows, axis=0)
        width, count = len(self.labels), len(words)
        found = table[:, :width].copy()
        for number, offset in enumerate(WORD_OFFSETS[1:], start=1):
            seen = table[:, number * width : (number + 1) * width]
            if offset < 0:
                found[-offset:] += seen[: count + offset]
            else:
                found[: count - offset] += seen[offset:]
        return found, fields

    def _add_words(self, words: list[str]) -> None:
        """Keep what the features of new words weigh, summed for all of the words at once."""
        first = len(self._rows)
        features: list[int] = []
        starts: list[int] = []
        for word in words:
            self._rows[word] = len(self._rows)
            starts.append(len(features))
            features += self._number_names(describe_letters(word))
            kind = describe_kind(word)
            numbers = self._kinds.get(kind)
            if numbers is None:
                numbers = self._kinds[kind] = self._number_names(kind)
            features += numbers
        while len(self._rows) > len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
            self._fields = np.concatenate([self._fields, np.zeros_like(self._fields)])
        seen = self._seen.take(features, axis=0)
        for row, (start, end) in enumerate(pairwise([*starts, len(features)]), start=first):
            np.add.reduce(seen[start:end], axis=0, out=self._table[row])
        self._fields[first : len(self._rows)] = [self.neighbours.number_fields(word) for word in words]

    def _number_names(self, names: Iterable[str]) -> list[int]:
        """Return the rows of ``_seen`` of the features that have weights; each name has its signs before it."""
        rows = map(self._signed.get, names)
        return [row for row in rows if row is not None]


def _keep_columns(weights: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Return the weights with zeros in all but the first columns."""
    kept = np.zeros_like(weights)
    kept[:, :count] = weights[:, :count]
    return kept


@cache
def names_weights() -> NameWeights:
    """Return the shipped weights, read once."""
    return NameWeights(NAMES_WEIGHTS_FILE)
