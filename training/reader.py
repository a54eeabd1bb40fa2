"""Train the sequence model of ``kliping.clean`` and write its weights.

    python training/reader.py           train on all labelled texts, write the weights
    python bench/clean.py folds curve   what it is worth on outlets left out, and with fewer

The labelled texts are ``labelled.jsonl`` and ``outlets.jsonl`` of ``../shared/data/text`` (``--data``). Beside them
stand texts composed of their stories and the bank (``composed.py``). The same data, seed and libraries give the same
bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import pycrfsuite

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "plugins"), str(Path(__file__).parent)]

from bank import Bank, read_bank  # noqa: E402
from composed import Document, compose_documents, without_boilerplate  # noqa: E402
from kliping.clean import repair  # noqa: E402
from kliping.clean.folded_text import FoldedText  # noqa: E402
from kliping.clean.reader.cutting import cut_pieces  # noqa: E402
from kliping.clean.reader.features import describe_pieces  # noqa: E402
from kliping.clean.reader.model_spans import certain_spans  # noqa: E402
from kliping.clean.reader.weights import OFFSETS, OUTSIDE, READER_WEIGHTS_FILE, SEEN, learn_names, reader_weights  # noqa: E402
from kliping.clean.rules import finder  # noqa: E402
from kliping.model import REMOVED_KINDS  # noqa: E402

COMPOSED = 6000
"""Composed texts beside the labelled ones: with 1,500, items of the bank were too rare to be learned from."""
REPEATS = 4
"""How often each labelled text is seen: as much is learned from them as from the composed ones."""
LEAST_SOURCES = 3
"""A feature counts if texts of at least so many domains have it; composed texts are dealt out to 40."""
LASSO, RIDGE, ROUNDS = 0.05, 0.05, 80
BAGS = 3
"""Trainings whose weights are averaged."""
NEVER = -30.0
"""Weight of a step that no labelled text takes: from the foot back to the story."""
SMALLEST = 0.02
"""Weights nearer to nothing than this are dropped."""
LABELS = ("S", "B", "F")
"""Story; boilerplate that the story goes on after; boilerplate after the end of the story."""


@dataclass(frozen=True)
class Example:
    """The features of a text's pieces, and what each piece is (None: story)."""

    features: list[list[str]]
    kinds: list[str | None]
    spans: list[tuple[int, int]]
    rules: list[str | None]
    source: str


def read_documents(folder: Path) -> list[Document]:
    """Return the labelled texts."""
    files = (folder / "text" / "labelled.jsonl", folder / "text" / "outlets.jsonl")
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").split("\n") if line]


def registered_domain(site: str) -> str:
    """Return the domain that somebody registered: "news.kabar.co.id" is "kabar.co.id"."""
    parts = site.split(".")
    second = len(parts) > 2 and parts[-2] in ("co", "go", "ac", "or", "sch", "web", "my")
    return ".".join(parts[-3:] if second else parts[-2:])


def make_example(document: Document, source: str) -> Example:
    """Return the pieces of a labelled text as the reader sees them, with the label that most of each piece bears."""
    given, title = document["text"], (document["title"] or "").strip()
    text, offsets, _ = repair.repair_text(given)
    reading = FoldedText.of(text)
    found = finder.find_boilerplate(reading, title=title or None)
    found.spans = certain_spans(reading, found.spans)
    pieces = describe_pieces(reading, found, cut_pieces(reading, found, title), title)
    marked: list[str | None] = [None] * len(given)
    for start, end, kind in document["spans"]:
        marked[start:end] = [kind] * (end - start)
    kinds: list[str | None] = []
    spans = []
    for piece in pieces:
        start, end = piece.start, piece.end
        if offsets:
            start, end = offsets.start(start), offsets.end(end)
        votes = Counter(marked[at] for at in range(start, end) if not given[at].isspace())
        story = votes.pop(None, 0)
        kinds.append(votes.most_common(1)[0][0] if sum(votes.values()) > story else None)
        spans.append((start, end))
    rules = [piece.rule.rule if piece.rule else None for piece in pieces]
    features = [reader_weights().name_features(piece.features) for piece in pieces]
    return Example(features, kinds, spans, rules, source)


def expand_features(example: Example) -> list[list[str]]:
    """Return all features of each piece: its own, and those of its neighbours that it sees, their offset in front."""
    reach = max(OFFSETS)
    outside = [["~~" + OUTSIDE]] * reach
    rows = [*outside, *example.features, *outside]
    seen = {
        far: [[name.lstrip("~") for name in row if name.startswith(sign)] for row in rows] for far, sign in SEEN.items()
    }
    return [
        own + [f"{offset:+d}:{name}" for offset in OFFSETS[1:] for name in seen[abs(offset)][at + offset]]
        for at, own in enumerate(seen[0][reach : len(rows) - reach], start=reach)
    ]


def label_pieces(kinds: Sequence[str | None]) -> list[str]:
    """Return the label of each piece; the trailing boilerplate is the foot."""
    foot = len(kinds)
    while foot and kinds[foot - 1]:
        foot -= 1
    before = ["B" if kind else "S" for kind in kinds[:foot]]
    return before + ["F"] * (len(kinds) - foot)


def gather_labelled(documents: Sequence[Document]) -> list[Example]:
    """Return what every training sees: the labelled texts, and the same without boilerplate."""
    examples = [make_example(document, registered_domain(document["site"])) for document in documents]
    clean = (without_boilerplate(document) for document in documents if document["spans"])
    return examples + [make_example(document, _source(number)) for number, document in enumerate(clean)]


