"""Train the tagger of ``kliping.names`` and write its weights: `python training/names.py`.

A conditional random field learns from ``../shared/data/names/train.txt`` and from the same sentences with other names
in them: places, persons and organisations of ``words.txt`` and ``regions.tsv`` in place of those that stand there, so
that what it learns is not only which names stood in the news of those years. The weights of two such fields are
averaged. The same data, seed and libraries give the same bytes. `python training/word_clusters.py` and
`python training/regions.py` write what it looks words up in.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pycrfsuite

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "plugins"), str(Path(__file__).parent)]

from kliping.names.features import SENTENCE_EDGE, describe_sentence, describe_word  # noqa: E402
from kliping.names.tokens import Span, split_sentences, split_tokens  # noqa: E402
from kliping.names.vocabulary import name_classes  # noqa: E402
from kliping.names.weights import NAMES_WEIGHTS_FILE, WORD_OFFSETS  # noqa: E402
from marked_names import TRAIN, Marked, read_marked  # noqa: E402

VARIED = (1, 3)
"""Times that each sentence is learned with other names in it, of each model; the weights are the models' average."""
CHANGED = 0.8
"""Share of their names that are others."""
LASSO, RIDGE, ROUNDS = 0.1, 0.4, 100
SMALLEST = 0.02
"""Weights nearer to nothing than this are dropped."""
LABELS = ("O", *(f"{place}-{kind}" for kind in ("PER", "ORG", "LOC") for place in "BILU"))
NEVER = -30.0
PLACE_CLASSES = ("country", "world_place", "region", "district", "local_place")

Weights = dict[tuple[str, str], float]
"""A weight for each pair of feature and label, or of one label and the next."""


def vary_names(marked: Marked, dice: random.Random) -> Marked:
    """Return a text with other names in it."""
    text, spans = marked
    new, at, moved = "", 0, []
    for start, end, kind in spans:
        name = text[start:end]
        if dice.random() < CHANGED:
            name = pick_name(name, kind, dice)
        new += text[at:start]
        moved.append((len(new), len(new) + len(name), kind))
        new, at = new + name, end
    return new + text[at:], moved


def list_entries() -> dict[str, list[str]]:
    """Return the entries of each class of words, sorted."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry, classes in sorted(name_classes().items()):
        for name in classes:
            found[name].append(entry)
    return found


ENTRIES = list_entries()


def pick_name(name: str, kind: str, dice: random.Random) -> str:
    """Return another name of the same kind, where the lists tell one; or else the name itself."""
    words, classes = name.split(), name_classes().get(name.lower(), ())
    if not all(word[0].isupper() for word in words):
        return name
    if kind == "LOC" and len(words) < 3 and (set(classes) & set(PLACE_CLASSES) or len(words) == 1):
        return _capitalise(dice.choice(ENTRIES[dice.choice(PLACE_CLASSES)]))
    if kind == "PER" and all(word.isalpha() for word in words) and not (len(words) == 1 and name.isupper()):
        lists = ["first_name" if number == 0 or dice.random() < 0.3 else "last_name" for number in range(len(words))]
        return " ".join(_capitalise(dice.choice(ENTRIES[entries])) for entries in lists)
    if kind == "ORG" and len(words) == 1 and "organisation" in classes:
        picked = dice.choice(ENTRIES["organisation"])
        return picked.upper() if len(picked) < 6 else _capitalise(picked)
    return name


def _capitalise(name: str) -> str:
    return " ".join(word[0].upper() + word[1:] for word in name.split(" "))


def label_tokens(tokens: list[Span], spans: list[tuple[int, int, str]]) -> list[str]:
    """Return the label of each token: first, inner, last or only word of a name of some kind, or none."""
    labels = ["O"] * len(tokens)
    for start, end, kind in spans:
        held = [at for at, token in enumerate(tokens) if token[1] < end and token[2] > start]
        while held and not tokens[held[0]][0][0].isalnum():
            held.pop(0)
        while held and tokens[held[-1]][0] in {",", ".", ")", "?"}:
            held.pop()
        if len(held) == 1:
            labels[held[0]] = f"U-{kind}"
        elif held:
            for at in held:
                labels[at] = f"I-{kind}"
            labels[held[0]], labels[held[-1]] = f"B-{kind}", f"L-{kind}"
    return labels


def expand_sentence(words: list[str]) -> list[list[str]]:
    """Return all features of each word: its own, those of neighbours that it sees, and what the neighbours decide."""
    own = [describe_word(word) for word in (SENTENCE_EDGE, SENTENCE_EDGE, *words, SENTENCE_EDGE, SENTENCE_EDGE)]
    given = dict(describe_sentence(words))
    found = []
    for at in range(2, len(words) + 2):
        row = [name.lstrip("~") for name in own[at]] + given.get(at - 2, [])
        for offset in WORD_OFFSETS[1:]:
            sign = "~" * abs(offset)
            row += [f"{offset:+d}:{name.lstrip('~')}" for name in own[at + offset] if name.startswith(sign)]
        found.append(row)
    return found


def train_tagger(texts: Iterable[Marked], seed: int) -> tuple[Weights, Weights]:
    """Return the weights by feature and label, and from label to label: the average of the models'."""
    given = list(texts)
    states: Weights = defaultdict(float)
    steps: Weights = defaultdict(float)
    for varied in VARIED:
        for sums, learned in zip((states, steps), train_model(given, varied, seed), strict=True):
            for key, weight in learned.items():
                sums[key] += weight / len(VARIED)
    return states, steps


