"""Train the headline models of ``kliping.clean`` offline and write ``headline.json``.

    python training/headline.py ../shared/data [--folds] [--without OUTLET] [--show N]

Two models are learned from the examples of ``headline_examples.py``: where a glued headline ends, and whether a stretch
is a headline at all. Only counts of words and a few dozen weights leave this script; no text does. ``--folds`` trains
once per outlet left out and prints how the left-out outlet fares.
"""

from __future__ import annotations

import argparse
import collections
import json
import math
import re
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))
from headline_examples import (
    CAPITAL,
    Document,
    Labelled,
    glue_titles,
    list_end_rows,
    list_marked_rows,
    list_natural_rows,
    list_sentences,
    list_titles,
    make_rows,
    read_documents,
)
from kliping.clean.folded_text import FoldedText
from kliping.clean.headlines import headline_ends, headline_model
from kliping.clean.vocabulary import words


@dataclass
class Scored:
    """Feature rows in groups, the right row of each group or a label per row."""

    names: dict[str, int]
    grid: np.ndarray
    truth: np.ndarray
    group: np.ndarray


def compare_counts(more: collections.Counter[str], less: collections.Counter[str], least: int) -> dict[str, float]:
    """Return the log-odds of words between two counts, of words that occur ``least`` times and lean clearly."""
    scale = math.log((sum(more.values()) + 1) / (sum(less.values()) + 1))
    found = {}
    for word in more | less:
        if word and more[word] + less[word] >= least:
            value = math.log((more[word] + 1) / (less[word] + 1)) - scale
            if abs(value) >= 0.5:
                found[word] = round(max(-3.0, min(4.0, value)), 1)
    return dict(sorted(found.items()))


def count_words(docs: list[Document]) -> dict[str, dict[str, float]]:
    """Return sentence starters, last words of headlines, and headline words, with their log-odds."""
    heads, tails = list_titles(docs), list_sentences(docs)
    begin = collections.Counter(words.strip_marks(tail.split()[0]) for tail in tails)
    inside = collections.Counter(words.strip_marks(w) for head in heads for w in head.split()[1:] if not w[0].islower())
    names = collections.Counter(words.strip_marks(match.group()) for tail in tails for match in CAPITAL.finditer(tail))
    head_words = collections.Counter(words.strip_marks(w) for head in heads for w in head.split() if w[0].isupper())
    last = collections.Counter(words.word_shape(head.split()[-1]) for head in heads)
    middle = collections.Counter(words.word_shape(w) for head in heads for w in head.split()[:-1])
    all_heads = collections.Counter(words.strip_marks(w) for head in heads for w in head.split())
    all_words = collections.Counter(words.strip_marks(w) for doc in docs for w in doc["text"].split())
    return {
        "starters": compare_counts(begin, inside, 8),
        "enders": compare_counts(last, middle, 10),
        "verbs": compare_counts(head_words, names, 15),
        "terse": compare_counts(all_heads, all_words, 40),
    }


def stack_rows(rows: list[list[tuple[headline_model.Features, bool]]], names: dict[str, int] | None) -> Scored:
    """Return the features as one matrix; new names are learned only when ``names`` is None."""
    if names is None:
        names = {}
        for block in rows:
            for features, _ in block:
                for name, _ in features:
                    names.setdefault(name, len(names))
    grid = np.zeros((sum(len(block) for block in rows), len(names)))
    truth, group, at = [], [], 0
    for number, block in enumerate(rows):
        for features, right in block:
            for name, value in features:
                if name in names:
                    grid[at, names[name]] = value
            truth.append(right)
            group.append(number)
            at += 1
    return Scored(names, grid, np.array(truth, float), np.array(group))


