"""Weigh the capitalised words of a text among their neighbours, all at once.

A feature such as ``b=di|Aa`` is one number here: the template's, and those of its parts. The numbers of a text's words
are computed by column and looked up among the sorted ones of the weights; no string is made.
"""

from __future__ import annotations

from collections.abc import Mapping

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

_BITS = 14
"""A part's number has so many bits, and five bits are the template's."""
_MOST_TOGETHER = 4
"""Parts of a feature; one with fewer is filled up with zeros."""
MOST_PARTS = 1 << _BITS
_RUN = {"left": LONGEST_SIDE + 1, "right": LONGEST_SIDE + 1, "inner": 2, "more": 2}
"""How many values the fields of a run have."""


class NeighbourWeights:
    """The weights of the features that several words give together."""

    def __init__(self, known: Mapping[str, int], weights: NDArray[np.float32]) -> None:
        """``known``: the row of ``weights`` of each feature; a row of zeros is the first."""
        self._parts: dict[str, int] = {}
        found: dict[int, int] = {}
        for number, (name, parts) in enumerate(TEMPLATES.items()):
            for feature, row in known.items():
                label, _, said = feature.partition("=")
                if label == name and len(pieces := said.split("|")) == len(parts):
                    found[self._join_numbers(number, [self._number_part(piece) for piece in pieces])] = row
        if len(self._parts) >= MOST_PARTS:
            raise ValueError(f"{len(self._parts)} parts of features, at most {MOST_PARTS - 1} can be numbered")
        self._keys = np.array(sorted(found), dtype=np.int64)
        self._rows = np.array([found[key] for key in sorted(found)], dtype=np.intp)
        self._weights = weights
        self._run = {
            field: np.array(
                [self._parts.get(str(value if count > 2 else value > 0), 0) for value in range(count)], dtype=np.int64
            )
            for field, count in _RUN.items()
        }
        looked_at = sorted({part for parts in TEMPLATES.values() for part in parts})
        self._looked_at = [part for part in looked_at if part[0] != "run"]
        order = [*self._looked_at, *(part for part in looked_at if part[0] == "run")]
        self._run_parts = [field for whose, field in looked_at if whose == "run"]
        self._columns = np.array(
            [
                [order.index(part) for part in parts] + [len(order)] * (_MOST_TOGETHER - len(parts))
                for parts in TEMPLATES.values()
            ]
        ).T
        self._fields = np.array([[TEMPLATE_FIELDS.index(field)] for _, field in self._looked_at])
        """Which value, by its place among the values that are looked at, is each part of each template."""

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

    def weigh_places(self, fields: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Return where the words stand that could be part of a name, and what their neighbours weigh for each label.

        ``fields``: a row of ``number_fields`` for each word; two words that are in no name begin and end the text.
        """
        named = fields[:, -1] > 0
        places = np.flatnonzero(named)
        if not places.size or not self._keys.size:
            return places, np.zeros((places.size, self._weights.shape[1]), dtype=np.float32)
        keys = self._number_templates(fields, places)
        found = np.minimum(np.searchsorted(self._keys, keys), self._keys.size - 1)
        rows = np.where(self._keys[found] == keys, self._rows[found], 0)
        return places, self._weights[rows].sum(axis=0)

    def _number_templates(self, fields: NDArray[np.int64], places: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the number of each template's feature at each place, a row for each template."""
        new = np.diff(places, prepend=-2) != 1
        begins = places[new]
        ends = places[np.append(new[1:], True)]
        runs = np.cumsum(new) - 1
        first = np.maximum(begins[runs], places - LONGEST_NAME_RUN)
        last = np.minimum(ends[runs], places + LONGEST_NAME_RUN)
        left, right = np.minimum(places - first, LONGEST_SIDE), np.minimum(last - places, LONGEST_SIDE)
        run = {"left": left, "right": right, "inner": np.minimum(left, 1), "more": np.minimum(right, 1)}
        at = {whose: places + offset for whose, offset in NEIGHBOUR_OFFSETS.items()}
        at |= {"lead": first - 1, "tail": last + 1, "head": first, "end": last}
        values = np.zeros((len(self._looked_at) + len(self._run_parts) + 1, places.size), dtype=np.int64)
        rows = np.array([at[whose] for whose, _ in self._looked_at])
        values[: len(rows)] = fields[rows, self._fields]
        for row, field in enumerate(self._run_parts, start=len(rows)):
            values[row] = self._run[field][run[field]]
        keys = np.repeat(np.arange(len(TEMPLATES), dtype=np.int64)[:, None], places.size, axis=1)
        for columns in self._columns:
            keys <<= _BITS
            keys |= values[columns]
        return keys