def gather_composed(documents: Sequence[Document], bank: Bank, seed: int, count: int) -> list[Example]:
    """Return ``count`` composed texts."""
    made = compose_documents(documents, count, seed, bank)
    return [make_example(document, _source(number)) for number, document in enumerate(made)]


def _source(number: int) -> str:
    return f"composed {number % 40}"


@dataclass(frozen=True)
class Learned:
    """Weights by feature and label, and from label to label."""

    states: dict[tuple[str, str], float]
    steps: dict[tuple[str, str], float]


def train_reader(documents: Sequence[Document], bank: Bank, seed: int, composed: int) -> tuple[Learned, Learned]:
    """Return what tells story from boilerplate, and what tells the kinds of boilerplate apart.

    The first is the mean of several trainings, each with composed texts of its own: what only one of them believes
    weighs little.
    """
    learn_names()
    labelled = gather_labelled(documents)
    bags = []
    for number in range(BAGS):
        examples = REPEATS * labelled + gather_composed(documents, bank, seed * 1000 + number, composed)
        examples = [example for example in examples if example.features]
        bags.append(_train_labels(examples))
    states = {key for bag in bags for key in bag.states}
    steps = {key for bag in bags for key in bag.steps}
    mean = Learned(
        {key: sum(bag.states.get(key, 0.0) for bag in bags) / BAGS for key in sorted(states)},
        {key: sum(bag.steps.get(key, 0.0) for bag in bags) / BAGS for key in sorted(steps)},
    )
    return mean, _train_kinds(examples)


def _train_labels(examples: Sequence[Example]) -> Learned:
    expanded = [expand_features(example) for example in examples]
    sources: dict[str, set[str]] = defaultdict(set)
    for example, rows in zip(examples, expanded, strict=True):
        for feature in {feature for row in rows for feature in row}:
            sources[feature].add(example.source)
    common = {feature for feature, names in sources.items() if len(names) >= LEAST_SOURCES}
    return _train(
        ([[feature for feature in row if feature in common] for row in rows], label_pieces(example.kinds))
        for example, rows in zip(examples, expanded, strict=True)
    )


def _train_kinds(examples: Sequence[Example]) -> Learned:
    pairs = chain.from_iterable(zip(example.features, example.kinds, strict=True) for example in examples)
    return _train(([[name.lstrip("~") for name in features]], [kind]) for features, kind in pairs if kind)


def _train(sequences: Iterable[tuple[list[list[str]], list[str]]]) -> Learned:
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": LASSO, "c2": RIDGE, "max_iterations": ROUNDS, "feature.possible_transitions": False})
    for features, labels in sequences:
        trainer.append(features, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.crf")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        learned = tagger.info()
        return Learned(dict(learned.state_features), dict(learned.transitions))


def write_weights(labels: Learned, kinds: Learned, path: Path) -> None:
    """Write the weights of both models as arrays, sorted by feature; the same weights give the same bytes."""
    tables: dict[str, dict[tuple[int, str], float]] = defaultdict(dict)
    prefixes = {f"{offset:+d}:": number for number, offset in enumerate(OFFSETS[1:], start=1)}
    for (feature, label), weight in labels.states.items():
        if abs(weight) >= SMALLEST:
            number = prefixes.get(feature[:3], 0)
            tables[feature[3:] if number else feature][number, label] = weight
    kind_weights: dict[str, dict[str, float]] = defaultdict(dict)
    for (feature, kind), weight in kinds.states.items():
        if abs(weight) >= SMALLEST:
            kind_weights[feature][kind] = weight
    names = sorted(tables.keys() | kind_weights.keys())
    arrays = {f"table{n}": np.zeros((len(names), len(LABELS)), dtype=np.float16) for n in range(len(OFFSETS))}
    kind_table = np.zeros((len(names), len(REMOVED_KINDS)), dtype=np.float16)
    for row, name in enumerate(names):
        for (number, label), weight in tables.get(name, {}).items():
            arrays[f"table{number}"][row, LABELS.index(label)] = weight
        for kind, weight in kind_weights.get(name, {}).items():
            kind_table[row, REMOVED_KINDS.index(kind)] = weight
    steps = np.full((len(LABELS), len(LABELS)), NEVER, dtype=np.float32)
    for (before, behind), weight in labels.steps.items():
        steps[LABELS.index(before), LABELS.index(behind)] = weight
    np.savez_compressed(
        path,
        features=np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8),
        labels=np.array(LABELS),
        kinds=np.array(REMOVED_KINDS),
        transitions=steps,
        kind_table=kind_table,
        **arrays,
    )


def deal_folds(documents: Sequence[Document], count: int) -> dict[str, int]:
    """Return the fold of each domain; the largest domains are dealt out first, so that folds are of one size."""
    sizes = Counter(registered_domain(document["site"]) for document in documents)
    order = sorted(sizes, key=lambda domain: (-sizes[domain], hashlib.sha256(domain.encode()).hexdigest()))
    loads, folds = [0] * count, {}
    for domain in order:
        folds[domain] = loads.index(min(loads))
        loads[folds[domain]] += sizes[domain]
    return folds


def main() -> None:
    """Train and write, or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the shared data")
    parser.add_argument("--out", type=Path, default=READER_WEIGHTS_FILE, help="where the weights go")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--composed", type=int, default=COMPOSED, help="composed texts beside the labelled ones")
    options = parser.parse_args()
    documents, bank = read_documents(options.data), read_bank()
    labels, kinds = train_reader(documents, bank, options.seed, options.composed)
    write_weights(labels, kinds, options.out)
    print(f"{options.out.name}: {options.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
