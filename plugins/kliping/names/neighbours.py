"""Weigh the capitalised words of a text among their neighbours, all at once.

A feature such as ``b=di|Aa`` is one number here, made of the template's and those of its parts. The numbers of all of a
text's words are the product of two matrices, and are looked up among the sorted ones of the weights; no string is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from kliping.names.features import (
    LONGEST_NAME_RUN,
    LONGEST_SIDE,
    NEIGHBOUR_OFFSETS,
    TEMPLATE_FIELDS,
    TEMPLATES,
    look_up_word,
)

_BITS = 12
"""A part's number has so many bits, and five bits are the template's: what a 64-bit float holds without rounding."""
_MOST_TOGETHER = 4
"""Parts of a feature; one with fewer is filled up with zeros."""
MOST_PARTS = 1 << _BITS
_WORDS_LOOKED_AT = (*NEIGHBOUR_OFFSETS, "lead", "tail", "head", "end")
_COUNTS = range(LONGEST_SIDE + 1)
_RUN_FIELDS: dict[str, tuple[int, Callable[[int], object]]] = {
    "left": (0, int), "right": (1, int), "inner": (0, bool), "more": (1, bool),
}  # fmt: skip
"""The fields of a run of capitalised words: the side of the word that they count, and what is said of the count."""


class NeighbourWeights:
    """The weights of the features that several words give together."""

    def __init__(self, known: Mapping[str, int], weights: NDArray[np.float32]) -> None:
        """``known``: the row of ``weights`` of each feature; a row of zeros is the first."""
        self._parts: dict[str, int] = {}
        found = self._number_known(known)
        if len(self._parts) >= MOST_PARTS:
            raise ValueError(f"{len(self._parts)} parts of features, at most {MOST_PARTS - 1} can be numbered")
        keys = sorted(found)
        self._keys = np.array([*keys, np.inf], dtype=np.float64)
        self._rows = np.array([*(found[key] for key in keys), 0], dtype=np.intp)
        self._weights = weights
        looked_at = sorted({part for parts in TEMPLATES.values() for part in parts})
        words, runs = ([part for part in looked_at if (part[0] == "run") is is_run] for is_run in (False, True))
        self._order = words + runs
        """What is looked at, in the order of the columns of ``_factors``; the last column is constant."""
        self._factors = self._make_factors()
        self._whose = np.array([_WORDS_LOOKED_AT.index(whose) for whose, _ in words])
        self._fields = np.array([[TEMPLATE_FIELDS.index(field)] for _, field in words])
        sides = [_RUN_FIELDS[field] for _, field in runs]
        self._run = [
            (side, np.array([self._parts.get(str(convert(count)), 0) for count in _COUNTS])) for side, convert in sides
        ]
        """The side that a field of a run counts, and the number of each count as a part of a feature."""

    def _number_known(self, known: Mapping[str, int]) -> dict[int, int]:
        """Return the row of weights of each feature that a template gives, by the feature's number."""
        numbers = {name: number for number, name in enumerate(TEMPLATES)}
        found: dict[int, int] = {}
        for feature, row in known.items():
            name, _, said = feature.partition("=")
            if name in numbers and len(pieces := said.split("|")) == len(TEMPLATES[name]):
                found[self._join_numbers(numbers[name], [self._number_part(piece) for piece in pieces])] = row
        return found

    def _make_factors(self) -> NDArray[np.float64]:
        """Return what the number of each part is multiplied by in the number of each template's feature."""
        factors = np.zeros((len(TEMPLATES), len(self._order) + 1))
        for number, parts in enumerate(TEMPLATES.values()):
            for place, part in enumerate(parts):
                factors[number, self._order.index(part)] += 1 << _BITS * (_MOST_TOGETHER - 1 - place)
            factors[number, -1] = number << _BITS * _MOST_TOGETHER
        return factors

    def _number_part(self, part: str) -> int:
        return self._parts.setdefault(part, len(self._parts) + 1)

    @staticmethod
    def _join_numbers(template: int, parts: list[int]) -> int:
        key = template
        for part in parts + [0] * (_MOST_TOGETHER - len(parts)):
            key = (key << _BITS) | part
        return key

    def number_fields(self, word: str) -> tuple[int, ...]:
        """Return the numbers of a word's fields, 0 where no feature has it, and whether it could be part of a name."""
        read = look_up_word(word)
        return (*(self._parts.get(getattr(read, field), 0) for field in TEMPLATE_FIELDS), int(read.named))

    def weigh_places(self, fields: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Return where the words stand that could be part of a name, and what their neighbours weigh for each label.

        ``fields``: a row of ``number_fields`` for each word; two words that are in no name begin and end the text.
        """
        places = fields[:, -1].nonzero()[0]
        keys = self._number_templates(fields, places)
        found = self._keys.searchsorted(keys)
        rows = self._rows.take(found)
        rows *= self._keys.take(found) == keys
        return places, np.add.reduce(self._weights.take(rows, axis=0), axis=0)

    def _number_templates(self, fields: NDArray[np.float64], places: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the number of each template's feature at each place, a row for each template."""
        if not places.size:
            return np.zeros((len(TEMPLATES), 0))
        ends_run = places[1:] != places[:-1] + 1
        begins, ends = places[np.append(True, ends_run)], places[np.append(ends_run, True)]
        runs = np.append(0, ends_run.cumsum())
        first = np.maximum(begins.take(runs), places - LONGEST_NAME_RUN)
        last = np.minimum(ends.take(runs), places + LONGEST_NAME_RUN)
        at = np.stack([*(places + offset for offset in NEIGHBOUR_OFFSETS.values()), first - 1, last + 1, first, last])
        cells = at.take(self._whose, axis=0) * fields.shape[1] + self._fields
        values = np.ones((len(self._order) + 1, places.size))
        fields.take(cells, out=values[: len(cells)])
        sides = (np.minimum(places - first, LONGEST_SIDE), np.minimum(last - places, LONGEST_SIDE))
        for row, (side, numbers) in enumerate(self._run, start=len(cells)):
            values[row] = numbers.take(sides[side])
        return self._factors @ values
