"""The linear-chain CRF that labels the pieces of a text: its weights, and the probabilities of the labels.

The weights are written by ``training/reader.py`` to ``reader.npz``; nothing of the trainer is needed to read them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from kliping.clean.reader.piece import Piece, bundle
from kliping.model import RemovedKind

READER_WEIGHTS_FILE = Path(__file__).with_name("reader.npz")
Floats = NDArray[np.float32]
Rows = list[tuple[float, float, float]]
"""A number for each label, piece by piece."""
OFFSETS = (0, -1, 1, -2, 2)
"""Whose features weigh on a piece: its own, those of the pieces right before and behind it, and those two away."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the features for each label, and of one label behind another."""

    labels: tuple[str, ...]
    rows: dict[str, int]
    """Feature to its row in each of the tables; row 0 is nobody's."""
    tables: tuple[Floats, ...]
    """One for each of ``OFFSETS``: rows of features, columns of labels."""
    near: Floats
    """Columns of the tables for the features in ``Piece.near``: of the piece itself, and of those right beside it."""
    far: Floats
    """Columns of the tables for the pieces two away."""
    transitions: Floats
    """From the label of a row to that of a column."""
    steps: Rows
    """Powers of the transitions."""
    kinds: tuple[str, ...]
    kind_table: Floats
    """Weights of a piece's own features for the kinds of boilerplate."""
    bundled: list[Floats]
    """One table: the summed weights of the bundles by their numbers; it grows as new ones occur."""


_used: list[Weights] = []


def reader_weights() -> Weights:
    """Return the weights in use: the shipped ones, read once, unless others were put in their place."""
    if not _used:
        _used.append(load_weights(READER_WEIGHTS_FILE))
    return _used[0]


def use_weights(path: Path = READER_WEIGHTS_FILE) -> None:
    """Read other weights and use them from now on in this process, as cross-validation does."""
    _used[:] = [load_weights(path)]


def load_weights(path: Path) -> Weights:
    """Read weights from a file."""
    with np.load(path, allow_pickle=False) as stored:
        names = stored["features"].tobytes().decode("utf-8").split("\n")
        tables = tuple(_padded(stored[f"table{number}"]) for number in range(len(OFFSETS)))
        return Weights(
            tuple(stored["labels"].tolist()),
            {name: row for row, name in enumerate(names, start=1)},
            tables,
            np.concatenate(tables[:3], axis=1),
            np.concatenate(tables[3:5], axis=1),
            stored["transitions"].astype(np.float32),
            np.exp(stored["transitions"].astype(np.float64)).tolist(),
            tuple(stored["kinds"].tolist()),
            _padded(stored["kind_table"]),
            [np.zeros((1, tables[0].shape[1]), dtype=np.float32)],
        )


def _padded(table: NDArray[np.float16]) -> Floats:
    """Return the table behind a row of zeros."""
    return np.concatenate([np.zeros((1, table.shape[1]), dtype=np.float32), table.astype(np.float32)])


def _sums(table: Floats, known: dict[str, int], lists: Sequence[Sequence[str]]) -> Floats:
    """Add up the rows of ``table`` for each of ``lists``, none of which is empty; features without weights count 0."""
    sizes = [*map(len, lists)]
    features = chain.from_iterable(lists)
    rows = np.fromiter(map(known.get, features, repeat(0)), dtype=np.intp, count=sum(sizes))
    sums: Floats = np.add.reduceat(table.take(rows, axis=0), [0, *accumulate(sizes[:-1])], axis=0)
    return sums


def _bundle_sums(model: Weights, lists: Sequence[Sequence[int]]) -> Floats:
    """Add up the weights of the bundles in each of ``lists``, none of which is empty."""
    sizes = [*map(len, lists)]
    numbers = np.fromiter(chain.from_iterable(lists), dtype=np.intp, count=sum(sizes))
    table = model.bundled[0]
    if len(table) < len(bundle.features):  # bundles that the model has not seen yet
        new = [_sums(model.tables[0], model.rows, [("", *features)]) for features in bundle.features[len(table) :]]
        table = model.bundled[0] = np.concatenate([table, *new])
    sums: Floats = np.add.reduceat(table.take(numbers, axis=0), [0, *accumulate(sizes[:-1])], axis=0)
    return sums


def score_pieces(pieces: Sequence[Piece], model: Weights) -> Floats:
    """Return what the features say for each piece (rows) and label (columns)."""
    scores = _sums(model.tables[0], model.rows, [piece.alone for piece in pieces])
    scores += _bundle_sums(model, [piece.bundles for piece in pieces])
    width, count = scores.shape[1], len(pieces)
    near = _sums(model.near, model.rows, [piece.near for piece in pieces])
    far = _sums(model.far, model.rows, [piece.far for piece in pieces])
    none = model.rows.get("none", 0)
    scores += near[:, :width]
    near = near[:, width:]
    for shift, sums, outside in ((1, near, model.near[none, width:]), (2, far, model.far[none])):
        step = min(shift, count)
        scores[step:] += sums[: count - step, :width]
        scores[:step] += outside[:width]
        scores[: count - step] += sums[step:, width:]
        scores[count - step :] += outside[width:]
    return scores


def label_odds(pieces: Sequence[Piece], model: Weights) -> Floats:
    """Return the probability of each label (columns) for each piece (rows), by forward and backward sums."""
    scores = score_pieces(pieces, model).astype(np.float64)
    local = np.exp(scores - scores.max(axis=1, keepdims=True)).tolist()
    return np.array(_pass_back(local, _pass_on(local, model.steps), model.steps), dtype=np.float32)


def _pass_on(local: Rows, steps: Rows) -> Rows:
    """Return the normed sums over all ways from the beginning to each piece.

    Written out for the three labels of the model, like ``_pass_back``: several times as fast as a loop over them.
    """
    (aa, ab, ac), (ba, bb, bc), (ca, cb, cc) = steps
    a, b, c = local[0]
    found = [(a, b, c)]
    for to_a, to_b, to_c in local[1:]:
        a, b, c = (
            (aa * a + ba * b + ca * c) * to_a, (ab * a + bb * b + cb * c) * to_b, (ac * a + bc * b + cc * c) * to_c,
        )  # fmt: skip
        total = a + b + c or 1.0
        a, b, c = a / total, b / total, c / total
        found.append((a, b, c))
    return found


def _pass_back(local: Rows, forward: Rows, steps: Rows) -> Rows:
    """Return the chance of each label for each piece: what ``forward`` says, and the ways from there to the end."""
    (aa, ab, ac), (ba, bb, bc), (ca, cb, cc) = steps
    a = b = c = 1.0
    found = []
    for (own_a, own_b, own_c), (to_a, to_b, to_c) in zip(reversed(local), reversed(forward), strict=True):
        odds_a, odds_b, odds_c = to_a * a, to_b * b, to_c * c
        total = odds_a + odds_b + odds_c or math.nan  # nothing can be told, and nothing is cut
        found.append((odds_a / total, odds_b / total, odds_c / total))
        a, b, c = a * own_a, b * own_b, c * own_c
        total = a + b + c or 1.0
        a, b, c = a / total, b / total, c / total
        a, b, c = aa * a + ab * b + ac * c, ba * a + bb * b + bc * c, ca * a + cb * b + cc * c
    found.reverse()
    return found


def name_kind(piece: Piece, model: Weights) -> RemovedKind:
    """Return the kind of boilerplate that a piece most likely is."""
    return cast(RemovedKind, model.kinds[int(_sums(model.kind_table, model.rows, [piece.own]).argmax())])
