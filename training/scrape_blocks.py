"""Learn how blocks of a page's container are kept or dropped: writes plugins/kliping/scrape/data/weights.json.

usage: PYTHONPATH=plugins python training/scrape_blocks.py DATA [--write]

DATA is the folder with html/ and html-english/ (pages with gold). Needs scikit-learn, which kliping itself does not.
Each page counts three times: as it is, as an outlet would serve it whose class names say nothing, and as old systems
did, with line breaks for paragraphs. Prints body F1 of the kept blocks (before clean) on pages that the weights have
not seen: whole outlets left out for the Indonesian pages, eight folds for the English ones. Only weights of feature
names are written, no text of any page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kliping.scrape.blocks import bits, hints, walk
from kliping.scrape.blocks.layout import Layout
from kliping.scrape.decide import block_features, container, features
from kliping.scrape.decide.features import BLOCK_WEIGHTS_FILE
from kliping.scrape.parse import document
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

SMALLEST = 0.02
FORMS = {"as it is": 1.0, "nameless": 0.5, "breaks": 0.4}
"""Forms of a page, and how much each counts."""
STRENGTH = {"html": (0.3, 90.0), "html-english": (0.15, 60.0)}
"""Weight of a block: a floor, and a share of its page's words (F1 is counted in words, and per page)."""


@dataclass
class Example:
    """One page: features and answers of its container's blocks. An answer of None does not count."""

    folder: str
    form: str
    group: str
    rows: list[list[str]]
    answers: list[bool | None]
    sizes: list[int]
    texts: list[str]
    gold: Counter[str]
    free: Counter[str]
    scores: list[float] = field(default_factory=list)


def fold_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def fold_text(text: str) -> str:
    return " ".join(fold_words(text))


def read_examples(data: Path) -> Iterator[Example]:
    for folder in STRENGTH:
        for line in (data / folder / "gold.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            html = gzip.decompress((data / folder / row["file"]).read_bytes())
            for form in FORMS:
                if example := _make_example(html, folder, row, form):
                    yield example


def _make_example(html: bytes, folder: str, row: dict[str, Any], form: str) -> Example | None:
    if form == "breaks":
        html = re.sub(rb"</p\s*>", b"<br><br>", re.sub(rb"<p(?:\s[^>]*)?>", b"", html))
    layout = walk.walk_blocks(document.parse_html(html).tree.body)
    if form == "nameless":
        for element in layout.elements:
            element.bits = hints.TAG_BITS.get(element.tag, 0)
    bits.inherit_bits(layout)
    at = container.choose_container(layout)
    if at < 0:
        return None
    numbers = range(layout.elements[at].first, layout.elements[at].last)
    texts = [layout.blocks[n].text for n in numbers]
    optional = [*(row.get("optional") or []), row.get("dateline") or ""]
    return Example(
        folder, form, row.get("site") or row["file"], _name_features(layout, numbers),
        [_is_story(text, row, fold_text("\n".join(optional))) for text in texts],
        [len(fold_words(t)) for t in texts], texts,
        Counter(fold_words("\n".join(row["body"]))), Counter(fold_words("\n".join(optional))),
    )  # fmt: skip


def _name_features(layout: Layout, numbers: range) -> list[list[str]]:
    return [
        list(map(features.name_feature, features.number_features(look)))
        for look in block_features.observe_blocks(layout, numbers)
    ]


def _is_story(text: str, row: dict[str, Any], optional: str) -> bool | None:
    """Return whether the block is the story's, by its words: a line of the gold, or a long part of it."""
    lines = [fold_text(line) for paragraph in row["body"] for line in paragraph.split("\n")]
    gold, flat = f" {' '.join(lines)} ", fold_text(text)
    count = len(flat.split())
    if not flat:
        return None
    if flat in lines:
        return True
    if any(flat == fold_text(line) for line in row.get("without") or []):
        return False
    if f" {flat} " in gold:
        return True if count >= 4 else None
    if count >= 12 and (flat[10:70] in gold or flat[-70:-10] in gold):
        return True
    return None if f" {flat} " in f" {optional} " else False


def fit_weights(pages: Sequence[Example], strength: float = 0.07) -> dict[str, float]:
    """Return the weights by feature name."""
    rows, answers, weights = [], [], []
    for page in pages:
        floor, share = STRENGTH[page.folder]
        total = sum(page.sizes) or 1
        for row, answer, size in zip(page.rows, page.answers, page.sizes, strict=True):
            if answer is not None:
                rows.append(dict.fromkeys(row, 1))
                answers.append(answer)
                weights.append(FORMS[page.form] * (floor + share * size / total))
    vectorizer = DictVectorizer()
    model = LogisticRegression(C=strength, max_iter=500, fit_intercept=False)
    model.fit(vectorizer.fit_transform(rows), answers, sample_weight=weights)
    named = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    return {str(name): round(float(weight), 3) for name, weight in named if abs(weight) >= SMALLEST}


def score_page(page: Example, weights: dict[str, float]) -> float:
    kept = [t for t, row in zip(page.texts, page.rows, strict=True) if sum(weights.get(n, 0.0) for n in row) > 0]
    have = Counter(fold_words("\n".join(kept)))
    have -= (have - page.gold) & page.free
    hit = (have & page.gold).total()
    return 2 * hit / (have.total() + page.gold.total()) if hit else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    pages = list(read_examples(given.data))
    draw = random.Random(1)
    chance = {page.group: f"fold {draw.randrange(8)}" for page in pages if page.folder != "html"}
    part = {page.group: chance.get(page.group, page.group) for page in pages}
    scores: dict[str, dict[str, list[float]]] = {f"{folder}, {form}": {} for folder in STRENGTH for form in FORMS}
    for unseen in sorted(set(part.values())):
        weights = fit_weights([page for page in pages if part[page.group] != unseen])
        for page in pages:
            if part[page.group] == unseen:
                scores[f"{page.folder}, {page.form}"].setdefault(unseen, []).append(score_page(page, weights))
    for folder, by_part in scores.items():
        every = [score for several in by_part.values() for score in several]
        print(f"{folder}: F1 of kept blocks on unseen pages {sum(every) / len(every):.4f}")
        for name, several in by_part.items():
            print(f"  {name}: {sum(several) / len(several):.4f} ({len(several)} pages)")
    weights = fit_weights(pages)
    print(f"{len(weights)} weights")
    if given.write:
        lines = ",\n".join(f"{json.dumps(name)}: {weight}" for name, weight in sorted(weights.items()))
        BLOCK_WEIGHTS_FILE.write_text("{\n" + lines + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
