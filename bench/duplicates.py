"""Measure how well copies of one text are separated from other texts: `python bench/duplicates.py`.

`tests/warehouse/pairs.txt` holds ten stories and what outlets do with them; ten pairs of texts are composed of each:
six are copies (changed words, another first paragraph, and so on), four are not (another event written from the same
template, and so on). A pair belongs to one duplicate group if the similarity of its signatures reaches the threshold of
`kliping.warehouse.loads.duplicates`. Precision, recall and every pair on the wrong side are printed.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "plugins")]

from kliping.minhash import estimate_similarity, make_signature  # noqa: E402
from kliping.warehouse.loads.duplicates import LEAST_SIMILARITY  # noqa: E402

PART_LABELS = frozenset({"lead", "edit", "local", "event", "follow", "background", "own"})
"""Labels of the lines that an outlet wrote itself, rather than copied from the story."""
STORIES = ROOT / "tests" / "warehouse" / "pairs.txt"


class Story(NamedTuple):
    name: str
    paragraphs: list[str]
    parts: dict[str, list[str]]
    """By label ("lead", "edit", ...): its lines."""


class Pair(NamedTuple):
    story: str
    kind: str
    copies: bool
    one: str
    other: str


class Judged(NamedTuple):
    pair: Pair
    similarity: float

    @property
    def grouped(self) -> bool:
        return self.similarity >= LEAST_SIMILARITY


def read_stories(path: Path = STORIES) -> Iterator[Story]:
    """Yield the stories of the file, with the parts that pairs are composed of."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for block in "\n".join(lines).split("=== ")[1:]:
        name, *rest = block.strip().splitlines()
        parts: dict[str, list[str]] = defaultdict(list)
        for line in rest:
            label, found, text = line.partition(": ")
            if found and label in PART_LABELS:
                parts[label].append(text)
            else:
                parts[""].append(line)
        yield Story(name, parts.pop(""), dict(parts))


def replace_words(text: str, changes: str) -> str:
    """Return a text with each "old -> new" of a list applied; an old one that is not there is a ValueError."""
    for change in changes.split("; "):
        old, _, new = change.partition(" -> ")
        if old not in text:
            raise ValueError(f"not in the text: {old}")
        text = text.replace(old, new)
    return text


def compose_pairs(story: Story) -> Iterator[Pair]:
    """Yield six pairs of copies and four of other texts."""
    paragraphs, parts = story.paragraphs, story.parts
    body = "\n".join(paragraphs)
    edited = replace_words(body, parts["edit"][0])
    background = [paragraphs[int(number) - 1] for number in parts["background"][0].split()]
    copies = {
        "words changed": edited,
        "another first paragraph": "\n".join([parts["lead"][0], *paragraphs[1:]]),
        "last two paragraphs cut": "\n".join(paragraphs[:-2]),
        "cut to its first half": "\n".join(paragraphs[: len(paragraphs) // 2]),
        "dateline, credits, two local paragraphs": "\n".join(
            ["JAKARTA, Kantor Kabar -", body, *parts["local"], "(sar/bud)"]
        ),
        "another first paragraph, words changed, last one cut": "\n".join(
            [parts["lead"][0], *edited.split("\n")[1:-1]]
        ),
    }
    others = {
        "another event, the same template": replace_words(body, parts["event"][0]),
        "a later story with its background": "\n".join([*parts["follow"], *background]),
        "another reporter's story": "\n".join(parts["own"]),
        "another reporter's story with two paragraphs of the agency": "\n".join([*parts["own"], *paragraphs[3:5]]),
    }
    for kind, other in copies.items():
        yield Pair(story.name, kind, True, body, other)
    for kind, other in others.items():
        yield Pair(story.name, kind, False, body, other)


def judge_pairs() -> list[Judged]:
    """Return all pairs with the similarity that their signatures show; a text without a signature is like none."""
    judged = []
    for story in read_stories():
        for pair in compose_pairs(story):
            signatures = [make_signature(text) for text in (pair.one, pair.other)]
            if all(signatures):
                ours, theirs = (np.array(signature, "<u4") for signature in signatures)
                judged.append(Judged(pair, float(estimate_similarity(ours, theirs))))
            else:
                judged.append(Judged(pair, 0.0))
    return judged


def measure_pairs(judged: list[Judged]) -> tuple[float, float]:
    """Return precision and recall of what is grouped."""
    right = sum(each.grouped and each.pair.copies for each in judged)
    grouped, copies = sum(each.grouped for each in judged), sum(each.pair.copies for each in judged)
    return right / max(1, grouped), right / max(1, copies)


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    judged = judge_pairs()
    by_kind: dict[tuple[bool, str], list[Judged]] = defaultdict(list)
    for each in judged:
        by_kind[each.pair.copies, each.pair.kind].append(each)
    print(f"{'':62} grouped  similarity")
    for (copies, kind), pairs in by_kind.items():
        found = [each.similarity for each in pairs]
        grouped = sum(each.grouped for each in pairs)
        label = f"{'copy' if copies else 'other'}: {kind}"
        print(f"{label:64} {grouped:2} of {len(pairs)}  {min(found):.2f} to {max(found):.2f}")
    for each in judged:
        if each.grouped != each.pair.copies:
            print(f"wrong: {each.pair.story}, {each.pair.kind}: {each.similarity:.2f}")
    precision, recall = measure_pairs(judged)
    print(f"{len(judged)} pairs, threshold {LEAST_SIMILARITY}: precision {precision:.3f}  recall {recall:.3f}")


if __name__ == "__main__":
    main()
