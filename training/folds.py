"""Score the cleaner on outlets that it was not trained on: whole domains are left out, one fold after another."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from bank import read_bank
from composed import Document
from kliping.clean import clean
from kliping.clean.reader.weights import READER_WEIGHTS_FILE, load_weights, use_weights
from kliping.model import Cleaned
from reader import COMPOSED, deal_folds, registered_domain, train_reader, write_weights

SEED = 1


def clean_left_out(
    documents: Sequence[Document], count: int = 10, folds: Sequence[int] | None = None, share: float = 1.0
) -> Iterator[tuple[int, Document, Cleaned]]:
    """Yield each document with its fold and what a cleaner made of it that saw no text of its domain.

    ``folds``: which to run, all by default; ``share``: the share of the other domains that is trained on.
    """
    bank = read_bank()
    deal = deal_folds(documents, count)
    for fold in range(count) if folds is None else folds:
        others = sorted(domain for domain in deal if deal[domain] != fold)
        kept = set(others[: round(len(others) * share)])
        seen = [document for document in documents if registered_domain(document["site"]) in kept]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "reader.npz"
            write_weights(*train_reader(seen, bank, SEED * 100 + fold, COMPOSED), path)
            use_weights(load_weights(path))
        for document in documents:
            if deal[registered_domain(document["site"])] == fold:
                yield fold, document, clean(document["text"], title=document["title"])
    use_weights(load_weights(READER_WEIGHTS_FILE))


def score_spans(document: dict[str, Any], cleaned: Cleaned) -> tuple[int, int, int, int]:
    """Return characters found, lost, left over, and of the story; white space is not counted."""
    text = document["text"]
    got, gold = bytearray(len(text)), bytearray(len(text))
    for span in cleaned.removed:
        got[span.start : span.end] = b"\1" * (span.end - span.start)
    for start, end, _ in document["spans"]:
        gold[start:end] = b"\1" * (end - start)
    solid = [at for at, character in enumerate(text) if not character.isspace()]
    hit = sum(got[at] & gold[at] for at in solid)
    return (
        hit,
        sum(got[at] for at in solid) - hit,
        sum(gold[at] for at in solid) - hit,
        sum(1 - gold[at] for at in solid),
    )
