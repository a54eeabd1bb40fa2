"""Write the clusters of words: `python training/word_clusters.py`.

Words that stand between the same neighbours are alike. The neighbours of each frequent word of the shared texts are
counted, their surprise is pressed into few numbers, words with numbers alike form a cluster, and the clusters a tree.
`clusters.txt` gets the path of each cluster in the tree and its words; no text can be read from it.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import linkage
from scipy.sparse.linalg import svds

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "plugins"))

from kliping.names.tokens import split_tokens  # noqa: E402
from kliping.names.vocabulary import CLUSTERS_FILE  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
CLUSTERS, NUMBERS, LEAST_COUNT, NEIGHBOURS, ROUNDS = 512, 80, 4, 3000, 25


def read_lines() -> Iterator[str]:
    """Yield each line of the shared texts once: what outlets repeat would outweigh what they write."""
    with gzip.open(DATA / "text" / "unlabelled.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    for name in ("outlets.jsonl", "labelled.jsonl"):
        lines = (DATA / "text" / name).read_text(encoding="utf-8").split("\n")
        texts += [json.loads(line)["text"] for line in lines if line]
    yield from dict.fromkeys(line.strip() for text in texts for line in text.split("\n") if line.strip())


def count_neighbours(sentences: list[list[str]], words: list[str]) -> sparse.csr_matrix:
    """Return how often each word stands after, and before, each of the most frequent ones."""
    numbers = {word: number for number, word in enumerate(words)}
    other, edge, width = NEIGHBOURS, NEIGHBOURS + 1, NEIGHBOURS + 2
    rows, columns = [], []
    for sentence in sentences:
        known = [numbers.get(word, -1) for word in sentence]
        beside = [edge, *(n if 0 <= n < NEIGHBOURS else other for n in known), edge]
        for at, number in enumerate(known):
            if number >= 0:
                rows += [number, number]
                columns += [beside[at], width + beside[at + 2]]
    ones = np.ones(len(rows))
    return sparse.coo_matrix((ones, (rows, columns)), shape=(len(words), 2 * width)).tocsr()


def press_numbers(counts: sparse.csr_matrix) -> NDArray[np.float64]:
    """Return a unit vector of each word: its positive pointwise mutual information with neighbours, by SVD."""
    rare = np.asarray(counts.sum(axis=0)).ravel() ** 0.75
    often = np.asarray(counts.sum(axis=1)).ravel()
    cells = counts.tocoo()
    surprise = np.maximum(np.log(cells.data * rare.sum() / (often[cells.row] * rare[cells.col])), 0)
    table = sparse.csr_matrix((surprise, (cells.row, cells.col)), shape=counts.shape)
    start = np.random.default_rng(0).standard_normal(min(table.shape))
    left, strength, _ = svds(table, k=NUMBERS, v0=start)
    vectors = left * np.sqrt(strength)
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def find_clusters(vectors: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[NDArray[np.int64], list[str]]:
    """Return the cluster of each word, and the path of each cluster in their tree."""
    random = np.random.default_rng(1)
    centres = vectors[random.choice(len(vectors), CLUSTERS, replace=False, p=weights / weights.sum())].copy()
    for _ in range(ROUNDS):
        nearest = (vectors @ centres.T).argmax(axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, vectors * weights[:, None])
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.maximum(lengths, 1e-9), centres)
    paths = {2 * CLUSTERS - 2: ""}
    joins = linkage(centres, "ward")
    for number in range(CLUSTERS - 2, -1, -1):
        above = paths[CLUSTERS + number]
        paths[int(joins[number, 0])], paths[int(joins[number, 1])] = above + "0", above + "1"
    return nearest, [paths[number] for number in range(CLUSTERS)]


def main() -> None:
    """Read the texts, write the file."""
    sentences = [["0" if word[0].isdigit() else word for word, _, _ in split_tokens(line)] for line in read_lines()]
    counts = Counter(word for sentence in sentences for word in sentence)
    frequent = [word for word, count in counts.items() if count >= LEAST_COUNT and word.isprintable()]
    words = sorted(frequent, key=lambda word: (-counts[word], word))
    weights = np.sqrt([float(counts[word]) for word in words])
    nearest, paths = find_clusters(press_numbers(count_neighbours(sentences, words)), weights)
    members: dict[str, list[str]] = {}
    for word, cluster in zip(words, nearest.tolist(), strict=True):
        members.setdefault(paths[cluster], []).append(word)
    lines = (f"{path}\t{' '.join(members[path])}\n" for path in sorted(members))
    CLUSTERS_FILE.write_text("".join(lines), encoding="utf-8")
    print(f"{CLUSTERS_FILE.name}: {len(words)} words in {len(members)} clusters")


if __name__ == "__main__":
    main()