def train_model(given: list[Marked], varied: int, seed: int) -> tuple[Weights, Weights]:
    """Return the weights of one model, which learns each text ``varied`` times with other names in it."""
    dice = random.Random(seed)
    examples = given + [vary_names(marked, dice) for _ in range(varied) for marked in given]
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": LASSO, "c2": RIDGE, "max_iterations": ROUNDS})
    for text, spans in examples:
        for sentence in split_sentences(split_tokens(text)):
            trainer.append(expand_sentence([token[0] for token in sentence]), label_tokens(sentence, spans))
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.crf")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        learned = tagger.info()
        return dict(learned.state_features), dict(learned.transitions)


def write_names(states: dict[tuple[str, str], float], steps: dict[tuple[str, str], float], path: Path) -> None:
    """Write the weights as arrays, sorted by feature; the same weights give the same bytes."""
    prefixes = {f"{offset:+d}:": number for number, offset in enumerate(WORD_OFFSETS[1:], start=1)}
    cells: dict[str, dict[int, float]] = defaultdict(dict)
    for (feature, label), weight in states.items():
        if abs(weight) >= SMALLEST:
            number = prefixes.get(feature[:3], 0)
            name = feature[3:] if number else feature
            cells[name][number * len(LABELS) + LABELS.index(label)] = weight
    names = sorted(cells)
    table = np.zeros((len(names), len(WORD_OFFSETS) * len(LABELS)), dtype=np.float16)
    for row, name in enumerate(names):
        for column, weight in cells[name].items():
            table[row, column] = weight
    taken = np.full((len(LABELS), len(LABELS)), NEVER, dtype=np.float32)
    for (before, behind), weight in steps.items():
        taken[LABELS.index(before), LABELS.index(behind)] = weight
    features = np.frombuffer("\x00".join(names).encode("utf-8"), dtype=np.uint8)
    np.savez_compressed(path, features=features, labels=np.array(LABELS), steps=taken, table=table)


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=TRAIN, help="the marked sentences")
    parser.add_argument("--out", type=Path, default=NAMES_WEIGHTS_FILE, help="where the weights go")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write_names(*train_tagger(read_marked(options.data), options.seed), options.out)
    print(f"{options.out.name}: {options.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
