"""The sorts of boxes that are no story: the rows of ``data/boxes.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from kliping.model import RemovedKind

BOXES_FILE = Path(__file__).parents[1] / "data" / "boxes.toml"


class BoxSort(NamedTuple):
    """One sort of box: a row of the table."""

    name: str
    kind: RemovedKind
    names: frozenset[str]
    """Words in the names of an element that is such a box."""
    stems: tuple[str, ...]
    """Beginnings of words, of which a block must hold one for ``says`` to be tried."""
    says: re.Pattern[str]
    """The phrases of such a box."""
    alone: re.Pattern[str] | None
    """What a paragraph begins with that is such a box by itself."""
    topic: re.Pattern[str]
    """Words of a story about the same topic, which keeps its paragraphs."""
    labels: frozenset[str]
    """Headings of such a box, in lower case."""
    needs_proof: bool
    """Whether phrases alone do not make a box, because stories have them too."""


@cache
def load_box_sorts() -> tuple[BoxSort, ...]:
    """Return the rows of the table."""
    return tuple(
        BoxSort(
            name,
            cast("RemovedKind", row["kind"]),
            frozenset(row["names"].split()),
            tuple(row["stems"]),
            re.compile(row["says"].strip(), re.IGNORECASE | re.VERBOSE),
            re.compile(row["alone"], re.IGNORECASE) if "alone" in row else None,
            re.compile(row["topic"], re.IGNORECASE),
            frozenset(" ".join(label.split()) for label in row.get("labels", "").split("|") if label.strip()),
            row.get("proof", False),
        )
        for name, row in tomllib.loads(BOXES_FILE.read_text("utf-8")).items()
    )
