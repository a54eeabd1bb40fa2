"""The weights of the reader, and numbers for the names of its features.

The weights are written by ``training/reader.py`` to ``reader.npz``; nothing of the trainer is needed to read them. A
text is described by numbers: each is a row of one table. A feature without weights is number 0, whose row is zeros;
features of few values that always occur together form a bundle, a row of its own that is summed up once per process.

The name of a feature tells how far it is seen: one that begins with ``~`` weighs on the pieces right before and after
its own, too, and one that begins with ``~~`` on those two away as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import ParamSpec, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

READER_WEIGHTS_FILE = Path(__file__).with_name("reader.npz")
Floats = NDArray[np.float32]
Rows = list[tuple[float, float, float]]
"""A number for each label, piece by piece."""
OFFSETS = (0, -1, 1, -2, 2)
"""Whose features weigh on a piece: its own, those of the pieces right before and after it, and those two away."""
SEEN = {0: "", 1: "~", 2: "~~"}
"""What the name of a feature begins with that weighs on pieces so far away: its own, right beside, two away."""
_SEEN_OFFSETS = (1, 3, 5)
"""So many of ``OFFSETS`` see a feature with no sign before its name, with one, with two."""
OUTSIDE = "none"
"""The feature of the pieces that would stand before the first and after the last."""
_SPARE_ROWS = 4096

P = ParamSpec("P")
T = TypeVar("T")
_numbered: list[Callable[[], None]] = []


def keep_numbers(most: int | None = None) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Cache a function that returns numbers of features, ``most`` results of it; other weights make it forget them.

    A function that returns bundles keeps all results, so that none is bundled twice.
    """

    def keep(function: Callable[P, T]) -> Callable[P, T]:
        kept = lru_cache(maxsize=most)(function)
        _numbered.append(kept.cache_clear)
        return cast("Callable[P, T]", kept)  # lru_cache forgets the parameters of what it caches

    return keep


@dataclass(frozen=True, slots=True)
class Labels:
    """What the pieces can be, and the weights of one label after another."""

    names: tuple[str, ...]
    steps: Rows
    """Powers of the weights of going from the label of a row to that of a column."""
    kinds: tuple[str, ...]
    kind_table: Floats
    """Weights of a piece's own features (rows) for the kinds of boilerplate."""


class _Numbers(dict[str, int]):
    """Names of features, with the signs of how far they are seen, to their numbers; 0 for one without weights."""

    def __init__(self, known: Mapping[str, int], parts: list[tuple[str, ...]], adding: Lock, *, learns: bool) -> None:
        super().__init__()
        self._known, self._parts, self._adding, self._learns = known, parts, adding, learns

    def __missing__(self, name: str) -> int:
        if not self._learns and name.lstrip("~") not in self._known:
            return 0  # and it is not kept: texts are full of such words
        with self._adding:
            number = self[name] = len(self._parts)
            self._parts.append((name,))
        return number


class Weights:
    """Numbers of features, and a table of what they weigh: for each of ``OFFSETS`` as many columns as labels."""

    def __init__(self, names: Sequence[str], weights: Floats, labels: Labels, *, learns: bool = False) -> None:
        """``names``: of the rows of ``weights``; ``learns``: number each name, as training wants."""
        self.labels = labels
        self.parts: list[tuple[str, ...]] = [()]
        """The names of the features of each number: one, or those of a bundle."""
        self._adding = Lock()
        self._weights, self._known = weights, {name: row for row, name in enumerate(names)}
        self.numbers = _Numbers(self._known, self.parts, self._adding, learns=learns)
        self._table = np.zeros((_SPARE_ROWS, weights.shape[1]), dtype=np.float32)
        self._filled = 1
        self.outside = self.weigh_feature("~~" + OUTSIDE)
        """The row of the pieces that would stand before the first and after the last."""

    def add_bundle(self, names: tuple[str, ...]) -> int:
        """Return the number of a new bundle; the caller keeps it, so that it asks once for each."""
        with self._adding:
            self.parts.append(names)
            return len(self.parts) - 1

    def name_features(self, numbers: Iterable[int]) -> list[str]:
        """Return the names of the features of these numbers."""
        return [name for number in numbers for name in self.parts[number]]

    def table(self) -> Floats:
        """Return a row for each number, with those that have come since it was last asked for."""
        if self._filled == len(self.parts):
            return self._table
        with self._adding:
            wanted = len(self.parts)
            if len(self._table) < wanted:
                spare = np.zeros((len(self._table) + wanted, self._table.shape[1]), dtype=np.float32)
                self._table = np.concatenate([self._table, spare])
            for row in range(self._filled, wanted):
                for name in self.parts[row]:
                    self._table[row] += self.weigh_feature(name)
            self._filled = wanted
            return self._table

    def weigh_feature(self, name: str) -> Floats:
        """Return the weights of a feature for the pieces that see it, zero for the others."""
        said = name.lstrip("~")
        weights = np.zeros(self._weights.shape[1], dtype=np.float32)
        if said in self._known:
            width = self._weights.shape[1] * _SEEN_OFFSETS[len(name) - len(said)] // len(OFFSETS)
            weights[:width] = self._weights[self._known[said], :width]
        return weights

    def find_row(self, name: str) -> int | None:
        """Return the row of a feature, without signs, in the tables that were learned; None for one without weights."""
        return self._known.get(name)


_used: list[Weights] = []
_loading = Lock()


def reader_weights() -> Weights:
    """Return the weights in use: the shipped ones, read once, unless others were put in their place."""
    if not _used:
        with _loading:  # numbers of one thread's weights mean nothing to another's
            if not _used:
                use_weights(load_weights(READER_WEIGHTS_FILE))
    return _used[0]


def use_weights(weights: Weights) -> None:
    """Use other weights from now on in this process, as training and cross-validation do."""
    _used[:] = [weights]
    for forget in _numbered:
        forget()


def learn_names() -> Weights:
    """Use weights without a feature, which number every name that they meet: what training describes texts with."""
    labels = Labels((), [], (), np.zeros((1, 1), dtype=np.float32))
    use_weights(Weights((), np.zeros((0, len(OFFSETS)), dtype=np.float32), labels, learns=True))
    return _used[0]


def feature_numbers() -> dict[str, int]:
    """Return the numbers of features under the weights in use: look a name up in it; 0 is one without weights."""
    return reader_weights().numbers


def bundle(*names: str) -> int:
    """Return the number of a new bundle of features of few values; the caller keeps it (``keep_numbers``)."""
    return reader_weights().add_bundle(names)


def load_weights(path: Path) -> Weights:
    """Read weights from a file."""
    with np.load(path, allow_pickle=False) as stored:
        names = stored["features"].tobytes().decode("utf-8").split("\n")
        tables = [stored[f"table{number}"].astype(np.float32) for number in range(len(OFFSETS))]
        steps = np.exp(stored["transitions"].astype(np.float64)).tolist()
        kinds, kind_table = tuple(stored["kinds"].tolist()), stored["kind_table"].astype(np.float32)
        labels = Labels(tuple(stored["labels"].tolist()), steps, kinds, kind_table)
    return Weights(names, np.concatenate(tables, axis=1), labels)
