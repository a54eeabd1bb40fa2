"""What the cleaner tells of texts that no labels were drawn from: what the floors say, and hardly anything wrong."""

from __future__ import annotations

import collections
import tomllib
from pathlib import Path

import pytest
from kliping.clean import clean
from kliping.clean.facts.read import read_facts

from tests.clean.stated import FIELDS, Stated, list_returned, read_stated

FLOORS = tomllib.loads(Path(__file__).resolve().parents[1].joinpath("floors.toml").read_text(encoding="utf-8"))[
    "fields"
]
FILES = ("stated-a.txt", "stated-b.txt", "stated-c.txt", "stated-d.txt", "stated-e.txt")


@pytest.fixture(scope="module")
def counted() -> collections.Counter[tuple[str, str]]:
    """How many values of each field are stated, found and wrong in the texts together."""
    counts: collections.Counter[tuple[str, str]] = collections.Counter()
    for each in (each for file in FILES for each in read_stated(file)):
        returned = tell(each)
        for field in FIELDS:
            stated = each.values.get(field, set())
            counts[field, "stated"] += len(stated)
            counts[field, "found"] += len(returned[field] & stated)
            counts[field, "wrong"] += len(returned[field] - stated)
    return counts


def tell(each: Stated) -> dict[str, set[str]]:
    removed = clean(each.text, title=each.title).removed
    return dict(list_returned(read_facts(each.text, removed, title=each.title)))


@pytest.mark.parametrize("field", FIELDS)
def test_what_texts_state_is_returned(counted: collections.Counter[tuple[str, str]], field: str) -> None:
    assert counted[field, "stated"] >= 20
    assert counted[field, "found"] / counted[field, "stated"] >= FLOORS[field]["found"]
    assert counted[field, "wrong"] <= FLOORS[field]["wrong"]
