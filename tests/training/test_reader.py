"""Training the reader: what is composed has the offsets it says, and the same seed gives the same weights."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.clean.marked import articles

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "training"))

import bank  # noqa: E402
import composed  # noqa: E402
import reader  # noqa: E402
from kliping.clean.reader import weights  # noqa: E402
from kliping.model import REMOVED_KINDS  # noqa: E402


def documents() -> list[dict[str, Any]]:
    return [
        {"id": a.name, "site": f"{a.name}.id", "title": a.title, "text": a.text, "spans": list(a.spans)}
        for file in ("articles.txt", "outlets.txt")
        for a in articles(file)
    ]


def test_the_bank_is_well_formed() -> None:
    known = bank.read_bank()
    groups = (known.heads, known.datelines, known.inserted, known.feet, known.page_tops, known.page_bottoms)
    for item in (item for group in groups for item in group):
        assert item
        assert all(kind in REMOVED_KINDS and text for kind, text in item), item
    assert len(known.traps) > 100


def test_composed_texts_have_their_boilerplate_where_they_say() -> None:
    made = composed.compose_documents(documents(), 200, 7, bank.read_bank())
    assert made == composed.compose_documents(documents(), 200, 7, bank.read_bank())
    for document in made:
        text = document["text"]
        assert "{person}" not in text
        at = 0
        for start, end, kind in document["spans"]:
            assert at <= start < end <= len(text)
            assert kind in REMOVED_KINDS
            assert text[start:end] == text[start:end].strip()
            at = end
    assert len({kind for document in made for *_, kind in document["spans"]}) == len(REMOVED_KINDS)


@pytest.mark.full
def test_training_is_repeatable_and_its_odds_are_those_of_the_trainer(tmp_path: Path) -> None:
    paths = [tmp_path / "one.npz", tmp_path / "two.npz"]
    for path in paths:
        reader.write_weights(*reader.train_reader(documents(), bank.read_bank(), seed=3, composed=60), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    model = weights.load_weights(paths[0])
    assert model.labels.names == reader.LABELS
    assert np.isfinite(model.outside).all()
    assert model.find_row("bias") is not None
    weights.use_weights(weights.load_weights(weights.READER_WEIGHTS_FILE))