def fit_weights(
    data: Scored, *, grouped: bool, steps: int = 500, ridge: float = 1e-3, pull: np.ndarray | None = None
) -> dict[str, float]:
    """Fit a conditional logit (``grouped``) or a logistic regression by Adam; ``ridge`` keeps the weights small."""
    starts = np.flatnonzero(np.r_[True, np.diff(data.group) > 0])
    found = np.zeros(len(data.names))
    first, second = np.zeros_like(found), np.zeros_like(found)
    pull = np.ones(len(data.truth)) if pull is None else pull
    total = len(starts) if grouped else pull.sum()
    for step in range(1, steps + 1):
        scores = data.grid @ found
        if grouped:
            power = np.exp(scores - np.maximum.reduceat(scores, starts)[data.group])
            chance = power / np.add.reduceat(power, starts)[data.group]
        else:
            chance = 1 / (1 + np.exp(-scores))
        slope = data.grid.T @ ((chance - data.truth) * pull) / total + ridge * found
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        found -= 0.1 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return {name: round(float(found[i]), 2) for name, i in sorted(data.names.items())}


def train_model(
    docs: list[Document], labelled: list[Labelled], count: int, show: int = 0
) -> headline_model.HeadlineWeights:
    """Return the whole model, trained on these documents."""
    counted = count_words(docs)
    use_model(headline_model.HeadlineWeights({}, {}, **counted))
    end = fit_weights(stack_rows(list_end_rows(glue_titles(docs, count, 7)), None), grouped=True)
    use_model(headline_model.HeadlineWeights(end, {}, **counted))
    rows = list_natural_rows(docs) + list_marked_rows(labelled) + make_rows(docs, count // 2, 5)
    data = stack_rows([[(features, right)] for features, right, _, _ in rows], None)
    chances = fit_weights(data, grouped=False, pull=np.array([pull for _, _, _, pull in rows]))
    model = headline_model.HeadlineWeights(end, chances, **counted)
    if show:
        ranked = sorted(
            ((headline_model.sum_weights(f, chances), text) for f, right, text, _ in rows if not right), reverse=True
        )
        for value, text in ranked[:show]:
            print(f"{1 / (1 + math.exp(-value)):.3f} {text!r}")
    return model


def use_model(model: headline_model.HeadlineWeights) -> None:
    """Let the cleaner work with this model."""
    headline_model.headline_weights = lambda: model  # type: ignore[assignment]
    headline_ends.read_word.cache_clear()


def check_model(model: headline_model.HeadlineWeights, pairs: list[tuple[str, int]]) -> str:
    """Return the share of exact ends, and the characters lost and left, on ``pairs``."""
    use_model(model)
    exact = lost = left = size = 0
    for text, end in pairs:
        reading = FoldedText.of(text)
        got = headline_ends.end_of_headline(reading, 0, reading.line_end(0)) or 0
        exact += got == end
        lost += max(0, got - end)
        left += max(0, end - got)
        size += end
    return f"exact {exact / len(pairs):.3f}, of {size} headline characters {left} left, {lost} of story lost"


def main() -> None:
    """Train and write the weights, or score outlets that were left out of the training."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--without", default="", help="an outlet to leave out")
    parser.add_argument("--samples", type=int, default=16000)
    parser.add_argument("--show", type=int, default=0, help="print this many story stretches that look like headlines")
    parser.add_argument("--out", type=Path, default=headline_model.HEADLINE_WEIGHTS_FILE)
    options = parser.parse_args()
    docs = read_documents(options.data)
    labelled = [json.loads(line) for line in (options.data / "text" / "labelled.jsonl").open(encoding="utf-8")]
    if options.folds:
        for outlet in sorted({doc["site"] for doc in docs}):
            rest, own = [d for d in docs if d["site"] != outlet], [d for d in docs if d["site"] == outlet]
            model = train_model(rest, [d for d in labelled if d["site"] != outlet], options.samples // 2)
            print(f"{outlet:18}", check_model(model, glue_titles(own, 1000, 3)), flush=True)
        return
    docs = [doc for doc in docs if doc["site"] != options.without]
    model = train_model(docs, [d for d in labelled if d["site"] != options.without], options.samples, options.show)
    text = json.dumps(asdict(model), ensure_ascii=False, indent=1)
    options.out.write_text(re.sub(r",\n  (?=\"[^\n]*\": -?[\d.]+)", ", ", text) + "\n", encoding="utf-8")
    print(check_model(model, glue_titles(docs, 3000, 11)))


if __name__ == "__main__":
    main()
