"""The linear-chain CRF that labels the pieces of a text: the scores of the pieces, and the odds of their labels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import cast

import numpy as np

from kliping.clean.reader.piece import Piece
from kliping.clean.reader.weights import OFFSETS, Floats, Rows, Weights
from kliping.model import RemovedKind


def score_pieces(pieces: Sequence[Piece], model: Weights) -> Floats:
    """Return what the features say for each piece (rows) and label (columns)."""
    count, reach = len(pieces), max(OFFSETS)
    lists = [piece.features for piece in pieces]
    sizes = [*map(len, lists)]
    numbers = np.fromiter(chain.from_iterable(lists), dtype=np.intp, count=sum(sizes))
    table = model.table()
    said = np.empty((count + 2 * reach, table.shape[1]), dtype=np.float32)
    said[:reach] = said[reach + count :] = model.outside
    np.add.reduceat(table.take(numbers, axis=0), [0, *accumulate(sizes[:-1])], axis=0, out=said[reach : reach + count])
    width = table.shape[1] // len(OFFSETS)
    scores = said[reach : reach + count, :width].copy()
    for number, offset in enumerate(OFFSETS[1:], start=1):
        scores += said[reach + offset : reach + offset + count, number * width : (number + 1) * width]
    return scores


def label_odds(pieces: Sequence[Piece], model: Weights) -> Rows:
    """Return the probability of each label for each piece, by forward and backward sums."""
    scores = score_pieces(pieces, model).astype(np.float64)
    local = np.exp(scores - scores.max(axis=1, keepdims=True)).tolist()
    steps = model.labels.steps
    return _pass_back(local, _pass_on(local, steps), steps)


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
        total = odds_a + odds_b + odds_c or math.nan  # no label can be chosen, and nothing is cut
        found.append((odds_a / total, odds_b / total, odds_c / total))
        a, b, c = a * own_a, b * own_b, c * own_c
        total = a + b + c or 1.0
        a, b, c = a / total, b / total, c / total
        a, b, c = aa * a + ab * b + ac * c, ba * a + bb * b + bc * c, ca * a + cb * b + cc * c
    found.reverse()
    return found


def name_kind(piece: Piece, model: Weights) -> RemovedKind:
    """Return the kind of boilerplate that a piece most likely is."""
    rows = [model.find_row(name.lstrip("~")) for name in model.name_features(piece.features)]
    said = model.labels.kind_table[[row for row in rows if row is not None]].sum(axis=0)
    return cast(RemovedKind, model.labels.kinds[int(said.argmax())])
